"""What a member does about what she reads of other networks: it goes to its author, in her name."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import RemotePost, VoteElsewhere
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.forms.base import Form
from vaknet.interfaces.web.forms.taking_part import VoteElsewhereForm
from vaknet.interfaces.web.from_elsewhere import TOO_OFTEN, TooOften, count
from vaknet.interfaces.web.http import Request


@dataclass(frozen=True)
class Forms:
    """What she can do now, and what she did. `may`: she is known there, so that she can at all."""

    may: bool
    voted: VoteElsewhere | None
    vote: VoteElsewhereForm | None


def forms_for(request: Request, viewer: Actor, post: RemotePost) -> Forms:
    """With what she sent, for the one she pressed."""
    act, may = request.POST.get("act", ""), queries.is_known(viewer)
    voted = queries.vote_in(viewer, post) if post.poll else None
    is_open = bool(post.poll) and (post.ends_at is None or post.ends_at > timezone.now())
    sent = request.POST if act == "vote" else None
    can_vote = may and voted is None and is_open
    return Forms(may, voted, VoteElsewhereForm(sent, post=post) if can_vote else None)


def is_done(request: Request, viewer: Actor, post: RemotePost, forms: Forms) -> bool:
    """False where the page says why not: in the form, or above it when the form went meanwhile.

    Not found for who is not known there: nothing of this is there for her.
    """
    if not forms.may:
        raise Http404
    form, act = ACTS[request.POST["act"]](viewer, post, forms)
    if form is not None and not form.is_valid():
        return False
    try:
        count(request, "take_part_elsewhere", str(viewer.pk))
        said = act()
    except RemotePost.DoesNotExist as missing:
        raise Http404 from missing
    except TooOften:
        _say_no(request, form, Refused(TOO_OFTEN))
        return False
    except Refused as refused:
        _say_no(request, form, refused)
        return False
    messages.success(request, said)
    return True


def _say_no(request: Request, form: Form | None, refused: Refused) -> None:
    if form is None:
        messages.error(request, str(refused.message))
    else:
        form.refuse(refused)


type Pressed = tuple[Form | None, Callable[[], str]]


def _vote(viewer: Actor, post: RemotePost, forms: Forms) -> Pressed:
    """Without a form, since it is closed or she voted: the room says which."""
    form = forms.vote

    def act() -> str:
        chosen = form.chosen() if form is not None else []
        actions.vote_elsewhere(viewer, post=post, choices=chosen)
        return _("Your vote was sent.")

    return form, act


ACTS: dict[str, Callable[[Actor, RemotePost, Forms], Pressed]] = {"vote": _vote}

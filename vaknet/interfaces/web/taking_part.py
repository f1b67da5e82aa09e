"""What a member does about what she reads of other networks: it goes to its author, in her name."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import (
    AnswerElsewhere,
    RemotePost,
    ThanksElsewhere,
    VoteElsewhere,
)
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.forms.base import Form
from vaknet.interfaces.web.forms.taking_part import AnswerElsewhereForm, VoteElsewhereForm
from vaknet.interfaces.web.how_often import TOO_OFTEN, too_often
from vaknet.interfaces.web.http import Request
from vaknet.kit.markdown import to_html

DAY = timedelta(days=1)
MOST_SHOWN = 100  # answers of hers to one post: a list of hers has all


@dataclass(frozen=True)
class Forms:
    """What she can do now, and what she did. `may`: she is known there, so that she can at all."""

    may: bool
    voted: VoteElsewhere | None
    vote: VoteElsewhereForm | None
    thanked: ThanksElsewhere | None
    answers: list[AnswerElsewhere]
    answer: AnswerElsewhereForm | None


def forms_for(request: Request, viewer: Actor, post: RemotePost) -> Forms:
    """With what she sent, for the one she pressed."""
    act, may = request.POST.get("act", ""), queries.is_known(viewer)
    voted = queries.vote_in(viewer, post) if post.poll else None
    is_open = bool(post.poll) and (post.ends_at is None or post.ends_at > timezone.now())
    ballot, words = (request.POST if act == one else None for one in ("vote", "answer"))
    can_vote = may and voted is None and is_open
    return Forms(
        may=may,
        voted=voted,
        vote=VoteElsewhereForm(ballot, post=post) if can_vote else None,
        thanked=queries.thanks_for_post(viewer, post),
        answers=list(queries.answers_to(viewer, post)[:MOST_SHOWN]),
        answer=AnswerElsewhereForm(words) if may else None,
    )


def is_done(request: Request, viewer: Actor, post: RemotePost, forms: Forms) -> bool:
    """False where the page says why not: in the form, or above it when the form went meanwhile.

    Not found for who is not known there: nothing of this is there for her.
    """
    if not forms.may:
        raise Http404
    form, act, often = ACTS[request.POST["act"]](viewer, post, forms)
    if form is not None and not form.is_valid():
        return False
    try:
        if too_often(request, often, viewer.pk):
            raise Refused(TOO_OFTEN)
        said = act()
    except RemotePost.DoesNotExist as missing:
        raise Http404 from missing
    except Refused as refused:
        _say_no(request, form, refused)
        return False
    messages.success(request, said)
    return True


def refuse_to_say(viewer: Actor, text: str, *, before: str | None = None) -> None:
    """Raises Refused for who may not write this now. `before`: what stood there and is changed."""
    lately = queries.said_lately(viewer, since=timezone.now() - DAY)
    was = None if before is None else to_html(before)
    refuse_to_write(viewer, html=to_html(text), before=was, beside=map(to_html, lately))


def _say_no(request: Request, form: Form | None, refused: Refused) -> None:
    if form is None:
        messages.error(request, str(refused.message))
    else:
        form.refuse(refused)


# What she filled in, what is done with it and said of it, and among what it is counted.
type Pressed = tuple[Form | None, Callable[[], str], str]
OFTEN, ANSWERS = "take_part_elsewhere", "answer_elsewhere"


def _vote(viewer: Actor, post: RemotePost, forms: Forms) -> Pressed:
    """Without a form, since it is closed or she voted: the room says which."""
    form = forms.vote

    def act() -> str:
        chosen = form.chosen() if form is not None else []
        actions.vote_elsewhere(viewer, post=post, choices=chosen)
        return _("Your vote was sent.")

    return form, act, OFTEN


def _thank(viewer: Actor, post: RemotePost, _forms: Forms) -> Pressed:
    def act() -> str:
        actions.thank_elsewhere(viewer, post=post)
        return _("Your thanks were sent.")

    return None, act, OFTEN


def _unthank(viewer: Actor, _post: RemotePost, forms: Forms) -> Pressed:
    """Twice is once."""

    def act() -> str:
        pk = forms.thanked.pk if forms.thanked is not None else 0
        actions.take_back_thanks_elsewhere(viewer, pk=pk)
        return _("Your thanks are taken back.")

    return None, act, OFTEN


def _answer(viewer: Actor, post: RemotePost, forms: Forms) -> Pressed:
    form = forms.answer

    def act() -> str:
        text = form.cleaned_data["text"] if form is not None else ""
        refuse_to_say(viewer, text)
        actions.answer_elsewhere(viewer, post=post, text=text)
        return _("Your answer was sent.")

    return form, act, ANSWERS


ACTS: dict[str, Callable[[Actor, RemotePost, Forms], Pressed]] = {
    "vote": _vote,
    "thank": _thank,
    "unthank": _unthank,
    "answer": _answer,
}

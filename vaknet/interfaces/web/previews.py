"""With a preview of the link, or without: when it is written, and later."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.pseudonyms import voice
from vaknet.domain.knowledge.rules import may_change
from vaknet.domain.previews import actions
from vaknet.domain.previews.models import Text
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.earlier import FOUND_BY, page_of
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.reports import IN_ADDRESS


def written[T: Text](by: Actor, act: Callable[[], T], *, bare: bool) -> T:
    """Both or neither: nobody goes and looks at the page in between."""
    if not bare:
        return act()
    with transaction.atomic():
        text = act()
        actions.hide_preview(by, text=text)
    return text


def change(by: Actor, text: Text, act: Callable[..., object], said: dict[str, Any]) -> None:
    """`said`: a form with `bare` in it, and what the act takes."""
    choose = actions.hide_preview if said.pop("bare") else actions.show_preview
    with transaction.atomic():
        act(by, **said)
        choose(by, text=text)


@require_POST
@members_only
def without(request: Request, about: str, pk: int) -> HttpResponse:
    """Not there for what is not her own."""
    viewer = viewer_of(request)
    try:
        text = FOUND_BY[IN_ADDRESS[about]](viewer, pk)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    if not may_change(voice(viewer, text.author_id), text):
        raise Http404
    carry_out(
        request,
        lambda: actions.hide_preview(viewer, text=text),
        _("The preview is gone. Under “Change” you bring it back."),
    )
    _title, address = page_of(text)
    return HttpResponseRedirect(address, status=303)

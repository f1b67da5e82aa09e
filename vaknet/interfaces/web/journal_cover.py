"""The cover of the issue in the making: the drawn one, or a photo of the editors."""

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.journal import actions, queries
from vaknet.domain.journal.models import Issue
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.covers import CoverForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.journal_desk import draft_for, group_of_editor, to_desk


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def choose(request: Request, handle: str) -> HttpResponse:
    """A photo, other words for it, or with `act=draw` the drawn cover again."""
    found, viewer = group_of_editor(request, handle), viewer_of(request)
    issue = draft_for(viewer, found)
    photo, is_sent = queries.photo_of(issue), request.method == "POST"
    if is_sent and request.POST.get("act") == "draw":
        draw = partial(actions.draw_cover, viewer, issue=issue)
        carry_out(request, draw, _("The drawn cover is back."))
        return to_desk(found)
    given = (request.POST, request.FILES) if is_sent else ()
    form = CoverForm(*given, standing=photo)
    if form.done(lambda _data: _keep(viewer, issue, form)):
        messages.success(request, _("This is the cover now."))
        return to_desk(found)
    context = {
        "group": found,
        "photo": photo,
        "number": queries.next_number(found),
        "form": form,
    }
    return render(request, "journal/cover.html", context, status=422 if is_sent else 200)


def _keep(viewer: Actor, issue: Issue, form: CoverForm) -> None:
    chosen, words = form.photo(), form.words()
    description, credit = words["description"], words["credit"]
    if chosen is None:
        actions.say_of_photo(viewer, issue=issue, description=description, credit=credit)
    else:
        actions.choose_photo(
            viewer, issue=issue, photo=chosen, description=description, credit=credit
        )

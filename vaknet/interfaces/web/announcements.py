"""A role that somebody tells of: congratulations, offers of help, and thanks."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.models import RoleAnnouncement
from vaknet.domain.connections.queries import AnnouncementView
from vaknet.domain.notices.touching import goals_touched
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.connections import back_to
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.announcements import CongratulationForm, ThanksForm
from vaknet.interfaces.web.forms.base import Form
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.line import returns_to_line
from vaknet.interfaces.web.seen import reads_matter


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@returns_to_line
@reads_matter("announcement")
def announcement(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        view = queries.announcement(viewer, pk)
    except RoleAnnouncement.DoesNotExist as missing:
        raise Http404 from missing
    if request.method == "POST" and request.POST.get("act") == "take_back" and view.is_mine:
        actions.take_back_announcement(viewer, announcement=view.announcement)
        messages.success(request, _("You no longer tell of it. Nobody hears that."))
        return back_to("my-profile")
    form = _form(request, view)
    if form.is_bound and form.is_valid() and _said(viewer, view, form):
        messages.success(request, _("Sent."))
        return back_to("announcement", pk)
    context = {
        "view": view,
        "role": view.announcement.role,
        "person": view.announcement.role.actor,
        "form": form,
        "touched": [] if view.is_mine else goals_touched(viewer, view.announcement),
    }
    status = 422 if form.is_bound else 200
    return render(request, "announcements/announcement.html", context, status=status)


def first_words(person: Actor) -> str:
    return _("Congratulations, %(name)s!") % {"name": person.first_name}


def _form(request: Request, view: AnnouncementView) -> Form:
    given = request.POST if request.method == "POST" else None
    if view.is_mine:
        return ThanksForm(given)
    return CongratulationForm(given, initial={"text": first_words(view.announcement.role.actor)})


def _said(viewer: Actor, view: AnnouncementView, form: Form) -> bool:
    act = actions.thank_for_congratulations if view.is_mine else actions.congratulate
    try:
        act(viewer, announcement=view.announcement, **form.cleaned_data)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True

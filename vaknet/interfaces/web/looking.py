"""Looking for work: my own page of it, and helping somebody who told me."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.models import JobTip, LookingForWork
from vaknet.domain.people.colleagues import employers
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.connections import back_to, person_or_404
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.forms.looking import LookingForm, ReferenceForm, TipForm
from vaknet.interfaces.web.http import Request

MOST_NAMES = 100
LONGEST_SEARCH = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def looking(request: Request) -> HttpResponse:
    """What I tell, to whom, who can see it, and what they sent."""
    viewer = viewer_of(request)
    if request.method == "POST" and request.POST.get("act") == "stop":
        actions.stop_looking(viewer)
        messages.success(request, _("You no longer tell that you look for work."))
        return back_to("looking")
    told = queries.my_search(viewer)
    given = request.POST if request.method == "POST" else None
    form = LookingForm(given, viewer=viewer, initial=LookingForm.initial_of(told))
    if form.is_bound and form.is_valid() and _told(viewer, form):
        messages.success(request, _("Saved. Below you see who can see it."))
        return back_to("looking")
    context: dict[str, object] = {"form": form, "told": told}
    context["employers"] = employers(viewer.pk, today=_today())
    if told is not None:
        context |= _seen(viewer, told, request.GET.get("q", ""))
    return render(request, "looking/looking.html", context, status=422 if form.is_bound else 200)


def _seen(viewer: Actor, told: LookingForWork, asked: str) -> dict[str, object]:
    text = clean_text(asked).strip()[:LONGEST_SEARCH]
    readers = list(queries.readers_of(viewer, told, text=text)[: MOST_NAMES + 1])
    return {
        "is_over": told.until_on < _today(),
        "readers": readers[:MOST_NAMES],
        "has_more": len(readers) > MOST_NAMES,
        "text": text,
        "tips": queries.tips_for(viewer, told),
        "awaited": queries.references_awaited(viewer, told),
    }


def _told(viewer: Actor, form: LookingForm) -> bool:
    try:
        actions.look_for_work(viewer, **form.cleaned_data)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _today() -> date:
    return timezone.localdate()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def ask_reference(request: Request) -> HttpResponse:
    """Whom of those who may know, and in what words. Only while I tell it."""
    viewer = viewer_of(request)
    told = queries.my_search(viewer)
    if told is None or told.until_on < _today():
        return back_to("looking")
    given = request.POST if request.method == "POST" else None
    form = ReferenceForm(given, people=queries.may_be_asked(viewer, told))
    if form.is_bound and form.is_valid():
        try:
            actions.ask_reference(viewer, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Asked. You hear it when the answer is yes."))
            return back_to("looking")
    context = {"form": form, "told": told}
    return render(request, "looking/reference.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def send_tip(request: Request, handle: str) -> HttpResponse:
    """For who may know that she looks; for anybody else there is no such page."""
    viewer = viewer_of(request)
    other = person_or_404(viewer, handle)
    if other.pk == viewer.pk:
        return back_to("looking")
    told = queries.looking_for_work(viewer, other)
    if told is None:
        raise Http404
    if request.method == "POST" and request.POST.get("act") == "no":
        actions.decline_reference(viewer, to=other)
        messages.success(request, _("Your no is not passed on."))
        return back_to("profile", other.handle)
    asked = queries.asked_of_me(viewer, told)
    initial = {"kind": JobTip.Kind.REFERENCE} if asked else {}
    form = TipForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            actions.send_tip(viewer, to=other, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            said = _("Sent to %(name)s.") % {"name": other.first_name}
            messages.success(request, said)
            return back_to("send-tip", other.handle)
    context: dict[str, object] = {"other": other, "told": told, "asked": asked, "form": form}
    context["tips"] = queries.tips_for(viewer, told)
    return render(request, "looking/tip.html", context, status=422 if form.is_bound else 200)

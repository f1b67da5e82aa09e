"""What is said in a group at a partner network, asked for when a member looks; and her words."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.refusal import Refused
from vaknet.domain.visiting import actions
from vaknet.domain.visiting.models import Visit
from vaknet.interfaces.reaching import groups as there
from vaknet.interfaces.reaching.groups import Thread
from vaknet.interfaces.reaching.partners import NotThere, PartnerSilent
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.visiting import BeginForm, SayForm
from vaknet.interfaces.web.groups_elsewhere import (
    no_longer,
    not_too_often,
    refuse,
    to_visit,
    visit_or_404,
)
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.pages import Page, page_number

PARTS = {"gesprekken": "conversations", "vragen": "questions", "artikelen": "articles"}
KINDS = {"vraag": "question", "gesprek": "conversation"}


@require_safe
@members_only
@not_too_often
def group(request: Request, pk: int) -> HttpResponse:
    """As it is there at this moment."""
    visit = visit_or_404(request, pk)
    part = request.GET.get("deel", "")
    part = part if part in PARTS else "gesprekken"
    context = {"visit": visit, "part": part}
    number = page_number(request)
    try:
        seen = there.read(visit, part=PARTS[part], number=number)
    except PartnerSilent:
        return render(request, "visiting/group.html", context | {"is_silent": True})
    if seen.state == "out":
        return no_longer(request, visit)
    actions.note_state(visit=visit, state=seen.state)
    page = Page(seen.rows, number, has_next=seen.has_more)
    return render(request, "visiting/group.html", context | {"seen": seen, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@not_too_often
def thread(request: Request, pk: int, thread: str) -> HttpResponse:
    """One conversation or question; by POST her words go along, and stay in the form when they
    could not."""
    visit = visit_or_404(request, pk)
    if not there.ID.fullmatch(thread):
        raise Http404
    form = SayForm(request.POST if request.method == "POST" else None)
    is_silent = False
    if form.is_bound and form.is_valid():
        try:
            return _say(request, visit, form, kind="words", id=thread)
        except Refused as refused:
            form.refuse(refused)
        except PartnerSilent:
            is_silent = True
    return _shown(request, visit, thread, form, is_silent=is_silent)


def _shown(
    request: Request, visit: Visit, id: str, form: SayForm, *, is_silent: bool
) -> HttpResponse:
    start = request.GET.get("vanaf", "")
    from_there = min(int(start), there.MOST) if start.isascii() and start.isdigit() else 0
    found: Thread | None = None
    if not is_silent:
        try:
            answer = there.thread(visit, id, start=from_there)
        except NotThere as missing:
            raise Http404 from missing
        except PartnerSilent:
            is_silent = True
        else:
            if not isinstance(answer, Thread):
                return to_visit(visit)
            found = answer
    status = 503 if is_silent and form.is_bound else 422 if form.is_bound else 200
    context = {
        "visit": visit,
        "thread": found,
        "form": form,
        "is_silent": is_silent,
        "start": from_there,
    }
    return render(request, "visiting/thread.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@not_too_often
def begin(request: Request, pk: int, kind: str) -> HttpResponse:
    """A question or a conversation of hers."""
    visit = visit_or_404(request, pk)
    if kind not in KINDS:
        raise Http404
    form = BeginForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            return _say(request, visit, form, kind=KINDS[kind])
        except Refused as refused:
            form.refuse(refused)
        except PartnerSilent:
            status = 503
    context = {"visit": visit, "kind": kind, "form": form, "is_silent": status == 503}
    return render(request, "visiting/begin.html", context, status=status)


def _say(
    request: Request, visit: Visit, form: SayForm | BeginForm, *, kind: str, id: str = ""
) -> HttpResponse:
    """Raises Refused, also when she may not write here, and PartnerSilent."""
    refuse_to_write(viewer_of(request))
    data = form.cleaned_data
    said = there.say(visit, kind=kind, id=id, title=data.get("title", ""), text=data["text"])
    refuse(said)
    if said.state != "in":
        return to_visit(visit)
    messages.success(
        request,
        _("It stands in %(group)s at %(network)s now.")
        % {"group": visit.name, "network": visit.network.name},
    )
    if not said.id:
        return to_visit(visit)
    url = reverse("thread-elsewhere", args=[visit.pk, said.id])
    return HttpResponseRedirect(url, status=303)

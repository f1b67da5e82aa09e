"""Memory cards: what somebody keeps about a person, for her own eyes."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.memory import Words
from vaknet.domain.connections.models import WaitingCard
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.connections import back_to, person_or_404
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.forms.memory import MemoryForm, TieForm
from vaknet.interfaces.web.http import Request

LONGEST_SEARCH = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def memory_card(request: Request, handle: str) -> HttpResponse:
    """One card: to write, to change, to throw away."""
    viewer = viewer_of(request)
    other = queries.remembered(viewer, handle) or person_or_404(viewer, handle)
    if other.pk == viewer.pk:
        return back_to("my-profile")
    if request.method == "POST" and request.POST.get("act") in ACTS:
        return ACTS[request.POST["act"]](request, viewer, other)
    kept = queries.memory_of(viewer, other)
    form = MemoryForm(request.POST if request.method == "POST" else None, initial=_told(kept))
    if form.is_bound and form.is_valid() and _keep(viewer, other, form):
        messages.success(request, _("Kept. Only you can read it."))
        return back_to("memory-card", other.handle)
    context = {"other": other, "form": form, "kept": kept}
    status = 422 if form.is_bound else 200
    return render(request, "connections/memory_card.html", context, status=status)


def _told(kept: queries.Memory | None) -> dict[str, str | date | None]:
    if kept is None:
        return {}
    return {
        "note": kept.words.note,
        "met": kept.words.met,
        "knows": kept.words.knows,
        "next_step": kept.words.next_step,
        "remind_on": kept.remind_on,
    }


def _keep(viewer: Actor, other: Actor, form: MemoryForm) -> bool:
    told = dict(form.cleaned_data)
    remind_on = told.pop("remind_on")
    try:
        actions.keep_memory(viewer, about=other, told=Words(**told), remind_on=remind_on)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _forget(request: Request, viewer: Actor, other: Actor) -> HttpResponse:
    actions.forget_memory(viewer, about=other)
    messages.success(request, _("The card is gone."))
    return back_to("my-memory")


def _done(request: Request, viewer: Actor, other: Actor) -> HttpResponse:
    actions.done_with_next_step(viewer, about=other)
    messages.success(request, _("Well done. The day is off the card."))
    return back_to("memory-card", other.handle)


ACTS = {"forget": _forget, "done": _done}


@never_cache
@require_safe
@members_only
def my_memory(request: Request) -> HttpResponse:
    """What is to be done by today, then all cards; or those with these words on them."""
    viewer, today = viewer_of(request), timezone.localdate()
    text = clean_text(request.GET.get("q", "")).strip()[:LONGEST_SEARCH]
    cards = queries.memories(viewer, text=text)
    due = [] if text else [card for card in cards if card.is_due(today)]
    context = {
        "cards": cards,
        "due": sorted(due, key=lambda card: card.remind_on or today),
        "waiting": queries.waiting_cards(viewer, text=text),
        "text": text,
        "today": today,
    }
    return render(request, "connections/my_memory.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def waiting_card(request: Request, pk: int) -> HttpResponse:
    """One that waits for its person: to tie, or to throw away."""
    viewer = viewer_of(request)
    if request.method == "POST" and request.POST.get("act") == "forget":
        actions.forget_waiting(viewer, pk=pk)
        messages.success(request, _("The card is gone."))
        return back_to("my-memory")
    try:
        one = queries.waiting_card(viewer, pk)
    except WaitingCard.DoesNotExist as missing:
        raise Http404 from missing
    form = TieForm(viewer, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        about = form.cleaned_data["person"]
        try:
            actions.tie_card(viewer, pk=pk, about=about)
        except Refused as refused:
            form.add_error("person", str(refused.message))
        else:
            messages.success(request, _("Kept. Only you can read it."))
            return back_to("memory-card", about.handle)
    context = {"one": one, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "connections/waiting_card.html", context, status=status)

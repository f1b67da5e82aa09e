"""Confirming what a contact knows; coming back to it; not showing what others confirm."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.models import Confirmation
from vaknet.domain.people.models import KnownTopic
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.connections import back_to, person_or_404
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.confirmations import ConfirmForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.people import Contact, Known, confirm_form

PER_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def confirm_topic(request: Request, handle: str, pk: int) -> HttpResponse:
    """One thing that a contact knows, or that I know: who confirms it."""
    viewer = viewer_of(request)
    topic = _topic_or_404(viewer, person_or_404(viewer, handle), pk)
    form = confirm_form(topic, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _confirmed(viewer, topic, form):
        said = _("You confirm this. %(name)s sees it on the profile.")
        messages.success(request, said % {"name": topic.actor.first_name})
        return _after(request, topic)
    return _page(request, topic, form)


@require_POST
@members_only
def on_confirmation(request: Request, pk: int) -> HttpResponse:
    """Take back what I confirm; not show, or show, what somebody confirms of me."""
    viewer = viewer_of(request)
    try:
        confirmation = queries.confirmation(viewer, pk)
        act, said = ACTS[request.POST.get("act", "")]
        act(viewer, confirmation=confirmation)
    except (Confirmation.DoesNotExist, KeyError) as missing:
        raise Http404 from missing
    messages.success(request, said % {"name": confirmation.by.first_name})
    if request.POST.get("back") == "list":
        return back_to("my-confirmations")
    topic = queries.topic_of(viewer, confirmation)
    if topic is None:
        return back_to("my-confirmations")
    return _after(request, topic)


ACTS = {
    "withdraw": (
        actions.withdraw_confirmation,
        gettext_lazy("You no longer confirm this. Nobody is told."),
    ),
    "hide": (
        actions.hide_confirmation,
        gettext_lazy("You do not show what %(name)s confirms. %(name)s is not told."),
    ),
    "show": (actions.show_confirmation, gettext_lazy("You show it again.")),
}


@require_safe
@members_only
def my_confirmations(request: Request) -> HttpResponse:
    """All that I confirm of others, also of who shows it to nobody now."""
    page = Paginator(queries.confirmations_by(viewer_of(request)), PER_PAGE)
    context = {"page": page.get_page(request.GET.get("page"))}
    return render(request, "connections/my_confirmations.html", context)


def _topic_or_404(viewer: Actor, person: Actor, pk: int) -> KnownTopic:
    try:
        return queries.topic_to_confirm(viewer, person, pk)
    except KnownTopic.DoesNotExist as missing:
        raise Http404 from missing


def _confirmed(viewer: Actor, topic: KnownTopic, form: ConfirmForm) -> bool:
    try:
        actions.confirm(viewer, topic=topic, where=form.cleaned_data["where"])
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _after(request: Request, topic: KnownTopic) -> HttpResponse:
    """The topic as it is now, or back to the profile that it stands on."""
    if request.htmx:
        return _page(request, topic, confirm_form(topic))
    profile = reverse("profile", args=[topic.actor.handle])
    return HttpResponseRedirect(f"{profile}#topic-{topic.pk}", status=303)


def _page(request: Request, topic: KnownTopic, form: ConfirmForm) -> HttpResponse:
    """For htmx only what stands under the topic."""
    viewer = viewer_of(request)
    confirmed = queries.confirmed(viewer, [topic]).get(topic.pk, queries.Confirmed())
    context = {
        "person": topic.actor,
        "contact": Contact("self" if topic.actor_id == viewer.pk else "contact"),
        "one": Known(topic, [], confirmed, form),
        "form": form,
    }
    part = "people/_confirmed.html" if request.htmx else "people/topic.html"
    return render(request, part, context, status=422 if form.errors else 200)

"""What is mine: the way to all of it, and settings."""

from dataclasses import dataclass

from django.conf import settings as configured
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connection_actions
from vaknet.domain.connections import queries as connections
from vaknet.domain.federation.rules import is_on
from vaknet.domain.governance.moderators import is_moderator
from vaknet.domain.groups.mail import my_seats
from vaknet.domain.networks import queries as networks
from vaknet.domain.people import actions
from vaknet.domain.people import queries as people
from vaknet.domain.people.managers import is_manager
from vaknet.domain.people.models import Consent
from vaknet.domain.people.returned import letters_came_back
from vaknet.domain.routing import actions as routing_actions
from vaknet.domain.routing import queries as routing
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.people import SettingsForm
from vaknet.interfaces.web.http import Request

A_YEAR = 365 * 24 * 3600


@require_safe
@members_only
def me(request: Request) -> HttpResponse:
    needs_me = connections.needs_me_count(request.viewer)
    rows = [*_places(), *_elsewhere(), *_moderation(viewer_of(request))]
    middle = (len(rows) + 1) // 2
    halves = (rows[:middle], rows[middle:])
    return render(request, "people/me.html", {"needs_me": needs_me, "places": halves})


@dataclass(frozen=True)
class Place:
    icon: str
    url: str
    label: str
    text: str


def _places() -> list[Place]:
    rows = [
        ("user-round", "my-profile", _("My profile"), _("What others see of you.")),
        ("users", "my-contacts", _("My contacts"), _("Who you know, and who asks to connect.")),
        (
            "newspaper",
            "my-following",
            _("Following"),
            _("What they lately asked and answered."),
        ),
        ("circle-user-round", "people-directory", _("People"), _("Find somebody by name.")),
        ("bell", "notices", _("Notices"), _("What needs you, what happened, what can wait.")),
        ("search", "my-searches", _("Saved searches"), _("Hear of what is new.")),
        ("house", "organisations", _("Organisations"), _("Who works there.")),
        (
            "graduation-cap",
            "peers",
            _("Who does the same work?"),
            _("Elsewhere too, and why."),
        ),
        ("waypoints", "my-network", _("My network"), _("How far it reaches, drawn for you.")),
        ("map-pin", "my-goals", _("Your goals"), _("What you work towards, and what it brought.")),
        ("share-2", "my-tips", _("Tips"), _("From colleagues, and by you.")),
        ("search", "looking", _("Looking for work"), _("You decide who knows.")),
        ("lock", "my-memory", _("Memory cards"), _("What only you know of people.")),
        ("route", "my-introductions", _("Introductions"), _("Asked by you, and through you.")),
        ("coffee", "coffee", _("Coffee nearby"), _("With a colleague, on a day that suits both.")),
        ("calendar-days", "my-talks", _("My talks"), _("Proposed and agreed.")),
        ("clock", "consultation-hours", _("Consultation hours"), _("Ask somebody who knows.")),
        (
            "message-square-text",
            "my-reports",
            _("Reports and decisions"),
            _("By you, and about you."),
        ),
        ("key-round", "sign-in-options", _("Signing in"), _("Passkeys and codes.")),
        ("download", "my-data", _("Take your data"), _("All of it, in one file. Or close up.")),
        ("settings", "settings", _("Settings"), _("Language, mail, reachable through you.")),
    ]
    return [Place(icon, reverse(name), label, text) for icon, name, label, text in rows]


def _elsewhere() -> list[Place]:
    """Only where this network is connected to others."""
    if not is_on():
        return []
    label, text = _("Partner networks"), _("With whom we work together, and what is there.")
    partners = Place("waypoints", reverse("partner-networks"), label, text)
    label, text = _("Said elsewhere"), _("By whom you follow on other networks.")
    return [partners, Place("newspaper", reverse("posts-elsewhere"), label, text)]


def _moderation(viewer: Actor) -> list[Place]:
    """For who moderates, and for managers."""
    if not is_moderator(viewer):
        return []
    label, text = _("Reports"), _("What waits for a decision.")
    reports = Place("badge-check", reverse("cases"), label, text)
    if not is_manager(viewer):
        return [reports]
    label, text = _("Look into the finder"), _("Why somebody is found, or not.")
    finder = Place("search", reverse("why-found"), label, text)
    label, text = _("Treaties"), _("What we agree on with other networks.")
    if networks.treaties_waiting_for(viewer).exists():
        text = _("Another network waits for your answer.")
    treaties = Place("handshake", reverse("treaties"), label, text)
    label, text = _("Other networks"), _("What goes out and comes in, and who is kept out.")
    hosts = Place("share-2", reverse("other-hosts"), label, text)
    return [reports, finder, treaties, hosts] if is_on() else [reports, finder, treaties]


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def settings(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    if request.method == "POST":
        form = SettingsForm(request.POST)
        if form.is_valid():
            return _save(request, form)
        return render(
            request, "people/settings.html", {"form": form, "seats": my_seats(viewer)}, status=422
        )
    agreed = people.agreed_to(viewer)
    now = {
        "language": request.user.language,
        "go_between": connections.is_go_between(viewer),
        "left_out": routing.is_left_out(viewer),
        "go_along": Consent.Kind.GO_ALONG in agreed,
        "be_found": Consent.Kind.BE_FOUND in agreed,
    }
    context = {
        "form": SettingsForm(initial=now),
        "consent": people.consent(viewer),
        "seats": my_seats(viewer),
        "letters_came_back": letters_came_back(request.user),
    }
    return render(request, "people/settings.html", context)


def _save(request: Request, form: SettingsForm) -> HttpResponse:
    viewer = viewer_of(request)
    language = form.cleaned_data["language"]
    actions.set_language(request.user, language=language)
    if form.cleaned_data["go_between"]:
        connection_actions.agree_to_be_go_between(viewer)
    else:
        connection_actions.stop_being_go_between(viewer)
    if form.cleaned_data["left_out"]:
        routing_actions.be_left_out(viewer)
    else:
        routing_actions.be_proposed(viewer)
    change = actions.go_along if form.cleaned_data["go_along"] else actions.stop_going_along
    change(viewer)
    change = actions.be_found if form.cleaned_data["be_found"] else actions.stop_being_found
    change(viewer)
    with translation.override(language):
        messages.success(request, _("Saved."))
    response = HttpResponseRedirect(reverse("settings"), status=303)
    response.set_cookie(
        configured.LANGUAGE_COOKIE_NAME,
        language,
        max_age=A_YEAR,
        secure=configured.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
    return response

"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import (
    EventOrganiser,
    EventSeries,
    GoingElsewhere,
    Registration,
    RegistrationAnswer,
)
from vaknet.domain.events.queries import own_covers
from vaknet.domain.parts import Part, streamed


def everything_of(viewer: Actor) -> list[Part]:
    return [
        _registrations(viewer),
        _answers(viewer),
        _organised(viewer),
        _series(viewer),
        _covers(viewer),
        _elsewhere(viewer),
    ]


def _registrations(viewer: Actor) -> Part:
    rows = Registration.objects.filter(person=viewer).order_by("pk")
    columns = {
        "event": _("Event"),
        "starts_at": _("When"),
        "companions": _("People you bring"),
        "code": _("Code of the ticket"),
        "asked_at": _("Registered"),
        "seated_at": _("Seat since"),
        "cancelled_at": _("Cancelled"),
        "listed_since": _("On the list since"),
        "checked_in_at": _("Arrived"),
    }
    listed = rows.values_list(
        "event__name",
        "event__starts_at",
        "companions",
        "code",
        "asked_at",
        "seated_at",
        "cancelled_at",
        "listed_since",
        "checked_in_at",
    )
    held = ("events.Registration.person",)
    return Part("registrations", _("Events you came to"), columns, streamed(listed), held)


def _answers(viewer: Actor) -> Part:
    rows = RegistrationAnswer.objects.filter(registration__person=viewer).order_by("pk")
    columns = {"event": _("Event"), "question": _("Question"), "answer": _("Answer")}
    listed = rows.values_list("registration__event__name", "question__text", "text")
    return Part("registration_answers", _("What organisers asked"), columns, streamed(listed), ())


def _organised(viewer: Actor) -> Part:
    rows = EventOrganiser.objects.filter(actor=viewer).order_by("pk")
    columns = {"event": _("Event"), "since": _("Since"), "until": _("Until")}
    listed = rows.values_list("event__name", "since", "until")
    held = ("events.EventOrganiser.actor",)
    return Part("organised_events", _("Events you organised"), columns, streamed(listed), held)


def _series(viewer: Actor) -> Part:
    rows = EventSeries.objects.filter(by=viewer).order_by("pk")
    columns = {"rule": _("Rule"), "starts_on": _("From"), "since": _("Since"), "until": _("Until")}
    listed = rows.values_list("rule", "starts_on", "since", "until")
    held = ("events.EventSeries.by",)
    return Part("event_series", _("Series of events"), columns, streamed(listed), held)


def _covers(viewer: Actor) -> Part:
    """Themselves they are in the folder `event-covers`, named after their number."""
    listed = own_covers(viewer).values_list("pk", "made_for__name", "description", "credit", "at")
    columns = {
        "number": _("Number"),
        "event": _("Event"),
        "description": _("In words"),
        "credit": _("Who took it"),
        "at": _("When"),
    }
    held = ("events.EventCover.chosen_by",)
    return Part("event_covers", _("Pictures that I put on events"), columns, streamed(listed), held)


def _elsewhere(viewer: Actor) -> Part:
    names = ("name", "uri", "starts_at", "place", "organiser__uri", "since", "answer", "until")
    listed = GoingElsewhere.objects.filter(person=viewer).order_by("pk").values_list(*names)
    columns = {
        "event": _("Event"),
        "uri": _("Web address"),
        "starts_at": _("When"),
        "place": _("Place"),
        "organiser": _("Organised by"),
        "since": _("Asked"),
        "answer": _("Answer"),
        "until": _("Until"),
    }
    held = ("events.GoingElsewhere.person",)
    choices = {"answer": dict(GoingElsewhere.Answer.choices)}
    title = _("Events on other networks")
    return Part("events_elsewhere", title, columns, streamed(listed), held, choices)

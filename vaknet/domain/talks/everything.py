"""All that this room holds of one member, for herself."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, DateTimeField, F, OuterRef, Q, Value, When
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.parts import Part, streamed
from vaknet.domain.talks.models import ProposedTime, Talk, TalkMove, TalkOutcome


def everything_of(viewer: Actor) -> list[Part]:
    """A no that was said to her is not there: to her it looks as if the talk waits."""
    times = ProposedTime.objects.filter(talk=OuterRef("pk")).order_by("starts_at")
    hers = When(invitee=viewer, then=F("declined_at"))
    rows = Talk.objects.filter(Q(proposer=viewer) | Q(invitee=viewer)).order_by("pk")
    listed = rows.annotate(
        times=ArraySubquery(times.values("starts_at")),
        said_no_at=Case(hers, default=Value(None), output_field=DateTimeField()),
    ).values_list(
        "proposer__name",
        "invitee__name",
        "purpose",
        "location",
        "minutes",
        "times",
        "proposed_at",
        "starts_at",
        "agreed_at",
        "said_no_at",
        "cancelled_at",
    )
    columns = {
        "proposer": _("Proposed by"),
        "invitee": _("With"),
        "purpose": _("What about"),
        "location": _("Where"),
        "minutes": _("Minutes"),
        "times": _("Times proposed"),
        "proposed_at": _("Proposed"),
        "starts_at": _("When"),
        "agreed_at": _("Agreed"),
        "declined_at": _("Declined"),
        "cancelled_at": _("Called off"),
    }
    held = ("talks.Talk.proposer", "talks.Talk.invitee")
    return [
        Part("talks", _("Talks"), columns, streamed(listed), held),
        _moves(viewer),
        _outcomes(viewer),
    ]


def _moves(viewer: Actor) -> Part:
    moved = TalkMove.objects.filter(by=viewer).order_by("pk")
    return Part(
        "talk_moves",
        _("Talks that I moved"),
        {
            "purpose": _("What about"),
            "was_at": _("It was"),
            "starts_at": _("It became"),
            "moved_at": _("Moved"),
        },
        streamed(moved.values_list("talk__purpose", "was_at", "starts_at", "moved_at")),
        ("talks.TalkMove.by",),
    )


def _outcomes(viewer: Actor) -> Part:
    said = TalkOutcome.objects.filter(actor=viewer).order_by("pk")
    return Part(
        "talk_outcomes",
        _("What came of talks"),
        {
            "purpose": _("What about"),
            "kind": _("What came of it"),
            "note": _("Note"),
            "since": _("Since"),
            "until": _("Until"),
        },
        streamed(said.values_list("talk__purpose", "kind", "note", "since", "until")),
        ("talks.TalkOutcome.actor",),
        spoken={"kind": dict(TalkOutcome.Kind.choices)},
    )

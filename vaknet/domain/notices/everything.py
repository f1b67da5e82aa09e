"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.notices.models import ReadUntil, Rhythm, RoundStop
from vaknet.domain.parts import Part, streamed


def everything_of(viewer: Actor) -> list[Part]:
    rhythm = Rhythm.objects.filter(actor=viewer).order_by("pk")
    stops = RoundStop.objects.filter(round__actor=viewer).order_by("round__day", "position")
    read = ReadUntil.objects.filter(actor=viewer).order_by("pk")
    return [
        Part(
            "rhythm",
            _("When you want a round"),
            {
                "days": _("Days"),
                "on_holidays": _("On public holidays"),
                "time_zone": _("Time zone"),
            },
            streamed(rhythm.values_list("days", "on_holidays", "time_zone")),
            ("notices.Rhythm.actor",),
        ),
        Part(
            "rounds",
            _("What was on your line"),
            {
                "day": _("Day"),
                "kind": _("Kind"),
                "topic": _("Topic"),
                "skipped_at": _("Skipped"),
            },
            streamed(stops.values_list("round__day", "kind", "topic", "skipped_at")),
            ("notices.Round.actor",),
        ),
        Part(
            "read_until",
            _("Up to where you read"),
            {"until": _("Until")},
            streamed(read.values_list("until")),
            ("notices.ReadUntil.actor",),
        ),
    ]

"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.notices.models import Digest, Notice, NoticeChoice, ReadUntil, Rhythm, RoundStop
from vaknet.domain.parts import Part, streamed


def everything_of(viewer: Actor) -> list[Part]:
    stops = RoundStop.objects.filter(round__actor=viewer).order_by("round__day", "position")
    read = ReadUntil.objects.filter(actor=viewer).order_by("pk")
    return [
        _rhythm(viewer),
        *_told(viewer),
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


def _rhythm(viewer: Actor) -> Part:
    rhythm = Rhythm.objects.filter(actor=viewer).order_by("pk")
    return Part(
        "rhythm",
        _("When you want a round"),
        {
            "days": _("Days"),
            "on_holidays": _("On public holidays"),
            "time_zone": _("Time zone"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
        },
        streamed(
            rhythm.values_list("days", "on_holidays", "time_zone", "quiet_from", "quiet_until")
        ),
        ("notices.Rhythm.actor",),
    )


def _told(viewer: Actor) -> list[Part]:
    """What she was told of, and how she wants that."""
    choices = NoticeChoice.objects.filter(actor=viewer).order_by("kind")
    digest = Digest.objects.filter(actor=viewer).order_by("pk")
    notices = Notice.objects.filter(reader=viewer).order_by("at", "pk")
    return [
        Part(
            "notice_choices",
            _("How you want to hear of what happens"),
            {"kind": _("Kind"), "channel": _("How")},
            streamed(choices.values_list("kind", "channel")),
            ("notices.NoticeChoice.actor",),
        ),
        Part(
            "digest",
            _("When you want a digest"),
            {"every": _("Every"), "weekday": _("Weekday"), "hour": _("Hour")},
            streamed(digest.values_list("every", "weekday", "hour")),
            ("notices.Digest.actor",),
        ),
        Part(
            "notices",
            _("What you were told of"),
            {
                "kind": _("Kind"),
                "about": _("About"),
                "at": _("At"),
                "told_at": _("By mail"),
                "read_at": _("Read"),
            },
            streamed(notices.values_list("kind", "matter", "at", "told_at", "read_at")),
            ("notices.Notice.reader",),
        ),
    ]

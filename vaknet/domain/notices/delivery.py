"""When something that somebody is told of goes to her by mail."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.notices.kinds import USUAL
from vaknet.domain.notices.models import (
    WORKING_DAYS,
    Channel,
    Digest,
    Kind,
    NoticeChoice,
    Rhythm,
)
from vaknet.domain.notices.rhythm import DAY, LONGEST_OFF, here, is_off, rhythm_of, zone


@dataclass(frozen=True)
class Choices:
    """How somebody hears of each kind. `digest` is None for who gets none."""

    channels: dict[Kind, Channel]
    digest: Digest | None
    rhythm: Rhythm

    def waits_for_digest(self, kind: Kind) -> bool:
        return self.channels[kind] == Channel.DIGEST and self.digest is not None

    def due_at(self, kind: Kind, *, now: datetime) -> datetime | None:
        """When she is to be written of it; None when not at all."""
        if self.channels[kind] == Channel.HERE:
            return None
        if self.digest is not None and self.waits_for_digest(kind):
            return self.digest.next_at
        return end_of_quiet(self.rhythm, now)


def choices_of(viewer: Actor) -> Choices:
    """As she chose, and for the rest as it is for who chose nothing."""
    rows = NoticeChoice.objects.filter(actor=viewer).values_list("kind", "channel")
    chosen = {Kind(kind): Channel(channel) for kind, channel in rows}
    digest = Digest.objects.filter(actor=viewer).first()
    return Choices(USUAL | chosen, digest, rhythm_of(viewer))


def digest_readers() -> QuerySet[Digest, int]:
    return Digest.objects.values_list("actor", flat=True)


def end_of_quiet(rhythm: Rhythm, now: datetime) -> datetime:
    """When her quiet hours are over; now, outside of them. They may go on past midnight."""
    begins, ends = rhythm.quiet_from, rhythm.quiet_until
    if begins is None or ends is None:
        return now
    at = here(rhythm, now)
    is_quiet = begins <= at.hour < ends if begins <= ends else not ends <= at.hour < begins
    if not is_quiet:
        return now
    ends_tomorrow = at.hour >= ends
    return _at(rhythm, at + DAY if ends_tomorrow else at, ends)


def next_digest(rhythm: Rhythm, digest: Digest, after: datetime) -> datetime:
    """A daily one comes on the days of her rounds; for who wants no rounds, on working days."""
    at = here(rhythm, after)
    days = [at + number * DAY for number in range(LONGEST_OFF + 1)]
    moments = [_at(rhythm, day, digest.hour) for day in days if _is_day(rhythm, digest, day)]
    return next(one for one in moments if one > after)


def _is_day(rhythm: Rhythm, digest: Digest, day: datetime) -> bool:
    if digest.every == Digest.Every.WEEK:
        return day.isoweekday() == digest.weekday
    wanted = rhythm if rhythm.days else Rhythm(days=WORKING_DAYS, on_holidays=rhythm.on_holidays)
    return not is_off(wanted, day.date())


def _at(rhythm: Rhythm, day: datetime, hour: int) -> datetime:
    return datetime.combine(day.date(), time(hour), zone(rhythm))

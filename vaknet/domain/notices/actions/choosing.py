"""How somebody wants to hear of what happens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over, record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.notices.delivery import choices_of, next_digest
from vaknet.domain.notices.kinds import USUAL
from vaknet.domain.notices.models import Channel, Digest, Kind, Notice, NoticeChoice, Rhythm
from vaknet.domain.notices.rhythm import rhythm_of
from vaknet.domain.refusal import Refused

MONDAY, SUNDAY = 1, 7
HOURS = range(24)


@dataclass(frozen=True)
class Wish:
    """`every` is empty for who wants no digest; `quiet` are the hours that begin and end her rest,
    None for no rest."""

    channels: Mapping[str, str]
    every: str = ""
    hour: int = 8
    weekday: int = MONDAY
    quiet: tuple[int, int] | None = None


@transaction.atomic
def choose_notices(by: Actor, *, wish: Wish) -> None:
    """What waits already goes as she wants it from now on."""
    _look_at(wish)
    one_at_a_time(by)
    now = timezone.now()
    _keep_quiet(by, wish.quiet)
    _keep_digest(by, wish, now)
    _keep_channels(by, wish.channels)
    _move_what_waits(by, now)
    record(by, "chose_notices", by, audience=Audience.SELF)


def _look_at(wish: Wish) -> None:
    if not set(wish.channels) <= set(Kind) or not set(wish.channels.values()) <= set(Channel):
        raise Refused(_("Choose from the list."))
    if wish.every not in ("", *Digest.Every):
        raise Refused(_("Choose from the list."), field="every")
    if wish.hour not in HOURS:
        raise Refused(_("Choose from the list."), field="hour")
    if not MONDAY <= wish.weekday <= SUNDAY:
        raise Refused(_("Choose from the list."), field="weekday")
    if wish.quiet is not None and (not set(wish.quiet) <= set(HOURS) or len({*wish.quiet}) == 1):
        raise Refused(_("Choose from the list."), field="quiet_from")
    if not wish.every and Channel.DIGEST in wish.channels.values():
        raise Refused(_("Choose how often you want the digest."), field="every")


def _keep_quiet(by: Actor, quiet: tuple[int, int] | None) -> None:
    rhythm = rhythm_of(by)
    begins, ends = quiet or (None, None)
    if quiet is None and rhythm.quiet_from is None:
        return
    Rhythm.objects.update_or_create(
        actor=by,
        defaults={"quiet_from": begins, "quiet_until": ends},
        create_defaults={"days": rhythm.days, "quiet_from": begins, "quiet_until": ends},
    )


def _keep_digest(by: Actor, wish: Wish, now: datetime) -> None:
    if not wish.every:
        Digest.objects.filter(actor=by).delete()
        return
    digest = Digest(actor=by, every=wish.every, hour=wish.hour, weekday=wish.weekday)
    same = Digest.objects.filter(actor=by, every=wish.every, hour=wish.hour)
    if same.filter(weekday=wish.weekday).exists():
        return  # it may be due at this moment
    digest.next_at = next_digest(rhythm_of(by), digest, now)
    Digest.objects.update_or_create(
        actor=by,
        defaults={name: getattr(digest, name) for name in ("every", "hour", "weekday", "next_at")},
    )


def _keep_channels(by: Actor, channels: Mapping[str, str]) -> None:
    NoticeChoice.objects.filter(actor=by).delete()
    NoticeChoice.objects.bulk_create(
        NoticeChoice(actor=by, kind=kind, channel=channel)
        for kind, channel in channels.items()
        if USUAL[Kind(kind)] != channel
    )


def move_digest(by: Actor) -> None:
    """She chose other days, or another time zone. What is due at this moment goes first."""
    now = timezone.now()
    digest = Digest.objects.filter(actor=by, next_at__gt=now).first()
    if digest is not None:
        digest.next_at = next_digest(rhythm_of(by), digest, now)
        digest.save(update_fields=["next_at"])
        _move_what_waits(by, now)


def _move_what_waits(by: Actor, now: datetime) -> None:
    waiting = Notice.objects.filter(reader=by, told_at=None, read_at=None, due_at__isnull=False)
    choices = choices_of(by)
    for kind in Kind:
        waiting.filter(kind=kind).update(due_at=choices.due_at(kind, now=now))


def take_over_notices(*, kept: Actor, merged: Actor) -> None:
    """What the other account chose, where this one chose nothing, and what it was told of."""
    chose = NoticeChoice.objects.filter(actor=kept).exists()
    if not chose and not Digest.objects.filter(actor=kept).exists():
        hand_over(NoticeChoice.objects.all(), "actor", kept=kept, merged=merged)
        hand_over(Digest.objects.all(), "actor", kept=kept, merged=merged)
    hers = Notice.objects.filter(reader=kept)
    rows = Notice.objects.filter(reader=merged).exclude(activity__in=hers.values("activity"))
    rows.update(reader=kept)
    erase_notices(actor=merged)


def erase_notices(*, actor: Actor) -> None:
    """What she was told of, and how she wanted that. What others were told of her stays theirs
    and says no name but that of who left.
    """
    Notice.objects.filter(reader=actor).delete()
    NoticeChoice.objects.filter(actor=actor).delete()
    Digest.objects.filter(actor=actor).delete()

"""When somebody wants a round."""

from collections.abc import Collection
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over_one, record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.notices.actions.choosing import move_digest
from vaknet.domain.notices.actions.rounds import erase_rounds
from vaknet.domain.notices.models import Rhythm, Round
from vaknet.domain.refusal import Refused

DAYS_OF_THE_WEEK = range(1, 8)


@transaction.atomic
def keep_rhythm(
    by: Actor,
    *,
    days: Collection[int],
    on_holidays: bool = False,
    time_zone: str = "",
    quietly: bool = False,
) -> Rhythm:
    """`days` of the week, Monday is 1; none is no round at all. `time_zone`: empty for that of the
    network. `quietly`: as history, of which nobody is told."""
    if not set(days) <= set(DAYS_OF_THE_WEEK):
        raise Refused(_("Choose days of the week."), field="days")
    if time_zone and time_zone not in available_timezones():
        raise Refused(_("Choose a time zone from the list."), field="time_zone")
    kept, _is_new = Rhythm.objects.update_or_create(
        actor=by,
        defaults={"days": sorted(set(days)), "on_holidays": on_holidays, "time_zone": time_zone},
    )
    move_digest(by)
    record(by, "chose_rhythm", kept, audience=Audience.SELF, quietly=quietly)
    return kept


def take_over_rhythm(*, kept: Actor, merged: Actor) -> None:
    """What the other account chose and was offered, where this one has none of its own."""
    hand_over_one(Rhythm.objects.all(), "actor", kept=kept, merged=merged)
    days = Round.objects.filter(actor=kept).values("day")
    Round.objects.filter(actor=merged).exclude(day__in=days).update(actor=kept)
    erase_rounds(actor=merged)

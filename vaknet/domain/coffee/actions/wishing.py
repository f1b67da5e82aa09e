"""Looking for coffee, skipping a month, and stopping."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.coffee import rules
from vaknet.domain.coffee.models import CoffeeRound, CoffeeWish, Often
from vaknet.domain.people.models import Place
from vaknet.domain.refusal import Refused
from vaknet.engine.pairing import Wish


@transaction.atomic
def look_for_coffee(
    by: Actor,
    *,
    often: str,
    place: Place | None = None,
    reach: int = 0,
    wishes: Iterable[str] = (),
    mentors: bool = False,
    parts: Iterable[int] = (),
    quietly: bool = False,
) -> CoffeeWish:
    """The one wish that she has, new or changed. `reach` 0: online only. `quietly`: for a trial."""
    wanted = _checked(often, place, reach, set(wishes), set(parts)) | {"mentors": mentors}
    one_at_a_time(by)
    today = timezone.localdate(timezone=rules.OFFICE_CLOCK)
    held = _standing(by, today)
    if held is None:
        before = CoffeeWish.objects.filter(person=by).order_by("-pk").first()
        first = before.first_since if before else None
        ends = _ends_on(often, today)
        wish = CoffeeWish.objects.create(person=by, ends_on=ends, first_since=first, **wanted)
        record(by, "looked_for_coffee", wish, audience=Audience.SELF, quietly=quietly)
        return wish
    if held.often != often:
        # Since now: a coffee of before does not keep her out of what is for once.
        held.since, held.ends_on, held.snoozed_until = timezone.now(), _ends_on(often, today), None
    for name, value in wanted.items():
        setattr(held, name, value)
    held.save()
    record(by, "changed_coffee", held, audience=Audience.SELF)
    return held


def _checked(
    often: str, place: Place | None, reach: int, wishes: set[str], parts: set[int]
) -> dict[str, object]:
    if often not in Often.values:
        raise Refused(_("Choose how often."), field="often")
    if reach and reach not in rules.REACHES:
        raise Refused(_("Choose how far you will go."), field="reach")
    if reach and place is None:
        raise Refused(_("Say near which town. Or choose online only."), field="place")
    if not wishes <= set(Wish):
        raise Refused(_("Choose from the list."), field="wishes")
    if not parts <= set(rules.PARTS):
        raise Refused(_("Choose from the list."), field="parts")
    return {
        "often": often,
        "place": place if reach else None,
        "reach": reach,
        "wishes": sorted(wishes),
        "parts": sorted(parts),
    }


def _ends_on(often: str, today: date) -> date | None:
    return rules.week_ends_on(today) if often == Often.ONCE else None


def _standing(by: Actor, today: date) -> CoffeeWish | None:
    """Hers, locked. What was for a week that is over ends here."""
    held = CoffeeWish.objects.select_for_update(no_key=True).filter(person=by, until=None).first()
    if held is None or rules.stands(held, today):
        return held
    held.until = timezone.now()
    held.save(update_fields=["until"])
    return None


@transaction.atomic
def stop_looking(by: Actor) -> CoffeeWish | None:
    """From now she is in no round. A coffee that she has already stays. Twice is once."""
    one_at_a_time(by)
    held = _standing(by, timezone.localdate(timezone=rules.OFFICE_CLOCK))
    if held is None:
        return None
    held.until = timezone.now()
    held.save(update_fields=["until"])
    record(by, "stopped_coffee", held, audience=Audience.SELF)
    return held


@transaction.atomic
def look_again(by: Actor, *, wish: CoffeeWish) -> CoffeeWish | None:
    """She did not mean to stop. Not when she looks for something else since."""
    one_at_a_time(by)
    today = timezone.localdate(timezone=rules.OFFICE_CLOCK)
    held = _standing(by, today)
    if held is not None:
        return held
    again = CoffeeWish.objects.get(pk=wish.pk, person=by)
    if again.ends_on is not None and again.ends_on < today:
        return None
    again.until = None
    again.save(update_fields=["until"])
    record(by, "looked_for_coffee", again, audience=Audience.SELF)
    return again


@transaction.atomic
def skip_round(by: Actor) -> CoffeeWish | None:
    """Not the next round of the month; after that she is in again by herself."""
    one_at_a_time(by)
    today = timezone.localdate(timezone=rules.OFFICE_CLOCK)
    held = _standing(by, today)
    if held is None or held.often != Often.MONTHLY or rules.is_snoozed(held, today):
        return held
    first = today.replace(day=1)
    is_drawn = CoffeeRound.objects.filter(often=Often.MONTHLY, on=first).exists()
    ends = rules.month_ends_on(today)
    held.snoozed_until = rules.month_ends_on(ends + timedelta(days=1)) if is_drawn else ends
    held.save(update_fields=["snoozed_until"])
    record(by, "skipped_coffee", held, audience=Audience.SELF)
    return held


@transaction.atomic
def take_part_again(by: Actor) -> CoffeeWish | None:
    """She does not skip it after all."""
    one_at_a_time(by)
    today = timezone.localdate(timezone=rules.OFFICE_CLOCK)
    held = _standing(by, today)
    if held is None or held.snoozed_until is None:
        return held
    held.snoozed_until = None
    held.save(update_fields=["snoozed_until"])
    record(by, "looked_for_coffee", held, audience=Audience.SELF)
    return held

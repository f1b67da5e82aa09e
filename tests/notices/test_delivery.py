"""When a letter goes: at once, after quiet hours, with the digest, or not."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.notices import actions
from vaknet.domain.notices.actions.choosing import Wish
from vaknet.domain.notices.delivery import choices_of, end_of_quiet, next_digest
from vaknet.domain.notices.kinds import USUAL
from vaknet.domain.notices.models import Channel, Digest, Kind, Notice, Rhythm
from vaknet.domain.refusal import Refused

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FRIDAY = datetime(2026, 11, 27, 12, tzinfo=AMSTERDAM)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("begins", "ends", "now", "expected"),
    [
        (None, None, at(27, 23), at(27, 23)),
        (20, 8, at(27, 19), at(27, 19)),
        (20, 8, at(27, 20), at(28, 8)),
        (20, 8, at(28, 3), at(28, 8)),
        (20, 8, at(28, 8), at(28, 8)),
        (12, 14, at(27, 12), at(27, 14)),
        (12, 14, at(27, 15), at(27, 15)),
        (9, 9, at(27, 9), at(27, 9)),
    ],
)
def test_quiet_hours_may_go_past_midnight(begins, ends, now, expected) -> None:
    rhythm = Rhythm(days=[1], quiet_from=begins, quiet_until=ends)
    assert end_of_quiet(rhythm, now) == expected


def test_quiet_hours_are_by_her_own_clock() -> None:
    rhythm = Rhythm(days=[1], quiet_from=20, quiet_until=8, time_zone="America/Curacao")
    assert end_of_quiet(rhythm, at(27, 23)) == at(27, 23)  # 18:00 there


@pytest.mark.parametrize(
    ("digest", "days", "after", "expected"),
    [
        (Digest(every="day", hour=8), [1, 2, 3, 4, 5], FRIDAY, at(30, 8)),
        (Digest(every="day", hour=17), [1, 2, 3, 4, 5], FRIDAY, at(27, 17)),
        (Digest(every="day", hour=8), [6], FRIDAY, at(28, 8)),
        (Digest(every="day", hour=8), [], FRIDAY, at(30, 8)),
        (Digest(every="week", hour=7, weekday=7), [1], FRIDAY, at(29, 7)),
        (
            Digest(every="week", hour=12, weekday=5),
            [1],
            FRIDAY,
            at(27, 12).replace(month=12, day=4),
        ),
    ],
)
def test_a_digest_comes_on_her_days_at_her_hour(digest, days, after, expected) -> None:
    assert next_digest(Rhythm(days=days), digest, after) == expected


def wish(**more: object) -> Wish:
    return Wish({Kind.ANSWERS: Channel.DIGEST, Kind.REPLIES: Channel.HERE}, **more)  # type: ignore[arg-type]


def test_what_nobody_chose_is_as_usual(world: World) -> None:
    assert choices_of(world.samira).channels == USUAL
    assert choices_of(world.samira).due_at(Kind.ANSWERS, now=FRIDAY) == FRIDAY
    assert choices_of(world.samira).due_at(Kind.THANKS, now=FRIDAY) is None


def test_as_she_chose_it(world: World) -> None:
    actions.choose_notices(world.samira, wish=wish(every="day", hour=9, quiet=(12, 14)))
    digest = Digest.objects.get(actor=world.samira)
    hers = choices_of(world.samira)

    assert hers.due_at(Kind.ANSWERS, now=FRIDAY) == digest.next_at > timezone.now()
    assert hers.due_at(Kind.REPLIES, now=FRIDAY) is None
    assert hers.due_at(Kind.ASKED, now=FRIDAY) == at(27, 14)
    assert Rhythm.objects.get(actor=world.samira).days == [*range(1, 8)]

    actions.choose_notices(world.samira, wish=Wish({}))
    assert choices_of(world.samira).due_at(Kind.ASKED, now=FRIDAY) == FRIDAY
    assert not Digest.objects.exists()
    assert choices_of(world.samira).channels == USUAL


def test_what_waits_goes_as_she_wants_it_from_now_on(world: World) -> None:
    actions.choose_notices(world.joost, wish=wish(every="week"))
    answered = Activity.objects.filter(verb="answered").latest("pk")
    now = timezone.now()
    assert not actions.note(answered, reader=world.joost, matter="question-1", now=now)
    assert Notice.objects.get().due_at > now

    actions.choose_notices(world.joost, wish=Wish({}))
    assert Notice.objects.get().due_at <= timezone.now()
    actions.choose_notices(world.joost, wish=Wish({Kind.ANSWERS: Channel.HERE}))
    assert Notice.objects.get().due_at is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Wish({"weather": "digest"}), ""),
        (Wish({Kind.ASKED: "pigeon"}), ""),
        (Wish({}, every="hour"), "every"),
        (Wish({}, hour=24), "hour"),
        (Wish({}, weekday=0), "weekday"),
        (Wish({}, quiet=(8, 25)), "quiet_from"),
        (Wish({}, quiet=(8, 8)), "quiet_from"),
        (Wish({Kind.ASKED: Channel.DIGEST}), "every"),
    ],
)
def test_what_is_not_on_the_list_is_refused(world: World, wrong: Wish, field: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.choose_notices(world.samira, wish=wrong)
    assert refused.value.field == field
    assert not Digest.objects.exists()

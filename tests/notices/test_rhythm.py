"""When somebody gets a round: at eight in her own time, on the days that she chose."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.notices import actions
from vaknet.domain.notices.models import Rhythm, Round
from vaknet.domain.notices.queries import today
from vaknet.domain.notices.rhythm import is_off, next_round, rhythm_of, round_day
from vaknet.domain.refusal import Refused

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FRIDAY, SATURDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM)


@pytest.fixture
def samira(world: World) -> Actor:
    """She chose nothing yet, and Bram waits for her."""
    Rhythm.objects.filter(actor=world.samira).delete()
    connections.request_connection(world.bram, recipient=world.samira, note="Kennismaken?")
    return world.samira


@pytest.fixture
def page(samira: Actor) -> Client:
    client = Client()
    client.force_login(samira.account)
    return client


def test_a_round_begins_at_eight(samira: Actor) -> None:
    rhythm = rhythm_of(samira)
    assert round_day(rhythm, at(MONDAY, 8)) == MONDAY
    assert round_day(rhythm, at(MONDAY, 7, 59)) == date(2026, 11, 29)


def test_weekends_and_holidays_are_off_for_who_chose_nothing(samira: Actor) -> None:
    rhythm = rhythm_of(samira)
    week = [FRIDAY + timedelta(days=number) for number in range(4)]
    assert [is_off(rhythm, day) for day in week] == [False, True, True, False]
    assert is_off(rhythm, date(2026, 12, 25))
    assert next_round(rhythm, at(FRIDAY, 12)) == MONDAY
    assert next_round(rhythm, at(date(2026, 12, 24), 12)) == date(2026, 12, 28)


def test_in_her_own_time(samira: Actor) -> None:
    actions.keep_rhythm(samira, days=[1, 2, 3, 4, 5], time_zone="America/Curacao")
    rhythm = rhythm_of(samira)
    assert round_day(rhythm, datetime(2026, 11, 30, 11, 59, tzinfo=UTC)) == date(2026, 11, 29)
    assert round_day(rhythm, datetime(2026, 11, 30, 12, 0, tzinfo=UTC)) == MONDAY


def test_who_wants_no_days_gets_no_round(samira: Actor) -> None:
    actions.keep_rhythm(samira, days=[])
    assert next_round(rhythm_of(samira), at(FRIDAY, 12)) is None
    assert today(samira, now=at(MONDAY, 9)).line == []


def test_on_a_day_off_nothing_is_laid_out_unless_she_asks(
    page: Client, samira: Actor, time_machine
) -> None:
    time_machine.move_to(at(SATURDAY, 12))
    told = page.get("/").text
    assert "Een vrije dag: vandaag is er geen ronde. Geniet ervan." in told
    assert "Maandag" not in told.split("Eindpunt")[0]
    assert "Er is maandag 30 november om 8.00 uur een nieuwe ronde." in told
    assert not Round.objects.filter(actor=samira).exists()
    assert page.post("/ronde/")["Location"] == "/#line"
    assert "Bram Kuipers schreef je een berichtje." in page.get("/").text
    assert page.post("/ronde/").status_code == 303
    assert Round.objects.filter(actor=samira).count() == 1


def test_asked_for_on_a_day_off_without_anything_to_do(world: World, time_machine) -> None:
    Rhythm.objects.filter(actor=world.marit).delete()
    client = Client()
    client.force_login(world.marit.account)
    time_machine.move_to(at(SATURDAY, 12))
    page = client.post("/ronde/", follow=True)
    assert "Vandaag wacht er niets op jou. Fijn." in page.text


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (at(MONDAY, 7), "Er is vandaag om 8.00 uur een nieuwe ronde."),
        (at(MONDAY, 9), "Er is morgen om 8.00 uur een nieuwe ronde."),
        (at(FRIDAY, 9), "Er is maandag 30 november om 8.00 uur een nieuwe ronde."),
    ],
)
def test_the_page_says_when_there_is_a_new_round(
    page: Client, time_machine, now: datetime, words: str
) -> None:
    time_machine.move_to(now)
    assert words in page.get("/").text
    assert words in page.get("/klaar/").text


def test_the_rhythm_is_chosen_on_a_page(page: Client, samira: Actor) -> None:
    shown = page.get("/ik/ritme/").text
    assert shown.count("checked") == 5
    chosen = {"days": ["1", "3"], "on_holidays": "on", "time_zone": "Europe/Lisbon"}
    assert page.post("/ik/ritme/", chosen)["Location"] == "/ik/ritme/"
    kept = Rhythm.objects.get(actor=samira)
    assert (kept.days, kept.on_holidays, kept.time_zone) == ([1, 3], True, "Europe/Lisbon")
    assert not is_off(kept, date(2026, 4, 6))
    assert Activity.objects.filter(actor=samira, verb="chose_rhythm").count() == 1
    assert page.post("/ik/ritme/", {"days": []}).status_code == 303
    assert "Je koos voor geen rondes." in page.get("/ik/ritme/").text


@pytest.mark.parametrize("wrong", [{"days": ["8"]}, {"days": ["1"], "time_zone": "Maan/Krater"}])
def test_what_is_no_day_or_no_zone_is_refused_and_nothing_is_lost(
    page: Client, samira: Actor, wrong: dict[str, object]
) -> None:
    assert page.post("/ik/ritme/", wrong).status_code == 422
    assert not Rhythm.objects.filter(actor=samira).exists()


def test_the_action_knows_days_and_zones_too(samira: Actor) -> None:
    with pytest.raises(Refused):
        actions.keep_rhythm(samira, days=[0])
    with pytest.raises(Refused):
        actions.keep_rhythm(samira, days=[1], time_zone="Maan/Krater")


def test_of_two_accounts_the_one_that_chose_gives_the_rhythm(world: World, samira: Actor) -> None:
    joost = world.joost
    for person, day in ((samira, MONDAY), (joost, MONDAY), (joost, FRIDAY)):
        Round.objects.create(actor=person, day=day)
    actions.take_over_rhythm(kept=samira, merged=joost)
    assert rhythm_of(samira).days == [*range(1, 8)]
    assert not Rhythm.objects.filter(actor=joost).exists()
    assert not Round.objects.filter(actor=joost).exists()
    assert {one.day for one in Round.objects.filter(actor=samira)} == {MONDAY, FRIDAY}
    actions.take_over_rhythm(kept=samira, merged=world.marit)
    assert rhythm_of(world.marit).days == [1, 2, 3, 4, 5]


def test_who_chose_the_day_of_christmas_waits_for_three_weeks(samira: Actor) -> None:
    actions.keep_rhythm(samira, days=[5])
    assert next_round(rhythm_of(samira), at(date(2026, 12, 18), 9)) == date(2027, 1, 8)


def test_a_zone_that_is_there_no_more_is_that_of_the_network(page: Client, samira: Actor) -> None:
    Rhythm.objects.create(actor=samira, days=[*range(1, 8)], time_zone="Europe/Atlantis")
    assert round_day(rhythm_of(samira), at(MONDAY, 8)) == MONDAY
    for address in ("/", "/klaar/", "/ik/ritme/"):
        assert page.get(address).status_code == 200


def test_her_own_clock_says_what_tomorrow_is(page: Client, samira: Actor, time_machine) -> None:
    actions.keep_rhythm(samira, days=[*range(1, 8)], time_zone="America/Curacao")
    time_machine.move_to(at(date(2026, 12, 1), 3))  # on Curaçao it is Monday, 22.00
    told = page.get("/").text
    assert "Er is morgen om 8.00 uur een nieuwe ronde." in told
    assert "Goedenavond" in told


def test_before_eight_on_monday_it_is_no_day_off(page: Client, time_machine) -> None:
    time_machine.move_to(at(MONDAY, 7))
    told = page.get("/").text
    assert "Een vrije dag" not in told
    assert "Geef me toch een ronde" not in told
    assert "Er is vandaag om 8.00 uur een nieuwe ronde." in told

"""Who speaks says so herself, and whoever leaves is a speaker without a name."""

import pytest
from django.utils.timezone import now

from tests.programme.a_programme import Day, a_programme, details, plan, published, sits
from tests.world import World
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions as people
from vaknet.domain.programme import actions, queries
from vaknet.domain.programme.calendar import calendar_entries
from vaknet.domain.programme.models import Session, Speaker
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(world: World) -> Day:
    return published(world, readers="public")


def names(viewer, session: Session, **said) -> list[str]:
    return [one.name for one in queries.speakers_in(viewer, session, **said)]


def ask(day: Day, session: Session, handle: str = "joost.van.der.meer") -> Speaker:
    return actions.ask_speaker(day.world.marit, session=session, handle=handle)


def test_a_name_stands_there_after_a_yes(day: Day) -> None:
    world = day.world
    row = ask(day, day.scanning)
    assert ask(day, day.scanning) == row
    assert names(world.samira, day.scanning) == []
    assert names(world.marit, day.scanning, for_organisers=True) == ["Joost van der Meer"]
    assert str(row) == f"speaker {row.pk}"
    actions.agree_to_speak(world.joost, session=day.scanning)
    actions.agree_to_speak(world.joost, session=day.scanning)
    [seen] = queries.speakers_in(world.samira, day.scanning)
    assert (seen.actor, seen.is_confirmed) == (world.joost, True)
    [for_guest] = queries.speakers_in(None, day.scanning)
    assert (for_guest.name, for_guest.actor) == ("Joost van der Meer", None)
    assert [one.summary for one in calendar_entries(world.joost)] == [day.scanning.title]


def test_somebody_from_elsewhere_stands_there_at_once(day: Day) -> None:
    said = {"session": day.scanning, "name": "Ans Vink", "affiliation": "Ons Archief"}
    row = actions.name_speaker(day.world.marit, **said)
    assert actions.name_speaker(day.world.marit, **said) == row
    assert names(None, day.scanning) == ["Ans Vink"]
    assert str(row) == "Ans Vink"
    actions.remove_speaker(day.world.marit, speaker=row)
    actions.remove_speaker(day.world.marit, speaker=row)
    assert names(None, day.scanning) == []
    row.refresh_from_db()
    assert row.until is not None


def test_a_no_is_told_and_can_become_a_yes(day: Day) -> None:
    joost = day.world.joost
    ask(day, day.scanning)
    actions.decline_to_speak(joost, session=day.scanning)
    actions.decline_to_speak(joost, session=day.scanning)
    [seen] = queries.speakers_in(day.world.marit, day.scanning, for_organisers=True)
    assert seen.is_declined
    actions.agree_to_speak(joost, session=day.scanning)
    actions.decline_to_speak(joost, session=day.scanning)
    assert names(day.world.marit, day.scanning, for_organisers=True) == []
    with pytest.raises(Refused, match="niet meer gevraagd"):
        actions.agree_to_speak(joost, session=day.scanning)


def test_nobody_speaks_in_two_places_at_once(day: Day) -> None:
    world = day.world
    ask(day, day.scanning)
    with pytest.raises(
        Refused, match="Joost van der Meer spreekt dan bij “Van papier naar scherm”"
    ):
        ask(day, day.asking)
    ask(day, day.later)
    moved = details(day.event, day.later.title, 1)
    with pytest.raises(Refused, match="spreekt dan"):
        actions.change_session(world.marit, session=day.later, details=moved)
    actions.decline_to_speak(world.joost, session=day.later)
    actions.change_session(world.marit, session=day.later, details=moved)
    with pytest.raises(Refused, match="spreekt dan"):
        actions.agree_to_speak(world.joost, session=day.later)


def test_who_may_not_know_of_it_and_who_is_apart_are_nobody(world: World) -> None:
    """The same sentence for who is not there, is kept apart, and is not in the group."""
    day = published(world, readers="group")
    people.block(world.joost, other=world.marit)
    for handle in ("niemand.hier", "joost.van.der.meer", "bram.kuipers"):
        with pytest.raises(Refused, match="Niemand die je kunt vragen"):
            ask(day, day.scanning, handle)
    assert not Speaker.objects.exists()


def test_who_is_asked_sees_what_she_says_yes_to_also_before_it_is_out(world: World) -> None:
    day = a_programme(world, readers="members")
    with pytest.raises(Session.DoesNotExist):
        queries.session(world.bram, day.scanning.pk)
    ask(day, day.scanning, "bram.kuipers")
    assert queries.session(world.bram, day.scanning.pk) == day.scanning
    with pytest.raises(Session.DoesNotExist):
        queries.session(world.bram, day.asking.pk)


def test_in_a_closed_group_its_members_can_be_asked_while_it_is_a_draft(world: World) -> None:
    day = a_programme(world, readers="group")
    asked = [one for one in ("joost.van.der.meer", "samira.el.idrissi") if _is_in(world, one)]
    for handle in asked:
        ask(day, day.later, handle)
    assert Speaker.objects.count() == len(asked) > 0


def _is_in(world: World, handle: str) -> bool:
    from vaknet.domain.groups.models import GroupMembership

    rows = GroupMembership.objects.filter(group=world.group, until=None)
    return rows.filter(actor__handle=handle).exists()


def test_there_is_an_end_to_speakers(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vaknet.domain.programme.rules.MOST_SPEAKERS", 1)
    ask(day, day.scanning)
    with pytest.raises(Refused, match="hoogstens 8"):
        actions.name_speaker(day.world.marit, session=day.scanning, name="Ans Vink")


def test_whoever_leaves_or_keeps_apart_is_a_speaker(day: Day) -> None:
    world = day.world
    ask(day, day.scanning)
    actions.agree_to_speak(world.joost, session=day.scanning)
    people.block(world.samira, other=world.joost)
    assert names(world.samira, day.scanning) == [""]
    assert names(world.noor, day.scanning) == ["Joost van der Meer"]
    leaving.close_account(world.joost, answers="stay")
    assert names(world.noor, day.scanning) == [""]
    assert names(None, day.scanning) == [""]
    actions.erase_speaker(actor=world.joost)
    row = Speaker.objects.get()
    assert (row.actor, row.name) == (None, "")
    assert names(world.noor, day.scanning) == [""]


def test_two_accounts_of_one_speaker_speak_once_at_a_time(day: Day) -> None:
    world = day.world
    plan(world, day.event, "Iets anders", 4)
    for session in (day.scanning, day.later):
        ask(day, session, "peter.de.wit")
    ask(day, day.asking)
    ask(day, day.opening, "peter.de.wit")
    actions.decline_to_speak(world.peter, session=day.opening)
    ask(day, day.opening)
    actions.take_over_programmes(kept=world.joost, merged=world.peter, at=now())
    standing = Speaker.objects.filter(until=None, actor=world.joost)
    assert {row.session for row in standing} == {day.asking, day.later, day.opening}
    assert not Speaker.objects.filter(actor=world.peter).exists()


def test_who_comes_is_for_organisers_and_who_speaks(day: Day) -> None:
    """Names of who agreed to it; of others only that they are there."""
    world = day.world
    ask(day, day.scanning)
    sits(world.samira, day, day.scanning, listed=True)
    sits(world.noor, day, day.scanning)

    def told(viewer):
        return queries.who_signed_up(viewer, queries.session(viewer, day.scanning.pk))

    assert told(world.joost) is None
    actions.agree_to_speak(world.joost, session=day.scanning)
    for viewer in (world.joost, world.marit):
        found = told(viewer)
        assert found is not None
        assert (found.number, found.waiting, found.names) == (2, 0, ["Samira El Idrissi"])
    for viewer in (world.samira, world.noor, world.bram, None):
        assert told(viewer) is None
    people.block(world.samira, other=world.joost)
    found = told(world.joost)
    assert found is not None
    assert (found.number, found.names) == (2, [])


def test_who_said_no_by_one_account_and_yes_by_the_other_speaks(day: Day) -> None:
    world = day.world
    for handle in ("joost.van.der.meer", "peter.de.wit"):
        ask(day, day.scanning, handle)
        if handle == "joost.van.der.meer":
            actions.decline_to_speak(world.joost, session=day.scanning)
    actions.agree_to_speak(world.peter, session=day.scanning)
    actions.take_over_programmes(kept=world.joost, merged=world.peter, at=now())
    standing = Speaker.objects.get(until=None)
    assert (standing.actor, standing.is_confirmed) == (world.joost, True)

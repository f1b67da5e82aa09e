"""Coming from another network: what a Join does here, without the network."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timezone import now

from tests.events.a_day import comes, open_day
from tests.events.test_prints import as_, made, words_of
from tests.federation.story import somebody_elsewhere
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions, queries, rules, words
from vaknet.domain.events.actions import elsewhere
from vaknet.domain.events.models import Event, EventPrint, Registration
from vaknet.domain.federation import actions as federation
from vaknet.domain.federation.actions.sending import end_follows
from vaknet.domain.federation.models import HostLimit, RemoteActor
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db


def day(world: World, **said: object) -> Event:
    return open_day(world, readers="public", **{"takes_guests": True} | said)


def joins(event: Event, name: str = "Wout Verhulst", host: str = "bouw.example") -> Registration:
    remote = somebody_elsewhere(name, host=host)
    asked = f"{remote.uri}/joins/{event.pk}"
    row = actions.join_from_elsewhere(remote, event=event, asked_as=asked)
    row.refresh_from_db()
    return row


def remote_of(row: Registration) -> RemoteActor:
    return RemoteActor.objects.select_related("host").get(actor=row.person)


def seats(event: Event) -> int:
    return Event.objects.get(pk=event.pk).seats_taken


def test_a_seat_once(world: World) -> None:
    event = day(world, capacity=2)
    row = joins(event)
    assert row.seated_at
    assert row.listed_since is None
    again = actions.join_from_elsewhere(remote_of(row), event=event, asked_as="https://x.example/2")
    assert (again.pk, again.asked_as) == (row.pk, "https://x.example/2")
    assert seats(event) == 1
    for _time in range(2):
        actions.leave_from_elsewhere(remote_of(row), registration=row)
    assert seats(event) == 0
    back = joins(event)
    assert back.pk != row.pk
    assert back.seated_at


def test_who_waits_gets_a_seat_and_no_offer(world: World) -> None:
    """Nobody elsewhere can be asked whether she still wants it; members behind her are offered."""
    event = day(world, capacity=1)
    comes(world.samira, event)
    row = joins(event)
    assert rules.is_waiting(row)
    assert rules.is_waiting(comes(world.noor, event))
    actions.cancel_registration(world.samira, event=event)
    row.refresh_from_db()
    assert row.seated_at
    assert row.offered_until is None
    actions.lapse_offers(at=now() + timedelta(days=10))
    row.refresh_from_db()
    assert rules.is_live(row)
    actions.leave_from_elsewhere(remote_of(row), registration=row)
    assert rules.is_offered(Registration.objects.get(person=world.noor), now())
    assert seats(event) == 1


def test_not_where_guests_do_not_come_nor_where_one_has_to_answer(world: World) -> None:
    with pytest.raises(Refused, match="on the page"):
        joins(day(world, takes_guests=False))
    asks = day(world, name="Met een vraag", questions=["Wat eet je?"])
    assert joins(asks).seated_at
    asks.questions.update(is_required=True)
    with pytest.raises(Refused, match="on the page"):
        joins(asks, "Elly")
    for readers in ("members", "group"):
        with pytest.raises(Event.DoesNotExist):
            joins(open_day(world, name=readers, readers=readers))


def test_not_when_it_is_closed_off_or_over(world: World) -> None:
    event = day(world)
    row = joins(event)
    Event.objects.update(registers_until=now() - timedelta(hours=1))
    with pytest.raises(Refused, match="closed"):
        joins(event, "Elly")
    assert joins(event).pk == row.pk  # she comes already
    actions.cancel_event(world.marit, event=event)
    for name in ("Wout Verhulst", "Elly"):
        with pytest.raises(Refused, match="cancelled"):
            joins(event, name)


def test_only_people_and_not_of_a_network_at_a_distance(world: World) -> None:
    event = day(world)
    remote = somebody_elsewhere("Robot")
    remote.actor.kind = "service"
    with pytest.raises(Refused, match="on the page"):
        actions.join_from_elsewhere(remote, event=event, asked_as="https://x.example/1")
    HostLimit.objects.create(host="bouw.example", kind="limit", by=world.moderator)
    with pytest.raises(Refused, match="on the page"):
        joins(event)
    assert joins(event, host="elders.example").seated_at


def test_so_many_of_one_network_in_an_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also who gave the seat up counts: joining and leaving in turn is no way around."""
    monkeypatch.setattr(elsewhere, "JOINS_AN_HOUR", 2)
    event = day(world)
    row = joins(event)
    actions.leave_from_elsewhere(remote_of(row), registration=row)
    joins(event)
    with pytest.raises(Refused, match="in an hour"):
        joins(event, "Elly")
    for host in ("bouw.example:8443", "a.bouw.example", "b.c.bouw.example:8443"):
        with pytest.raises(Refused, match="in an hour"):
            joins(event, "Elly", host=host)
    assert joins(event, "Elly", host="elders.example").seated_at
    Registration.objects.update(asked_at=now() - timedelta(hours=2))
    assert joins(event, "Anna").seated_at


def test_so_many_of_all_networks_in_an_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elsewhere, "MOST_AN_HOUR", 3)
    event, other = day(world), day(world, name="Een andere dag")
    comes(world.samira, event)  # who is here does not count
    for host in ("een.example", "twee.example", "drie.example"):
        assert joins(event, host=host).seated_at
    with pytest.raises(Refused, match="in an hour"):
        joins(event, host="vier.example")
    assert joins(other, host="vier.example").seated_at
    assert comes(world.noor, event).seated_at


def test_organisers_see_who_it_is_and_nobody_else(world: World) -> None:
    event = day(world)
    comes(world.samira, event, listed=True)
    row = joins(event)
    Actor.objects.filter(pk=row.person_id).update(name="<b>Wout</b> Verhulst")
    address = f"@{row.person.address}" if row.person else ""
    page = as_(world.marit).get(f"/b/{event.pk}/deelnemers/").text
    assert "&lt;b&gt;Wout&lt;/b&gt; Verhulst" in page
    assert "van een ander netwerk" in page
    assert address in page
    assert list(queries.who_comes(world.samira, event).values_list("person", flat=True)) == [
        world.samira.pk
    ]
    for reader in (world.samira, world.noor):
        for path in ("", "deelnemers/"):
            assert "Verhulst" not in as_(reader).get(f"/b/{event.pk}/{path}").text
    said = words_of(made(as_(world.marit), event, "deelnemers"))
    assert "Verhulst" in said
    assert address in said


def test_who_is_in_the_hall_does_not_leave(world: World) -> None:
    event = day(world)
    row = joins(event)
    arrived = actions.check_in(world.marit, event=event, code=row.code)
    assert arrived.registration == row
    with pytest.raises(Refused, match="there already"):
        actions.leave_from_elsewhere(remote_of(row), registration=row)


def test_a_name_in_letters_that_cannot_be_drawn(world: World) -> None:
    event = day(world)
    row = joins(event)
    assert row.person is not None
    Actor.objects.filter(pk=row.person_id).update(name="𐎀𐎁𐎂")
    assert f"@{row.person.address}" in words_of(made(as_(world.marit), event, "deelnemers"))


def test_who_is_gone_gives_her_seat_back(world: World) -> None:
    event = day(world, capacity=1)
    row = joins(event)
    other = comes(world.samira, event)
    actions.ask_print(world.marit, event=event, kind="list", language="nl")
    for _time in range(2):
        federation.let_go_of_remote(uri=remote_of(row).uri, at=now())
    assert not Registration.objects.filter(pk=row.pk).exists()
    assert not EventPrint.objects.exists()
    other.refresh_from_db()
    assert rules.is_offered(other, now())
    assert seats(event) == 1


def test_so_does_everybody_of_a_network_that_is_closed(world: World) -> None:
    event, past = day(world, capacity=2), day(world, name="Vorig jaar")
    rows = [joins(event), joins(event, "Elly"), joins(event, "Anna"), joins(past)]
    stays = joins(event, "Otto", host="elders.example")
    Event.objects.filter(pk=past.pk).update(
        starts_at=now() - timedelta(days=2), ends_at=now() - timedelta(days=1)
    )
    actors = [row.person_id for row in rows if row.person_id]
    end_follows(actors=actors, at=now())
    assert [row.pk for row in Registration.objects.all()] == [stays.pk]
    stays.refresh_from_db()
    assert stays.seated_at
    assert seats(event) == 1


def test_all_is_thrown_away_a_month_after(world: World) -> None:
    event = day(world)
    joins(event)
    comes(world.samira, event)
    actions.forget_guests(now=event.ends_at + timedelta(days=29))
    assert Registration.objects.count() == 2
    actions.forget_guests(now=event.ends_at + timedelta(days=31))
    assert [row.person for row in Registration.objects.all()] == [world.samira]


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("", "10:00"),
        ("Europe/Berlin", "10:00"),
        ("America/Curacao", "5:00 (Aruba, Bonaire, Curaçao, Saba, Sint Eustatius, Sint Maarten)"),
        ("Asia/Tokyo", "18:00 (Asia/Tokyo)"),
    ],
)
def test_the_clock_on_the_wall_there(zone: str, said: str) -> None:
    at = datetime(2199, 1, 8, 9, tzinfo=UTC)
    uri = "https://elders.example/events/1"
    there = actions.EventThere(uri, uri, "Zaaidag", at, None, zone, "", uri, (), True, False)
    assert words.moment_there(there).endswith(said)

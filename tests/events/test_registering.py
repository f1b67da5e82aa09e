"""Saying "I'm coming": a seat, a place in the line, and giving it back."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.events.a_day import a_day, comes, open_day
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions, queries, rules
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db


def seats(event: Event) -> int:
    """As counted along, which is what the rows say too."""
    rows = Registration.objects.filter(event=event)
    event.refresh_from_db()
    assert event.seats_taken == sum(row.seats for row in rows if rules.holds_seat(row))
    return event.seats_taken


def test_who_comes_has_a_seat(world: World) -> None:
    event = open_day(world, capacity=2)
    row = comes(world.samira, event)
    assert row.seated_at is not None
    assert len(row.code) == 8
    assert comes(world.samira, event) == row
    assert seats(event) == 1


def test_the_line_is_served_in_its_order(world: World) -> None:
    event = open_day(world, capacity=1)
    comes(world.samira, event)
    joost, noor = comes(world.joost, event), comes(world.noor, event)
    assert [queries.place_in_line(row) for row in (joost, noor)] == [1, 2]
    actions.cancel_registration(world.samira, event=event)
    joost.refresh_from_db()
    noor.refresh_from_db()
    assert rules.is_offered(joost, now())
    assert rules.is_waiting(noor)
    assert seats(event) == 1
    actions.accept_offer(world.joost, event=event)
    assert comes(world.joost, event).seated_at is not None
    assert seats(event) == 1


def test_an_offer_that_nobody_answers_goes_on(world: World) -> None:
    event = open_day(world, capacity=1)
    for person in (world.samira, world.joost, world.noor):
        comes(person, event)
    actions.cancel_registration(world.samira, event=event)
    later = now() + timedelta(hours=13)
    assert actions.lapse_offers(at=later) == 1
    assert queries.registration(world.joost, event) is None
    offered = queries.registration(world.noor, event)
    assert offered is not None
    assert offered.offered_until is not None
    with pytest.raises(Refused, match="not on the list"):
        actions.accept_offer(world.joost, event=event)
    assert seats(event) == 1


def test_a_newcomer_does_not_pass_the_line(world: World) -> None:
    """Two wait together for two seats; one that is free goes to nobody who came later."""
    event = open_day(world, capacity=2, most_companions=1)
    comes(world.samira, event)
    comes(world.joost, event, companions=1)
    noor = comes(world.noor, event)
    assert noor.seated_at is None
    assert seats(event) == 1


def test_a_draft_takes_nobody(world: World) -> None:
    event = a_day(world)
    with pytest.raises(Refused, match="draft"):
        actions.register(world.marit, event=event)
    with pytest.raises(Event.DoesNotExist):
        actions.register(world.samira, event=event)


def test_nobody_is_passed_who_brings_somebody(world: World) -> None:
    """Two seats in one are given back one by one: who needs one goes before who needs two."""
    event = open_day(world, capacity=2, most_companions=1)
    comes(world.samira, event)
    comes(world.fatma, event)
    comes(world.joost, event, companions=1)
    noor = comes(world.noor, event)
    actions.cancel_registration(world.samira, event=event)
    noor.refresh_from_db()
    assert rules.is_offered(noor, now())
    assert seats(event) == 2


def test_bringing_more_and_fewer(world: World) -> None:
    event = open_day(world, capacity=3, most_companions=2)
    comes(world.samira, event, companions=1)
    joost = comes(world.joost, event)
    with pytest.raises(Refused, match="not that many seats"):
        actions.change_registration(world.joost, event=event, companions=1)
    joost.refresh_from_db()
    assert (joost.companions, joost.listed_since) == (0, None)
    noor = comes(world.noor, event)
    assert queries.place_in_line(noor) == 1
    actions.change_registration(world.samira, event=event, companions=0, listed=True)
    noor.refresh_from_db()
    assert noor.offered_until is not None
    assert queries.place_in_line(noor) == 0
    actions.change_registration(world.samira, event=event)
    assert seats(event) == 3


def test_who_waits_may_bring_more_and_waits_on(world: World) -> None:
    event = open_day(world, capacity=1, most_companions=2)
    comes(world.samira, event)
    comes(world.joost, event)
    actions.change_registration(world.joost, event=event, companions=2)
    assert seats(event) == 1
    actions.cancel_registration(world.joost, event=event)
    assert seats(event) == 1


@pytest.mark.parametrize(("most", "words"), [(0, "cannot bring"), (1, "at most 1")])
def test_more_than_one_may_bring(world: World, most: int, words: str) -> None:
    event = open_day(world, most_companions=most)
    with pytest.raises(Refused, match=words):
        actions.register(world.samira, event=event, companions=2)


def test_what_the_organisers_need(world: World) -> None:
    event = open_day(world, questions=["Wat eet je?"])
    asked = event.questions.get()
    assert comes(world.joost, event, answers={asked.pk: " "}).answers.count() == 0
    actions.cancel_registration(world.joost, event=event)
    event.questions.update(is_required=True)
    with pytest.raises(Refused, match="need this answer"):
        actions.register(world.samira, event=event)
    assert queries.registration(world.samira, event) is None
    row = comes(world.samira, event, answers={asked.pk: " Geen\nnoten "})
    assert [one.text for one in row.answers.all()] == ["Geen noten"]


def test_before_and_after_registration(world: World) -> None:
    event = open_day(world, registers_from=now() + timedelta(days=1))
    with pytest.raises(Refused, match="not opened yet"):
        actions.register(world.samira, event=event)
    Event.objects.update(registers_from=None, registers_until=now() - timedelta(hours=1))
    with pytest.raises(Refused, match="closed"):
        actions.register(world.samira, event=event)


def test_an_offer_is_answered_in_time_or_not_at_all(world: World) -> None:
    event = open_day(world, capacity=1)
    comes(world.samira, event)
    comes(world.joost, event)
    with pytest.raises(Refused, match="offer is over"):
        actions.accept_offer(world.joost, event=event)
    actions.cancel_registration(world.samira, event=event)
    Event.objects.update(cancelled_at=now())
    with pytest.raises(Refused, match="cancelled"):
        actions.accept_offer(world.joost, event=event)
    Event.objects.update(cancelled_at=None)
    for _time in range(2):
        assert actions.accept_offer(world.joost, event=event).seated_at
    assert seats(event) == 1


def test_nothing_is_offered_when_it_has_begun(world: World) -> None:
    event = open_day(world, capacity=1)
    comes(world.samira, event)
    joost = comes(world.joost, event)
    Event.objects.update(starts_at=now() - timedelta(hours=1))
    actions.cancel_registration(world.samira, event=event)
    joost.refresh_from_db()
    assert rules.is_waiting(joost)
    assert seats(event) == 0


def test_without_an_end_nobody_waits(world: World) -> None:
    event = open_day(world, capacity=1)
    comes(world.samira, event)
    joost = comes(world.joost, event)
    Event.objects.update(capacity=None)
    event.refresh_from_db()
    assert actions.offer_seats(event) == 1
    joost.refresh_from_db()
    assert rules.is_offered(joost, now())


def test_an_offer_close_to_the_beginning_is_short(world: World) -> None:
    event = open_day(world)
    moment = now()
    Event.objects.update(starts_at=moment + timedelta(hours=4))
    event.refresh_from_db()
    assert rules.offer_until(event, moment) == moment + timedelta(hours=2)
    Event.objects.update(starts_at=moment + timedelta(minutes=4))
    event.refresh_from_db()
    assert rules.offer_until(event, moment) == moment + timedelta(minutes=15)


def test_who_is_there_stays(world: World) -> None:
    event = open_day(world)
    row = comes(world.samira, event)
    actions.check_in(world.marit, event=event, code=row.code)
    with pytest.raises(Refused, match="there already"):
        actions.cancel_registration(world.samira, event=event)
    actions.cancel_registration(world.joost, event=event)


def test_who_comes_is_for_who_comes_and_agreed(world: World) -> None:
    """Fatma comes without telling, Bram looks from outside, Peter is kept apart from Samira."""
    event = open_day(world, readers="public")
    comes(world.samira, event, listed=True)
    comes(world.joost, event, listed=True)
    comes(world.peter, event, listed=True)
    comes(world.fatma, event)
    people.block(world.peter, other=world.samira)

    def seen(viewer: Actor) -> list[Actor | None]:
        return [row.person for row in queries.who_comes(viewer, event)]

    assert seen(world.samira) == [world.joost, world.samira]
    assert seen(world.joost) == [world.joost, world.peter, world.samira]
    assert seen(world.fatma) == seen(world.bram) == []
    assert queries.registrations(world.bram, queries.event(world.bram, event.pk)).count() == 0
    for_marit = queries.registrations(world.marit, queries.event(world.marit, event.pk))
    assert for_marit.count() == 4
    assert queries.registration(None, event) is None
    mine = queries.my_events(world.samira, now=now())
    assert [row.event for row in mine] == [event]
    assert [row.person for row in queries.called(for_marit, "joo")] == [world.joost]

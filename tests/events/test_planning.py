"""Planning an event, publishing, changing and cancelling it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from tests.events.a_day import a_day, comes, open_day
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.events import actions, queries, rules
from vaknet.domain.events.actions import EventDetails
from vaknet.domain.events.models import Event
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def details(**said: Any) -> EventDetails:
    starts_at = said.pop("starts_at", now() + 14 * DAY)
    usual = {"name": "Dag", "venue": "De Sluis", "ends_at": starts_at + 6 * HOUR}
    return EventDetails(**(usual | {"starts_at": starts_at} | said))


def verbs(event: Event) -> list[str]:
    kind = "event"
    rows = Activity.objects.filter(object_type__model=kind, object_id=event.pk)
    return list(rows.order_by("pk").values_list("verb", flat=True))


def test_a_draft_is_its_organisers(world: World) -> None:
    """Samira is in the group, and does not know of it; Marit is a steward of the group."""
    draft = actions.plan_event(world.joost, details=details(), groups_that_hold=[world.group])
    assert queries.event(world.joost, draft.pk).is_organiser
    assert queries.event(world.marit, draft.pk).is_organiser
    assert list(queries.drafts(world.joost)) == [draft]
    for person in (world.samira, world.bram, None):
        with pytest.raises(Event.DoesNotExist):
            queries.event(person, draft.pk)


def test_a_steward_publishes(world: World) -> None:
    draft = actions.plan_event(world.joost, details=details(), groups_that_hold=[world.group])
    with pytest.raises(Refused, match="steward"):
        actions.publish_event(world.joost, event=draft)
    actions.publish_event(world.marit, event=draft)
    actions.publish_event(world.marit, event=draft)
    assert verbs(draft) == ["planned_event", "published_event"]
    assert list(queries.events_to_come(world.bram, now=now())) == [draft]
    assert list(queries.events_to_come(None, now=now())) == []


@pytest.mark.parametrize(
    ("readers", "knows"), [("public", "sbg"), ("members", "sb"), ("group", "s")]
)
def test_who_may_know_of_it(world: World, readers: str, knows: str) -> None:
    event = open_day(world, readers=readers)
    people = {"s": world.samira, "b": world.bram, "g": None}
    seen = [key for key, one in people.items() if list(queries.events_to_come(one, now=now()))]
    assert "".join(seen) == knows
    assert list(queries.of_group(queries.past_events(world.samira, now=now()), world.group)) == []
    later = event.ends_at + HOUR
    past = queries.of_group(queries.past_events(world.samira, now=later), world.group)
    assert list(past) == [event]


def test_a_hidden_group_is_not_named(world: World) -> None:
    secret = groups.start_group(
        world.marit, name="Staking", purpose="Stil", readers="group", admission="hidden"
    )
    event = actions.plan_event(
        world.marit, details=details(readers="public"), groups_that_hold=[secret, world.group]
    )
    actions.publish_event(world.marit, event=event)

    def named(viewer: Actor | None) -> list[Group | None]:
        return [host.group for host in queries.hosts(viewer, event)]

    assert named(world.marit) == [secret, world.group]
    assert named(world.samira) == named(None) == [world.group]


def test_an_organisation_holds_it(world: World) -> None:
    place = world.joost.roles.get(until=None).organisation
    event = actions.plan_event(world.joost, details=details(), organisation=place)
    assert actions.publish_event(world.joost, event=event).published_at
    assert [host.organisation for host in queries.hosts(world.bram, event)] == [place]
    Event.objects.update(starts_at=now() + HOUR)
    assert actions.remind(now=now()) == 1
    assert Activity.objects.get(verb="reminded_of_event").actor == world.joost
    with pytest.raises(Refused, match="where you work"):
        actions.plan_event(world.samira, details=details(), organisation=place)


def test_who_may_not_hold_it(world: World) -> None:
    with pytest.raises(Refused, match="Choose who holds it"):
        actions.plan_event(world.marit, details=details())
    with pytest.raises(Refused, match="Join first"):
        actions.plan_event(world.bram, details=details(), groups_that_hold=[world.group])
    with pytest.raises(Refused, match="ten groups"):
        actions.plan_event(world.marit, details=details(), groups_that_hold=[world.group] * 11)
    past = details(starts_at=now() - DAY)
    with pytest.raises(Refused, match="moment is over"):
        actions.plan_event(world.marit, details=past, groups_that_hold=[world.group])


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"name": " "}, "name"),
        ({"venue": " "}, "venue"),
        ({"form": "post"}, ""),
        ({"readers": "nobody"}, ""),
        ({"online_address": "ftp://x"}, "online_address"),
        ({"zone": "Europa/Zwolle"}, "zone"),
        ({"ends_at": now()}, "ends_at"),
        ({"ends_at": now() + 60 * DAY}, "ends_at"),
        ({"starts_at": now() + 2000 * DAY}, "starts_at"),
        ({"registers_from": now() + 2 * DAY, "registers_until": now() + DAY}, "registers_until"),
        ({"registers_from": now() + 30 * DAY}, "registers_from"),
        ({"capacity": 0}, "capacity"),
        ({"most_companions": 9}, "most_companions"),
        ({"takes_guests": True}, "takes_guests"),
        ({"description": "x" * 10_001}, "description"),
        ({"price": "x" * 101}, "price"),
    ],
)
def test_what_cannot_be(world: World, said: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.plan_event(world.marit, details=details(**said), groups_that_hold=[world.group])
    assert refused.value.field == field
    assert not Event.objects.exists()


def test_twice_the_same_is_one_draft(world: World) -> None:
    said = details()
    first = actions.plan_event(world.marit, details=said, groups_that_hold=[world.group])
    again = actions.plan_event(world.marit, details=said, groups_that_hold=[world.group])
    assert first == again


def test_another_time_is_told_and_another_word_is_not(world: World) -> None:
    event = open_day(world)
    start = event.starts_at
    same = details(name=event.name, venue=event.venue, starts_at=start, ends_at=event.ends_at)
    actions.change_event(world.marit, event=event, details=same)
    assert verbs(event) == ["planned_event", "published_event"]
    dearer = details(name=event.name, venue=event.venue, starts_at=start, price="€ 5")
    actions.change_event(world.marit, event=event, details=dearer)
    Event.objects.update(reminded_at=now())
    later = details(name="Vakdag", venue=event.venue, starts_at=start + DAY, price="€ 5")
    moved = actions.change_event(world.marit, event=event, details=later)
    assert verbs(event)[2:] == ["changed_event", "moved_event"]
    assert (moved.sequence, moved.reminded_at) == (1, None)


def test_a_draft_moves_without_a_word(world: World) -> None:
    draft = a_day(world)
    actions.change_event(world.marit, event=draft, details=details(venue="Elders"))
    assert verbs(draft) == ["planned_event", "changed_event"]


def test_fewer_seats_than_were_promised(world: World) -> None:
    """Nobody loses hers; nobody new gets one until there is one again."""
    event = open_day(world, capacity=3)
    for person in (world.samira, world.joost, world.noor):
        assert comes(person, event).seated_at
    fewer = details(starts_at=event.starts_at, capacity=2)
    actions.change_event(world.marit, event=event, details=fewer)
    actions.cancel_registration(world.samira, event=event)
    fatma = comes(world.fatma, event)
    assert rules.is_waiting(fatma)
    more = details(starts_at=event.starts_at, capacity=3)
    actions.change_event(world.marit, event=event, details=more)
    fatma.refresh_from_db()
    assert rules.is_offered(fatma, now())


def test_questions_that_stay_keep_their_answers(world: World) -> None:
    event = open_day(world, questions=["Wat eet je?", "Hoe reis je?"])
    food, travel = event.questions.order_by("position")
    answers = {food.pk: "Alles", travel.pk: "Trein"}
    row = comes(world.samira, event, answers=answers)
    same = details(name=event.name, starts_at=event.starts_at)
    asked = ["Hoe reis je?", "Neem je iets mee?", "Hoe reis je?"]
    actions.change_event(world.marit, event=event, details=same, questions=asked)
    assert [one.text for one in event.questions.order_by("position")] == asked[:2]
    assert [one.text for one in row.answers.all()] == ["Trein"]
    many = [f"Vraag {number}" for number in range(6)]
    with pytest.raises(Refused, match="five things"):
        actions.change_event(world.marit, event=event, details=same, questions=many)


def test_cancelling_says_why_and_is_once(world: World) -> None:
    event = open_day(world)
    comes(world.samira, event)
    for _time in range(2):
        actions.cancel_event(world.marit, event=event, reason="De zaal staat blank.")
    assert verbs(event)[2:] == ["cancelled_event"]
    event.refresh_from_db()
    assert (event.cancel_reason, event.sequence) == ("De zaal staat blank.", 1)
    with pytest.raises(Refused, match="cancelled"):
        actions.register(world.joost, event=event)
    with pytest.raises(Refused, match="Plan a new one"):
        actions.change_event(world.marit, event=event, details=details())


def test_a_draft_is_thrown_away(world: World) -> None:
    draft = a_day(world)
    actions.cancel_event(world.marit, event=draft)
    assert not Event.objects.exists()


def test_what_has_been_stays(world: World) -> None:
    event = open_day(world)
    Event.objects.update(starts_at=now() - 2 * DAY, ends_at=now() - DAY)
    with pytest.raises(Refused, match="has been"):
        actions.cancel_event(world.marit, event=event)
    with pytest.raises(Refused, match="has been"):
        actions.register(world.samira, event=event)
    late = a_day(world, name="Te laat")
    Event.objects.filter(pk=late.pk).update(starts_at=now() - 2 * DAY, ends_at=now() - DAY)
    with pytest.raises(Refused, match="Choose one to come"):
        actions.publish_event(world.marit, event=late)


def test_organising_together(world: World) -> None:
    event = open_day(world)
    for _time in range(2):
        actions.add_organiser(world.marit, event=event, organiser=world.bram)
    assert [row.actor for row in queries.organisers(world.marit, event)] == [
        world.bram,
        world.marit,
    ]
    assert queries.organised_event(world.bram, event.pk)
    for _time in range(2):
        actions.stop_organising(world.marit, event=event, organiser=world.bram)
    with pytest.raises(Event.DoesNotExist):
        queries.organised_event(world.bram, event.pk)
    with pytest.raises(Refused, match="Nobody would"):
        actions.stop_organising(world.marit, event=event, organiser=world.marit)
    with pytest.raises(Actor.DoesNotExist):
        actions.add_organiser(world.marit, event=event, organiser=world.group.actor)


def test_not_more_than_twenty_organise_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    event = open_day(world)
    monkeypatch.setattr(rules, "MOST_ORGANISERS", 1)
    with pytest.raises(Refused, match="Twenty"):
        actions.add_organiser(world.marit, event=event, organiser=world.bram)

"""Of who knows, who is shown: what others saw, how strong the ties are, not all of one place."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests import world as w
from tests.finding.test_who_can_help import ask, names, reasons
from vaknet.domain.connections import actions as connections
from vaknet.domain.finding import actions
from vaknet.domain.finding.queries import Code
from vaknet.domain.finding.touches import touches
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.people import actions as people
from vaknet.domain.talks.models import Talk

TOPIC = "waterkeringen beoordelen"
QUESTION = "Wie kan waterkeringen beoordelen?"


def knows(name, *, at=None):
    person = w.member(name, f"{name.lower()}@voorbeeld.example")
    people.add_known_topic(person, text=TOPIC)
    if at:
        people.add_role(person, kind="work", title="medewerker", organisation=at)
    return person


@pytest.fixture
def world(asked):
    return asked.world


@pytest.fixture
def two(world):
    """Who say the same, in the same words."""
    found = knows("Ilse"), knows("Ton")
    actions.index_everything()
    return found


def scores(viewer):
    return {one.actor.first_name: one.score for one in ask(viewer, QUESTION).people}


def test_what_somebody_saw_counts_and_is_told(world, two):
    _, ton = two
    before = scores(world.bram)
    assert before["Ilse"] == before["Ton"]
    w.acquaint(ton, world.joost)
    row = connections.confirm(
        world.joost, topic=ton.known_topics.get(), where="Bij de schouw in mei"
    )
    after = scores(world.bram)
    assert after["Ilse"] == before["Ilse"]
    assert after["Ton"] == pytest.approx(1.1 * before["Ton"])
    told = reasons(world.bram, QUESTION, "Ton")[Code.KNOWS]
    assert told == f"Says to know this: “{TOPIC}”. 1 fellow professional confirms this."

    connections.hide_confirmation(ton, confirmation=row)
    assert scores(world.bram) == before, "what she does not show counts for nobody"
    assert "confirm" not in reasons(world.bram, QUESTION, "Ton")[Code.KNOWS]
    told = reasons(world.joost, QUESTION, "Ton")[Code.KNOWS]
    assert "1 fellow professional" in told, "who confirmed it is not told"


def test_a_way_of_strong_ties_comes_first(world, two):
    _, ton = two
    w.acquaint(world.bram, world.joost)
    for one in two:
        w.acquaint(one, world.joost)
    assert scores(world.bram)["Ilse"] == scores(world.bram)["Ton"]
    weeks_ago = timezone.now() - timedelta(days=14)
    Talk.objects.create(
        proposer=world.joost,
        invitee=ton,
        purpose="Dijken",
        starts_at=weeks_ago,
        agreed_at=weeks_ago,
    )
    connections.strengthen(touches=touches(timezone.now()))
    assert scores(world.bram)["Ton"] > scores(world.bram)["Ilse"]


def test_who_works_at_another_place_comes_between(world):
    for name, place in (("Ilse", "Hoogheemraadschap"), ("Ton", "Hoogheemraadschap"), ("Wil", "")):
        knows(name, at=place)
    actions.index_everything()
    found = [name for name in names(ask(world.bram, QUESTION)) if name in {"Ilse", "Ton", "Wil"}]
    assert found == ["Ilse", "Wil", "Ton"]


def test_where_she_works_moves_nothing_when_she_does_not_show_it(world):
    hers = [knows(name, at="Hoogheemraadschap") for name in ("Ilse", "Ton")]
    knows("Wil")
    for one in hers:
        people.show_parts(one, who_sees={"work": "me"})
    actions.index_everything()
    found = [name for name in names(ask(world.bram, QUESTION)) if name in {"Ilse", "Ton", "Wil"}]
    assert found == ["Ilse", "Ton", "Wil"]


def test_one_of_five_is_who_is_seldom_asked(world):
    asked = [knows(f"Vraagbaak{number}") for number in range(5)]
    knows("Rustig")
    actions.index_everything()
    order = names(ask(world.bram, QUESTION))
    assert order.index("Rustig") == 5
    group = groups.start_group(world.bram, name="Dijken", purpose="Dijken", readers="members")
    for person in asked:
        groups.join_group(person, group=group)
    for title in ("Hoe hoog?", "Hoe breed?"):
        for person in asked:
            knowledge.ask(world.bram, group=group, title=f"{title} {person}", person=person)
    assert names(ask(world.bram, QUESTION)).index("Rustig") == 4
    Group.objects.filter(pk=group.pk).update(readers="group", admission="request")
    assert names(ask(world.bram, QUESTION)).index("Rustig") == 5, "nobody outside may notice it"


def test_a_place_where_she_begins_next_year_is_not_yet_hers(world):
    for name, since in (("Ilse", None), ("Ton", timezone.localdate() + timedelta(days=300))):
        person = knows(name)
        people.add_role(
            person, kind="work", title="medewerker", organisation="Waterschap", since=since
        )
    knows("Wil")
    actions.index_everything()
    found = [name for name in names(ask(world.bram, QUESTION)) if name in {"Ilse", "Ton", "Wil"}]
    assert found == ["Ilse", "Ton", "Wil"]

"""The three small networks of `vaknet demo-metanetwork`, each by itself."""

from typing import Any

import pytest
from django.utils import timezone

from tests.networks.partner import Partner
from vaknet.domain.events.models import Event
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding.queries import who_can_help
from vaknet.domain.groups.models import Group
from vaknet.domain.introducing.queries import findable, findable_by
from vaknet.domain.knowledge.queries import visible_questions
from vaknet.domain.people import actions as people
from vaknet.domain.people.suggestions import place_named
from vaknet.domain.visiting.models import Opening
from vaknet.interfaces.commands import demo_metanetwork
from vaknet.interfaces.commands._demo import small
from vaknet.interfaces.commands._demo.content import table

TOLD = table("metanetwork")


@pytest.mark.parametrize("name", list(TOLD))
def test_each_has_a_manager_a_newcomer_and_some_who_agreed(name: str, db: Any) -> None:
    told = TOLD[name]
    made = small.make(told, now=timezone.now())
    finding.index_everything()
    agreed = {row.actor.handle for row in findable()}
    assert agreed == {row["handle"] for row in told["person"] if "shows" in row}
    assert 0 < len(agreed) < len(made)
    network = Partner("https://west.example").in_force("who_can_help").network
    assert not findable_by(network).exists()
    for _twice in range(2):
        small.let_find(told, network)
    assert {row.actor.handle for row in findable_by(network)} == agreed
    assert not Opening.objects.exists()  # a treaty without groups
    newcomer = made[told["newcomer"]]
    assert who_can_help(newcomer, "Wie heeft bouwdossiers gescand?").people == [] or name != "oost"


@pytest.mark.parametrize("name", list(TOLD))
def test_each_has_something_for_everyone_and_lets_partners_visit(name: str, db: Any) -> None:
    told = TOLD[name]
    small.make(told, now=timezone.now())
    assert [one.actor.name for one in Group.objects.filter(readers="public")] == [
        told["open"]["group"]
    ]
    event = Event.objects.get()
    assert (event.readers, event.published_at is None) == ("public", False)
    assert visible_questions(None).get().title == told["open"]["question"]
    network = Partner("https://west.example").in_force("who_can_help", "groups").network
    small.let_find(told, network)
    opening = Opening.objects.get()
    assert opening.group.actor.name == told["group"]
    assert [one.treaty.network for one in opening.open_to.all()] == [network]


def test_each_is_somewhere_on_the_map(db: Any) -> None:
    people.load_reference()
    assert all(place_named(told["place"]) is not None for told in TOLD.values())


def test_they_know_of_each_other_and_of_nothing_else(tmp_path: Any) -> None:
    networks = demo_metanetwork.linked(tmp_path, 8001)
    assert [one.address for one in networks] == [f"http://127.0.0.1:800{n}" for n in (1, 2, 3)]
    for one in networks:
        told = one.environment
        trial = "127.0.0.1:8001,127.0.0.1:8002,127.0.0.1:8003"
        assert told["VAKNET_FEDERATION_TRIAL"] == trial
        assert told["VAKNET_DATA"] == str(tmp_path / one.key)
        assert told["VAKNET_NETWORK_DESCRIPTION"] == TOLD[one.key]["description"]

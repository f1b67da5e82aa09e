"""Two who ask at the same moment, in two threads with a real database each."""

from typing import Any

import pytest

from tests.connections.test_races import at_once
from tests.federation.story import be_public
from tests.world import build
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.models import FederatedId, Federating, SigningKey

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> Any:
    return build()


def test_of_many_who_ask_first_the_network_gets_one_pair_of_keys(world):
    at_once(*[lambda: actions.prepare_network(name="Vaknet")] * 4)
    network = queries.network()
    assert network is not None
    assert SigningKey.objects.filter(actor=network).count() == 2
    assert FederatedId.objects.filter(actor=network).count() == 1


def test_a_double_click_makes_one_choice_and_one_pair_of_keys(world):
    be_public(world.fatma)
    at_once(*[lambda: actions.federate(world.fatma, agreed_to=rules.EDITION)] * 4)
    assert Federating.objects.filter(actor=world.fatma).count() == 1
    assert SigningKey.objects.filter(actor=world.fatma).count() == 2

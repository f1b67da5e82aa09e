"""A network that is connected to others."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

if TYPE_CHECKING:
    from tests.world import World
    from vaknet.domain.activity.models import Actor
    from vaknet.domain.groups.models import Group

BASE = "https://vaknet.example"


@pytest.fixture(autouse=True)
def connected(settings) -> None:
    settings.FEDERATION, settings.BASE_URL = True, BASE
    settings.NETWORK_NAME = "Vaknet Oost"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Refusals are compared in English, whatever language the network speaks."""
    with translation.override("en"):
        yield


@pytest.fixture
def fatma(world: "World") -> "Actor":
    """Her profession is for everyone; nothing else is."""
    from tests.federation.story import known_elsewhere

    return known_elsewhere(world.fatma)


@pytest.fixture
def open_group(world: "World") -> "Group":
    from tests.federation.story import public_group

    return public_group(world.noor)

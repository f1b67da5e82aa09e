"""A network that is connected to others."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

if TYPE_CHECKING:
    from tests.federation.elsewhere import Elsewhere, Someone
    from tests.world import World
    from vaknet.domain.activity.models import Actor
    from vaknet.domain.federation.models import RemoteActor
    from vaknet.domain.groups.models import Group
    from vaknet.domain.knowledge.models import Post, Question

BASE = "https://vaknet.example"


@pytest.fixture(autouse=True)
def connected(settings) -> None:
    settings.FEDERATION, settings.BASE_URL = True, BASE
    settings.NETWORK_NAME = "Vaknet Oost"


@pytest.fixture(autouse=True)
def _no_number_of_a_row_goes_out(request, connected: None) -> Iterator[None]:
    """Whatever a test sent: its ids end in chance, or in what is derived by a keyed hash."""
    if "world" not in request.fixturenames:
        yield
        return
    from tests.federation.ids import ids_with_a_number

    request.getfixturevalue("world")
    yield
    assert ids_with_a_number() == []


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Refusals are compared in English, whatever language the network speaks."""
    with translation.override("en"):
        yield


@pytest.fixture
def there(world: "World", settings, monkeypatch) -> "Iterator[Elsewhere]":
    """Another network, over sockets."""
    from tests.federation.elsewhere import connect, network_elsewhere

    with network_elsewhere() as one:
        connect(settings, monkeypatch, one)
        yield one


@pytest.fixture
def tuin(there: "Elsewhere") -> "Someone":
    """A group there."""
    return there.someone("tuin", kind="Group")


@pytest.fixture
def far(there: "Elsewhere", settings, monkeypatch) -> "Iterator[Elsewhere]":
    """A third network."""
    from tests.federation.elsewhere import connect, network_elsewhere

    with network_elsewhere() as one:
        connect(settings, monkeypatch, there, one)
        yield one


@pytest.fixture
def fatma(world: "World") -> "Actor":
    """Her profession is for everyone; nothing else is."""
    from tests.federation.story import known_elsewhere

    return known_elsewhere(world.fatma)


@pytest.fixture
def open_group(world: "World") -> "Group":
    from tests.federation.story import public_group

    return public_group(world.noor)


@pytest.fixture
def wout(world: "World") -> "RemoteActor":
    """On another network, and long enough known here that no limit for newcomers holds."""
    from tests.federation.story import somebody_elsewhere
    from tests.world import settled

    one = somebody_elsewhere()
    settled(one.actor)
    return one


@pytest.fixture
def asked(world: "World", open_group: "Group") -> "Question":
    from vaknet.domain.knowledge import actions as knowledge

    return knowledge.ask(world.noor, group=open_group, title="Wie bouwde er met houtvezel?")


@pytest.fixture
def begun(world: "World", open_group: "Group") -> "Post":
    from vaknet.domain.knowledge import actions as knowledge

    return knowledge.start_conversation(world.noor, groups=[open_group], title="Kruislaaghout")

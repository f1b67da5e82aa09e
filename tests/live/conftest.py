from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.streams import Streams, running

if TYPE_CHECKING:
    from tests.world import World


@pytest.fixture
def world(transactional_db: None) -> "World":
    from tests.world import build

    return build()


@pytest.fixture(scope="module")
def streams(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Streams]:
    with running(tmp_path_factory.mktemp("live")) as streams:
        yield streams


@pytest.fixture
def live(streams: Streams, settings) -> Streams:
    """Pages that are rendered in this test have tickets for it."""
    settings.LIVE_STREAMS, settings.LIVE_PORT = 50, streams.port
    settings.LIVE_HOSTS = ["localhost", "127.0.0.1"]
    return streams

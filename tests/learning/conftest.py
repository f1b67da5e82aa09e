"""A network that learns from use, told in English. Imported late: settings come first."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def silent(db):
    """Marit, Peter and Fatma know of it; the network does not learn."""
    from tests.learning import story

    return story.tell()


@pytest.fixture
def learns(silent, settings):
    settings.VAKNET_LEARNING = True
    return silent

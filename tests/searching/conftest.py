"""The story of these tests, told in English. Imported late: settings come first."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def told(db):
    from tests.searching import story

    return story.tell()

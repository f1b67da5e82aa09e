"""Joost asks in a group where five people tell that they know it. In English."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def told(db: None):
    from tests.routing import story

    return story.tell()

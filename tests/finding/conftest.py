"""The story of these tests, told in English. Imported late: settings come first."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def asked(db):
    from tests.finding import story

    return story.tell()


@pytest.fixture
def finder_files(tmp_path, settings):
    settings.VAKNET_DATA = tmp_path
    return tmp_path / "finder"

"""Marit agreed to be found by partners; Vaknet West is one, on this machine. In English."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

if TYPE_CHECKING:
    from tests.introducing.story import Told


@pytest.fixture(autouse=True)
def connected(settings) -> None:
    settings.FEDERATION, settings.BASE_URL = True, "https://vaknet.example"
    settings.NETWORK_NAME, settings.LANGUAGE_CODE = "Vaknet Oost", "en"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def told(db: None, settings) -> "Iterator[Told]":
    from tests.introducing import story
    from tests.networks.partner import a_partner

    with a_partner() as partner:
        settings.FEDERATION_TRIAL = frozenset({partner.base.removeprefix("http://")})
        yield story.tell(partner)

"""A network that is connected, and another one on this machine."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from django.utils import translation

if TYPE_CHECKING:
    from tests.networks.partner import Partner


@pytest.fixture
def partner(settings) -> "Iterator[Partner]":
    from tests.networks.partner import a_partner

    with a_partner() as found:
        settings.FEDERATION_TRIAL = frozenset({found.base.removeprefix("http://")})
        yield found


@pytest.fixture(autouse=True)
def connected(settings) -> None:
    settings.FEDERATION, settings.BASE_URL = True, "https://vaknet.example"
    settings.NETWORK_NAME = "Vaknet Oost"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield

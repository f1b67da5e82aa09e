"""Archives lie in a data folder of their own for each test."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.world import World
    from vaknet.domain.activity.models import Actor


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, settings) -> None:
    settings.VAKNET_DATA = tmp_path


@pytest.fixture
def double(world: "World") -> "Actor":
    """Samira again: she joined with another address, years ago."""
    from tests.leaving.two_accounts import OLD
    from tests.world import member

    return member("Samira Idrissi", OLD, profession="jurist")

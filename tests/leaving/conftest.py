"""Archives lie in a data folder of their own for each test."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _data(tmp_path: Path, settings) -> None:
    settings.VAKNET_DATA = tmp_path

"""What takes long to make, and is made once for all tests: a browser, and a data folder."""

import fcntl
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

LONGEST = 600  # seconds to make a network ready, on a machine that is busy with other things
# Log files that PostgreSQL keeps for later are more than all tables, and each test copies them.
NO_LOG_FILES_FOR_LATER = "-c min_wal_size=32MB -c max_wal_size=32MB"

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """One for each process: a second one would find the event loop of the first running."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import program

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=program(), args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with everything made ready; tests work on copies. One for all processes of a
    run: whoever comes first makes it."""
    from tests.conftest import FAST
    from tests.house.conftest import House
    from vaknet.kit import postgres

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "prepared"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            house = House(folder / "data")
            try:
                options = f"{FAST} {NO_LOG_FILES_FOR_LATER}"
                process = house.begin("migrate", VAKNET_POSTGRES_OPTIONS=options)
                said, _nothing = process.communicate(timeout=LONGEST)
                assert process.returncode == 0, said
                assert postgres.running(house.cluster) is None
            finally:
                house.leave()
            (folder / "done").touch()
    return folder / "data"


def copied(prepared: Path, data: Path) -> Path:
    """With owners and rights: PostgreSQL looks at those of its folder."""
    data.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", prepared, data], check=True)
    return data

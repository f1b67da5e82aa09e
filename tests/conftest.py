"""Tests run on a real PostgreSQL of their own, in var/test."""

import gc
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import django
import hypothesis
import pytest
import pytest_django
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from tests import measured
from vaknet.kit import catalog, postgres

if TYPE_CHECKING:
    from tests.world import World

ROOT = Path(__file__).resolve().parent.parent
pytest_plugins = ["tests.forbid_skips", "tests.made_once"]
DATA = ROOT / "var" / "test"
# Before any test module is read: some look at the settings while they are.
SETTINGS_READ_EARLY = settings.configured
os.environ["VAKNET_DATA"] = str(DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "vaknet.settings"
os.environ["VAKNET_LIVE_STREAMS"] = "0"  # no page asks for a stream but in tests/streams.py
# Before pytest-cov begins in a worker; coverage is there only if something is measured.
if "PYTEST_XDIST_WORKER" in os.environ and "coverage" in sys.modules:
    measured.quickly()
KEPT_BY_DJANGO = {"django_content_type", "auth_permission"}
UNKNOWN_TO_DJANGO = ("cache", "procrastinate_events", "procrastinate_jobs")
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


def pytest_configure() -> None:
    # A worker of xdist inherits what we set in its parent, which is right.
    if SETTINGS_READ_EARLY and "PYTEST_XDIST_WORKER" not in os.environ:
        pytest.exit("DJANGO_SETTINGS_MODULE is set, so settings were read too early: unset it.", 2)
    catalog.compile_language(ROOT / "vaknet" / "locale", "nl")
    postgres.start(DATA / "postgres", DATA / "postgres-socket", FAST)
    django.setup()
    # A busy machine is no fault in what is tested: by itself Hypothesis takes a fifth of a second
    # for one example as a failure.
    hypothesis.settings.register_profile(
        "unhurried",
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
        # What is to land is tried with the same examples each time; who works here draws new ones.
        derandomize="VAKNET_FORBID_SKIPS" in os.environ,
    )
    hypothesis.settings.load_profile("unhurried")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Each process of each half would read ten thousand tests, to leave out those of the other."""
    if not collection_path.name.startswith("test_"):
        return None
    in_browser = ROOT / "tests" / "browser" in collection_path.parents
    if config.option.markexpr == "browser" and not in_browser:
        return "mark.browser" not in collection_path.read_text(encoding="utf-8") or None
    return (config.option.markexpr == "not browser" and in_browser) or None


def pytest_collection_finish() -> None:
    """What is read by now stays: looking through it for garbage took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Whoever leaves people behind is told so, and not the tests that would find them."""
    yield
    # With the last test the database went too.
    if nextitem is None or not _has_database(item) or connection.in_atomic_block:
        return
    with item.config.stash[blocking_manager_key].unblock():
        left = _people_left()
        if left:
            call_command("flush", verbosity=0, interactive=False, reset_sequences=False)
    # A page of a story in a browser may still be on its way when that story ends.
    assert not left or item.get_closest_marker("browser"), f"left in the database: {left}"


def _people_left() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select handle from activity_actor")
        return [handle for (handle,) in cursor.fetchall()]


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files() -> None:
    """No manifest in tests: pages are rendered without collecting files first."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _language_of_its_own() -> Iterator[None]:
    """What the last page of a test was written in is not what the next test is in."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """The world is told before the first test; tests play it back."""
    from tests.world import RECORDING
    from vaknet.domain.searching.queries import statistics

    statistics.KEPT = float("inf")  # or it is taken anew in the middle of a test that counts
    with django_db_blocker.unblock():
        RECORDING.record()
    # Of the class, not of this one connection: whoever flushes, in whatever thread, does it so.
    type(connection.ops).sql_flush = lambda _ops, *given, **how: _empty_quickly(*given, **how)
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(OTHERS_OUT)


# A page of a story in a browser may still hold a connection when the last test is over.
OTHERS_OUT = """
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
"""


def _empty_quickly(_style: object, tables: list[str], **_how: bool) -> list[str]:
    """After a test with real transactions: deleting a few rows is quicker than making new files.

    What Django itself keeps about our tables stays, so nothing has to be made anew. Jobs and what
    is kept for a while have tables that it does not know: who counts in them next finds none.
    """
    from vaknet.domain.finding import library

    library._shelf = library._Shelf()  # it keeps what it read, and these rows go without a word
    every = [*tables, *UNKNOWN_TO_DJANGO]
    rows = [f"delete from {table}" for table in every if table not in KEPT_BY_DJANGO]  # noqa: S608
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local session_replication_role = replica")
        cursor.execute("; ".join(rows))
    return []


@pytest.fixture(autouse=True)
def _loggers_speak() -> None:
    """A library that a test started may have silenced every logger that was there already."""
    for name, logger in logging.root.manager.loggerDict.items():
        if name.startswith("vaknet") and isinstance(logger, logging.Logger):
            logger.disabled = False


@pytest.fixture(autouse=True)
def _no_jobs_of_before(request: pytest.FixtureRequest) -> None:
    """A page of a story in a browser may still be on its way when that story ends, and what it lets
    be done is not for the next test.
    """
    if _has_database(request.node):
        request.getfixturevalue("_django_db_helper")
        with connection.cursor() as cursor:
            cursor.execute(
                "delete from procrastinate_jobs where id not in"
                " (select job_id from procrastinate_periodic_defers where job_id is not null)"
            )


def _has_database(item: pytest.Item) -> bool:
    asked = getattr(item, "fixturenames", ())
    return bool({"db", "transactional_db"} & {*asked} or item.get_closest_marker("django_db"))


@pytest.fixture
def world(db: None) -> "World":
    """Samira, Joost, Marit and the others: see tests/world.py."""
    from tests.world import build

    return build()

"""Two who want the same row: one in a thread of its own, that waits for what the other holds."""

from collections.abc import Callable
from typing import Any

from django.db import connection

WAITS_FOR_US = """
    SELECT EXISTS (
        SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
    )
"""


def somebody_waits() -> bool:
    """For what this connection holds: on the same server other processes run tests of their own."""
    with connection.cursor() as cursor:
        cursor.execute(WAITS_FOR_US)
        return bool(cursor.fetchone()[0])


def then_close(act: Callable[[], Any]) -> Any:
    """For a thread: its connection goes with what it does."""
    try:
        return act()
    finally:
        connection.close()

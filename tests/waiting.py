"""Two who want the same row: one in a thread of its own, that waits for what the other holds."""

from collections.abc import Callable
from typing import Any

from django.db import connection


def somebody_waits() -> bool:
    """For a lock, anywhere in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def then_close(act: Callable[[], Any]) -> Any:
    """For a thread: its connection goes with what it does."""
    try:
        return act()
    finally:
        connection.close()

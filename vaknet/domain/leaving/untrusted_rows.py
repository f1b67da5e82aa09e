"""What stands in a row of a file from somebody we do not know; what should not is left out."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Any


def rows(told: Mapping[str, Any], part: str) -> Iterator[dict[str, Any]]:
    found = told.get(part)
    return (row for row in found if isinstance(row, dict)) if isinstance(found, list) else iter(())


def text(row: Mapping[str, Any], key: str) -> str:
    """Without NUL and the halves of letters that no database takes."""
    value = row.get(key)
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").encode("utf-8", "ignore").decode()


def line(row: Mapping[str, Any], key: str, limit: int) -> str:
    return " ".join(text(row, key)[: 10 * limit].split())[:limit]


def day(row: Mapping[str, Any], key: str) -> date | None:
    """Of the years that a person of today has lived or plans."""
    with suppress(ValueError):
        found = date.fromisoformat(text(row, key)[:10])
        return found if 1930 <= found.year <= 2100 else None
    return None


def moment(row: Mapping[str, Any], key: str) -> datetime | None:
    """Of the past."""
    with suppress(ValueError, OverflowError):
        found = datetime.fromisoformat(text(row, key)[:40])
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found if found.year >= 2000 and found <= datetime.now(UTC) else None
    return None

"""Moments as whole numbers, without a rounding on the way."""

from datetime import UTC, datetime, timedelta

ZERO = datetime(1970, 1, 1, tzinfo=UTC)


def microseconds(at: datetime) -> int:
    """Since 1970."""
    return (at - ZERO) // timedelta(microseconds=1)


def moment(at: int) -> datetime:
    """The other way round."""
    return ZERO + timedelta(microseconds=at)

"""Polls of the demo: one that is open, and some that were counted."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.surveys import actions

type Row = Mapping[str, Any]


def ask(row: Row, group: Group, by: Actor, *, now: datetime) -> None:
    """`days`: how long ago it was asked, `open_for` or `closed`: how long it is open, or since when
    it is counted."""
    asked_at = now - timedelta(days=row["days"])
    if "open_for" in row:
        actions.ask_poll(
            by,
            group=group,
            question=row["question"],
            explanation=row.get("explanation", ""),
            choices=row["choices"],
            closes_on=timezone.localdate(now) + timedelta(days=row["open_for"]),
            asked_at=asked_at,
        )
    else:
        actions.keep_poll(
            group=group,
            author=by,
            question=row["question"],
            choices=row["choices"],
            voters=sum(votes for _text, votes in row["choices"]),
            asked_at=asked_at,
            closed_at=now - timedelta(days=row["closed"]),
        )

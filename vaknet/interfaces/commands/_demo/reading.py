"""What groups of the demo read elsewhere: invented journals, that nobody is asked for."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.reading import actions
from vaknet.kit.feed_reading import Item, ReadFeed
from vaknet.kit.feed_visits import Known, Visit

type Row = Mapping[str, Any]


def follow(
    row: Row, group: Group, by: Actor, *, ago: Callable[[int], datetime], now: datetime
) -> None:
    items = [
        Item(address, address, title, text, ago(days))
        for number, (title, days, text) in enumerate(row["items"], 1)
        for address in [f"{row['home']}{number}/"]
    ]
    feed = ReadFeed(row["title"], row["home"], tuple(items))
    visit = Visit(f"{row['home']}rss", feed, Known())
    actions.follow_source(by, group=group, visit=visit, since=now)

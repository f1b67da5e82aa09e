"""Coffee in the demo: a few look for it, and one round was drawn just now."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.coffee import actions
from vaknet.domain.coffee.models import Often
from vaknet.domain.people.suggestions import place_named

# Any lot will do: Samira sits with Bram, who is the nearest and works in another trade.
SEED = 1


def keep(rows: Iterable[Mapping[str, Any]], people: Mapping[str, Actor], *, now: datetime) -> None:
    for row in rows:
        place = place_named(row["near"])
        actions.look_for_coffee(
            people[row["by"]],
            often=Often.MONTHLY,
            place=place,
            reach=row["reach"] if place else 0,
            wishes=row.get("wishes", []),
            mentors=row.get("mentors", False),
            parts=row.get("parts", []),
            quietly=True,
        )
    month = timezone.localdate(now).replace(day=1)
    actions.draw_round(often=Often.MONTHLY, on=month, now=now, seed=SEED, quietly=True)

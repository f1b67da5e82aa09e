"""Many ties at once, made elsewhere or for a trial. Nobody is told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vaknet.domain.activity.actions import copy_rows
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Connection, GoBetweenConsent


@dataclass(frozen=True)
class NewTie:
    """`a` and `b` are different people, and each pair comes once."""

    a: Actor
    b: Actor
    since: datetime
    note: str = ""


@transaction.atomic
def connect_many(*, ties: Iterable[NewTie]) -> None:
    """Both rows of every tie. Raises IntegrityError when a pair is connected already."""
    columns = ["holder_id", "contact_id", "since", "note", "contact_headline"]
    copy_rows(Connection, columns, _both_ways(ties))


def _both_ways(ties: Iterable[NewTie]) -> Iterable[Sequence[object]]:
    for tie in ties:
        yield (tie.a.pk, tie.b.pk, tie.since, tie.note, tie.b.headline)
        yield (tie.b.pk, tie.a.pk, tie.since, tie.note, tie.a.headline)


@transaction.atomic
def agree_many(*, actors: Iterable[Actor], since: datetime) -> None:
    """All of these agreed to be asked for introductions."""
    rows = ((actor.pk, since) for actor in actors)
    copy_rows(GoBetweenConsent, ["actor_id", "since"], rows)

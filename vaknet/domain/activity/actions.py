"""The one verb of the spine, and what every room may need beside it."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.utils.crypto import salted_hmac
from procrastinate.contrib.django import app
from psycopg import sql

from vaknet.domain.activity.models import Activity, Actor, Audience, Receipt
from vaknet.domain.activity.news import CHANNEL, subject

FOLLOW_UP = "follow_up"
_HISTORY = ContextVar("_HISTORY", default=False)
# Longer than a browser waits with what it could not send.
RECEIPTS_KEPT = timedelta(days=60)


def record(
    by: Actor,
    verb: str,
    thing: models.Model,
    *,
    audience: Audience,
    group: Actor | None = None,
    at: datetime | None = None,
    quietly: bool = False,
) -> Activity:
    """Append what happened and enqueue its follow-ups, in the caller's transaction.

    `quietly` records history that was made elsewhere (an import): nobody is told.
    Must run inside `transaction.atomic`, so that the row and its activity stand or fall together.
    """
    _check_in_transaction("record")
    stamp = {} if at is None else {"at": at}
    activity = Activity.objects.create(
        actor=by,
        verb=verb,
        object_type=ContentType.objects.get_for_model(thing),
        object_id=thing.pk,
        audience=audience,
        group=group,
        **stamp,
    )
    if not (quietly or _HISTORY.get()):
        _follow_up_later(activity)
    return activity


def _check_in_transaction(action: str) -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError(f"activity.{action} belongs inside the transaction of its action")


def record_each(
    verb: str, happened: Iterable[tuple[Actor, models.Model]], *, audience: Audience
) -> None:
    """As `record`, of several things of one kind at once, in as many statements as of one."""
    _check_in_transaction("record_each")
    made = Activity.objects.bulk_create(
        Activity(
            actor=actor,
            verb=verb,
            object_type=ContentType.objects.get_for_model(thing),
            object_id=thing.pk,
            audience=audience,
        )
        for actor, thing in happened
    )
    if made and not _HISTORY.get():
        wanted: list[dict[str, Any]] = [{"activity_id": one.pk} for one in made]
        app.configure_task(FOLLOW_UP, allow_unknown=True).batch_defer(*wanted)


@contextmanager
def as_history() -> Iterator[None]:
    """What happens within was made elsewhere, or for a trial: recorded, and nobody is told."""
    token = _HISTORY.set(True)
    try:
        yield
    finally:
        _HISTORY.reset(token)


def _follow_up_later(activity: Activity) -> None:
    app.configure_task(FOLLOW_UP, allow_unknown=True).defer(activity_id=activity.pk)


def tell_who_looks(kind: str, pk: int) -> None:
    """Of a page that is open somewhere: something is new there. Of who may read: that is other now.

    PostgreSQL passes it on when the caller's transaction is committed, and no words go along.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, subject(kind, pk)])


def is_sent_first(sender: Actor, *, name: str, on: date) -> bool:
    """Whether she did not send this before; `name` is what her browser calls it.

    Belongs inside the transaction of what was sent: of two at once the second waits here for the
    first, and does nothing when that one is committed.
    """
    _check_in_transaction("is_sent_first")
    _row, is_new = Receipt.objects.get_or_create(mark=_mark(sender, name), defaults={"on": on})
    return is_new


def forget_sent(sender: Actor, *, name: str) -> None:
    """It was refused: she may mend it, and send it once more."""
    Receipt.objects.filter(mark=_mark(sender, name)).delete()


def forget_receipts(*, today: date) -> None:
    """What was sent so long ago is not sent once more."""
    Receipt.objects.filter(on__lt=today - RECEIPTS_KEPT).delete()


def _mark(sender: Actor, name: str) -> str:
    return salted_hmac("vaknet.receipts", f"{sender.pk}:{name}", algorithm="sha256").hexdigest()


def record_many(
    verb: str,
    happened: Iterable[tuple[Actor, int, datetime]],
    *,
    kind: type[models.Model],
    audience: Audience,
    group: Actor | None = None,
) -> None:
    """Append history that was made elsewhere: actor, id of the thing, moment. Nobody is told."""
    _check_in_transaction("record_many")
    object_type = ContentType.objects.get_for_model(kind)
    rows = (
        (actor.pk, verb, object_type.pk, object_id, audience.value, group.pk if group else None, at)
        for actor, object_id, at in happened
    )
    columns = ["actor_id", "verb", "object_type_id", "object_id", "audience", "group_id", "at"]
    copy_rows(Activity, columns, rows)


def copy_rows(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """PostgreSQL's COPY: for rows by the hundred thousand, ten times as fast as inserts."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def hand_over(rows: models.QuerySet[Any], column: str, *, kept: Actor, merged: Actor) -> None:
    """Of two accounts of one person: what the row says of the one it says of the other from now."""
    rows.filter(**{column: merged}).update(**{column: kept})


def hand_over_one(rows: models.QuerySet[Any], column: str, *, kept: Actor, merged: Actor) -> None:
    """The same where each has one row at most: that of the one that is kept goes before."""
    if not rows.filter(**{column: kept}).exists():
        hand_over(rows, column, kept=kept, merged=merged)
    rows.filter(**{column: merged}).delete()


def hand_over_once(
    rows: models.QuerySet[Any],
    column: str,
    *,
    kept: Actor,
    merged: Actor,
    same: Sequence[str],
    at: datetime,
) -> list[tuple[Any, Any]]:
    """The same for rows with `since` and `until`, of which one at a time may stand.

    Where both have one about the `same`, the older goes on and the other ends at that moment.
    What comes back are these, each with the one that ended.
    """

    def standing(person: Actor) -> dict[tuple[Any, ...], Any]:
        found = rows.filter(**{column: person}, until=None)
        return {tuple(getattr(row, name) for name in same): row for row in found}

    mine, other = standing(kept), standing(merged)
    pairs = [
        sorted((mine[about], row), key=lambda one: (one.since, one.pk))
        for about, row in other.items()
        if about in mine
    ]
    rows.filter(pk__in=[newer.pk for _older, newer in pairs]).update(until=at)
    hand_over(rows, column, kept=kept, merged=merged)
    return [(older, newer) for older, newer in pairs]


def hand_over_log(*, kept: Actor, merged: Actor, numbers: dict[type[models.Model], Any]) -> None:
    """What she did and what was done about her. `numbers`: of a model, the old and the new one."""
    hand_over(Activity.objects.all(), "actor", kept=kept, merged=merged)
    for model, (old, new) in numbers.items():
        about = Activity.objects.filter(object_type=ContentType.objects.get_for_model(model))
        about.filter(object_id=old).update(object_id=new)

"""Many ties at once, made elsewhere or for a trial. Nobody is told; the log has all of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import Max
from psycopg import sql

from vaknet.domain.activity.actions import copy_rows, record_many
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.connections.actions.ties import roles_now
from vaknet.domain.connections.models import (
    Confirmation,
    Connection,
    ConnectionRequest,
    GoBetweenConsent,
    Introduction,
    IntroductionStep,
)

BATCH = 2_000
# One row in the log for each row from `first` on, of which `{which}` holds.
RECORD = """
insert into {activities} (actor_id, verb, object_type_id, object_id, audience, at)
select {actor}, %s, %s, id, %s, since from {table} where id > %s and {which}
"""


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
    last = _locked(Connection)
    columns = ["holder_id", "contact_id", "since", "note", "contact_headline", "contact_roles"]
    copy_rows(Connection, columns, _both_ways(ties, roles_now()))
    which = sql.SQL("holder_id < contact_id")
    _record("connected", Connection, actor="holder_id", last=last, which=which)


def _both_ways(ties: Iterable[NewTie], roles: Mapping[int, str]) -> Iterable[Sequence[object]]:
    for tie in ties:
        for holder, contact in ((tie.a, tie.b), (tie.b, tie.a)):
            was = (contact.headline, roles.get(contact.pk, ""))
            yield (holder.pk, contact.pk, tie.since, tie.note, *was)


@transaction.atomic
def agree_many(*, actors: Iterable[Actor], since: datetime) -> None:
    """All of these agreed to be asked for introductions."""
    last = _locked(GoBetweenConsent)
    rows = ((actor.pk, since) for actor in actors)
    copy_rows(GoBetweenConsent, ["actor_id", "since"], rows)
    verb = "agreed_to_be_go_between"
    _record(verb, GoBetweenConsent, actor="actor_id", last=last, which=sql.SQL("true"))


def _locked(model: type[models.Model]) -> int:
    """The last row that is not ours: nobody else adds one until we are done."""
    with connection.cursor() as cursor:
        table = sql.Identifier(model._meta.db_table)
        cursor.execute(sql.SQL("lock table {} in share row exclusive mode").format(table))
    return model._default_manager.aggregate(last=Max("pk"))["last"] or 0


def _record(verb: str, model: type[models.Model], *, actor: str, last: int, which: sql.SQL) -> None:
    statement = sql.SQL(RECORD).format(
        activities=sql.Identifier(Activity._meta.db_table),
        actor=sql.Identifier(actor),
        table=sql.Identifier(model._meta.db_table),
        which=which,
    )
    kind = ContentType.objects.get_for_model(model)
    with connection.cursor() as cursor:
        cursor.execute(statement, [verb, kind.pk, Audience.PARTIES.value, last])


@dataclass(frozen=True)
class NewConfirmation:
    """`by` is a contact of the person, who says to know this in these words."""

    person: Actor
    by: Actor
    text: str
    where: str
    since: datetime


@transaction.atomic
def confirm_many(*, confirmations: Iterable[NewConfirmation]) -> None:
    """Raises IntegrityError when one stands already."""
    rows = Confirmation.objects.bulk_create(
        [Confirmation(**vars(new)) for new in confirmations], batch_size=BATCH
    )
    record_many(
        "confirmed",
        [(row.by, row.pk, row.since) for row in rows],
        kind=Confirmation,
        audience=Audience.PARTIES,
    )


@dataclass(frozen=True)
class NewRequest:
    sender: Actor
    recipient: Actor
    note: str
    at: datetime


@transaction.atomic
def request_many(*, requests: Sequence[NewRequest]) -> None:
    """Requests that wait for an answer. Raises IntegrityError when one is open already."""
    rows = ConnectionRequest.objects.bulk_create(
        [
            ConnectionRequest(
                sender=new.sender, recipient=new.recipient, note=new.note, asked_at=new.at
            )
            for new in requests
        ],
        batch_size=BATCH,
    )
    record_many(
        "requested_connection",
        [(row.sender, row.pk, row.asked_at) for row in rows],
        kind=ConnectionRequest,
        audience=Audience.PARTIES,
    )


@dataclass(frozen=True)
class NewIntroduction:
    """`route` are the go-betweens in order; the first one was asked, and thinks about it."""

    asker: Actor
    target: Actor
    route: Sequence[Actor]
    purpose: str
    at: datetime
    question: str = ""


@transaction.atomic
def ask_many_introductions(*, introductions: Sequence[NewIntroduction]) -> None:
    """Introductions that wait for their first go-between."""
    rows = Introduction.objects.bulk_create(
        [
            Introduction(
                asker=new.asker,
                target=new.target,
                purpose=new.purpose,
                question=new.question,
                asked_at=new.at,
            )
            for new in introductions
        ],
        batch_size=BATCH,
    )
    IntroductionStep.objects.bulk_create(
        [
            IntroductionStep(
                introduction=row,
                go_between=stop,
                position=position,
                asked_at=new.at if position == 1 else None,
            )
            for new, row in zip(introductions, rows, strict=True)
            for position, stop in enumerate(new.route, 1)
        ],
        batch_size=BATCH,
    )
    record_many(
        "asked_introduction",
        [(row.asker, row.pk, row.asked_at) for row in rows],
        kind=Introduction,
        audience=Audience.PARTIES,
    )

"""Building a new edition of the index files, while searching goes on."""

import logging
from collections.abc import Iterator
from uuid import UUID, uuid4

from django.db import connection, transaction

from vaknet.domain.alone import alone
from vaknet.domain.finding import files, library
from vaknet.domain.finding.analysis import analyser
from vaknet.domain.finding.encoder import encoder_number
from vaknet.domain.finding.models import Edition, Meaning, Passage
from vaknet.domain.transactions import NextTransaction
from vaknet.engine.ranking import Passage as Text
from vaknet.engine.ranking import build_in_order
from vaknet.kit.memory import give_back

log = logging.getLogger(__name__)
# One number for one lock of the database: only one edition is built at a time.
LOCK = 7_302_612
KEPT = 2

READ_ALL = f"""
copy (
    select {library.COLUMNS} from {library.WITH_MEANING}
    where passage.text <> '' order by passage.at, passage.id
) to stdout
"""  # noqa: S608 - our own columns


def rebuild() -> Edition | None:
    """Make the files anew from the passages and take them into use.

    Nothing happens inside a transaction (who knows whether it will be), or when somebody else is
    at it already.
    """
    if connection.in_atomic_block:
        return None
    with alone(LOCK) as held:
        edition = _rebuild() if held else None
    give_back()
    return edition


def _rebuild() -> Edition:
    _take_as_ours()
    # The state first: what is read after it holds all that had ended by then.
    state = library.state()
    closed = state.closed_groups
    segment = build_in_order(_texts(), analyser().tokens, closed_groups=closed)
    name = uuid4()
    files.write(segment, name)
    edition = _take_into_use(name, state.ended, len(segment))
    files.remove_all_but(set(Edition.objects.values_list("name", flat=True)))
    log.info("Finder index %s holds %s passages", name, len(segment))
    return edition


@transaction.atomic
def _take_as_ours() -> None:
    """What was put back from another database was written before all that is written here."""
    for model in (Passage, Meaning):
        model.objects.filter(transaction__gte=NextTransaction()).update(transaction=0)


@transaction.atomic
def _take_into_use(name: UUID, watermark: int, passages: int) -> Edition:
    """The last two editions stay: a search that began a moment ago may still read the older.

    Emptied passages go when both know that they are gone.
    """
    edition = Edition.objects.create(name=name, watermark=watermark, passages=passages)
    kept = Edition.objects.order_by("-pk")[:KEPT]
    Edition.objects.filter(pk__lt=min(one.pk for one in kept)).delete()
    known_to_both = min(one.watermark for one in kept)
    Passage.objects.filter(text="", transaction__lt=known_to_both).delete()
    return edition


def _texts() -> Iterator[Text]:
    with (
        connection.cursor() as cursor,
        cursor.copy(READ_ALL, {"encoder": encoder_number()}) as rows,
    ):
        rows.set_types(["int8", "int8", "int2", "int8", "int8", "text", "text", "bytea"])
        for row in rows.rows():
            yield Text(*row)

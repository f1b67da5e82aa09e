"""Reading what passages mean: slower than finding their words, so after it and in batches."""

from collections.abc import Collection, Sequence
from itertools import batched

from django.db import transaction
from django.db.models import QuerySet

from vaknet.domain.finding.encoder import encoder, encoder_number
from vaknet.domain.finding.models import Meaning, Passage
from vaknet.domain.finding.unread import unread
from vaknet.engine.meaning import Encoder, codes, pieces

# About a second of reading, after which what was read is kept.
BATCH = 64


def read_meaning(passages: Collection[int]) -> int:
    """Read these passages, unless they were; gives back how many it read."""
    return _read(unread().filter(pk__in=passages))


def read_unread(most: int) -> int:
    """Read passages that nobody read yet, or that changed since: the newest first, `most` of them.

    What was read stays when it is stopped halfway, and need not be read again.
    """
    return _read(unread().order_by("-transaction", "-pk")[:most])


def _read(rows: QuerySet[Passage]) -> int:
    reader = encoder()
    if reader is None:
        return 0
    found = list(rows.values_list("pk", "digest", "text"))
    for batch in batched(found, BATCH):
        _keep(_meanings(reader, batch))
    return len(found)


def _meanings(reader: Encoder, batch: Sequence[tuple[int, int, str]]) -> list[Meaning]:
    parts = [pieces(text) for _, _, text in batch]
    read = codes(reader.passages([part for of_one in parts for part in of_one]))
    meanings, start = [], 0
    for (pk, digest, _), of_one in zip(batch, parts, strict=True):
        own = read[start : start + len(of_one)].tobytes()
        meanings.append(Meaning(passage_id=pk, digest=digest, encoder=encoder_number(), codes=own))
        start += len(of_one)
    return meanings


@transaction.atomic
def _keep(meanings: Collection[Meaning]) -> None:
    """Of a passage that went away meanwhile nothing is kept."""
    rows = Passage.objects.filter(pk__in=[one.passage_id for one in meanings])
    there = set(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    Meaning.objects.bulk_create(
        [one for one in meanings if one.passage_id in there],
        update_conflicts=True,
        unique_fields=["passage"],
        update_fields=["digest", "encoder", "codes", "transaction"],
    )

"""Keeping what can be found as it is at its source. Derived rows: no activity is recorded here."""

from collections.abc import Iterable, Set
from itertools import batched
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.db.models import Q

from vaknet.domain.activity.actions import copy_rows, hand_over
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.domain.searching import sources
from vaknet.domain.searching.keys import keys_of, known_words, words_in
from vaknet.domain.searching.models import Findable, Kind, KnownWord, SavedSearch
from vaknet.domain.searching.sources import AFFECTED, Draft

COLUMNS = ("kind", "source", "thread", "group_id", "author_id", "at", "title", "keys")
BATCH = 5_000
# One number for one lock of the database: many index one thing, one indexes all.
LOCK = 7_302_612
MOST = 2**31
WRITTEN: tuple[tuple[list[Kind], type[models.Model]], ...] = (
    ([Kind.QUESTION], Question),
    ([Kind.ANSWER, Kind.BEST_ANSWER], Answer),
    ([Kind.POST], Post),
    ([Kind.REPLY], Reply),
)
THREADS = (
    (Kind.QUESTION, [Kind.ANSWER, Kind.BEST_ANSWER]),
    (Kind.POST, [Kind.REPLY]),
)
# Words that stood only in texts that are gone, or that not all members may read any more.
FORGOTTEN = """
    DELETE FROM searching_knownword known WHERE (%s OR known.key = ANY(%s)) AND NOT EXISTS (
        SELECT 1 FROM searching_findable f LEFT JOIN groups_group g ON g.actor_id = f.group_id
        WHERE f.keys @> ARRAY[known.key] AND (g.readers IS NULL OR g.readers <> %s)
    )
"""


@transaction.atomic
def index(thing: models.Model) -> None:
    """Make it, and what hangs from it, to be found as it is now. Of what is no text: nothing."""
    pieces = AFFECTED.get(type(thing))
    if pieces is None:
        return
    _lock()
    _lock_thread(thing)
    for source, rows, found in pieces(thing):
        before = Findable.objects.filter(found, kind__in=source.kinds)
        drafts = list(source.drafts(rows))
        before.delete()
        read = list(map(_read, drafts))
        Findable.objects.bulk_create(map(_row, read), ignore_conflicts=True)
        _know(read)


@transaction.atomic
def index_everything() -> int:
    """Make all of it anew; gives back how many texts there are."""
    _lock(everything=True)
    Findable.objects.all().delete()
    KnownWord.objects.all().delete()
    written, known = 0, set[str]()
    for drafts in batched(sources.everything(), BATCH):
        read = list(map(_read, drafts))
        copy_rows(Findable, [*COLUMNS], map(_copied, read))
        known |= _know(read, known)
        written += len(read)
    return written


def forget_words(keys: Iterable[int] | None = None) -> None:
    """Of these keys, or for the clock of all: words that nobody can read any more."""
    of_all = keys is None
    with connection.cursor() as cursor:
        cursor.execute(FORGOTTEN, [of_all, [*(keys or ())], Group.Readers.GROUP])


@transaction.atomic
def erase_searches(*, actor: Actor, former: Actor) -> None:
    """Of what stays of her the former member is the author; the rest is gone, and its words too."""
    _lock()
    stays = Q()
    for kinds, model in WRITTEN:
        kept = model._default_manager.filter(author=former).values_list("pk", flat=True)
        stays |= Q(kind__in=kinds, source__in=kept)
    hers = Findable.objects.filter(author=actor)
    hers.filter(stays).update(author=former)
    hers = hers.exclude(stays)
    gone = Q(pk__in=hers.values("pk"))
    for first, kinds in THREADS:  # with what others said to it, which is found by its title
        of_hers = hers.filter(kind=first).values("thread")
        gone |= Q(kind__in=kinds, thread__in=of_hers)
    rows = Findable.objects.filter(gone)
    keys = {key for found in rows.values_list("keys", flat=True) for key in found}
    rows.delete()
    SavedSearch.objects.filter(actor=actor).delete()
    forget_words(keys)


@transaction.atomic
def take_over_searches(*, kept: Actor, merged: Actor) -> None:
    """Two accounts of one person become one. The rooms below went first."""
    _lock()
    hand_over(Findable.objects.exclude(kind=Kind.PERSON), "author", kept=kept, merged=merged)
    hand_over(SavedSearch.objects.all(), "actor", kept=kept, merged=merged)
    for person in (kept, merged):
        index(person)


class Read(NamedTuple):
    """A draft, and its words: taking them from a text is most of the work."""

    draft: Draft
    title: list[str]
    words: list[str]


def _read(draft: Draft) -> Read:
    title, text = words_in(draft.title), words_in(draft.text)
    return Read(draft, title, list(dict.fromkeys([*title, *text])))


def _row(read: Read) -> Findable:
    return Findable(**dict(zip(COLUMNS, _values(read), strict=True)))


def _copied(read: Read) -> list[Any]:
    """As COPY reads it: an array in PostgreSQL's own writing, which is far quicker to make."""
    return [
        "{" + ",".join(map(str, value)) + "}" if isinstance(value, list) else value
        for value in _values(read)
    ]


def _values(read: Read) -> tuple[Any, ...]:
    draft = read.draft
    return (
        draft.kind,
        draft.source,
        draft.thread,
        draft.group,
        draft.author,
        draft.at,
        keys_of(read.title),
        keys_of(read.words, draft.topics),
    )


def _know(read: Iterable[Read], known: Set[str] = frozenset()) -> set[str]:
    """Their words that are not known yet, which are from now. In the order of their letters, so
    that two who know the same words do not wait crosswise.
    """
    words: dict[str, int] = {}
    for one in read:
        if one.draft.is_open:
            words |= known_words(one.words)
    new = words.keys() - known
    rows = [KnownWord(word=word, key=words[word]) for word in sorted(new)]
    KnownWord.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    return new


def _lock_thread(thing: models.Model) -> None:
    """One after the other: two workers that read it at the same moment would write it crosswise."""
    thread: int = getattr(thing, "question_id", getattr(thing, "post_id", thing.pk))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, thread % MOST])


def _lock(*, everything: bool = False) -> None:
    """Of those who index one thing many at a time; whoever makes all of it anew is alone."""
    name = "pg_advisory_xact_lock" if everything else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name}(%s)", [LOCK])

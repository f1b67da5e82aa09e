"""What is asked: the words of a question that say what it is about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import library
from vaknet.domain.finding.analysis import analyser
from vaknet.domain.finding.encoder import encoder
from vaknet.domain.finding.synonyms import synonyms
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.engine.arrays import Array
from vaknet.engine.ranking import Answerer, Query
from vaknet.engine.text import content, fold, names_in

# A question of a page long is read up to here; its sense is in its beginning.
LONGEST_TEXT = 4_000
LONGEST_TOPIC = 3


@dataclass(frozen=True)
class Understanding:
    """The words we go by: as they are searched, and as they were written; and what was asked."""

    plain: tuple[str, ...]
    written: tuple[str, ...]
    text: str
    also: Mapping[str, float] = field(default_factory=dict)
    """What says the same as these words, and how much it weighs beside them, 0-1."""

    def __bool__(self) -> bool:
        return bool(self.plain)

    @property
    def spelled(self) -> tuple[str, ...]:
        """Every word by which a text may say it: those of the question, and their like."""
        return (*self.plain, *self.also)


def understand(text: str, *, without: Collection[str] = ()) -> Understanding:
    """`without` are words that the asker took out."""
    text = text[:LONGEST_TEXT]
    removed = {fold(word) for word in without}
    words: dict[str, str] = {}
    left = list(text)
    for word in content(text):
        written = text[word.start : word.end]
        if word.plain in removed or fold(written) in removed:
            left[word.start : word.end] = " " * (word.end - word.start)
        else:
            words.setdefault(word.plain, written)
    kept = "".join(left)
    also = {word: weight for word, weight in synonyms().also(kept).items() if word not in removed}
    return Understanding(tuple(words), tuple(words.values()), kept, also)


@dataclass(frozen=True)
class Reader:
    """Who asks, and which groups she may read: everything found is within them. Below zero stand
    the groups that she is in, for what is told to nobody else."""

    viewer: Actor
    groups: frozenset[int]

    @classmethod
    def of(cls, viewer: Actor) -> "Reader":
        rows = _READABLE(viewer=viewer.pk)
        mine = [-group for group, is_mine in rows if is_mine]
        return cls(viewer, frozenset([*mine, *(group for group, _ in rows)]))

    def but(self, unread: Collection[int], *, inside: int | None = None) -> "Reader":
        """As if she read nothing in these groups, and were in no other than the one `inside`."""
        left_out = {*unread, *(-group for group in unread)}
        if inside is not None:
            left_out |= {group for group in self.groups if group < 0 and group != -inside}
        return Reader(self.viewer, self.groups - left_out)


def _readable(viewer: int) -> QuerySet[Group, tuple[int, bool]]:
    seat = GroupMembership.objects.filter(group=OuterRef("pk"), actor=viewer, until=None)
    rows = groups.readable_groups(Actor(pk=viewer)).annotate(is_mine=Exists(seat))
    return rows.values_list("pk", "is_mine")


_READABLE = Frozen(_readable)


def answerer(
    reader: Reader,
    understood: Understanding,
    *,
    among: Collection[int] | None = None,
    without: Collection[int] = (),
) -> Answerer:
    """Her question put to the index as it is now; `without` are people besides herself who are
    never the answer, nor anything to compare with, and `among` the only ones who may be."""
    index = library.index()
    query = Query(
        words=understood.plain,
        also=understood.also,
        readable_groups=reader.groups,
        topics=_topics(understood.plain),
        names=names_in(understood.text),
        directions=_directions(understood.text) if index.has_meaning else None,
        without_people=[reader.viewer.pk, *without],
        among=among,
    )
    return Answerer(index, query, analyser())


def _directions(text: str) -> Array | None:
    reader = encoder()
    return None if reader is None else reader.question(text)[None]


def _topics(words: Sequence[str]) -> list[str]:
    """Whatever may be the name of a topic: each word, and up to three in a row."""
    rows = [words[place:] for place in range(LONGEST_TOPIC)]
    return [
        "-".join(part)
        for length in range(1, LONGEST_TOPIC + 1)
        for part in zip(*rows[:length], strict=False)
    ]

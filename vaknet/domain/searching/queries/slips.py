"""Words that somebody may have meant: those that people write and that look like hers."""

from collections.abc import Sequence
from dataclasses import replace

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import QuerySet

from vaknet.domain.finding.analysis import analyser
from vaknet.domain.frozen import Frozen
from vaknet.domain.searching.models import KnownWord
from vaknet.engine.text import Wish, wish

LIKE = 0.4  # of the three letter pieces that two words have together, the part that both have
MOST_ALIKE = 3
MOST_LOOKED_UP = 4  # words of a question
SHORTEST = 4


def with_slips(wishes: Sequence[Wish]) -> list[Wish]:
    """The same words, each with what it may be a slip for. A word in quotes is what it is."""
    looked_up = [one.word for one in wishes if len(one.word) >= SHORTEST][:MOST_LOOKED_UP]
    meant = {word: _alike(word) for word in looked_up}
    return [_widened(one, meant.get(one.word, [])) for one in wishes]


def _widened(asked: Wish, words: Sequence[str]) -> Wish:
    """What is like it counts as little as a part of another word."""
    others = [wish(analyser(), word) for word in words]
    keys = [key for other in others for key in other.keys if key not in asked.exact]
    return replace(asked, loose=tuple(dict.fromkeys([*asked.loose, *keys])))


def _alike(word: str) -> list[str]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(LIKE)]
            )
        return [like for (like,) in _WORDS(word=word)]


def _words(word: str) -> QuerySet[KnownWord, tuple[str]]:
    rows = KnownWord.objects.filter(word__trigram_similar=word).exclude(word=word)
    likest = rows.annotate(likeness=TrigramSimilarity("word", word)).order_by("-likeness", "word")
    return likest.values_list("word")[:MOST_ALIKE]


_WORDS = Frozen(_words)

"""From text to words: the first half of the analyser, the same for passages and questions."""

import re
import unicodedata
from collections.abc import Iterator, Set
from functools import lru_cache
from typing import NamedTuple

from vaknet.engine.text.stop_words import STOP_WORDS

LONGEST_WORD = 40
# Letters and digits of any script, accents written apart too; apostrophes inside (foto's, IT'ers);
# the + and # of C++ and C#.
SIGN = r"[^\W_][\u0300-\u036f]*"
WORD = re.compile(rf"(?:{SIGN})+(?:['’ʼ](?:{SIGN})+)*(?:\+\+|#)?")
APOSTROPHES = str.maketrans("", "", "'’ʼ")


class Word(NamedTuple):
    """One word of a text: as it is indexed, and where it stands in the text as given."""

    plain: str
    start: int
    end: int


def fold(word: str) -> str:
    """Compatible forms made one, lower case, no accents: Coördinator and coordinator meet."""
    if word.isascii():
        return word.lower()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", word).lower())
    return "".join(sign for sign in spread if not unicodedata.combining(sign))


@lru_cache(20_000)
def _plain(written: str) -> str:
    return fold(written.translate(APOSTROPHES))[:LONGEST_WORD]


@lru_cache(20_000)
def _content(written: str) -> str:
    """The plain word, or nothing for a word that says nothing of a subject.

    An abbreviation is kept though it looks like a function word: IT, ER, WAS.
    """
    plain = _plain(written)
    if len(plain) < 2 or (plain in STOP_WORDS and not written.isupper()):
        return ""
    return plain


def _calm(text: str) -> str:
    """In a text that is all capitals, capitals say nothing."""
    return text.lower() if text.isupper() and " " in text.strip() else text


def split(text: str) -> Iterator[Word]:
    """Every word of a text, function words too."""
    for match in WORD.finditer(text):
        yield Word(_plain(match.group()), match.start(), match.end())


def different_words(text: str) -> set[str]:
    """Every word of a text, function words too, each once."""
    return {_plain(written) for written in WORD.findall(text)}


def places_of(words: Set[str], text: str) -> Iterator[tuple[int, int]]:
    """Where a text has one of these plain words: its beginning and its end."""
    return (match.span() for match in WORD.finditer(text) if _plain(match.group()) in words)


def content(text: str) -> list[Word]:
    """The words that say what a text is about, with where they stand."""
    found = ((match, _content(match.group())) for match in WORD.finditer(_calm(text)))
    return [Word(plain, match.start(), match.end()) for match, plain in found if plain]


def names_in(text: str) -> list[str]:
    """The plain words that are written like a name of one thing: GIBIT, DigiD, NIS2, 3140."""
    calm = _calm(text)
    return [word.plain for word in content(calm) if _is_name(calm[word.start : word.end])]


def _is_name(written: str) -> bool:
    return any(map(str.isdigit, written)) or any(map(str.isupper, written[1:]))


def plain_words(text: str, *, limit: int) -> list[str]:
    """The first content words, ready to be stored with a passage."""
    written = WORD.findall(_calm(text[: limit * LONGEST_WORD]))
    return [plain for word in written if (plain := _content(word))][:limit]

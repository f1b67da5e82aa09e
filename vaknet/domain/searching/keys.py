"""From words to keys, by the analyser that the finder has too."""

from collections.abc import Iterable
from functools import lru_cache

from vaknet.domain.finding.analysis import analyser
from vaknet.engine.text import plain_words, search_keys, topic_key

# A text of pages is found by what stands in its beginning: enough for all that people post.
LONGEST = 8_000
SHORTEST_KNOWN, LONGEST_KNOWN = 4, 30  # letters of a word that a slip may mean


def words_in(text: str) -> list[str]:
    """The plain words of a text that say what it is about, each once."""
    return list(dict.fromkeys(plain_words(text[:LONGEST], limit=LONGEST)))


def keys_of(words: Iterable[str], topics: Iterable[str] = ()) -> list[int]:
    keys = dict.fromkeys(key for word in words for key in keys_of_word(word))
    return [*keys, *map(topic_key, topics)]


@lru_cache(50_000)
def keys_of_word(word: str) -> tuple[int, ...]:
    """Kept: natural text repeats itself."""
    return tuple(search_keys(analyser(), [word]))


def known_words(words: Iterable[str]) -> dict[str, int]:
    """Of the words those that are worth knowing for who mistypes them, each with a key."""
    kept = (word for word in words if SHORTEST_KNOWN <= len(word) <= LONGEST_KNOWN)
    return {word: keys_of_word(word)[0] for word in kept if word.isalpha()}

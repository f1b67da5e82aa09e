"""Which of these texts fits what somebody knows."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# A shared beginning this long carries the meaning in both languages:
# "vergunningen" and "vergunningverlener", "permits" and "permit".
STEM = 5
GRAM = 6
ENOUGH = 0.5
WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Match:
    """Positions of the text and of the topic that fit each other best, and how well (0 to 1)."""

    text: int
    topic: int
    fit: float


def best_match(texts: Sequence[str], topics: Sequence[str]) -> Match | None:
    """The text that one of the topics fits best; the earlier text wins a tie. None when no topic
    shows for at least half."""
    return next(iter(matches(texts, topics)), None)


def matches(texts: Sequence[str], topics: Sequence[str]) -> list[Match]:
    """Each text that a topic fits, with the one that fits best: the best fit first, then the
    earlier text.

    Fit is the share of the topic's words that the text shows, alone or inside a compound
    ("welstand" in "welstandsnota"); less than half is none.
    """
    stems = [_stems(topic) for topic in topics]
    found = [_best_topic(index, _folded(text), stems) for index, text in enumerate(texts)]
    good = [match for match in found if match.fit >= ENOUGH]
    return sorted(good, key=lambda match: (-match.fit, match.text))


def _best_topic(index: int, text: str, topics: Sequence[Sequence[str]]) -> Match:
    fits = [sum(stem in text for stem in stems) / max(1, len(stems)) for stems in topics]
    best = max(fits, default=0.0)
    return Match(text=index, topic=fits.index(best) if fits else 0, fit=best)


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _stems(topic: str) -> list[str]:
    """Words of five letters and more, cut to the part that inflection leaves alone."""
    words = WORD.findall(_folded(topic))
    return [word[: max(STEM, len(word) - 2)][:GRAM] for word in words if len(word) >= STEM]

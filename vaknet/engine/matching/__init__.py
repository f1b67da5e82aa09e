"""Which of these texts fits what somebody knows."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# A shared beginning this long carries the meaning in both languages:
# "vergunningen" and "vergunningverlener", "permits" and "permit".
STEM = 5
GRAM = 6
WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Match:
    """Positions of the text and of the topic that fit each other best, and how well (0 to 1)."""

    text: int
    topic: int
    fit: float


def best_match(texts: Sequence[str], topics: Sequence[str]) -> Match | None:
    """The text that one of the topics fits best; the earlier text wins a tie.

    Fit is the share of the topic's words that the text shows, alone or inside a compound
    ("welstand" in "welstandsnota"). None when no topic shows for at least half.
    """
    best: Match | None = None
    shown = [_folded(text) for text in texts]
    for topic_index, topic in enumerate(topics):
        stems = _stems(topic)
        for text_index, text in enumerate(shown):
            fit = sum(stem in text for stem in stems) / len(stems) if stems else 0.0
            if fit >= 0.5 and (best is None or (fit, -text_index) > (best.fit, -best.text)):
                best = Match(text=text_index, topic=topic_index, fit=fit)
    return best


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in plain if not unicodedata.combining(character))


def _stems(topic: str) -> list[str]:
    """Words of five letters and more, cut to the part that inflection leaves alone."""
    words = WORD.findall(_folded(topic))
    return [word[: max(STEM, len(word) - 2)][:GRAM] for word in words if len(word) >= STEM]

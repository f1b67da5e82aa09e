"""Whom members of a partner network look up: of who agreed, by what each of them shows there."""

import re

from vaknet.domain.activity.names import fold_name
from vaknet.domain.introducing.cards import Card, cards, findable_by
from vaknet.domain.introducing.queries.finding import Helper
from vaknet.domain.introducing.rules import LONGEST_LOOK_UP
from vaknet.domain.networks.models import Network

MOST_WORDS = 8
SHORTEST_WORD = 2  # letters: with one of them the alphabet would be a list of everybody


def who_is_called(network: Network, text: str) -> list[Helper]:
    """Who has all of these words, or their beginnings, on her card; by name. Of them
    `within_the_day` may be shown. For words that are too short nobody.

    Every card is read, whatever was asked: the statements are the same when nobody fits.
    """
    words = _words(text[:LONGEST_LOOK_UP])
    shown = cards(findable_by(network)).values()
    fitting = [card for card in shown if words and _has(card, words)]
    fitting.sort(key=lambda card: (card.actor.folded, card.actor.pk))
    return [Helper(card, reason="", strength=0.0) for card in fitting]


def _words(text: str) -> list[str]:
    found = re.findall(r"\w+", fold_name(text))
    return [word for word in found if len(word) >= SHORTEST_WORD][:MOST_WORDS]


def _has(card: Card, words: list[str]) -> bool:
    said = " ".join([card.name, card.headline, card.place, *card.topics])
    line = " " + " ".join(re.findall(r"\w+", fold_name(said)))
    return all(f" {word}" in line for word in words)

"""Who is found across the border, and how far introductions came."""

from vaknet.domain.introducing.cards import Card, cards, findable, findable_by
from vaknet.domain.introducing.queries.across import (
    answered_across,
    asked_across,
    due_across,
    findable_across,
    findable_by_networks,
    introduction_across,
    introductions_of,
    may_ask_today,
    networks_with_introductions,
    own_mail,
    waiting_across,
)
from vaknet.domain.introducing.queries.finding import Helper, shown_lately, who_fits, within_the_day
from vaknet.domain.introducing.queries.looking_up import who_is_called

__all__ = [
    "Card",
    "Helper",
    "answered_across",
    "asked_across",
    "cards",
    "due_across",
    "findable",
    "findable_across",
    "findable_by",
    "findable_by_networks",
    "introduction_across",
    "introductions_of",
    "may_ask_today",
    "networks_with_introductions",
    "own_mail",
    "shown_lately",
    "waiting_across",
    "who_fits",
    "who_is_called",
    "within_the_day",
]

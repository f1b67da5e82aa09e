"""Who can help somebody of a partner network: of who agreed, by what each of them shows there.

Our finder puts them forward. What counts after that, for the order as well, are the things on her
card: a word in something that she does not show gets nobody into an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import reasons
from vaknet.domain.finding.analysis import analyser
from vaknet.domain.finding.queries.evidence import read_again
from vaknet.domain.finding.queries.people import FITTING
from vaknet.domain.finding.queries.understanding import Reader, Understanding, answerer, understand
from vaknet.domain.introducing.cards import Card, cards, findable_by
from vaknet.domain.introducing.models import ShownToPartner
from vaknet.domain.introducing.rules import LONGEST_QUESTION, MOST_PEOPLE_A_DAY, MOST_SHOWN
from vaknet.domain.networks.models import Network
from vaknet.domain.people.models import KnownTopic
from vaknet.engine.ranking import Candidate

LANGUAGES = {"nl", "en"}
CANDIDATES = 200  # more than an answer needs: who of them is shown is decided by their cards
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Helper:
    """Somebody for a partner's question, with one reason in words."""

    card: Card
    reason: str
    strength: float


def who_fits(network: Network, text: str, *, language: str) -> list[Helper]:
    """Everybody, who fits most first: of them `within_the_day` may be shown."""
    understood = understand(text[:LONGEST_QUESTION])
    agreed = list(findable_by(network).values_list("actor", flat=True))
    nobody = Reader(Actor(pk=0), frozenset())
    candidates = answerer(nobody, understood, among=agreed).people(CANDIDATES)
    known = read_again(nobody, [one.passage for who in candidates for one in who.evidence])
    put_forward = [who.person for who in candidates]
    shown = cards(findable_by(network).filter(actor__in=put_forward))
    with translation.override(language if language in LANGUAGES else "nl"):
        found = [
            helper
            for who in candidates
            if who.person in shown
            and (helper := _helper(shown[who.person], who, known, understood)) is not None
        ]
    found.sort(key=lambda one: (-one.strength, one.card.name))
    return found


def shown_lately(network: Network, *, now: datetime) -> set[int]:
    """Who was in an answer to this partner in the last 24 hours."""
    rows = ShownToPartner.objects.filter(network=network, at__gt=now - DAY)
    return set(rows.values_list("actor", flat=True))


def within_the_day(
    network: Network, found: list[Helper], *, most: int = MOST_SHOWN, now: datetime
) -> list[Helper]:
    """At most so many. Of who was in no answer to this partner today there are no more than are
    left for the day."""
    before = shown_lately(network, now=now)
    left, chosen = MOST_PEOPLE_A_DAY - len(before), list[Helper]()
    for one in found:
        is_new = one.card.actor.pk not in before
        if len(chosen) < most and (left > 0 or not is_new):
            chosen.append(one)
            left -= is_new
    return chosen


def _helper(
    card: Card,
    who: Candidate,
    known: Mapping[int, tuple[object, str]],
    understood: Understanding,
) -> Helper | None:
    """The thing on her card that says most; None when nothing on it is about the question."""
    alike = {
        source.pk: one.likeness
        for one in who.evidence
        if isinstance(source := known.get(one.passage, (None, ""))[0], KnownTopic)
    }
    told = [
        Helper(card, reasons.from_topic(card.actor, topic, 0).sentence, strength)
        for topic in card.knows
        if (strength := _says(topic.text, understood, alike.get(topic.pk, 0.0)))
    ]
    if strength := _says(card.headline, understood):
        told.append(Helper(card, f"{_('Does this work:')} {card.headline}.", strength))
    return max(told, key=lambda one: one.strength, default=None)


def _says(text: str, understood: Understanding, likeness: float = 0.0) -> float:
    """By how many words of the question it has, and how alike it is; 0 when it does not fit."""
    asked, reader = understood.spelled, analyser()
    words = len(reader.alike(text, asked)) if reader.shares(text, asked) else 0
    return words + likeness if words or likeness >= FITTING else 0.0

"""Whom to meet: of who comes and agreed to be seen, with reasons that are true.

A reason is made of what both show to all members: the words that somebody knows and another seeks,
and the same trade at another employer. Who knows what she seeks comes first, who seeks what she
knows next, then the trade; of equal ones whoever registered first.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.queries import contacts_among
from vaknet.domain.encounters import rules
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.events.queries import who_comes
from vaknet.domain.people.models import KnownTopic, Profile, SoughtTopic
from vaknet.domain.people.visibility import is_narrowed
from vaknet.engine.text import content

KNOWS, SEEKS, TRADE = 3, 2, 1  # what each reason weighs
# Of more who come, those who registered first are looked at.
LOOKED_AT = 1_000
SHORTEST = 4  # letters of a word that two texts may meet in


@dataclass
class Suggestion:
    """`reasons`: sentences, the strongest first."""

    person: Actor
    reasons: list[str] = field(default_factory=list)
    weight: int = 0

    def add(self, weight: int, reason: str) -> None:
        self.weight += weight
        self.reasons.append(reason)


def whom_to_meet(viewer: Actor, event: Event) -> list[Suggestion]:
    """At most five, of whom she knows nobody yet. Nobody without a reason; nobody at all for who is
    not on the list of who comes herself."""
    coming = [row.person for row in _others(viewer, event) if row.person is not None]
    known = contacts_among(viewer, [person.pk for person in coming])
    found = {one.pk: Suggestion(one) for one in coming if one.pk not in known}
    _by_words(viewer, found)
    _by_trade(viewer, found)
    fitting = [one for one in found.values() if one.weight]
    return sorted(fitting, key=lambda one: -one.weight)[: rules.MOST_TO_MEET]


def _others(viewer: Actor, event: Event) -> QuerySet[Registration]:
    rows = who_comes(viewer, event).exclude(person=viewer)
    return rows.order_by("asked_at", "pk")[:LOOKED_AT]


def _by_words(viewer: Actor, found: dict[int, Suggestion]) -> None:
    people = [viewer.pk, *found]
    known = _told(KnownTopic.objects.filter(~is_narrowed("knows"), actor__in=people))
    sought = _told(SoughtTopic.objects.filter(~is_narrowed("seeks"), actor__in=people))
    for pk, one in found.items():
        if (pair := _meeting(known.get(pk, []), sought.get(viewer.pk, []))) is not None:
            one.add(KNOWS, _("Knows: %(theirs)s. You seek: %(mine)s.") % pair)
        if (pair := _meeting(sought.get(pk, []), known.get(viewer.pk, []))) is not None:
            one.add(SEEKS, _("Seeks: %(theirs)s. You know: %(mine)s.") % pair)


type Told = list[tuple[str, frozenset[str]]]


def _told(rows: Iterable[KnownTopic | SoughtTopic]) -> dict[int, Told]:
    """By person: what stands there, and its words that say what it is about."""
    told: dict[int, Told] = {}
    for row in rows:
        words = frozenset(word.plain for word in content(row.text) if len(word.plain) >= SHORTEST)
        told.setdefault(row.actor_id, []).append((row.text, words))
    return told


def _meeting(theirs: Told, mine: Told) -> dict[str, str] | None:
    """What the other one said and what she said, with the most words in common; None without."""
    common = [
        (len(words & own), text, said)
        for text, words in theirs
        for said, own in mine
        if words & own
    ]
    if not common:
        return None
    _count, text, said = max(common)
    return {"theirs": text, "mine": said}


def _by_trade(viewer: Actor, found: dict[int, Suggestion]) -> None:
    profiles = Profile.objects.filter(~is_narrowed("profession"), actor__in=[viewer.pk, *found])
    trades = dict(profiles.exclude(occupation=None).values_list("actor", "occupation"))
    mine = trades.get(viewer.pk)
    for pk, one in found.items():
        if mine is not None and trades.get(pk) == mine and one.person.headline != viewer.headline:
            one.add(TRADE, _("Does the same work as you, somewhere else."))

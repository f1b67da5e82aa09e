"""Whom to say hello to first: up to three people, each for a reason that is true."""

from collections.abc import Iterator
from dataclasses import dataclass

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.finding import queries as finding
from vaknet.domain.people.apart import ids_apart, is_apart
from vaknet.domain.people.models import Profile, SoughtTopic
from vaknet.domain.people.visibility import is_narrowed
from vaknet.engine.matching import best_match

SEEKERS = 200
FEW = 3


@dataclass(frozen=True)
class Suggestion:
    """`kind` is knows, seeks, profession or place; `topic` is what they share.

    For `seeks` the topic is the other one's words, and `mine` is what fits them.
    """

    actor: Actor
    kind: str
    topic: str
    mine: str = ""


def first_people(viewer: Actor) -> list[Suggestion]:
    """One who knows what she seeks, one who seeks what she knows, one of her trade or place."""
    known = {viewer.pk, *connections.contacts(viewer).values_list("pk", flat=True)}
    known |= ids_apart(viewer)
    found: dict[int, Suggestion] = {}
    for suggestion in _suggestions(viewer):
        if suggestion.actor.pk not in known:
            found.setdefault(suggestion.actor.pk, suggestion)
        if len(found) == FEW:
            break
    return list(found.values())


def _suggestions(viewer: Actor) -> Iterator[Suggestion]:
    for text in viewer.sought_topics.values_list("text", flat=True)[:1]:
        for person in finding.who_can_help(viewer, text, limit=1).people:
            yield Suggestion(person.actor, "knows", text)
    yield from _seekers(viewer)
    yield from _alike(viewer)


def _seekers(viewer: Actor) -> Iterator[Suggestion]:
    known = list(viewer.known_topics.values_list("text", flat=True))
    others = SoughtTopic.objects.exclude(is_narrowed("seeks")).exclude(actor=viewer)
    others = others.exclude(actor__name="").exclude(is_apart(viewer.pk, "actor"))
    latest = others.select_related("actor").order_by("-since", "-pk")[:SEEKERS]
    sought = list(latest) if known else []
    match = best_match([topic.text for topic in sought], known)
    if match is not None:
        topic = sought[match.text]
        yield Suggestion(topic.actor, "seeks", topic.text, mine=known[match.topic])


def _alike(viewer: Actor) -> Iterator[Suggestion]:
    mine = Profile.objects.select_related("place").get(actor=viewer)
    others = Profile.objects.exclude(actor=viewer).exclude(actor__name="")
    others = others.exclude(is_apart(viewer.pk, "actor"))
    others = others.select_related("actor").order_by("-pk")
    of_trade = others.exclude(is_narrowed("profession"))
    if mine.occupation_id:
        for profile in of_trade.filter(occupation=mine.occupation_id)[:FEW]:
            yield Suggestion(profile.actor, "profession", mine.profession)
    elif mine.profession:
        for profile in of_trade.filter(profession__iexact=mine.profession)[:FEW]:
            yield Suggestion(profile.actor, "profession", mine.profession)
    if mine.place:
        for profile in others.exclude(is_narrowed("place")).filter(place=mine.place)[:FEW]:
            yield Suggestion(profile.actor, "place", mine.place.name)

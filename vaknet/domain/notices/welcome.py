"""Whom to say hello to first: up to three people, each for a reason that is true."""

from collections.abc import Iterator
from dataclasses import dataclass

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import queries as finding
from vaknet.domain.people.models import Profile, SoughtTopic
from vaknet.engine.matching import best_match

SEEKERS = 200


@dataclass(frozen=True)
class Suggestion:
    """`kind` is knows, seeks, profession or place; `topic` is what they share."""

    actor: Actor
    kind: str
    topic: str


def first_people(viewer: Actor) -> list[Suggestion]:
    """One who knows what she seeks, one who seeks what she knows, one of her trade or place."""
    found: dict[int, Suggestion] = {}
    for suggestion in _suggestions(viewer):
        if suggestion.actor.pk != viewer.pk:
            found.setdefault(suggestion.actor.pk, suggestion)
    return list(found.values())[:3]


def _suggestions(viewer: Actor) -> Iterator[Suggestion]:
    for text in viewer.sought_topics.values_list("text", flat=True)[:1]:
        for person in finding.who_can_help(viewer, text, limit=1).people:
            yield Suggestion(person.actor, "knows", text)
    yield from _seekers(viewer)
    yield from _alike(viewer)


def _seekers(viewer: Actor) -> Iterator[Suggestion]:
    known = list(viewer.known_topics.values_list("text", flat=True))
    sought = list(
        SoughtTopic.objects.exclude(actor=viewer)
        .select_related("actor")
        .order_by("-since")[:SEEKERS]
    )
    match = best_match([topic.text for topic in sought], known)
    if match is not None:
        yield Suggestion(sought[match.text].actor, "seeks", known[match.topic])


def _alike(viewer: Actor) -> Iterator[Suggestion]:
    mine = Profile.objects.select_related("place", "occupation").get(actor=viewer)
    others = Profile.objects.exclude(actor=viewer).select_related("actor").order_by("-pk")
    if mine.occupation_id:
        for profile in others.filter(occupation=mine.occupation_id)[:2]:
            yield Suggestion(profile.actor, "profession", mine.profession)
    if mine.place:
        for profile in others.filter(place=mine.place)[:2]:
            yield Suggestion(profile.actor, "place", mine.place.name)

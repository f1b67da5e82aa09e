"""Things of ours as other networks read them: found, owned, and given an address."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Model, Q, QuerySet
from django.utils import translation

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.actions import Owned
from vaknet.domain.federation.models import FederatedThing
from vaknet.engine.activitypub.own_posts import OtherWords, OwnPoll, OwnThing
from vaknet.engine.activitypub.own_words import for_others
from vaknet.engine.text import language_of
from vaknet.interfaces.federation.addresses import actor_address, ours, thing_address
from vaknet.interfaces.federation.sources import BY_MODEL, SOURCES, Public, Source
from vaknet.interfaces.federation.sources.base import Key
from vaknet.kit.html_text import text_of

PER_PAGE = 20


@dataclass(frozen=True)
class Place:
    """Where a list of the newest goes on: after this one."""

    at: datetime
    source: Source
    pk: int


def found(keys: Collection[Key]) -> list[Public]:
    """Of these what guests read; in a statement for each kind."""
    by_model: dict[type[Model], list[int]] = {}
    for model, pk in keys:
        by_model.setdefault(model, []).append(pk)
    return [
        one
        for model, pks in by_model.items()
        for one in _read(BY_MODEL[model], BY_MODEL[model].rows().filter(pk__in=pks).order_by("pk"))
    ]


def owned(things: Sequence[Public]) -> dict[Key, Owned]:
    """In whose name, by the tokens of actors. A group gets one when it first needs it."""
    actors = {actor for one in things for actor in (one.owner, one.group)}
    tokens = queries.tokens_of(actors) if actors else {}
    for missing in sorted(actors - set(tokens)):
        actions.prepare(actor=Actor.objects.get(pk=missing))
    if set(tokens) != actors:
        tokens = queries.tokens_of(actors)
    return {
        one.key: Owned(*one.key, owner=tokens[one.owner], group=tokens[one.group]) for one in things
    }


def addressed(things: Sequence[Public]) -> list[OwnThing]:
    """In a number of statements that does not depend on how many there are."""
    return list(with_keys(things).values())


def with_keys(things: Sequence[Public]) -> dict[Key, OwnThing]:
    parents = found({one.parent for one in things if one.parent is not None})
    both = owned([*things, *parents])
    tokens = actions.address_things(things=list(both.values()))
    ids = {key: thing_address(tokens[one]) for key, one in both.items() if one in tokens}
    # What was taken away at this very moment is left out.
    return {
        one.key: _own(one, both[one.key], ids)
        for one in things
        if one.key in ids and (one.parent is None or one.parent in ids)
    }


def _own(one: Public, owner: Owned, ids: dict[Key, str]) -> OwnThing:
    parent = ids[one.parent] if one.parent is not None else None
    return OwnThing(
        id=ids[one.key],
        kind=one.kind,
        page=ours() + one.page,
        owner=actor_address(owner.owner),
        group=actor_address(owner.group),
        thread=parent or ids[one.key],
        name=one.name,
        content=for_others(one.content, ours=ours()),
        published=_minute(one.at),
        updated=_minute(one.updated) if one.updated else None,
        in_reply_to=parent,
        summary=one.summary,
        topics=one.topics,
        picture=one.picture,
        attached=one.attached,
        other=_other(one.other),
        language=_language(one),
        poll=_poll(one.poll),
        event=one.event,
        ends=one.ends,
    )


def _language(one: Public) -> str:
    """As its author said it, by writing in both; else as its words tell, or "" where that is not
    clear. Not that of the pages that she chose: she writes in what language she likes."""
    if one.other is not None:
        return one.other.original
    return language_of(f"{one.name}\n{one.summary}\n{text_of(one.content)}")


def _other(other: OtherWords | None) -> OtherWords | None:
    return replace(other, content=for_others(other.content, ours=ours())) if other else None


def _poll(poll: OwnPoll | None) -> OwnPoll | None:
    closed = poll.closed if poll else None
    return replace(poll, closed=_minute(closed)) if poll and closed else poll


def _minute(at: datetime) -> datetime:
    """More would tell who did it, from who was here then."""
    return at.replace(second=0, microsecond=0)


def key_of(row: FederatedThing) -> Key:
    model = ContentType.objects.get_for_id(row.object_type_id).model_class()
    if model is None:  # pragma: no cover - that would be a fault of ours
        raise LookupError("a kind of thing that is not there")
    return model, row.object_id


def thing_of(row: FederatedThing) -> tuple[OwnThing | None, bool]:
    """The thing at this address, and whether it is there at all: None and True where it is, in
    another's name, at another address."""
    things = found([key_of(row)])
    if not things:
        return None, False
    owner = owned(things)[things[0].key]
    if (owner.owner, owner.group) != (row.owner, row.group):
        return None, True
    return next(iter(addressed(things)), None), True


def latest(actor: Actor, after: Place | None) -> tuple[list[OwnThing], bool]:
    """Of a group, an organisation or a person, the newest first, and whether there is more."""
    rows = [row for source in SOURCES for row in _some(source, actor, after)]
    rows.sort(key=lambda row: (row[0], -SOURCES.index(row[1]), row[2].key[1]), reverse=True)
    page = [one for _at, _source, one in rows[:PER_PAGE]]
    return addressed(page), len(rows) > PER_PAGE


type _Dated = tuple[datetime, Source, Public]


def _some(source: Source, actor: Actor, after: Place | None) -> list[_Dated]:
    rows = source.standing(source.rows())
    if column := _column(source, actor):
        rows = rows.filter(**{column: actor.pk}, group_of=actor.pk)
    elif source.is_of_people:
        rows = rows.filter(author=actor, is_named=True)
    else:
        return []
    if after is not None:
        rows = rows.filter(_beyond(source, after))
    rows = rows.order_by(F("said_at").desc(), "-pk")[: PER_PAGE + 1]
    return [(one.at, source, one) for one in _read(source, rows)]


def _column(source: Source, actor: Actor) -> str:
    """By which what is of this group or organisation is found; empty where there is none."""
    columns = {Actor.Kind.GROUP: source.in_group, Actor.Kind.ORGANISATION: source.in_organisation}
    return columns.get(Actor.Kind(actor.kind), "")


def _beyond(source: Source, after: Place) -> Q:
    """What comes after it in the list; of one moment by kind, then the newest row first."""
    earlier = Q(said_at__lt=after.at)
    if source is after.source:
        return earlier | Q(said_at=after.at, pk__lt=after.pk)
    is_behind = SOURCES.index(source) > SOURCES.index(after.source)
    return earlier | Q(said_at=after.at) if is_behind else earlier


def place_of(row: FederatedThing) -> Place | None:
    """Where the list goes on that ended with it. None when nobody reads it any more."""
    model, pk = key_of(row)
    things = found([(model, pk)])
    return Place(things[0].at, BY_MODEL[model], pk) if things else None


def said_to(row: FederatedThing, after: Place | None) -> tuple[list[OwnThing], bool]:
    """What answers to it, the oldest first, and whether there is more."""
    model, pk = key_of(row)
    for source in SOURCES:
        if source.answers and source.answers == model._meta.model_name:
            rows = source.rows().filter(**{source.answers: pk})
            if after is not None:
                later = Q(said_at__gt=after.at) | Q(said_at=after.at, pk__gt=after.pk)
                rows = rows.filter(later)
            some = _read(source, rows.order_by("said_at", "pk")[: PER_PAGE + 1])
            return addressed(some[:PER_PAGE]), len(some) > PER_PAGE
    return [], False


def _read(source: Source, rows: QuerySet[Any]) -> list[Public]:
    """In the language of the network: the answer is the same whoever asks, and kept by many."""
    with translation.override(settings.LANGUAGE_CODE):
        return [source.read(row) for row in rows]

"""One kind of thing, and what a guest reads of it, before it has addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet

from vaknet.engine.activitypub import PostKind
from vaknet.engine.activitypub.own_posts import OtherWords, OwnEvent, OwnFile, OwnPicture, OwnPoll

type Key = tuple[type[Model], int]


@dataclass(frozen=True)
class Public:
    """`owner`: the actor in whose name it is, the group where nobody is named. `group` may be an
    organisation, which has no group. `page` has no host. `parent`: to what it answers; it is
    public when this is."""

    key: Key
    owner: int
    group: int
    kind: PostKind
    page: str
    name: str
    content: str
    at: datetime
    updated: datetime | None = None
    parent: Key | None = None
    summary: str = ""
    topics: tuple[str, ...] = ()
    picture: OwnPicture | None = None
    attached: tuple[OwnFile, ...] = ()
    other: OtherWords | None = None
    poll: OwnPoll | None = None
    event: OwnEvent | None = None
    ends: datetime | None = None


@dataclass(frozen=True)
class Source:
    """`rows`: what guests read of groups and organisations that are known elsewhere, each with
    `group_of`, `said_at` and `is_named` (in its author's name). `in_group` names the column by
    which those of one group are found, `in_organisation` that of an organisation; `answers`
    that of what a row answers to. `is_of_people`: it can be in the name of its author. `read`
    makes of one what is told. `standing` narrows it to what a list of the newest holds: not
    what is called off."""

    model: type[Model]
    rows: Callable[[], QuerySet[Any]]
    read: Callable[[Any], Public]
    in_group: str
    answers: str = ""
    is_of_people: bool = True
    standing: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda rows: rows
    in_organisation: str = ""

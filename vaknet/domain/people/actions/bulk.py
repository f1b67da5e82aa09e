"""Many people at once: from a membership register, an archive, or for a trial.

Nobody is mailed and nobody is told; what happened is kept in the log all the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from vaknet.domain.activity.actions import record_many
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people.actions.classification import name_known_topics
from vaknet.domain.people.actions.organisations import count_people
from vaknet.domain.people.actions.profile import headline_of
from vaknet.domain.people.handles import handle_from, numbered
from vaknet.domain.people.models import (
    Account,
    HelpOffer,
    KnownTopic,
    Occupation,
    Organisation,
    Place,
    Profile,
    Role,
    SoughtTopic,
)
from vaknet.domain.people.models.organisations import kind_by_name

BATCH = 2_000
UNUSABLE = make_password(None)


@dataclass(frozen=True)
class NewRole:
    title: str
    organisation: str = ""
    kind: str = Role.Kind.WORK
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class NewPerson:
    """All texts tidy and within their limits: whoever reads them in has seen to that."""

    name: str
    email: str
    language: str = "nl"
    handle: str = ""
    promise: str = ""
    profession: str = ""
    occupation: Occupation | None = None
    place: Place | None = None
    roles: Sequence[NewRole] = ()
    knows: Sequence[str] = ()
    seeks: Sequence[str] = ()
    offers: Sequence[str] = ()
    since: datetime = field(default_factory=timezone.now)


@transaction.atomic
def create_people(*, people: Sequence[NewPerson]) -> list[Actor]:
    """Make members of all, in the order given. All of them, or none.

    Raises IntegrityError when an address is known already.
    """
    actors = _actors(people)
    Account.objects.bulk_create(
        [
            Account(
                email=p.email, actor=a, language=p.language, password=UNUSABLE, created_at=p.since
            )
            for p, a in zip(people, actors, strict=True)
        ],
        batch_size=BATCH,
    )
    Profile.objects.bulk_create(
        [
            Profile(
                actor=actor,
                promise=person.promise,
                profession=person.profession,
                occupation=person.occupation,
                place=person.place,
            )
            for person, actor in zip(people, actors, strict=True)
        ],
        batch_size=BATCH,
    )
    _tell(people, actors)
    record_many(
        "joined",
        [(actor, actor.pk, person.since) for person, actor in zip(people, actors, strict=True)],
        kind=Actor,
        audience=Audience.MEMBERS,
    )
    return actors


def _actors(people: Sequence[NewPerson]) -> list[Actor]:
    """With a free handle each; namesakes get numbers."""
    taken = set(Actor.objects.filter(domain="").values_list("handle", flat=True))
    last: dict[str, int] = {}
    actors = []
    for person in people:
        handle = _free_handle(person, taken, last)
        roles = [_unsaved(role) for role in person.roles]
        headline = headline_of(person.profession, roles, today=timezone.localdate())
        actors.append(
            Actor(
                kind=Actor.Kind.PERSON,
                handle=handle,
                name=person.name,
                headline=headline,
                created_at=person.since,
            )
        )
    return Actor.objects.bulk_create(actors, batch_size=BATCH)


def _free_handle(person: NewPerson, taken: set[str], last: dict[str, int]) -> str:
    wanted = handle_from(person.handle or person.name)
    number = last.get(wanted, 1)
    while (handle := numbered(wanted, number)) in taken:
        number += 1
    last[wanted] = number
    taken.add(handle)
    return handle


def _unsaved(role: NewRole) -> Role:
    organisation = Organisation(name=role.organisation) if role.organisation else None
    return Role(
        kind=role.kind,
        title=role.title,
        organisation=organisation,
        since=role.since,
        until=role.until,
    )


def _tell(people: Sequence[NewPerson], actors: Sequence[Actor]) -> None:
    pairs = list(zip(people, actors, strict=True))
    KnownTopic.objects.bulk_create(
        [KnownTopic(actor=a, text=text, since=p.since) for p, a in pairs for text in p.knows],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    name_known_topics()
    SoughtTopic.objects.bulk_create(
        [SoughtTopic(actor=a, text=text, since=p.since) for p, a in pairs for text in p.seeks],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    HelpOffer.objects.bulk_create(
        [HelpOffer(actor=a, kind=kind, since=p.since) for p, a in pairs for kind in p.offers],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    known = _organisations(role.organisation for person in people for role in person.roles)
    Role.objects.bulk_create(
        [
            Role(
                actor=actor,
                kind=role.kind,
                title=role.title,
                organisation_id=known.get(role.organisation.lower()),
                since=role.since,
                until=role.until,
            )
            for person, actor in pairs
            for role in person.roles
        ],
        batch_size=BATCH,
    )
    count_people(places=known.values())


def _organisations(names: Iterable[str]) -> dict[str, int]:
    """Ids by name in small letters; those not known yet are made."""
    wanted = {name.lower(): name for name in names if name}
    Organisation.objects.bulk_create(
        [Organisation(name=name, kind=kind_by_name(name)) for name in wanted.values()],
        batch_size=BATCH,
        ignore_conflicts=True,
    )
    return {
        name.lower(): pk
        for name, pk in Organisation.objects.values_list("name", "pk")
        if name.lower() in wanted
    }

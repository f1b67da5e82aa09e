"""One of the three small networks of the linked demo: a few people, one group, one manager."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Mail
from vaknet.domain.introducing import actions as introducing
from vaknet.domain.introducing.models import FindableBy
from vaknet.domain.introducing.rules import EDITION
from vaknet.domain.networks.models import Network
from vaknet.domain.notices import actions as notices
from vaknet.domain.people.actions.bulk import NewPerson, NewRole, create_people
from vaknet.kit.register import read_role

SINCE = timedelta(days=400)
NEW = timedelta(days=5)

type Row = Mapping[str, Any]


@transaction.atomic
def make(told: Row, *, now: datetime) -> dict[str, Actor]:
    """All of it or nothing. By handle."""
    rows = told["person"]
    actors = create_people(people=[_person(told, row, now) for row in rows])
    people = {row["handle"]: actor for row, actor in zip(rows, actors, strict=True)}
    for actor in actors:
        notices.keep_rhythm(actor, days=range(1, 8), on_holidays=True, quietly=True)
    manager = people[told["manager"]]
    group = groups.start_group(
        manager,
        name=told["group"],
        purpose=told["purpose"],
        readers="members",
        admission="",
        join_question="",
        house_rules="",
        since=now - SINCE,
    )
    others = [actor for actor in actors if actor.pk != manager.pk]
    groups.enter_many(group=group, actors=others, since=now - NEW, mail=Mail.ISSUE)
    for row in rows:
        if "shows" in row:
            _agree(people[row["handle"]], row, [])
    return people


@transaction.atomic
def let_find(told: Row, network: Network) -> None:
    """Who agreed ticks this partner. Once: what somebody chose since stays as it is."""
    if FindableBy.objects.filter(network=network).exists():
        return
    for row in told["person"]:
        if "shows" in row:
            _agree(Actor.objects.get(handle=row["handle"], domain=""), row, [network])


def _agree(person: Actor, row: Row, networks: Sequence[Network]) -> None:
    introducing.agree_to_be_found(
        person, agreed_to=EDITION, shows=row["shows"], offered=networks, chosen=networks
    )


def _person(told: Row, row: Row, now: datetime) -> NewPerson:
    return NewPerson(
        handle=row["handle"],
        name=row["name"],
        email=row["email"],
        language="nl",
        promise="",
        profession=row["profession"],
        occupation=None,
        place=None,
        roles=[_role(text) for text in row["work"]],
        knows=row["knows"],
        seeks=[],
        offers=[],
        since=now - (NEW if row["handle"] == told["newcomer"] else SINCE),
    )


def _role(text: str) -> NewRole:
    role = read_role(text)
    return NewRole(role.title, role.organisation, "work", role.since, role.until)

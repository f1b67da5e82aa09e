"""One of the three small networks of the linked demo: a few people, a group of their own and one
that everyone reads, with an event; one manager.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localtime

from vaknet.domain.activity.actions import as_history
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions as events
from vaknet.domain.events.actions import EventDetails
from vaknet.domain.events.models import Event
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group, Mail
from vaknet.domain.introducing import actions as introducing
from vaknet.domain.introducing.models import FindableBy
from vaknet.domain.introducing.rules import EDITION
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.networks.models import Network, Share
from vaknet.domain.networks.queries import partners
from vaknet.domain.notices import actions as notices
from vaknet.domain.people.actions.bulk import NewPerson, NewRole, create_people
from vaknet.domain.visiting import actions as visiting
from vaknet.kit.register import read_role

SINCE = timedelta(days=400)
NEW = timedelta(days=5)
SOON = timedelta(days=16)
AFTERNOON = 14

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
    others = [actor for actor in actors if actor.pk != manager.pk]
    for row, readers in ((told, "members"), (told["open"], "public")):
        group = groups.start_group(
            manager,
            name=row["group"],
            purpose=row["purpose"],
            readers=readers,
            since=now - SINCE,
        )
        groups.enter_many(group=group, actors=others, since=now - NEW, mail=Mail.ISSUE)
    with as_history():
        _for_everyone(manager, group, told["open"], now=now)
    for row in rows:
        if "shows" in row:
            _agree(people[row["handle"]], row, [])
    return people


def _for_everyone(manager: Actor, group: Group, row: Row, *, now: datetime) -> None:
    """So that partners see something, and others elsewhere have something to follow."""
    knowledge.ask(manager, group=group, title=row["question"])
    begins = (localtime(now) + SOON).replace(hour=AFTERNOON, minute=0, second=0, microsecond=0)
    details = EventDetails(
        name=row["event"],
        summary=row["summary"],
        venue=row["venue"],
        readers=Event.Readers.PUBLIC,
        takes_guests=True,
        starts_at=begins,
        ends_at=begins + timedelta(hours=2),
    )
    event = events.plan_event(manager, details=details, groups_that_hold=[group])
    events.publish_event(manager, event=event)


@transaction.atomic
def let_find(told: Row, network: Network) -> None:
    """Who agreed ticks this partner, and the group of members lets its members in. Once: what
    somebody chose since stays as it is.
    """
    if FindableBy.objects.filter(network=network).exists():
        return
    for row in told["person"]:
        if "shows" in row:
            _agree(Actor.objects.get(handle=row["handle"], domain=""), row, [network])
    manager = Actor.objects.get(handle=told["manager"], domain="")
    group = Group.objects.get(actor__name=told["group"])
    if with_groups := partners(Share.GROUPS):
        visiting.open_to_visitors(manager, group=group, networks=with_groups)


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

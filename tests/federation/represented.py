"""The municipality where Samira works: its domain is shown, and other networks know of it."""

from datetime import timedelta
from typing import Any

from django.utils.timezone import now

from tests.opportunities.a_masterclass import CRITERIA, QUESTIONS, details
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event
from vaknet.domain.federation import actions
from vaknet.domain.groups.models import Group
from vaknet.domain.opportunities import actions as opportunities
from vaknet.domain.opportunities.models import Opportunity
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Organisation

DOMAIN = "waterveen.example"
HANDLE = "waterveen_example"


def place_of(world: World) -> Organisation:
    place = world.samira.roles.get().organisation
    assert place is not None
    return Organisation.objects.select_related("actor").get(pk=place.pk)


def shown(world: World) -> Organisation:
    """By her mail address there."""
    place = place_of(world)
    if not place.domain_proofs.exists():
        people.prove_domain_by_mail(world.samira, organisation=place, domain=DOMAIN)
    return place


def let_out(world: World) -> Organisation:
    place = shown(world)
    actions.let_organisation_out(world.samira, organisation=place, domain=DOMAIN, is_sure=True)
    return place_of(world)


def actor_of(place: Organisation) -> Actor:
    return Actor.objects.get(organisation=place)


def says_she_works_there(person: Actor, place: Organisation) -> Actor:
    people.add_role(person, kind="work", title="jurist", organisation=place.name)
    return person


def a_day_of(by: Actor, place: Organisation, *groups: Group, **said: Any) -> Event:
    """A draft."""
    starts_at = now() + timedelta(days=14)
    usual = {
        "name": "Open dag",
        "venue": "Stadhuis",
        "ends_at": starts_at + timedelta(hours=3),
        "readers": Event.Readers.PUBLIC,
        "takes_guests": True,
    }
    return events.plan_event(
        by,
        details=events.EventDetails(starts_at=starts_at, **usual | said),
        groups_that_hold=groups,
        organisation=place,
    )


def open_day_of(by: Actor, place: Organisation, *groups: Group, **said: Any) -> Event:
    return events.publish_event(by, event=a_day_of(by, place, *groups, **said))


def offered_by(by: Actor, place: Organisation, **said: Any) -> Opportunity:
    told = details(readers="public", contact="Het stadhuis") if not said else details(**said)
    made = opportunities.begin_opportunity(by, details=told, organisation=place)
    opportunities.set_form(by, opportunity=made, criteria=CRITERIA, questions=QUESTIONS)
    return opportunities.publish_opportunity(by, opportunity=made)

"""What a member takes along, for herself alone."""

from collections.abc import Iterable
from datetime import timedelta

from vaknet.domain.activity.models import Actor
from vaknet.domain.calendars import everything as calendars
from vaknet.domain.coffee import everything as coffee
from vaknet.domain.connections import everything as connections
from vaknet.domain.connections.queries import contacts
from vaknet.domain.consulting import everything as consulting
from vaknet.domain.encounters import everything as encounters
from vaknet.domain.events import everything as events
from vaknet.domain.federation import everything as federation
from vaknet.domain.goals import everything as goals
from vaknet.domain.governance import everything as governance
from vaknet.domain.groups import everything as groups
from vaknet.domain.introducing import everything as introducing
from vaknet.domain.journal import everything as journal
from vaknet.domain.knowledge import everything as knowledge
from vaknet.domain.learning import everything as learning
from vaknet.domain.leaving import files
from vaknet.domain.leaving.models import Archive
from vaknet.domain.notices import everything as notices
from vaknet.domain.opportunities import everything as opportunities
from vaknet.domain.paper import everything as paper
from vaknet.domain.parts import Part
from vaknet.domain.people import everything as people
from vaknet.domain.people.models import Occupation
from vaknet.domain.programme import everything as programme
from vaknet.domain.pushing import everything as pushing
from vaknet.domain.reading import everything as reading
from vaknet.domain.routing import everything as routing
from vaknet.domain.searching import everything as searching
from vaknet.domain.surveys import everything as surveys
from vaknet.domain.talks import everything as talks
from vaknet.domain.tips import everything as tips
from vaknet.domain.translations import everything as translations
from vaknet.domain.visiting import everything as visiting

KEPT = timedelta(days=3)
GIVEN_UP = timedelta(days=1)


def everything_of(viewer: Actor) -> list[Part]:
    """Every room's part, in the order in which a person would look for it."""
    rooms = (
        people,
        groups,
        knowledge,
        routing,
        translations,
        reading,
        surveys,
        journal,
        connections,
        talks,
        events,
        programme,
        encounters,
        opportunities,
        calendars,
        consulting,
        coffee,
        goals,
        tips,
        federation,
        introducing,
        visiting,
        governance,
        searching,
        learning,
        notices,
        pushing,
        paper,
    )
    return [part for room in rooms for part in room.everything_of(viewer)]


def last_archive(viewer: Actor) -> Archive | None:
    """What she asked last, unless it is gone again."""
    return Archive.objects.filter(actor=viewer, removed_at=None).order_by("-pk").first()


def archive(viewer: Actor, pk: int) -> Archive:
    """One that can be fetched. Raises Archive.DoesNotExist, also for that of somebody else."""
    found = Archive.objects.get(actor=viewer, pk=pk, ready_at__isnull=False, removed_at=None)
    if not files.path(found.name).exists():
        raise Archive.DoesNotExist
    return found


def contacts_named(viewer: Actor, names: Iterable[str]) -> dict[str, Actor]:
    """Her contacts of these names; of namesakes none, for nobody knows which of them is meant."""
    found: dict[str, list[Actor]] = {}
    for contact in contacts(viewer):
        found.setdefault(contact.name.casefold(), []).append(contact)
    alone = {name: found.get(name.casefold(), []) for name in names}
    return {name: actors[0] for name, actors in alone.items() if len(actors) == 1}


def occupation_with(uri: str) -> Occupation | None:
    return Occupation.objects.filter(uri=uri).first() if uri else None

"""A member who chose to be known elsewhere, and a group that everybody reads."""

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions
from vaknet.domain.federation.rules import EDITION
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.people import actions as people


def be_public(person: Actor, **more: str) -> None:
    people.show_parts(person, who_sees={"profession": "everyone"} | more, agreed_to="2026-11")


def known_elsewhere(person: Actor) -> Actor:
    be_public(person)
    actions.federate(person, agreed_to=EDITION)
    return Actor.objects.get(pk=person.pk)


def public_group(by: Actor) -> Group:
    return groups.start_group(
        by, name="Bouwen met hout", purpose="Houtbouw & meer", readers="public"
    )

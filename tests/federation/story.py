"""A member who chose to be known elsewhere, and a group that everybody reads."""

from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions
from vaknet.domain.federation.models import Follower, Host, RemoteActor
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


def somebody_elsewhere(name: str = "Wout Verhulst", *, host: str = "bouw.example") -> RemoteActor:
    """As this network knows her after reading her document."""
    handle = name.lower().replace(" ", ".")
    actor = Actor.objects.create(kind=Actor.Kind.PERSON, handle=handle, domain=host, name=name)
    return RemoteActor.objects.create(
        actor=actor,
        host=Host.objects.get_or_create(name=host)[0],
        uri=f"https://{host}/users/{handle}",
        inbox=f"https://{host}/users/{handle}/inbox",
        shared_inbox=f"https://{host}/inbox",
        page=f"https://{host}/@{handle}",
        read_at=timezone.now(),
    )


def follows(one: RemoteActor, followed: Actor) -> Follower:
    return Follower.objects.create(follower=one, followed=followed, since=timezone.now())

"""Who may do what with people's own words."""

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import KnownTopic, Role, SoughtTopic

# The first edition of the words "to be found" that says: by mail address or LinkedIn page.
FOUND_BY_PAGE = "2026-12"


def may_see_people(viewer: Actor | None) -> bool:
    """Who is a member is a secret of the members."""
    return viewer is not None


def may_keep_apart(person: Actor, other: Actor) -> bool:
    return person.kind == other.kind == Actor.Kind.PERSON and person.pk != other.pk


def may_change_role(person: Actor, role: Role) -> bool:
    return role.actor_id == person.pk


def may_remove_topic(person: Actor, topic: KnownTopic | SoughtTopic) -> bool:
    return topic.actor_id == person.pk

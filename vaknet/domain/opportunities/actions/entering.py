"""The group of who take part."""

from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.actions.members import enter
from vaknet.domain.groups.models import Group, Mail


def let_in(group: Group, person: Actor) -> None:
    """She agreed when she said yes to her place. Twice is once."""
    one_at_a_time(group.actor)
    if groups.membership(person, group) is None:
        enter(person, group=group, mail=Mail.ISSUE)

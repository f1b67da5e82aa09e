"""What the acts of a steward begin with."""

from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries, rules
from vaknet.domain.groups.models import Group
from vaknet.domain.refusal import Refused


def check_steward(by: Actor, group: Group) -> None:
    """Raises Refused."""
    if not rules.may_steward(queries.membership(by, group)):
        raise Refused(_("Only a steward of the group can do this."))

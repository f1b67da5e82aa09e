"""Whether a group can take another source, to be known before anybody is visited."""

from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.groups.models import Group
from vaknet.domain.reading import queries
from vaknet.domain.refusal import Refused

MOST = 30


def check_may_follow(by: Actor, *, group: Group) -> None:
    """Raises Refused."""
    if not queries.may_choose(by, group):
        raise Refused(_("Only a steward or an editor of the group can do this."))
    check_awake(group)
    if queries.sources(by, group).count() >= MOST:
        raise Refused(
            _("The group follows %(count)d sources. Remove one first.") % {"count": MOST},
            field="address",
        )

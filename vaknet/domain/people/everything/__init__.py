"""All that this room holds of one member, for herself."""

from vaknet.domain.activity.models import Actor
from vaknet.domain.parts import Part
from vaknet.domain.people.everything.account import account_of
from vaknet.domain.people.everything.profile import profile_of


def everything_of(viewer: Actor) -> list[Part]:
    return [*profile_of(viewer), *account_of(viewer)]

"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.parts import Part, streamed


def everything_of(viewer: Actor) -> list[Part]:
    rows = GroupMembership.objects.filter(actor=viewer).order_by("pk")
    listed = rows.values_list(
        "group__actor__name", "group__actor__handle", "duty", "since", "until"
    )
    columns = {
        "group": _("Group"),
        "handle": _("Address here"),
        "duty": _("Duty"),
        "since": _("Since"),
        "until": _("Until"),
    }
    held = ("groups.GroupMembership.actor",)
    spoken = {"duty": dict(GroupMembership.Duty.choices)}
    return [Part("groups", _("Groups"), columns, streamed(listed), held, spoken)]

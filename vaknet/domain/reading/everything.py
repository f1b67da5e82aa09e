"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.parts import Part, streamed
from vaknet.domain.reading.models import Subscription


def everything_of(viewer: Actor) -> list[Part]:
    rows = Subscription.objects.filter(by=viewer).order_by("pk")
    listed = rows.values_list("group__actor__name", "source__address", "since", "until")
    columns = {
        "group": _("Group"),
        "address": _("Address"),
        "since": _("Since"),
        "until": _("Until"),
    }
    held = ("reading.Subscription.by",)
    return [Part("sources", _("Sources that I chose for a group"), columns, streamed(listed), held)]

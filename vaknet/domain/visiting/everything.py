"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.parts import Part, streamed
from vaknet.domain.visiting.models import Visit


def everything_of(viewer: Actor) -> list[Part]:
    """Not what is said there: that stands at the home of the group."""
    rows = Visit.objects.filter(actor=viewer).order_by("pk")
    return [
        Part(
            "visits",
            _("Groups at partner networks"),
            {
                "network": _("Network"),
                "group": _("Group"),
                "known_as": _("What you are called there"),
                "asked_at": _("Asked"),
                "since": _("Since"),
                "until": _("Until"),
            },
            streamed(
                rows.values_list("network__name", "name", "token", "asked_at", "since", "until")
            ),
            ("visiting.Visit.actor",),
        )
    ]

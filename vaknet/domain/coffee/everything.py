"""All that this room holds of one member, for herself."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.coffee.models import CoffeeSeat, CoffeeWish, Often
from vaknet.domain.parts import Part, streamed


def everything_of(viewer: Actor) -> list[Part]:
    """What others said of a coffee is theirs, and who they were is on the page."""
    return [_wishes(viewer), _seats(viewer)]


def _wishes(viewer: Actor) -> Part:
    rows = CoffeeWish.objects.filter(person=viewer).order_by("pk")
    columns = {
        "often": _("How often"),
        "place": _("Where"),
        "reach": _("How far, in km"),
        "wishes": _("With whom"),
        "mentors": _("Thinks along as a mentor"),
        "parts": _("Parts of the week"),
        "since": _("Since"),
        "until": _("Until"),
        "ends_on": _("Last day"),
        "snoozed_until": _("Skipped until"),
        "first_since": _("Goes first since"),
    }
    told = rows.values_list(
        "often",
        "place__name",
        "reach",
        "wishes",
        "mentors",
        "parts",
        "since",
        "until",
        "ends_on",
        "snoozed_until",
        "first_since",
    )
    return Part(
        "coffee_wishes",
        _("Looking for coffee"),
        columns,
        streamed(told),
        ("coffee.CoffeeWish.person",),
        spoken={"often": dict(Often.choices)},
    )


def _seats(viewer: Actor) -> Part:
    rows = CoffeeSeat.objects.filter(person=viewer).order_by("pk").annotate(town=F("place__name"))
    columns = {
        "drawn_at": _("Since"),
        "place": _("Where"),
        "online": _("Online"),
        "accepted_at": _("Said yes"),
        "declined_at": _("Declined"),
        "reminded_at": _("Reminded"),
        "met": _("Did you meet?"),
        "said_at": _("Said at"),
    }
    told = rows.values_list(
        "round__drawn_at",
        "town",
        "match__online",
        "accepted_at",
        "declined_at",
        "reminded_at",
        "met",
        "said_at",
    )
    return Part(
        "coffees",
        _("Coffee"),
        columns,
        streamed(told),
        ("coffee.CoffeeSeat.person",),
        spoken={"met": dict(CoffeeSeat.Met.choices)},
    )

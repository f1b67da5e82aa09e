"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.encounters.models import Encounter, Welcome
from vaknet.domain.parts import Part, streamed


def everything_of(viewer: Actor) -> list[Part]:
    """Whom she met; that others say they met her is theirs."""
    rows = Encounter.objects.filter(person=viewer).order_by("pk")
    columns = {
        "event": _("Event"),
        "other": _("Whom"),
        "since": _("Since"),
        "kept_at": _("Kept"),
        "in_touch_at": _("Wants to stay in touch"),
    }
    listed = rows.values_list("event__name", "other__name", "since", "kept_at", "in_touch_at")
    held = ("encounters.Encounter.person", "encounters.Encounter.other")
    met = Part("encounters", _("People you spoke"), columns, streamed(listed), held)
    return [met, _welcomes(viewer)]


def _welcomes(viewer: Actor) -> Part:
    rows = Welcome.objects.filter(person=viewer).order_by("pk")
    columns = {"event": _("Event"), "since": _("Since"), "until": _("Until")}
    listed = rows.values_list("event__name", "since", "until")
    held = ("encounters.Welcome.person",)
    return Part("welcomes", _("Events where you welcome"), columns, streamed(listed), held)

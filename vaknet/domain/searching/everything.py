"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.parts import Part, streamed
from vaknet.domain.searching.models import SavedSearch


def everything_of(viewer: Actor) -> list[Part]:
    rows = SavedSearch.objects.filter(actor=viewer).order_by("pk")
    columns = {
        "text": _("Text"),
        "kind": _("Kind"),
        "group": _("Group"),
        "topic": _("Topic"),
        "by": _("Written by"),
        "since": _("Since"),
        "until": _("Until"),
    }
    values = rows.values_list("text", "kind", "group__actor__name", "topic", "by", "since", "until")
    held = ("searching.SavedSearch.actor",)
    return [Part("saved_searches", _("Saved searches"), columns, streamed(values), held)]

"""All that this room holds of one member, for herself.

Of a search only the moment: a list of who was shown would lack whoever stays out, and tell so.
"""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.learning.models import Search, StaysOut
from vaknet.domain.parts import Part, streamed


def everything_of(viewer: Actor) -> list[Part]:
    searches = Search.objects.filter(asker=viewer).order_by("pk").values_list("at")
    out = StaysOut.objects.filter(actor=viewer).order_by("pk").values_list("since", "until")
    return [
        Part(
            "searches_learned_from",
            _("Searches that we may learn from"),
            {"at": _("When")},
            streamed(searches),
            ("learning.Search.asker",),
        ),
        Part(
            "stayed_out_of_learning",
            _("When we were not to learn from you"),
            {"since": _("Since"), "until": _("Until")},
            streamed(out),
            ("learning.StaysOut.actor",),
        ),
    ]

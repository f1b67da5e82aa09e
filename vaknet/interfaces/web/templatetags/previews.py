"""The card below a text that leads to a page elsewhere."""

from typing import Any

from django import template

from vaknet.domain.previews.models import Text
from vaknet.domain.previews.words import name_of
from vaknet.interfaces.web.reports import IN_ADDRESS

register = template.Library()
ADDRESS = {name: shown for shown, name in IN_ADDRESS.items()}


@register.inclusion_tag("previews/_card.html", takes_context=True)
def preview(context: template.Context, text: Text, *, mine: bool | None = None) -> dict[str, Any]:
    """Nothing where there is none. `cards` of the page are those that its reader may see.

    `mine`: whether she wrote it, where that does not show in who its author is.
    """
    viewer, name = context.get("viewer"), name_of(text)
    return {
        "page": context["cards"].get((name, text.pk)),
        "about": ADDRESS[name],
        "pk": text.pk,
        "is_mine": viewer is not None and text.author_id == viewer.pk if mine is None else mine,
        "csrf_token": context.get("csrf_token"),
    }

"""The card below a text that leads to a page elsewhere."""

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from vaknet.domain.previews.models import Text
from vaknet.domain.previews.words import name_of
from vaknet.interfaces.web.reports import IN_ADDRESS

register = template.Library()
ADDRESS = {name: shown for shown, name in IN_ADDRESS.items()}


@register.simple_tag(takes_context=True)
def preview(context: template.Context, text: Text, *, mine: bool | None = None) -> SafeString:
    """Nothing where there is none. `cards` of the page are those that its reader may see.

    `mine`: whether she wrote it, where that does not show in who its author is.
    """
    viewer, name = context.get("viewer"), name_of(text)
    page = context["cards"].get((name, text.pk))
    if page is None:
        return SafeString()
    return render_to_string(
        "previews/_card.html",
        {
            "page": page,
            "about": ADDRESS[name],
            "pk": text.pk,
            "is_mine": viewer is not None and text.author_id == viewer.pk if mine is None else mine,
            "csrf_token": context.get("csrf_token"),
        },
    )

"""What an issue is drawn with."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from vaknet.domain.journal.reading import FigureView
from vaknet.domain.journal.sources import Told
from vaknet.engine.layout import bars

register = template.Library()


@register.filter
def as_title(name: str) -> SafeString:
    """The name of a journal, with its ampersand set like one."""
    return mark_safe(escape(name).replace("&amp;", "<span>&amp;</span>"))  # noqa: S308 -- escaped


@register.filter
def address(told: Told) -> str:
    """Of the page where one reads on."""
    if told.post is None:
        return reverse("question", args=[told.question])
    return reverse("article" if told.is_article else "conversation", args=[told.post])


@register.inclusion_tag("journal/_chart.html")
def chart(figure: FigureView) -> dict[str, Any]:
    """Bars for the eye, and a table that says the same."""
    rows = [(_named(figure, bar.label), bar.value, bar.written) for bar in figure.bars]
    return {"figure": figure, "rows": rows, "drawing": bars.draw(rows)}


@register.filter
def as_rows(figure: FigureView) -> list[tuple[str, str]]:
    """The same, where there is nothing to draw on."""
    return [(_named(figure, bar.label), bar.written) for bar in figure.bars]


def _named(figure: FigureView, label: str) -> str:
    return _("week %(week)s") % {"week": label} if figure.is_counted else label

"""What somebody found, with the words she asked for under the marker."""

from collections.abc import Iterable

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from vaknet.domain.searching.queries import Term

register = template.Library()


@register.filter
def terms(found: Iterable[Term]) -> SafeString:
    """Of a title, or of a piece of text."""
    shown = (
        format_html("<mark>{}</mark>", term.text) if term.is_marked else escape(term.text)
        for term in found
    )
    return mark_safe("".join(shown))  # noqa: S308 -- every piece is escaped above

"""When and where something is held, for templates."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString, mark_safe

from vaknet.domain.events import words
from vaknet.kit import markdown
from vaknet.kit.lettering import legible

register = template.Library()
register.filter("event_days", words.days)
register.filter("event_hours", words.hours)
register.filter("event_place", words.where)
register.filter("moment_elsewhere", words.moment_there)
register.filter("legible", legible)


@register.filter
def in_markdown(text: str) -> SafeString:
    """Safe HTML."""
    return mark_safe(_rendered(text))  # noqa: S308 -- cleaned by kit.markdown


@lru_cache(maxsize=512)
def _rendered(text: str) -> str:
    return markdown.to_html(text, is_page=True)


@register.filter
def code_in_groups(code: str) -> str:
    """ "ABCD EFGH": easier to read out."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"

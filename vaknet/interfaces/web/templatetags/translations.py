"""A text in the language of who reads it, or in both."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from vaknet.domain.knowledge.models import Post, Question
from vaknet.domain.translations.models import Text, Translation
from vaknet.domain.translations.queries import Translations, name_of
from vaknet.interfaces.web.earlier import address_of
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.reports import IN_ADDRESS
from vaknet.interfaces.web.templatetags import look

register = template.Library()
BOTH = "talen=beide"
ADDRESS = {name: shown for shown, name in IN_ADDRESS.items()}


@dataclass(frozen=True)
class Side:
    """`language` is empty where nobody said what it is."""

    language: str
    title: str
    lead: str
    html: str
    is_original: bool = True


@register.simple_tag(takes_context=True)
def in_mine(context: template.Context, text: Text, lead: str = "") -> Side:
    """In the language of the page when it is there, and the original otherwise."""
    return _sides(text, _version(context, text), lead)[0]


@register.simple_tag(takes_context=True)
def kept_languages(context: template.Context) -> str:
    """For an address of the same page: who reads both languages goes on in both."""
    return BOTH + "&" if _wants_both(context["request"]) else ""


@register.simple_tag(takes_context=True)
def said(
    context: template.Context,
    text: Text,
    classes: str = "",
    *,
    named: dict[str, str] | None = None,
    changed_at: datetime | None = None,
    lead: str = "",
    itemprop: str = "",
) -> SafeString:
    """Its words, and when they are there in two languages a line that says so.

    `translations` of the page are those that its reader may see. `changed_at`: of the original.
    """
    version = _version(context, text)
    if version is None:
        return _prose(_sides(text, None, lead)[0].html, classes, named or {}, itemprop)
    is_both = _wants_both(context["request"])
    return render_to_string(
        "translations/_said.html",
        {
            "sides": _sides(text, version, lead),
            "version": version,
            "classes": classes,
            "itemprop": itemprop,
            "named": named or {},
            "is_both": is_both,
            "address": address_of(text) if is_both else _in_both(text),
            "is_older": changed_at and changed_at > version.written_at,
            "changed_at": changed_at,
        },
    )


def _prose(html: str, classes: str, people: dict[str, str], itemprop: str) -> SafeString:
    """Most texts are in one language, and a page has dozens of them: no template for each."""
    if not html:
        return SafeString()
    return format_html(
        '<div class="prose{}" dir="auto"{}>{}</div>',
        f" {classes}" if classes else "",
        format_html(' itemprop="{}"', itemprop) if itemprop else "",
        look.named(html, people),
    )


@register.inclusion_tag("translations/_link.html", takes_context=True)
def translation_link(context: template.Context, text: Text, classes: str = "") -> dict[str, Any]:
    """For who wrote it: to add it in the other language, or to change that."""
    return {
        "version": _version(context, text),
        "about": ADDRESS[name_of(text)],
        "pk": text.pk,
        "classes": classes,
        "is_dutch": get_language() == "nl",
    }


def _version(context: template.Context, text: Text) -> Translation | None:
    """A draft has none: its page does not look for them."""
    found: Translations = context.get("translations") or {}
    return found.get((name_of(text), text.pk))


def _sides(text: Text, version: Translation | None, lead: str) -> list[Side]:
    """The language of the page first."""
    if isinstance(text, Question | Post):
        title, html = text.title, text.body_html
    else:
        title, html = "", text.html
    if version is None:
        return [Side("", title, lead, html)]
    original = Side(version.original, title, lead, html)
    other = Side(version.language, version.title, version.lead, version.html, is_original=False)
    return [other, original] if get_language() == version.language else [original, other]


def _wants_both(request: Request) -> bool:
    """What htmx puts in a page is as the page is."""
    address = request.htmx.current_url if request.htmx else request.get_full_path()
    return parse_qs(urlsplit(address or "").query).get("talen") == ["beide"]


def _in_both(text: Text) -> str:
    """The page of the text, at the same place, in both languages."""
    address, _hash, fragment = address_of(text).partition("#")
    mark = "&" if "?" in address else "?"
    return f"{address}{mark}{BOTH}" + (f"#{fragment}" if fragment else "")

"""What to suggest while somebody types: <option>s, as HTML.

Open to guests, who need it to join, and therefore only from public reference data for them.
"""

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vaknet.domain.people import queries
from vaknet.interfaces.web.http import Request

LONGEST = 80


@require_safe
def occupations(request: Request) -> HttpResponse:
    typed = _typed(request, "profession")
    language = "nl" if get_language() == "nl" else "en"
    found = queries.occupations_like(typed, language=language)
    return _options(request, typed, [(one.label, one.other_name) for one in found])


@require_safe
def subjects(request: Request) -> HttpResponse:
    typed = _typed(request, "knows-text") or _typed(request, "knows")
    language = "nl" if get_language() == "nl" else "en"
    found = queries.subjects_like(typed, language=language)
    return _options(request, typed, [(one.label, one.other_name) for one in found])


@never_cache
@require_safe
def organisations(request: Request) -> HttpResponse:
    typed = _typed(request, "organisation") or _typed(request, "organisatie")
    found = queries.organisations_like(typed, viewer=request.viewer)
    return _options(request, typed, [(one.name, "") for one in found])


@require_safe
def places(request: Request) -> HttpResponse:
    typed = _typed(request, "place")
    found = queries.places_like(typed)
    options = [(one.label, one.other_names.replace("|", ", ")) for one in found]
    return _options(request, typed, options)


def _typed(request: Request, field: str) -> str:
    """A script asks with `q`; htmx sends the field itself, under its own name."""
    return (request.GET.get("q") or request.GET.get(field, ""))[:LONGEST]


def _options(request: Request, typed: str, found: Sequence[tuple[str, str]]) -> HttpResponse:
    options = [(value, _shown(typed, value, other_name)) for value, other_name in found]
    return render(request, "people/options.html", {"options": options})


def _shown(typed: str, value: str, other_name: str) -> str:
    """What stands beside the value. Browsers hide an option that lacks what was typed, so an
    option that forgives an error says what it was found for."""
    if typed.casefold() in value.casefold():
        return ""
    if typed.casefold() in other_name.casefold():
        return other_name
    return f"{typed} → {other_name or value}"

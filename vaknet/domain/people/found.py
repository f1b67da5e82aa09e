"""Who may be found by a mail address, or by her page at LinkedIn: only members who agreed to that.

The page counts as she put it on her profile, and only while every member sees it there. That it
is hers nobody proved: LinkedIn's pages link to nobody.
"""

from collections.abc import Collection
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.db.models import CharField, Exists, Func, OuterRef, QuerySet, Value
from django.db.models.functions import Lower

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.addresses import people_at
from vaknet.domain.people.apart import is_apart
from vaknet.domain.people.models import Consent, ProfileLink, ProfilePart
from vaknet.domain.people.rules import FOUND_BY_PAGE
from vaknet.domain.people.visibility import is_narrowed

# LinkedIn has a sub-domain for every country.
IN_SQL = r"^https://(?:[a-z]+\.)?linkedin\.com/in/([^/?#]+)"


def found_by(
    viewer: Actor, *, emails: Collection[str] = (), pages: Collection[str] = ()
) -> QuerySet[Actor]:
    """By name. Of an address or page of nobody, of a member who did not agree, and of one kept
    apart the answer is the same: none. One statement, so that their number does not tell either."""
    found = people_at({email.lower() for email in emails if email})
    return _findable(viewer).filter(pk__in=found.union(_people_with(pages)))


def found_before(viewer: Actor, ids: Collection[int]) -> QuerySet[Actor]:
    """Of those found a moment ago, who still may be."""
    return _findable(viewer).filter(pk__in=ids)


def page_name(url: str) -> str:
    """ "https://nl.linkedin.com/in/Sam-B%C3%A4r/" is sam-bär; empty for a page elsewhere."""
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    _root, place, name, *_rest = [*parts.path.split("/"), "", "", ""]
    at_linkedin = host == "linkedin.com" or host.endswith(".linkedin.com")
    return unquote(name).lower() if at_linkedin and place == "in" else ""


def _people_with(pages: Collection[str]) -> QuerySet[ProfileLink, Any]:
    """As their own links have it, written in either way."""
    called = {page_name(page) for page in pages}
    names = called | {quote(name).lower() for name in called}
    there = Func("url", Value(IN_SQL), function="substring", output_field=CharField())
    words = Consent.objects.filter(
        actor=OuterRef("actor"), kind=Consent.Kind.BE_FOUND, until=None, text__gte=FOUND_BY_PAGE
    )
    rows = ProfileLink.objects.annotate(called=Lower(there)).filter(Exists(words))
    rows = rows.exclude(is_narrowed(ProfilePart.LINKS))
    return rows.filter(called__in=names).values("actor")


def _findable(viewer: Actor) -> QuerySet[Actor]:
    kind = Consent.Kind.BE_FOUND
    agreed = Consent.objects.filter(actor=OuterRef("pk"), kind=kind, until=None)
    people = Actor.objects.filter(Exists(agreed), kind=Actor.Kind.PERSON, account__is_active=True)
    return people.exclude(pk=viewer.pk).exclude(is_apart(viewer.pk)).order_by("name", "pk")

"""The request as our views know it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import Account

NUMBER_OF_DIGITS = 18  # of any that the database has


def id_in(given: str) -> int:
    """The number of a row as an address or a form names it; 0, which nothing has, for what is
    none."""
    fits = given.isascii() and given.isdecimal() and len(given) <= NUMBER_OF_DIGITS
    return int(given) if fits else 0


class Request(HttpRequest):
    """`viewer` is the actor who looks; None for a guest and for an account without a name yet.
    `is_busy` is there where it was: too many waited for other networks."""

    viewer: Actor | None
    user: Account
    htmx: HtmxDetails
    is_busy: bool

"""The request as our views know it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import Account


class Request(HttpRequest):
    """`viewer` is the actor who looks; None for a guest and for an account without a name yet."""

    viewer: Actor | None
    user: Account
    htmx: HtmxDetails

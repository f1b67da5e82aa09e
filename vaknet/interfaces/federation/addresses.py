"""Our addresses as other networks know them: always those of the base URL, whatever was asked."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from vaknet.domain.activity.models import Actor
from vaknet.engine.activitypub.handles import Handle
from vaknet.engine.activitypub.origins import origin, same_origin
from vaknet.interfaces.reaching.pages_here import path_of

OF_THING = re.compile(r"/ap/things/([A-Za-z0-9_-]{22})")
OF_WORDS = re.compile(r"/ap/words/([A-Za-z0-9_-]{22})")


def ours() -> str:
    """Scheme, host and port."""
    return str(origin(settings.BASE_URL))


def host() -> str:
    return origin(settings.BASE_URL).authority


def actor_address(token: str) -> str:
    return ours() + reverse("federated-actor", args=[token])


def token_at(uri: str) -> str | None:
    """The token of a thing of ours in its address; None for any other."""
    return _token(OF_THING, uri)


def token_of_words(uri: str) -> str | None:
    """The same of what a member answered elsewhere."""
    return _token(OF_WORDS, uri)


def _token(pattern: re.Pattern[str], uri: str) -> str | None:
    if not same_origin(uri, ours()):
        return None
    found = pattern.fullmatch(urlsplit(uri).path)
    return found[1] if found else None


def thing_address(token: str) -> str:
    return ours() + reverse("federated-thing", args=[token])


def shared_inbox() -> str:
    return ours() + reverse("federated-shared-inbox")


def handle_of(actor: Actor) -> Handle:
    return Handle(actor.handle, host())


def page_of(actor: Actor) -> str:
    """Where people read what programs read at her id."""
    return ours() + path_of(actor)

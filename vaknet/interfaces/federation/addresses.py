"""Our addresses as other networks know them: always those of the base URL, whatever was asked."""

from django.conf import settings
from django.urls import reverse

from vaknet.domain.activity.models import Actor
from vaknet.engine.activitypub.handles import Handle
from vaknet.engine.activitypub.origins import origin

PAGES = {Actor.Kind.PERSON: "profile", Actor.Kind.GROUP: "group"}


def ours() -> str:
    """Scheme, host and port."""
    return str(origin(settings.BASE_URL))


def host() -> str:
    return origin(settings.BASE_URL).authority


def actor_address(token: str) -> str:
    return ours() + reverse("federated-actor", args=[token])


def thing_address(token: str) -> str:
    return ours() + reverse("federated-thing", args=[token])


def shared_inbox() -> str:
    return ours() + reverse("federated-shared-inbox")


def handle_of(actor: Actor) -> Handle:
    return Handle(actor.handle, host())


def page_of(actor: Actor) -> str:
    """Where people read what programs read at her id."""
    name = PAGES.get(Actor.Kind(actor.kind))
    return ours() + (reverse(name, args=[actor.handle]) if name else "/")

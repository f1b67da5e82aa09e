"""The whole address of a link that lets somebody act without signing in."""

from django.conf import settings

from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Actor


def action_url(actor: Actor, purpose: str, object_id: int) -> str:
    return f"{settings.BASE_URL}/i/{action_token(actor, purpose, object_id)}/"

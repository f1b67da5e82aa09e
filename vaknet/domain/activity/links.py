"""Links in letters that let somebody act without signing in: signed, bound, and for a month.

A link only opens a page that asks; what was decided meanwhile is said there. Below all doors,
because letters make links and pages read them.
"""

from dataclasses import dataclass

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner

from vaknet.domain.activity.models import Actor

VALID_SECONDS = 30 * 24 * 60 * 60
SIGNER = TimestampSigner(salt="vaknet.letter-link", sep="~")


class LinkExpired(Exception):
    """It was ours, and its month is over."""


class LinkBroken(Exception):
    """Not made by us, or changed, or cut off by a mail program."""


@dataclass(frozen=True)
class Grant:
    """Who may do what with which thing."""

    actor_id: int
    purpose: str
    object_id: int


def action_token(actor: Actor, purpose: str, object_id: int) -> str:
    return SIGNER.sign(f"{purpose}-{actor.pk}-{object_id}")


def read_token(token: str) -> Grant:
    """What the link grants. Raises LinkExpired or LinkBroken."""
    try:
        purpose, actor_id, object_id = SIGNER.unsign(token, max_age=VALID_SECONDS).rsplit("-", 2)
        return Grant(actor_id=int(actor_id), purpose=purpose, object_id=int(object_id))
    except SignatureExpired as expired:
        raise LinkExpired from expired
    except (BadSignature, ValueError) as broken:
        raise LinkBroken from broken

"""A choice of somebody elsewhere in a poll of ours.

Nothing is passed on, and what came of it is kept nowhere: not that it counts, and not why it does
not (docs/decisions/0082).
"""

from contextlib import suppress

from vaknet.domain.federation.models import RemoteActor
from vaknet.domain.refusal import Refused
from vaknet.domain.surveys import actions as surveys
from vaknet.domain.surveys.models import Poll
from vaknet.engine.activitypub import Post as Written
from vaknet.interfaces.federation.arrived import Nothing
from vaknet.interfaces.federation.arriving import thing_under


def take_in(written: Written, *, author: RemoteActor) -> None:
    """Inside a transaction. Raises Nothing where it answers no poll of ours that guests read."""
    poll = thing_under(written.in_reply_to or "")
    if not isinstance(poll, Poll):
        raise Nothing("it is no text")
    with suppress(Refused, Poll.DoesNotExist):
        surveys.vote_from_elsewhere(author.actor, poll=poll, choice=written.name, note=written.id)


def take_away(uri: str, *, author: RemoteActor) -> None:
    """If that is what she took away."""
    surveys.take_back_from_elsewhere(author.actor, note=uri)

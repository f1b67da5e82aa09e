"""What a member did about what she reads of other networks, for herself."""

from typing import Any

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import (
    BlockElsewhere,
    RemoteActor,
    RemotePost,
    VoteElsewhere,
)
from vaknet.domain.federation.queries.limits import refuses
from vaknet.domain.people.apart import are_apart


def vote_in(viewer: Actor, post: RemotePost) -> VoteElsewhere | None:
    """Also when she did not read it for a while. Of two accounts that became one, the first."""
    return VoteElsewhere.objects.filter(person=viewer, uri=post.uri).order_by("at", "pk").first()


def choices_in(post: RemotePost) -> dict[str, str]:
    """Of a poll, by the name under which it is shown, the very words of each choice."""
    said = post.poll.get("said", {})
    return {name: said.get(name, name) for name, _votes in post.poll.get("options", [])}


def tells_votes(poll: dict[str, Any]) -> bool:
    """A network may keep its figures to itself until a poll is closed: then all are nought."""
    return poll.get("voters") is not None or any(votes for _name, votes in poll["options"])


def is_deaf(author: RemoteActor, *, to: Actor) -> bool:
    """Whether nothing that she says arrives: who is gone, whose network is closed, who does not
    want to hear of her, and from whom she is kept apart."""
    if are_apart(to, author.actor):
        return True
    if author.gone_at is not None or refuses(author.host.name):
        return True
    return BlockElsewhere.objects.filter(by=author, whom=to).exists()

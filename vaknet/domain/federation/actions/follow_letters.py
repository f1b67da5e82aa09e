"""What is sent of a follow, together with what is kept of it here."""

from datetime import datetime

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import queries
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.actions.posts import forget_unfollowed
from vaknet.domain.federation.models import Follower, Following, RemoteActor
from vaknet.domain.federation.rules import chance, id_of
from vaknet.engine.activitypub import Verb
from vaknet.engine.activitypub.own_follows import answer, asked_to_follow, follow, undo


def accept(found: Follower, at: datetime) -> None:
    """Since when it was agreed already: then the answer is sent once more."""
    found.since = at
    found.save(update_fields=["since"])
    answer_asked(found, Verb.ACCEPT)


def answer_asked(found: Follower, verb: Verb) -> None:
    """To her own inbox: at a shared one somebody else might read that she was declined."""
    mine = known_as(found.followed)
    deliver(found.followed, answered(found, verb, mine), [found.follower.inbox])


def answered(found: Follower, verb: Verb, mine: str) -> dict[str, object]:
    """`mine`: what who is followed is known as."""
    asked = asked_to_follow(found.follower.uri, known_as=found.activity, followed=mine)
    return answer(verb, mine, name=f"{verb.lower()}-{chance()}", asked=asked)


def ask(by: Actor, remote: RemoteActor) -> Following | None:
    """None where nothing can be sent now: nobody there would ever answer."""
    asked = Following.objects.create(follower=by, followed=remote, token=chance())
    if deliver(by, asking(asked, known_as(by)), [remote.inbox]) is None:
        asked.delete()
        return None
    return asked


def stop(found: Following, at: datetime) -> None:
    """With what that one brought, as far as nobody else here follows her."""
    found.until = at
    found.save(update_fields=["until"])
    forget_unfollowed(actors=[found.followed_id])
    told = undoing(found, known_as(found.follower))
    deliver(found.follower, told, [found.followed.inbox])


def undoing(one: Following, mine: str) -> dict[str, object]:
    """With the asking whole in it: not all servers keep what came before."""
    return undo(mine, name=f"undo-{chance()}", done=asking(one, mine))


def known_as(actor: Actor) -> str:
    """Her id elsewhere. Raises FederatedId.DoesNotExist of who has none."""
    return id_of(queries.token_of(actor))


def asking(one: Following, mine: str) -> dict[str, object]:
    """`mine`: what who follows is known as."""
    return follow(mine, name=f"follow-{one.token}", followed=one.followed.uri)

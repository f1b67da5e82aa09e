"""A member takes part in what she reads of other networks, in her own name (decision 87)."""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaknet.domain.activity.actions import hand_over, record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation import queries
from vaknet.domain.federation.actions.delivery import deliver_all
from vaknet.domain.federation.models import BlockElsewhere, RemoteActor, RemotePost, VoteElsewhere
from vaknet.domain.federation.rules import chance, id_of
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub.own_answers import vote

NOT_FROM_HERE = gettext_lazy("This cannot be sent from here. You can go to its own place.")


@transaction.atomic
def vote_elsewhere(by: Actor, *, post: RemotePost, choices: Collection[str]) -> VoteElsewhere:
    """Once, and it stands: nothing there lets her change it. `choices`: as they are shown.

    Raises RemotePost.DoesNotExist as `read_by` does, and Refused.
    """
    held = read_by(by, post)
    if queries.vote_in(by, held) is not None:
        raise Refused(_("You voted already. Your vote cannot be changed."), field="choices")
    wanted = [*dict.fromkeys(choices)]
    words = _chosen(held, wanted)
    row = VoteElsewhere.objects.create(
        person=by, address=by.federated_id, author=held.author, uri=held.uri, choices=wanted
    )
    mine, mark = id_of(row.address.token), chance()
    told = [
        vote(mine, name=f"vote-{mark}-{number}", choice=one, question=held.uri, to=held.author.uri)
        for number, one in enumerate(words)
    ]
    tell_author(by, held.author, *told)
    record(by, "voted_elsewhere", row, audience=Audience.SELF)
    return row


def read_by(by: Actor, post: RemotePost) -> RemotePost:
    """As she reads it at this moment, held as long as the transaction: else what she does about it
    would be about nothing. One thing at a time.

    Raises RemotePost.DoesNotExist for what she does not read, and for who is not known elsewhere.
    """
    one_at_a_time(by)
    if not queries.is_known(by):
        raise RemotePost.DoesNotExist
    held = RemotePost.objects.select_for_update(no_key=True).get(pk=post.pk)
    return queries.posts_elsewhere(by).get(pk=held.pk)


def check_hears(author: RemoteActor, *, of: Actor) -> None:
    """Raises Refused where nothing of hers would arrive, in one sentence whatever the reason: who
    blocked somebody is not to be known."""
    if queries.is_deaf(author, to=of):
        raise Refused(NOT_FROM_HERE)


def tell_author(by: Actor, author: RemoteActor, *told: Mapping[str, object]) -> None:
    """To her own inbox and nowhere else. Raises as `check_hears` does, also where her network does
    not answer."""
    check_hears(author, of=by)
    if not deliver_all(by, told, [author.inbox]):
        raise Refused(NOT_FROM_HERE)


def take_over_parts(*, kept: Actor, merged: Actor) -> None:
    """Of two accounts of one person. Each vote stays as it was cast: there it counts."""
    hand_over(VoteElsewhere.objects.all(), "person", kept=kept, merged=merged)
    rows = BlockElsewhere.objects.all()
    twice = rows.filter(whom=kept).values("by")
    rows.filter(whom=merged, by__in=twice).delete()
    hand_over(rows, "whom", kept=kept, merged=merged)


def _chosen(post: RemotePost, wanted: Sequence[str]) -> list[str]:
    """The very words. Raises Refused for what is no vote in this poll now."""
    there = queries.choices_in(post)
    if not there:
        raise Refused(_("There is nothing to vote about."), field="choices")
    if post.ends_at is not None and post.ends_at <= now():
        raise Refused(_("This poll is closed. Nothing was sent."), field="choices")
    if not wanted or (len(wanted) > 1 and not post.poll.get("several")):
        raise Refused(_("Choose one of the answers."), field="choices")
    if not there.keys() >= {*wanted}:
        raise Refused(
            _("This choice is not there any more. Look at the choices again."), field="choices"
        )
    return [there[name] for name in wanted]

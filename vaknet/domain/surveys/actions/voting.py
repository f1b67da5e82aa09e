"""Choosing, choosing otherwise, and taking it back. The log says that she did, never what."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.refusal import Refused
from vaknet.domain.surveys import rules
from vaknet.domain.surveys.actions.asking import held_poll
from vaknet.domain.surveys.models import Poll, Vote


@transaction.atomic
def vote(by: Actor, *, poll: Poll, choices: Collection[int]) -> None:
    """In place of what she chose before. `choices`: their ids."""
    held = _open_poll(by, poll)
    chosen = held.choices.filter(pk__in=choices)
    if not chosen or len(chosen) < len(set(choices)):
        raise Refused(_("Choose one of the answers."), field="choices")
    if len(chosen) > 1 and not held.takes_several:
        raise Refused(_("Choose one answer only."), field="choices")
    _forget_vote(by, held)
    Vote.objects.bulk_create(Vote(choice=choice, voter=by) for choice in chosen)
    record(by, "voted", held, audience=Audience.SELF)


@transaction.atomic
def take_back_vote(by: Actor, *, poll: Poll) -> None:
    """As if she never voted. Twice is once."""
    held = _open_poll(by, poll)
    if _forget_vote(by, held):
        record(by, "took_back_vote", held, audience=Audience.SELF)


def _open_poll(by: Actor, poll: Poll) -> Poll:
    held = held_poll(by, poll)
    membership = groups.membership(by, held.group)
    if membership is None:
        raise Refused(_("Only members of the group vote. Join first."))
    check_awake(held.group)
    if not rules.may_vote(held, membership, timezone.localdate()):
        raise Refused(_("This poll is closed. Your vote came too late."))
    return held


def _forget_vote(by: Actor, poll: Poll) -> int:
    gone, _by_model = Vote.objects.filter(choice__poll=poll, voter=by).delete()
    return gone

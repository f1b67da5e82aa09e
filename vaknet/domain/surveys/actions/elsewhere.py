"""Votes of who follows the group from another network. What she chose is kept no longer than that
of a member (docs/decisions/0082).
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.federation.queries import follows_one_of
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.refusal import Refused
from vaknet.domain.surveys import rules
from vaknet.domain.surveys.actions.asking import held_poll
from vaknet.domain.surveys.models import Poll, Vote

DAY = timedelta(days=1)


@transaction.atomic
def vote_from_elsewhere(by: Actor, *, poll: Poll, choice: str, note: str) -> None:
    """One choice, by its very words. `note`: what her own network calls this vote.

    Where one chooses once the first stands until she takes it back; where one chooses several each
    is added. Twice is once. Raises Poll.DoesNotExist when guests cannot read it (any more).
    """
    held = held_poll(None, poll)
    check_awake(held.group)
    follows = follows_one_of(by, [held.group])
    if not rules.may_vote_from_elsewhere(held, by, follows=follows, today=timezone.localdate()):
        raise Refused(_("Your vote does not count in this poll."))
    chosen = held.choices.filter(text=choice).first()
    if chosen is None:
        raise Refused(_("Choose one of the answers."))
    hers = Vote.objects.filter(voter=by)
    before = hers.filter(choice=chosen) if held.takes_several else hers.filter(choice__poll=held)
    if before.exists() or hers.filter(note=note).exists():
        raise Refused(_("You voted already."))
    _refuse_many(by)
    Vote.objects.create(choice=chosen, voter=by, note=note)
    record(by, "voted", held, audience=Audience.SELF)


@transaction.atomic
def take_back_from_elsewhere(by: Actor, *, note: str) -> None:
    """As if she never voted, also when guests cannot read the poll any more. Twice is once; when
    the last day is over it comes too late, and of what is counted nothing is there."""
    poll = Poll.objects.filter(choices__in=_named(by, note).values("choice")).first()
    if poll is None:
        return
    held = Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)
    if rules.is_open(held, timezone.localdate()) and _named(by, note).delete()[0]:
        record(by, "took_back_vote", held, audience=Audience.SELF)


def _named(by: Actor, note: str) -> QuerySet[Vote]:
    return Vote.objects.filter(voter=by, note=note)


def _refuse_many(by: Actor) -> None:
    done = Activity.objects.filter(actor=by, verb="voted", at__gt=timezone.now() - DAY)
    if done.count() >= rules.VOTES_A_DAY:
        raise Refused(_("You voted very often today. Try again tomorrow."))

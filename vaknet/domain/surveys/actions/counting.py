"""Closing a poll: its votes are counted and thrown away."""

from datetime import datetime
from itertools import chain

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.queries import followers_of, is_known
from vaknet.domain.federation.rules import is_on
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.refusal import Refused
from vaknet.domain.surveys import queries, rules
from vaknet.domain.surveys.actions.asking import held_poll
from vaknet.domain.surveys.models import Poll, Vote


@transaction.atomic
def close_poll(by: Actor, *, poll: Poll) -> None:
    """Before its day, by who asked it or a steward. Twice is once."""
    held = held_poll(by, poll)
    if not rules.may_end(by, held, groups.membership(by, held.group)):
        raise Refused(_("Only who asked it or a steward can do this."))
    if held.closed_at is None:
        _count(held, by=by, at=timezone.now())


def count_due(*, now: datetime) -> int:
    """For the clock: how many polls were counted, each in its own transaction."""
    return sum(chain.from_iterable(iter(lambda: _count_next(now), [])))


@transaction.atomic
def _count_next(now: datetime) -> list[int]:
    due = queries.polls_to_count(timezone.localdate(now)).select_related("group__actor", "author")
    poll = due.select_for_update(skip_locked=True, of=("self",)).first()
    if poll is None:
        return []
    _count(poll, by=poll.group.actor, at=now)
    return [1]


def _count(poll: Poll, *, by: Actor, at: datetime) -> None:
    """Who left the group meanwhile does not count. Among few nothing is kept but how many."""
    votes = Vote.objects.filter(choice__poll=poll).order_by()
    here, there = _members(poll), _followers(poll)
    voters, elsewhere = _voters(votes.filter(here)), _voters(votes.filter(there))
    if voters >= rules.FEWEST_VOTERS:
        counted = votes.filter(here | there)
        found = dict(counted.values_list("choice").annotate(count=Count("pk")))
        for choice in poll.choices.all():
            choice.votes = found.get(choice.pk, 0)
            choice.save(update_fields=["votes"])
    poll.voters, poll.closed_at = voters + elsewhere, at
    poll.voters_elsewhere = elsewhere if elsewhere >= rules.FEWEST_VOTERS else None
    poll.save(update_fields=["voters", "voters_elsewhere", "closed_at"])
    Vote.objects.filter(choice__poll=poll).delete()
    readers = audience_of(poll.group)
    record(by, "counted_poll", poll, audience=readers, group=poll.group.actor, at=at)


def _voters(votes: QuerySet[Vote]) -> int:
    count: int = votes.aggregate(count=Count("voter", distinct=True))["count"]
    return count


def _members(poll: Poll) -> Q:
    seat = GroupMembership.objects.filter(group=poll.group_id, actor=OuterRef("voter"), until=None)
    return Q(Exists(seat))


def _followers(poll: Poll) -> Q:
    """Nobody, where the group is not known elsewhere any more."""
    if not (poll.takes_elsewhere and is_on() and is_known(poll.group.actor)):
        return Q(pk=None)
    return Q(voter__in=followers_of(poll.group.actor).values("pk"))

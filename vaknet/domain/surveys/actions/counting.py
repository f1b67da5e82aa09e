"""Closing a poll: its votes are counted and thrown away."""

from datetime import datetime
from itertools import chain

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor
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
    votes = _counting(poll)
    voters = votes.aggregate(count=Count("voter", distinct=True))["count"]
    if voters >= rules.FEWEST_VOTERS:
        found = dict(votes.values_list("choice").annotate(count=Count("pk")))
        for choice in poll.choices.all():
            choice.votes = found.get(choice.pk, 0)
            choice.save(update_fields=["votes"])
    poll.voters, poll.closed_at = voters, at
    poll.save(update_fields=["voters", "closed_at"])
    Vote.objects.filter(choice__poll=poll).delete()
    readers = audience_of(poll.group)
    record(by, "counted_poll", poll, audience=readers, group=poll.group.actor, at=at)


def _counting(poll: Poll) -> QuerySet[Vote]:
    seat = GroupMembership.objects.filter(group=poll.group_id, actor=OuterRef("voter"), until=None)
    return Vote.objects.filter(Exists(seat), choice__poll=poll).order_by()

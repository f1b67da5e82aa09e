"""Polls that were held before, or elsewhere: nobody is told."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.surveys.models import Poll, PollChoice


@transaction.atomic
def keep_poll(
    *,
    group: Group,
    author: Actor,
    question: str,
    choices: Iterable[tuple[str, int]],
    voters: int,
    asked_at: datetime,
    closed_at: datetime,
) -> Poll:
    """`choices`: each with its votes."""
    poll = Poll.objects.create(
        group=group,
        author=author,
        question=question,
        asked_at=asked_at,
        closes_on=timezone.localdate(closed_at),
        closed_at=closed_at,
        voters=voters,
    )
    PollChoice.objects.bulk_create(
        PollChoice(poll=poll, position=position, text=text, votes=votes)
        for position, (text, votes) in enumerate(choices)
    )
    readers = audience_of(group)
    record(
        author, "asked_poll", poll, audience=readers, group=group.actor, at=asked_at, quietly=True
    )
    return poll

"""Asking a group to choose, and taking that back."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.queries import is_known
from vaknet.domain.federation.rules import is_on
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.knowledge.words import long_text
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.refusal import Refused
from vaknet.domain.surveys import queries, rules
from vaknet.domain.surveys.models import Poll, PollChoice, Vote

EXPLANATION = 2_000
CHOICE = 120


@transaction.atomic
def ask_poll(
    by: Actor,
    *,
    group: Group,
    question: str,
    choices: Iterable[str],
    closes_on: date,
    explanation: str = "",
    takes_several: bool = False,
    takes_elsewhere: bool = False,
    asked_at: datetime | None = None,
) -> Poll:
    """`closes_on` is the last day to vote. The same open question again is the same poll.

    `takes_elsewhere`: who follows the group from another network may vote too. `asked_at`: for a
    trial; then nobody is told.
    """
    _refuse_asker(by, group)
    missing = _("Ask one question.")
    sentence = required_line(question, limit=200, field="question", missing=missing)
    words = _choices(choices)
    more = long_text(explanation, field="explanation", limit=EXPLANATION)
    _refuse_day(closes_on)
    _refuse_unknown(group, takes_elsewhere=takes_elsewhere)
    one_at_a_time(group.actor)
    standing = queries.polls_in(by, group).filter(closed_at=None)
    if (again := standing.filter(author=by, question=sentence).first()) is not None:
        return again
    if standing.count() >= rules.OPEN_POLLS:
        raise Refused(_("Five polls are open in this group. Wait until one is closed."))
    at = asked_at or timezone.now()
    poll = Poll.objects.create(
        group=group,
        author=by,
        question=sentence,
        explanation=more,
        takes_several=takes_several,
        takes_elsewhere=takes_elsewhere,
        asked_at=at,
        closes_on=closes_on,
    )
    _offer(poll, words)
    quietly, readers = asked_at is not None, audience_of(group)
    record(by, "asked_poll", poll, audience=readers, group=group.actor, at=at, quietly=quietly)
    return poll


def _refuse_asker(by: Actor, group: Group) -> None:
    if not rules.may_ask(groups.membership(by, group)):
        raise Refused(_("You can ask a poll in a group you are in. Join first."))
    check_awake(group)
    refuse_to_write(by, field="question")


def _offer(poll: Poll, words: Iterable[str]) -> None:
    PollChoice.objects.bulk_create(
        PollChoice(poll=poll, position=position, text=text) for position, text in enumerate(words)
    )


def _refuse_unknown(group: Group, *, takes_elsewhere: bool) -> None:
    if takes_elsewhere and not (is_on() and is_known(group.actor)):
        raise Refused(_("Nobody follows this group from elsewhere."), field="takes_elsewhere")


def _choices(given: Iterable[str]) -> list[str]:
    """In the order they came; one that says the same twice is one."""
    words: dict[str, str] = {}
    for text in given:
        tidy = line(text, limit=CHOICE, field="choices")
        if tidy:
            words.setdefault(tidy.casefold(), tidy)
    if len(words) < rules.FEWEST_CHOICES:
        raise Refused(_("Give at least two choices, each on a line of its own."), field="choices")
    if len(words) > rules.MOST_CHOICES:
        raise Refused(_("Give at most ten choices."), field="choices")
    return list(words.values())


def _refuse_day(closes_on: date) -> None:
    today = timezone.localdate()
    if closes_on < today:
        raise Refused(_("This day is over. Choose a day to come."), field="closes_on")
    if closes_on > today + timedelta(days=rules.LONGEST_DAYS):
        raise Refused(_("A poll is open for at most 90 days."), field="closes_on")


@transaction.atomic
def withdraw_poll(by: Actor, *, poll: Poll) -> None:
    """With all its votes and figures. Twice is once, for whoever could."""
    held = held_poll(by, poll)
    if not rules.may_end(by, held, groups.membership(by, held.group)):
        raise Refused(_("Only who asked it or a steward can do this."))
    held.withdrawn_at = timezone.now()
    held.save(update_fields=["withdrawn_at"])
    Vote.objects.filter(choice__poll=held).delete()
    readers = audience_of(held.group)
    record(by, "withdrew_poll", held, audience=readers, group=held.group.actor)


def held_poll(by: Actor | None, poll: Poll) -> Poll:
    """Until the end of the transaction nobody votes, closes or withdraws it. `by`: None for guests.

    Raises Poll.DoesNotExist when she may not read it (any more).
    """
    Poll.objects.select_for_update(no_key=True).get(pk=poll.pk)
    return queries.poll(by, poll.pk)

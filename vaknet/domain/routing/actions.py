"""Putting a question to three people at once, and to three more when nobody answers."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over, record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.finding.queries import Fitting
from vaknet.domain.knowledge.actions import request_answer
from vaknet.domain.knowledge.models import Answer, AnswerRequest, Question
from vaknet.domain.knowledge.pseudonyms import behind, names_of, voice
from vaknet.domain.knowledge.queries import plain_question, requests_left
from vaknet.domain.knowledge.writing import limited_until, refuse_to_write
from vaknet.domain.people.models import KnownTopic, Role
from vaknet.domain.refusal import Refused
from vaknet.domain.routing import queries, rules
from vaknet.domain.routing.models import LeftOut, RoutedRequest, Routing
from vaknet.engine.ranking.inviting import AT_ONCE

log = logging.getLogger(__name__)


@transaction.atomic
def route_question(
    by: Actor, *, question: Question, people: Sequence[Actor], widens: bool = True
) -> Routing:
    """Put her own open question to these members of its group. Twice is once.

    `widens`: after a day without an answer more people are asked. Anybody of the group may be
    among them, as with asking by name: whether somebody is proposed now is not to be tried out.
    Raises Question.DoesNotExist when it is not hers.
    """
    held = _hers(by, question)
    one_at_a_time(by)
    before = Routing.objects.filter(question=held).first()
    if before is not None:
        return before
    if not queries.is_open_for(by, held):
        raise Refused(_("Your question is not open any more."))
    chosen = _not_asked_yet(held, people)
    if not 0 < len(chosen) <= AT_ONCE:
        raise Refused(_("Choose at least one and at most %(number)d people.") % {"number": AT_ONCE})
    if 0 < (left := requests_left(by)) < len(chosen):
        raise Refused(
            _("You can ask %(number)d more people today. Leave one out.") % {"number": left}
        )
    refuse_to_write(by)
    fitting = queries.who_fit_it(by, held, among=[one.pk for one in chosen])
    at = timezone.now()
    routing = Routing.objects.create(
        question=held, started_at=at, widens_at=at + rules.PATIENCE if widens else None
    )
    record(held.author, "routed_question", routing, audience=Audience.SELF)
    _put_to(by, routing, chosen, fitting, turn=1)
    return routing


def _hers(by: Actor, question: Question) -> Question:
    held = plain_question(by, question.pk)
    if not rules.may_route(voice(by, held.author_id), held):
        raise Question.DoesNotExist
    return held


def _not_asked_yet(question: Question, people: Iterable[Actor]) -> list[Actor]:
    """Of those who are in the group still."""
    asked = set(AnswerRequest.objects.filter(question=question).values_list("person", flat=True))
    open_to = set(queries.members_of(question)) - asked
    return list({one.pk: one for one in people if one.pk in open_to}.values())


def _put_to(
    by: Actor, routing: Routing, people: Iterable[Actor], fitting: Iterable[Fitting], *, turn: int
) -> None:
    source = {one.actor.pk: one.source for one in fitting}
    for person in people:
        asked = request_answer(by, question=routing.question, person=person)
        found = source.get(person.pk)
        RoutedRequest.objects.create(
            request=asked,
            routing=routing,
            turn=turn,
            answer=found if isinstance(found, Answer) else None,
            topic=found if isinstance(found, KnownTopic) else None,
            role=found if isinstance(found, Role) else None,
        )


@transaction.atomic
def stop_routing(by: Actor, *, question: Question) -> None:
    """Nobody else is asked; who was asked, is. Twice is once."""
    held = _hers(by, question)
    # Locked: more people may be asked at the same moment, and then there is nothing to stop.
    waiting = Routing.objects.select_for_update().filter(
        question=held, widened_at=None, stopped_at=None
    )
    for routing in waiting:
        _stop(routing, timezone.now(), held.author, "stopped_routing")


def _stop(routing: Routing, at: datetime, author: Actor, verb: str) -> None:
    routing.stopped_at = at
    routing.save(update_fields=["stopped_at"])
    record(author, verb, routing, audience=Audience.SELF)


def widen_routings(*, now: datetime) -> None:
    """For the clock: each in its own transaction. One that is refused, as when somebody leaves the
    group at that very moment, or that fails, keeps no other waiting and is tried again.

    Raises what failed, when all the others are done.
    """
    failed: list[Exception] = []
    due = Routing.objects.filter(widens_at__lte=now, widened_at=None, stopped_at=None)
    for pk in due.order_by("widens_at").values_list("pk", flat=True):
        try:
            _widen(pk, now)
        except Refused:
            continue
        except Exception as error:
            log.exception("Routing %s could not be widened", pk)
            failed.append(error)
    if failed:
        raise ExceptionGroup("some routings could not be widened", failed)


@transaction.atomic
def _widen(pk: int, now: datetime) -> None:
    """Skipped where another worker is at it, and done at a later hour while the asker asked as many
    people as she may in a day.

    The asker goes first, as when she asks herself. Her pseudonym is looked behind to choose with
    her rights; what is written is the pseudonym's.
    """
    rows = Routing.objects.select_for_update(skip_locked=True, of=("self",))
    rows = rows.filter(pk=pk, widened_at=None, stopped_at=None)
    routing = rows.select_related("question__author", "question__group").first()
    if routing is None:
        return
    question = routing.question
    asker = behind(question.author)
    one_at_a_time(asker)
    question.refresh_from_db(fields=["author"])
    if behind(question.author) != asker:
        return  # her accounts became one meanwhile: next time it is hers
    if not queries.is_open_for(asker, question) or limited_until(asker) is not None:
        _stop(routing, now, question.author, "ended_routing")
        return
    left = requests_left(asker)
    if left == 0:
        return
    found = queries.who_may_know(asker, question, count=min(AT_ONCE, left))
    routing.widened_at = now
    routing.save(update_fields=["widened_at"])
    record(question.author, "widened_routing", routing, audience=Audience.SELF)
    _put_to(asker, routing, [one.actor for one in found], found, turn=2)


@transaction.atomic
def be_left_out(by: Actor) -> None:
    """From now on she is proposed to nobody who asks. What waits for her waits. Twice is once."""
    one_at_a_time(by)
    row, is_new = LeftOut.objects.get_or_create(actor=by, until=None)
    if is_new:
        record(by, "left_out_herself", row, audience=Audience.SELF)


@transaction.atomic
def be_proposed(by: Actor) -> None:
    one_at_a_time(by)
    for row in LeftOut.objects.filter(actor=by, until=None):
        row.until = timezone.now()
        row.save(update_fields=["until"])
        record(by, "was_proposed_again", row, audience=Audience.SELF)


@transaction.atomic
def take_over_routings(*, kept: Actor, merged: Actor) -> None:
    """Two accounts of one person become one. Whichever was left out, she is."""
    rows = LeftOut.objects.all()
    if queries.is_left_out(kept):
        rows.filter(actor=merged, until=None).update(until=timezone.now())
    hand_over(rows, "actor", kept=kept, merged=merged)


@transaction.atomic
def erase_routings(*, actor: Actor) -> None:
    """Of her questions, with and without her name, before these are someone's who left."""
    Routing.objects.filter(question__author__in=names_of(actor.pk)).delete()

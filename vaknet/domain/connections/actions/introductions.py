"""Asking for an introduction: the asker's side, and the target's answer."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections import rules
from vaknet.domain.connections.actions.routes import refuse_impossible
from vaknet.domain.connections.actions.ties import connect, current, lock, lock_to_meet
from vaknet.domain.connections.actions.words import own_words, words
from vaknet.domain.connections.models import (
    Introduction,
    IntroductionMessage,
    IntroductionStep,
)
from vaknet.domain.people.apart import are_apart
from vaknet.domain.refusal import Refused


@transaction.atomic
def ask_introduction(
    by: Actor, *, target: Actor, route: Sequence[Actor], purpose: str, question: str = ""
) -> Introduction:
    """Ask the first stop of the route. The others hear nothing yet."""
    if not rules.may_meet(by, target):
        raise Refused(_("You cannot be introduced to yourself. Choose a fellow professional."))
    purpose = own_words(
        purpose, field="purpose", missing=_("Write what it is about. Then people can decide.")
    )
    question = words(question, field="question", limit=500)
    lock_to_meet(by, target)
    known = Introduction.objects.filter(
        asker=by, target=target, agreed_at=None, withdrawn_at=None
    ).first()
    if known is not None and known.purpose == purpose:
        return known
    now = timezone.now()
    _refuse_double(by, target, known)
    _refuse_too_many(by, now)
    refuse_impossible(by, target, route, asked=())
    introduction = Introduction.objects.create(
        asker=by, target=target, purpose=purpose, question=question, asked_at=now
    )
    _add_steps(introduction, route, attempt=1, at=now)
    record(by, "asked_introduction", introduction, audience=Audience.PARTIES)
    return introduction


def _refuse_double(by: Actor, target: Actor, known: Introduction | None) -> None:
    name = {"name": target.name}
    if current(by, target) is not None:
        raise Refused(_("You and %(name)s already know each other.") % name)
    if known is not None:
        raise Refused(
            _("You already asked for an introduction to %(name)s. Wait, or withdraw it.") % name
        )


def _refuse_too_many(by: Actor, now: datetime) -> None:
    """Both limits count what the asker can count herself, so a no changes neither."""
    asked = Introduction.objects.filter(asker=by)
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    if asked.filter(asked_at__gte=midnight).count() >= rules.INTRODUCTIONS_A_DAY:
        raise Refused(
            _("You asked %(count)d introductions today. Tomorrow you can ask again.")
            % {"count": rules.INTRODUCTIONS_A_DAY}
        )
    if asked.filter(agreed_at=None, withdrawn_at=None).count() >= rules.OPEN_INTRODUCTIONS:
        raise Refused(
            _("You have %(count)d introductions open. Wait for an answer, or withdraw one.")
            % {"count": rules.OPEN_INTRODUCTIONS}
        )


def _add_steps(
    introduction: Introduction, route: Sequence[Actor], *, attempt: int, at: datetime
) -> None:
    IntroductionStep.objects.bulk_create(
        IntroductionStep(
            introduction=introduction,
            go_between=stop,
            attempt=attempt,
            position=position,
            asked_at=at if position == 1 else None,
        )
        for position, stop in enumerate(route, 1)
    )


def locked(introduction_id: int) -> Introduction:
    """Locked: two stops may answer while the asker withdraws, and one of them comes first."""
    rows = Introduction.objects.select_for_update(of=("self",))
    return rows.select_related("asker", "target").get(pk=introduction_id)


def no_longer_open() -> Refused:
    return Refused(_("This introduction is no longer open. You do not need to do anything."))


@transaction.atomic
def try_route(by: Actor, *, introduction: Introduction, route: Sequence[Actor]) -> Introduction:
    """The next route. Who was still thinking is released without a word."""
    introduction = locked(introduction.pk)
    if by.pk != introduction.asker_id:
        raise Introduction.DoesNotExist
    if not rules.is_open_to_asker(introduction):
        raise no_longer_open()
    steps = list(introduction.steps.all())
    now = timezone.now()
    since = rules.waiting_since(introduction, steps, list(introduction.messages.all()))
    if rules.next_route_due(since) > now:
        raise Refused(_("It is too early for another route. Give people three working days."))
    asked = {step.go_between_id for step in steps if step.asked_at is not None}
    refuse_impossible(by, introduction.target, route, asked=asked)
    introduction.steps.filter(agreed_at=None, superseded_at=None).update(superseded_at=now)
    attempt = max(step.attempt for step in steps) + 1
    _add_steps(introduction, route, attempt=attempt, at=now)
    introduction.next_route_offered_at = None
    introduction.save(update_fields=["next_route_offered_at"])
    record(by, "tried_route", introduction, audience=Audience.PARTIES)
    return introduction


@transaction.atomic
def withdraw_introduction(by: Actor, *, introduction: Introduction) -> Introduction:
    introduction = locked(introduction.pk)
    if by.pk != introduction.asker_id:
        raise Introduction.DoesNotExist
    if introduction.withdrawn_at is not None:
        return introduction
    if not rules.may_withdraw_introduction(by, introduction):
        raise no_longer_open()
    introduction.withdrawn_at = timezone.now()
    introduction.save(update_fields=["withdrawn_at"])
    record(by, "withdrew_introduction", introduction, audience=Audience.PARTIES)
    return introduction


def _for_target(by: Actor, introduction: Introduction) -> Introduction:
    lock(introduction.asker_id, introduction.target_id)
    introduction = locked(introduction.pk)
    if by.pk != introduction.target_id or introduction.proposed_at is None:
        raise Introduction.DoesNotExist
    return introduction


@transaction.atomic
def accept_introduction(by: Actor, *, introduction: Introduction) -> Introduction:
    """The target consents: the two are connected, and the conversation opens."""
    introduction = _for_target(by, introduction)
    if introduction.agreed_at is not None:
        return introduction
    apart = are_apart(introduction.asker, introduction.target)
    if apart or not rules.may_answer_introduction(by, introduction):
        raise no_longer_open()
    now = timezone.now()
    introduction.agreed_at, introduction.declined_at = now, None
    introduction.save(update_fields=["agreed_at", "declined_at"])
    introduction.steps.filter(agreed_at=None, superseded_at=None).update(superseded_at=now)
    connect(introduction.asker, introduction.target, note=introduction.purpose, at=now)
    record(by, "accepted_introduction", introduction, audience=Audience.PARTIES)
    return introduction


@transaction.atomic
def decline_introduction(by: Actor, *, introduction: Introduction) -> Introduction:
    """Silent: asker and go-betweens go on seeing that it waits."""
    introduction = _for_target(by, introduction)
    if introduction.declined_at is not None:
        return introduction
    if not rules.may_answer_introduction(by, introduction):
        raise no_longer_open()
    introduction.declined_at = timezone.now()
    introduction.save(update_fields=["declined_at"])
    record(by, "declined_introduction", introduction, audience=Audience.SELF)
    return introduction


def refuse_apart(by: Actor, introduction: Introduction) -> None:
    """She is not there any more to who would meet through her, or to whom she met."""
    for other in (introduction.asker, introduction.target):
        if are_apart(by, other):
            raise Introduction.DoesNotExist


@transaction.atomic
def write(by: Actor, *, introduction: Introduction, text: str) -> IntroductionMessage:
    """In the conversation of all, once the target agreed."""
    text = own_words(text, field="text", missing=_("Write a few words, then send."))
    introduction = locked(introduction.pk)
    refuse_apart(by, introduction)
    steps = list(introduction.steps.all())
    if not rules.may_write_in_introduction(by, introduction, steps):
        raise Introduction.DoesNotExist
    latest = introduction.messages.filter(step=None).last()
    if latest is not None and (latest.author_id, latest.text) == (by.pk, text):
        return latest
    message = IntroductionMessage.objects.create(
        introduction=introduction, author=by, text=text, at=timezone.now()
    )
    record(by, "wrote_in_introduction", message, audience=Audience.PARTIES)
    return message


@transaction.atomic
def leave_introduction(by: Actor, *, introduction: Introduction) -> None:
    """A go-between leaves the conversation: the two know each other now."""
    introduction = locked(introduction.pk)
    steps = list(introduction.steps.all())
    if not rules.may_leave_introduction(by, introduction, steps):
        raise Introduction.DoesNotExist
    introduction.steps.filter(go_between=by, left_at=None).update(left_at=timezone.now())
    record(by, "left_introduction", introduction, audience=Audience.PARTIES)

"""The go-between's answers, and asking back first."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections import rules
from vaknet.domain.connections.actions.introductions import locked, no_longer_open
from vaknet.domain.connections.actions.routes import all_agreed, all_connected, none_excepts
from vaknet.domain.connections.actions.words import own_words, words
from vaknet.domain.connections.models import (
    Introduction,
    IntroductionMessage,
    IntroductionStep,
)
from vaknet.domain.people.apart import are_apart
from vaknet.domain.refusal import Refused


def _locked_step(step: IntroductionStep) -> tuple[Introduction, IntroductionStep]:
    introduction = locked(step.introduction_id)
    return introduction, introduction.steps.select_related("go_between").get(pk=step.pk)


def _refuse_apart(by: Actor, introduction: Introduction, step: IntroductionStep) -> None:
    """A go-between is apart from either of the two who would meet; the asker learns of her own."""
    of_go_between = [introduction.asker, introduction.target]
    others = of_go_between if by.pk == step.go_between_id else [step.go_between]
    if any(are_apart(by, other) for other in others):
        raise IntroductionStep.DoesNotExist


@transaction.atomic
def write_to_step(by: Actor, *, step: IntroductionStep, text: str) -> IntroductionMessage:
    """Ask back, or answer back: between the asker and one go-between."""
    text = own_words(text, field="text", missing=_("Write a few words, then send."))
    introduction, step = _locked_step(step)
    if by.pk not in (introduction.asker_id, step.go_between_id) or step.asked_at is None:
        raise IntroductionStep.DoesNotExist
    _refuse_apart(by, introduction, step)
    if not rules.may_write_to_step(by, step, introduction):
        raise no_longer_open()
    if step.messages.count() >= rules.MESSAGES_PER_EXCHANGE:
        raise Refused(_("You two wrote a lot already. Decide, or talk to each other."))
    latest = step.messages.last()
    if latest is not None and (latest.author_id, latest.text) == (by.pk, text):
        return latest
    message = IntroductionMessage.objects.create(
        introduction=introduction, step=step, author=by, text=text, at=timezone.now()
    )
    _moves_on(introduction)
    record(by, "wrote_to_step", message, audience=Audience.PARTIES)
    return message


@transaction.atomic
def agree_to_introduce(by: Actor, *, step: IntroductionStep, note: str = "") -> IntroductionStep:
    """Yes: the next stop is asked, or after the last one the target."""
    note = words(note, field="note")
    introduction, step = _locked_step(step)
    if by.pk != step.go_between_id or step.asked_at is None:
        raise IntroductionStep.DoesNotExist
    _refuse_apart(by, introduction, step)
    if step.agreed_at is not None:
        return step
    if not rules.may_answer_step(by, step, introduction):
        raise no_longer_open()
    now = timezone.now()
    step.agreed_at, step.note = now, note
    step.save(update_fields=["agreed_at", "note"])
    _moves_on(introduction)
    record(by, "agreed_to_introduce", step, audience=Audience.PARTIES)
    _pass_on(introduction, step, now)
    return step


def _pass_on(introduction: Introduction, step: IntroductionStep, now: datetime) -> None:
    """Consent stopped, or a tie on the way ended: then nobody is asked, and it just waits."""
    following = introduction.steps.filter(attempt=step.attempt, position=step.position + 1).first()
    so_far = introduction.steps.filter(attempt=step.attempt, position__lte=step.position)
    chain = [introduction.asker_id, *so_far.values_list("go_between_id", flat=True)]
    if following is None:
        _propose(introduction, step, [*chain, introduction.target_id], now)
        return
    chain.append(following.go_between_id)
    is_free = following.declined_at is None and following.superseded_at is None
    is_willing = all_agreed(chain[-1:]) and none_excepts(chain[-1:], introduction.target_id)
    if is_free and is_willing and all_connected(chain):
        following.asked_at = now
        following.save(update_fields=["asked_at"])


def _propose(
    introduction: Introduction, step: IntroductionStep, chain: Sequence[int], now: datetime
) -> None:
    """A target who said no is not asked again; on this side of it that looks the same."""
    if introduction.declined_at is None and all_connected(chain):
        introduction.proposed_at = introduction.proposed_at or now
        introduction.save(update_fields=["proposed_at"])
        record(step.go_between, "proposed_introduction", introduction, audience=Audience.PARTIES)


@transaction.atomic
def decline_to_introduce(by: Actor, *, step: IntroductionStep) -> IntroductionStep:
    """Silent: the asker goes on seeing that it waits, and is offered another route in time."""
    introduction, step = _locked_step(step)
    if by.pk != step.go_between_id or step.asked_at is None:
        raise IntroductionStep.DoesNotExist
    if step.declined_at is not None:
        return step
    if not rules.may_answer_step(by, step, introduction):
        raise no_longer_open()
    step.declined_at = timezone.now()
    step.save(update_fields=["declined_at"])
    record(by, "declined_to_introduce", step, audience=Audience.SELF)
    return step


def _moves_on(introduction: Introduction) -> None:
    """Something happened that the asker sees: the three working days begin again."""
    if introduction.next_route_offered_at is not None:
        introduction.next_route_offered_at = None
        introduction.save(update_fields=["next_route_offered_at"])


@transaction.atomic
def offer_next_routes(*, now: datetime) -> list[Introduction]:
    """Mark whatever waited three working days, each once. Run by the clock, as often as it likes.

    The asker is the grammatical subject of what is recorded: nobody else did anything.
    """
    waiting = (
        Introduction.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(agreed_at=None, withdrawn_at=None, next_route_offered_at=None)
        .filter(asked_at__lte=rules.long_enough_ago(now))
        .select_related("asker")
        .prefetch_related("steps", "messages")
    )
    offered = []
    for introduction in waiting:
        since = rules.waiting_since(
            introduction, list(introduction.steps.all()), list(introduction.messages.all())
        )
        if rules.next_route_due(since) <= now:
            introduction.next_route_offered_at = now
            introduction.save(update_fields=["next_route_offered_at"])
            record(introduction.asker, "was_offered_route", introduction, audience=Audience.SELF)
            offered.append(introduction)
    return offered

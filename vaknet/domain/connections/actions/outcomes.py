"""What came of an introduction, and thanks back along the way."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections import rules
from vaknet.domain.connections.actions.introductions import locked, refuse_apart
from vaknet.domain.connections.actions.words import own_words
from vaknet.domain.connections.models import (
    Introduction,
    IntroductionOutcome,
    IntroductionThanks,
)
from vaknet.domain.refusal import Refused


@transaction.atomic
def say_outcome(by: Actor, *, introduction: Introduction, kind: str) -> IntroductionOutcome:
    """Each of the two says her own; something else said later replaces it."""
    introduction = locked(introduction.pk)
    if not rules.may_say_outcome(by, introduction):
        raise Introduction.DoesNotExist
    if kind not in IntroductionOutcome.Kind.values:
        raise Refused(_("Choose one of the answers."))
    now = timezone.now()
    said = introduction.outcomes.filter(actor=by, until=None)
    before = said.first()
    if before is not None and before.kind == kind:
        return before
    said.update(until=now)
    outcome = IntroductionOutcome.objects.create(
        introduction=introduction, actor=by, kind=kind, since=now
    )
    record(by, "said_outcome", outcome, audience=Audience.SELF)
    return outcome


@transaction.atomic
def thank_for_introduction(
    by: Actor, *, introduction: Introduction, text: str
) -> IntroductionThanks:
    """To everybody on the way, at once and once. The same words sent twice are said once."""
    text = own_words(text, field="text", missing=_("Write a few words, then send."))
    introduction = locked(introduction.pk)
    refuse_apart(by, introduction)
    if not rules.may_thank(by, introduction):
        raise Introduction.DoesNotExist
    said = IntroductionThanks.objects.filter(introduction=introduction).first()
    if said is not None and said.text == text:
        return said
    if said is not None:
        raise Refused(_("You thanked them already. In your conversation you can write more."))
    thanks = IntroductionThanks.objects.create(
        introduction=introduction, text=text, at=timezone.now()
    )
    record(by, "thanked_for_introduction", thanks, audience=Audience.PARTIES)
    return thanks

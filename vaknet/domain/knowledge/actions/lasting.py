"""Keeping what is known true: looking whether it holds, and looking after it."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.actions import audience_of
from vaknet.domain.knowledge import rules
from vaknet.domain.knowledge.models import AnswerCheck, BestAnswer, Question, Upkeep
from vaknet.domain.knowledge.pseudonyms import voice
from vaknet.domain.knowledge.queries import standing_upkeep
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.people.actions.words import required_line
from vaknet.domain.refusal import Refused


@transaction.atomic
def confirm_answer(by: Actor, *, question: Question) -> AnswerCheck:
    """The best answer holds: she looked. It takes away a doubt."""
    return _check(by, question, doubt="")


@transaction.atomic
def doubt_answer(by: Actor, *, question: Question, doubt: str) -> AnswerCheck:
    """The best answer holds no more, and why."""
    refuse_to_write(by, field="doubt")
    missing = _("Say in one sentence what changed.")
    return _check(
        by, question, doubt=required_line(doubt, limit=300, field="doubt", missing=missing)
    )


def _check(by: Actor, question: Question, *, doubt: str) -> AnswerCheck:
    held = _held(by, question)
    best = BestAnswer.objects.filter(question=held).first()
    if best is None:
        raise Refused(_("This question has no best answer any more."))
    latest = AnswerCheck.objects.filter(answer=best.answer_id).order_by("-at", "-pk").first()
    if (
        latest
        and (latest.actor_id, latest.doubt) == (by.pk, doubt)
        and latest.at.date() == now().date()
    ):
        return latest
    check = AnswerCheck.objects.create(answer_id=best.answer_id, actor=by, doubt=doubt)
    verb = "doubted_answer" if doubt else "confirmed_answer"
    record(by, verb, check, audience=audience_of(held.group), group=held.group.actor)
    return check


@transaction.atomic
def look_after(by: Actor, *, question: Question) -> Upkeep:
    """Keep the answer to this question true. One person does; doing so twice is doing so once."""
    held = _held(by, question)
    upkeep = standing_upkeep().filter(question=held).first()
    if upkeep is not None and upkeep.actor_id != by.pk:
        raise Refused(_("Somebody looks after this already."))
    if upkeep is None:
        Upkeep.objects.filter(question=held, until=None).update(until=now())
        upkeep = Upkeep.objects.create(question=held, actor=by)
        record(by, "looks_after", held, audience=audience_of(held.group), group=held.group.actor)
    return upkeep


@transaction.atomic
def stop_looking_after(by: Actor, *, question: Question) -> None:
    """Give it back; a steward may also take it from who does not get round to it."""
    held = _held(by, question)
    upkeep = standing_upkeep().filter(question=held).first()
    if upkeep is None:
        return
    if not rules.may_give_up(by, upkeep.actor_id, groups.membership(by, held.group)):
        raise Refused(_("Only who looks after it, or a steward, can end that."))
    upkeep.until = now()
    upkeep.save(update_fields=["until"])
    group = held.group
    record(by, "looks_after_no_more", held, audience=audience_of(group), group=group.actor)


def _held(by: Actor, question: Question) -> Question:
    """Locked, so that two at once come one after the other."""
    rows = Question.objects.select_for_update(no_key=True, of=("self",))
    held = rows.select_related("group__actor").get(pk=question.pk)
    if not rules.may_look_after(groups.membership(by, held.group)):
        raise Refused(_("Only members of the group look after what it knows."))
    if voice(by, held.author_id) != by:
        raise Refused(_("You asked without your name. Leave this to another, or show your name."))
    return held

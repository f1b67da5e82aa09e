"""Answering."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record, tell_who_looks
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.actions import audience_of
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.knowledge import queries, rules
from vaknet.domain.knowledge.actions.mentions import mention
from vaknet.domain.knowledge.actions.staying_away import stay_away
from vaknet.domain.knowledge.models import Answer, BestAnswer, ByLetter, Edit, Question
from vaknet.domain.knowledge.pseudonyms import voice
from vaknet.domain.knowledge.words import words_said
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.refusal import Refused
from vaknet.kit.markdown import to_html

# The same words within this time are a double click or a page sent again, not a second answer.
SAME_ACT = timedelta(minutes=1)


@transaction.atomic
def answer(by: Actor, *, question: Question, text: str) -> Answer:
    """Help somebody. Answering the same twice within a minute is answering once.

    Every member who may read a question may help. Raises Question.DoesNotExist when she may not
    read it (any more).
    """
    words = _words(text)
    asked = queries.plain_question(queries.reader(by), question.pk)
    check_awake(asked.group)
    one_at_a_time(by)  # two sendings of one form wait for each other
    author = voice(by, asked.author_id)
    since = now() - SAME_ACT
    if again := _SAID(author=author.pk, question=asked.pk, text=words, since=since):
        return again[0]
    html = to_html(words, names=True)
    refuse_to_write(by, html=html)
    given = Answer.objects.create(question=asked, author=author, text=words, html=html)
    record(author, "answered", given, audience=audience_of(asked.group), group=asked.group.actor)
    tell_who_looks("question", asked.pk)
    mention(author, given, html=html, groups=[asked.group], hears_anyway=asked.author)
    return given


def _said(author: int, question: int, text: str, since: datetime) -> QuerySet[Answer]:
    rows = Answer.objects.filter(author=author, question=question, text=text)
    return rows.filter(withdrawn_at=None, answered_at__gte=since)


_SAID = Frozen(_said)


def _words(text: str) -> str:
    return words_said(text, missing=_("Write your answer. A few sentences are enough."))


@transaction.atomic
def change_answer(by: Actor, *, answer: Answer, text: str, minor: bool = False) -> Answer:
    """Put one's own answer better; what it said before is kept. `minor`: only its spelling."""
    held = _held(answer)
    author = voice(by, held.author_id)
    if not rules.may_change(author, held):
        raise Refused(_("Only who answered can change the answer."))
    words = _words(text)
    if words != held.text:
        refuse_to_write(by, html=to_html(words, names=True), before=held.html)
        Edit.objects.create(answer=held, previous=held.text, is_minor=minor)
        held.text, held.html = words, to_html(words, names=True)
        held.save(update_fields=["text", "html"])
        ByLetter.objects.filter(answer=held).delete()  # these words she wrote herself
        group = held.question.group
        record(author, "changed_answer", held, audience=audience_of(group), group=group.actor)
        asker = held.question.author
        mention(author, held, html=held.html, groups=[group], hears_anyway=asker, minor=minor)
    return held


@transaction.atomic
def withdraw_answer(by: Actor, *, answer: Answer) -> Answer:
    """Take an answer away; it is then nobody's best answer either. Of her own, what moderators took
    away stays so."""
    held = _held(answer)
    group = held.question.group
    author = voice(by, held.author_id)
    if not rules.may_withdraw(author, held, groups.membership(by, group)):
        raise Refused(_("Only who answered, or a steward, can withdraw the answer."))
    if held.withdrawn_at is None:
        BestAnswer.objects.filter(answer=held).delete()
        held.withdrawn_at = now()
        held.save(update_fields=["withdrawn_at"])
        record(author, "withdrew_answer", held, audience=audience_of(group), group=group.actor)
    else:
        stay_away(author, thing=held)
    return held


def _held(answer: Answer) -> Answer:
    rows = Answer.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("question__group__actor").get(pk=answer.pk)

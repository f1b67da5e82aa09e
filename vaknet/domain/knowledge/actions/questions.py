"""Asking."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.actions import audience_of
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import rules
from vaknet.domain.knowledge.actions.mentions import mention
from vaknet.domain.knowledge.actions.pseudonyms import take_pseudonym
from vaknet.domain.knowledge.actions.requests import request_answer
from vaknet.domain.knowledge.actions.staying_away import stay_away
from vaknet.domain.knowledge.models import Edit, Question, Topic
from vaknet.domain.knowledge.pseudonyms import pseudonyms_of, voice
from vaknet.domain.knowledge.words import long_text
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.refusal import Refused
from vaknet.kit.markdown import to_html

# The same words within this time are a double click or a page sent again, not a second question.
SAME_ACT = timedelta(minutes=1)
TOPICS = 5


@transaction.atomic
def ask(
    by: Actor,
    *,
    group: Group,
    title: str,
    body: str = "",
    topics: Iterable[str] = (),
    person: Actor | None = None,
    without_name: bool = False,
) -> Question:
    """Ask in a group one is in. Asking the same twice within a minute is asking once.

    `person` is who would be the one to answer, of that group too. `without_name`: the group reads
    a pseudonym, here and in all that she says below it.
    """
    check_awake(group)
    if not rules.may_ask(groups.membership(by, group)):
        raise Refused(_("You can ask in groups you are in. Join the group first."), field="group")
    sentence = _sentence(title)
    text = long_text(body, field="body")
    one_at_a_time(by)
    names = pseudonyms_of(by) if without_name else [by]
    again = Question.objects.filter(
        author__in=names,
        group=group,
        title=sentence,
        withdrawn_at=None,
        asked_at__gte=now() - SAME_ACT,
    ).first()
    if again is not None:
        return _requested(by, again, person)
    refuse_to_write(by, html=_html(text), field="body")
    author = take_pseudonym(by, group=group) if without_name else by
    question = Question.objects.create(
        group=group, author=author, title=sentence, body=text, body_html=_html(text)
    )
    question.topics.set(topics_named(topics))
    record(author, "asked_question", question, audience=audience_of(group), group=group.actor)
    mention(author, question, html=question.body_html, groups=[group], hears_anyway=person)
    return _requested(by, question, person)


def _html(text: str) -> str:
    return to_html(text, names=True) if text else ""


def _requested(by: Actor, question: Question, person: Actor | None) -> Question:
    if person is not None:
        request_answer(by, question=question, person=person)
    return question


def _sentence(title: str) -> str:
    missing = _("Write your question in one sentence.")
    return required_line(title, limit=300, field="title", missing=missing)


def topics_named(names: Iterable[str]) -> list[Topic]:
    """Inside the transaction of the action that writes."""
    wanted = {name.lower(): name for name in (line(n, limit=80, field="topics") for n in names)}
    wanted.pop("", None)
    if len(wanted) > TOPICS:
        raise Refused(_("Choose at most 5 topics."), field="topics")
    Topic.objects.bulk_create([Topic(name=name) for name in wanted.values()], ignore_conflicts=True)
    return [Topic.objects.get(name__iexact=name) for name in wanted]


@transaction.atomic
def change_question(
    by: Actor, *, question: Question, title: str, body: str = "", minor: bool = False
) -> Question:
    """Put one's own question better; what it said before is kept. `minor`: only its spelling."""
    held = Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    author = voice(by, held.author_id)
    if not rules.may_change(author, held):
        raise Refused(_("Only who asked can change the question."))
    sentence, text = _sentence(title), long_text(body, field="body")
    if (sentence, text) == (held.title, held.body):
        return held
    refuse_to_write(by, html=_html(text), field="body", before=held.body_html)
    previous = f"{held.title}\n\n{held.body}".strip()
    Edit.objects.create(question=held, previous=previous, is_minor=minor)
    held.title, held.body, held.body_html = sentence, text, _html(text)
    held.save(update_fields=["title", "body", "body_html"])
    group = held.group
    record(author, "changed_question", held, audience=audience_of(group), group=group.actor)
    mention(author, held, html=held.body_html, groups=[group], minor=minor)
    return held


@transaction.atomic
def withdraw_question(by: Actor, *, question: Question) -> Question:
    """Take a question away, with its answers; withdrawing twice is withdrawing once. Of her own,
    what moderators took away stays so."""
    held = Question.objects.select_for_update(no_key=True).get(pk=question.pk)
    author = voice(by, held.author_id)
    if not rules.may_withdraw(author, held, groups.membership(by, held.group)):
        raise Refused(_("Only who asked, or a steward, can withdraw the question."))
    if held.withdrawn_at is None:
        held.withdrawn_at = now()
        held.save(update_fields=["withdrawn_at"])
        group = held.group
        record(author, "withdrew_question", held, audience=audience_of(group), group=group.actor)
    else:
        stay_away(author, thing=held)
    return held

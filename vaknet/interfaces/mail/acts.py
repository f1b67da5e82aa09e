"""What an answer to a letter does: the same verbs as behind the buttons of the site."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as meeting
from vaknet.domain.connections import queries as connections
from vaknet.domain.connections.models import Introduction
from vaknet.domain.connections.queries import Part
from vaknet.domain.connections.rules import may_decline_request
from vaknet.domain.groups import queries as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge import conversations, knowledge_base, queries
from vaknet.domain.people.answering import Matter
from vaknet.domain.surveys import actions as surveys
from vaknet.domain.surveys import queries as polls
from vaknet.domain.talks import actions as talks
from vaknet.domain.talks import queries as talks_to_answer
from vaknet.kit.first_words import chosen, decision, rather_not
from vaknet.kit.words import moment_in_words


class Unclear(Exception):
    """We cannot tell what she wants; with a sentence that says what to write."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Done:
    """What was done, and where it stands and can be changed."""

    said: str
    path: str


@dataclass(frozen=True)
class Words:
    """What she wrote, cut out of her mail; the subject counts only where she begins something."""

    text: str
    subject: str = ""


def act(by: Actor, matter: Matter, thing: int, words: Words) -> Done:
    """Raises Unclear, Refused of the action, or DoesNotExist when it is not hers (any more)."""
    do = _ACTS.get(matter)
    if do is None:
        raise ObjectDoesNotExist
    return do(by, thing, words)


def _answer(by: Actor, thing: int, words: Words) -> Done:
    question = queries.plain_question(by, thing)
    declines, rest = rather_not(words.text)
    if declines and queries.requests_waiting(by).filter(pk=thing).exists():
        knowledge.decline_answer(by, question=question)
        return Done(_not_told(rest), reverse("question", args=[thing]))
    given = knowledge.answer(by, question=question, text=_text(words))
    path = f"{reverse('question', args=[thing])}#answer-{given.pk}"
    return Done(_("Thank you. Your answer is there."), path)


def _reply(by: Actor, thing: int, words: Words) -> Done:
    post = conversations.visible_posts(by).get(pk=thing)
    given = knowledge.reply(by, post=post, text=_text(words))
    path = f"{reverse('conversation', args=[thing])}?reactie={given.pk}#reply-{given.pk}"
    return Done(_("Your words are in the conversation."), path)


def _request(by: Actor, thing: int, words: Words) -> Done:
    asked = connections.request(by, thing)
    path = reverse("connection-request", args=[thing])
    says_yes, rest = decision(words.text)
    if by.pk != asked.recipient_id or says_yes is None or not may_decline_request(by, asked):
        meeting.reply_to_request(by, request=asked, text=_text(words))
        return Done(_("Your message was sent."), path)
    if not says_yes:
        meeting.decline_request(by, request=asked)
        return Done(_not_told(rest), reverse("my-contacts"))
    if rest:
        meeting.reply_to_request(by, request=asked, text=rest)
    meeting.accept_request(by, request=asked)
    name = {"name": asked.sender.first_name}
    path = reverse("contact", args=[asked.sender.handle])
    return Done(_("You and %(name)s know each other now.") % name, path)


def _step(by: Actor, thing: int, words: Words) -> Done:
    step = connections.step(by, thing)
    path = reverse("introduction", args=[step.introduction_id])
    says_yes, rest = decision(words.text)
    if by.pk != step.go_between_id or says_yes is None:
        meeting.write_to_step(by, step=step, text=_text(words))
        return Done(_("Your message was sent."), path)
    if says_yes:
        meeting.agree_to_introduce(by, step=step, note=rest)
        return Done(_("Thank you. We pass it on."), path)
    meeting.decline_to_introduce(by, step=step)
    return Done(_not_told(rest), path)


def _introduction(by: Actor, thing: int, words: Words) -> Done:
    """Whom it is to decides first; from then on all who are in it write."""
    view = connections.introduction(by, thing)
    row = Introduction(pk=view.pk, asker=view.asker, target=view.target)
    path = reverse("introduction", args=[thing])
    if view.part is not Part.TARGET or not view.may_answer:
        meeting.write(by, introduction=row, text=_text(words))
        return Done(_("Your message was sent."), path)
    says_yes, rest = decision(words.text)
    if says_yes is None:
        raise Unclear(_("Begin your answer with yes or no. After yes you can write to each other."))
    if not says_yes:
        meeting.decline_introduction(by, introduction=row)
        return Done(_not_told(rest), path)
    meeting.accept_introduction(by, introduction=row)
    if rest:
        meeting.write(by, introduction=row, text=rest)
    return Done(_("You know each other now."), path)


def _talk(by: Actor, thing: int, words: Words) -> Done:
    talk = talks_to_answer.talk(by, thing)
    path = reverse("talk", args=[thing])
    times = list(talk.proposed_times.all())
    says_yes, rest = decision(words.text)
    if says_yes is False:
        talks.decline_talk(by, talk=talk)
        return Done(_not_told(rest), reverse("my-talks"))
    which = chosen(words.text, ["" for _time in times])
    if says_yes and not which:
        which = [0] if len(times) == 1 else chosen(rest, ["" for _time in times])
    if len(which) != 1:
        raise Unclear(_("Begin your answer with the number of one time, or with no."))
    time = times[which[0]]
    talks.pick_time(by, talk=talk, time=time)
    when = moment_in_words(localtime(time.starts_at), get_language() or "nl")
    return Done(_("Agreed: %(when)s.") % {"when": when}, path)


def _poll(by: Actor, thing: int, words: Words) -> Done:
    view = polls.poll_view(by, thing)
    which = chosen(words.text, [choice.text for choice in view.choices])
    if not which:
        raise Unclear(_("Write the number of an answer, or its very words, on the first line."))
    voted = [view.choices[index] for index in which]
    surveys.vote(by, poll=view.poll, choices=[choice.pk for choice in voted])
    said = {"choice": ", ".join(choice.text for choice in voted)}
    return Done(_("Your vote counts: %(choice)s") % said, reverse("poll", args=[thing]))


def _question(by: Actor, thing: int, words: Words) -> Done:
    """The subject is the question; what stands below it explains."""
    group = groups.readable_groups(by).get(pk=thing)
    title = words.subject.strip()
    if not title:
        raise Unclear(_("Write your question as the subject of the mail."))
    asked = knowledge.ask(by, group=group, title=title, body=words.text)
    return Done(_("Your question is asked."), reverse("question", args=[asked.pk]))


def _doubt(by: Actor, thing: int, words: Words) -> Done:
    """Yes to "does it still hold?". All else is what holds now."""
    check = knowledge_base.check(by, thing)
    question = check.answer.question
    path = reverse("question", args=[question.pk])
    says_yes, rest = decision(words.text)
    if says_yes is False and not rest:
        raise Unclear(_("Write what is different now. Or begin with yes if it still holds."))
    if not says_yes:
        return _answer(by, question.pk, words)
    if not hasattr(check.answer, "best_for"):
        raise ObjectDoesNotExist  # another one is the best meanwhile
    knowledge.confirm_answer(by, question=question)
    return Done(_besides(_("Thank you. It says now that the answer still holds."), rest), path)


def _same(by: Actor, thing: int, words: Words) -> Done:
    question = queries.plain_question(by, thing)
    path = reverse("question", args=[thing])
    says_yes, rest = decision(words.text)
    if says_yes is None:
        raise Unclear(_("Begin with no if yours is a different question. Else do nothing."))
    if says_yes:
        return Done(_besides(_("Fine. Your question leads to the other one."), rest), path)
    knowledge.say_different(by, question=question)
    return Done(_besides(_("Your question stands on its own again."), rest), path)


def _text(words: Words) -> str:
    if not words.text:
        raise Unclear(_("We found no words of yours in it. Write above what you quote."))
    return words.text


def _not_told(rest: str) -> str:
    return _besides(gettext("You said no. Nobody is told."), rest)


def _besides(said: str, rest: str) -> str:
    return f"{said} {gettext('What you wrote besides went to nobody.')}" if rest else said


_ACTS: dict[Matter, Callable[[Actor, int, Words], Done]] = {
    Matter.QUESTION: _answer,
    Matter.CONVERSATION: _reply,
    Matter.REQUEST: _request,
    Matter.STEP: _step,
    Matter.INTRODUCTION: _introduction,
    Matter.TALK: _talk,
    Matter.POLL: _poll,
    Matter.GROUP: _question,
    Matter.DOUBT: _doubt,
    Matter.SAME: _same,
}


def address_of(path: str) -> str:
    return settings.BASE_URL + path

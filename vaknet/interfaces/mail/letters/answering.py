"""What it means to just answer a letter: said in it, and in the address that it names."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.people.answering import Matter
from vaknet.interfaces.mail.post import AnswerTo

_JUST_YOURS = _("You can just answer this mail. Your words go to who wrote to you.")
HINTS = {
    Matter.QUESTION: _(
        "You can just answer this mail. Your words come below the question, as an answer for all "
        "who can read it."
    ),
    Matter.CONVERSATION: _(
        "You can just answer this mail. Your words come in the conversation, for all who can read "
        "it."
    ),
    Matter.REQUEST: _(
        "You can just answer this mail: with yes or no. All else goes to who asked you, as a "
        "message."
    ),
    Matter.STEP: _(
        "You can just answer this mail: with yes or no. What you write after yes goes along. All "
        "else goes to who asked you, as a question."
    ),
    Matter.INTRODUCTION: _(
        "You can just answer this mail: with yes or no. After yes you can write to each other."
    ),
    Matter.TALK: _("You can just answer this mail: with the number of a time, or with no."),
    Matter.POLL: _(
        "You can just answer this mail: with the number of an answer. Nobody sees what you chose."
    ),
    Matter.DOUBT: _(
        "You can just answer this mail: with yes if it still holds. All else comes below the "
        "question, as an answer for all who can read it."
    ),
    Matter.SAME: _("You can just answer this mail: with no if yours is a different question."),
}
IN_INTRODUCTION = _(
    "You can just answer this mail. Your words go to all who are in the conversation."
)


def answer_to(matter: Matter, thing: int) -> AnswerTo:
    return AnswerTo(matter, thing, HINTS[matter])


def words_to(matter: Matter, thing: int) -> AnswerTo:
    """There is nothing to decide for her: whatever she answers is a message."""
    return AnswerTo(matter, thing, _JUST_YOURS)


def words_in_introduction(thing: int) -> AnswerTo:
    return AnswerTo(Matter.INTRODUCTION, thing, IN_INTRODUCTION)

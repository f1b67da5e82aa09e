"""What we write back to who answered by mail: done, or not and why, with her own words in it."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaknet.domain.people.answering import Answering, Matter
from vaknet.domain.people.models import Account
from vaknet.interfaces.mail.letters.writing import Content
from vaknet.interfaces.mail.post import AnswerTo, Letter, send


@dataclass(frozen=True)
class About:
    """Her message: to what it was an answer, which words were hers, what it was called."""

    meant: Answering
    words: str
    message: str = ""
    files: int = 0


@dataclass(frozen=True)
class Outcome:
    about: About
    subject: str
    opening: str
    closing: str = ""
    action: str = ""
    url: str = ""
    again: bool = False


def done(about: About, said: str, url: str) -> Outcome:
    """What she chose in a poll does not stand in the subject: a locked phone shows it."""
    secret = about.meant.matter is Matter.POLL
    return Outcome(
        about,
        subject=_("Done") if secret else _("Done: %(what)s") % {"what": said},
        opening=said,
        closing=_files(about),
        action=_("Look at it or change it"),
        url=url,
    )


def unclear(about: About, why: str) -> Outcome:
    """Nothing was done; she may answer this letter and say it another way. Not where she began a
    question: its title would be the subject of our letter.
    """
    again = _takes_answers(about)
    return Outcome(
        about,
        subject=_("We did not understand your answer"),
        opening=why,
        closing=_("You can answer this mail. Nothing was done yet.")
        if again
        else _("Nothing was done yet. Write to the same address once more."),
        action=_("Or do it on the site"),
        url=f"{settings.BASE_URL}/",
        again=again,
    )


def refused(about: About, why: str) -> Outcome:
    return Outcome(
        about,
        subject=_("Your answer did not go through"),
        opening=why,
        closing=_("These were your words, so that nothing is lost."),
        action=_("To the site"),
        url=f"{settings.BASE_URL}/",
        again=_takes_answers(about),
    )


def not_there(about: About) -> Outcome:
    return refused(
        about,
        _("It was answered already, or it is no longer needed. You do not need to do anything."),
    )


def _takes_answers(about: About) -> bool:
    return about.meant.matter is not Matter.GROUP


def _files(about: About) -> str:
    return _("We take no files by mail. Add them on the page.") if about.files else ""


def tell(to: Account, outcome: Outcome) -> None:
    """Also when she stopped our letters: it answers hers."""
    about = outcome.about
    meant = about.meant
    said = Content(
        subject=outcome.subject,
        opening=outcome.opening,
        quote=about.words,
        closing=outcome.closing,
        action=outcome.action,
    )
    send(
        Letter(
            to=to,
            subject=said.subject,
            template="connections",
            context={"said": said},
            action_url=outcome.url,
            asked_for=True,
            in_reply_to=about.message,
            answer_to=AnswerTo(meant.matter, meant.thing) if outcome.again else None,
        )
    )


def not_from_here(sender: str, *, language: str) -> None:
    """To whoever wrote to somebody else's address. It tells nothing: not whose, not about what."""
    send(
        Letter(
            to=Account(email=sender, language=language),
            subject=gettext_lazy("We could not take your mail"),
            template="answer_from_elsewhere",
            action_url=f"{settings.BASE_URL}/",
            asked_for=True,
        )
    )

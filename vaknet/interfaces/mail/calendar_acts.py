"""What the answer of her calendar to an invitation does: the same verbs as behind the buttons."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.timezone import localtime, now
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.talks import actions, calendar, queries
from vaknet.domain.talks.models import Talk
from vaknet.interfaces.mail.acts import Done, Unclear
from vaknet.kit.calendar_answers import CalendarAnswer, read_answer
from vaknet.kit.words import moment_in_words


def answer_by_calendar(by: Actor, thing: int, file: bytes) -> Done:
    """Raises Unclear, Refused or DoesNotExist as `acts.act`. What is forged, of another talk, of
    before the talk was moved, or no answer at all, gets one and the same sentence.
    """
    talk = queries.talk(by, thing)
    answer = read_answer(file)
    if answer is None or not _is_about(talk, answer):
        raise Unclear(
            _("We could not use the answer of your calendar. The talk may have changed meanwhile.")
        )
    if answer.method == "COUNTER":
        raise Unclear(
            _("We do not take another time from your calendar. Choose it on the page of the talk.")
        )
    return _SAID[answer.said](by, talk)


def _is_about(talk: Talk, answer: CalendarAnswer) -> bool:
    """The version of the talk that stands now, not an earlier one, and still to come."""
    stands_at = talk.starts_at or calendar.only_time(talk)
    same = answer.uid.partition("@")[0] == str(talk.uid) and answer.sequence == talk.sequence
    to_come = talk.cancelled_at is None and stands_at is not None and stands_at > now()
    # A COUNTER names the time that she would rather have.
    at_that_time = answer.starts_at in {None, stands_at} or answer.method == "COUNTER"
    return same and to_come and answer.said in _SAID and at_that_time


def _yes(by: Actor, talk: Talk) -> Done:
    if talk.agreed_at is None:
        actions.pick_time(by, talk=talk, time=talk.proposed_times.get())
    elif calendar.waits_for(by, talk):
        actions.accept_move(by, talk=talk, sequence=talk.sequence)
    stands_at = queries.talk(by, talk.pk).starts_at
    when = moment_in_words(localtime(stands_at), get_language() or "nl")
    return Done(_("Agreed: %(when)s.") % {"when": when}, _page(talk))


def _no(by: Actor, talk: Talk) -> Done:
    if talk.agreed_at is None:
        actions.decline_talk(by, talk=talk)
        return Done(_("You said no. Nobody is told."), reverse("my-talks"))
    actions.cancel_talk(by, talk=talk, sequence=talk.sequence)
    return Done(_("The talk is cancelled."), _page(talk))


def _maybe(by: Actor, talk: Talk) -> Done:
    """It changes nothing: the other one does not hear it, so it may not look as if she did."""
    said = _("You said maybe. Nobody is told, and nothing changed.")
    return Done(said, _page(talk))


def _page(talk: Talk) -> str:
    return reverse("talk", args=[talk.pk])


_SAID: dict[str, Callable[[Actor, Talk], Done]] = {
    "ACCEPTED": _yes,
    "DECLINED": _no,
    "TENTATIVE": _maybe,
}

"""What groups send: their issues, what is new in them, and tips for their editors."""

from datetime import datetime
from smtplib import SMTPDataError, SMTPRecipientsRefused
from time import monotonic, sleep, thread_time

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.timezone import now

from vaknet.domain.groups import actions
from vaknet.domain.groups.mail import last_morning
from vaknet.domain.journal import actions as journal
from vaknet.domain.notices.delivery import digest_readers
from vaknet.interfaces.mail.letters import gathered, issues

TURN = 2.0  # seconds
BREATH = 4.0  # times the work of one letter: pages go before letters that nobody waits for


def mail_issue(issue_id: int, after: int = 0) -> None:
    """Some letters of it, over one connection; a new job goes on with the others, so that who waits
    for a code waits for a moment.

    Raises OSError or SMTPException when the mail server fails; then it begins again where it was.
    """
    until = monotonic() + TURN
    waiting = journal.letters_after(issue_id, after=after)
    if not waiting:
        return
    with mailers.default as server:
        for pk in waiting:
            try:
                _mail(pk, server)
            except (SMTPRecipientsRefused, SMTPDataError):
                journal.mail_alone(pk)
            after = pk
            if monotonic() > until:
                break
    journal.mail_from(issue_id, after=after)


def mail_issue_letter(letter_id: int) -> None:
    with mailers.default as server:
        _mail(letter_id, server)


def _mail(letter_id: int, server: BaseEmailBackend) -> None:
    """Letter and note that it went stand or fall together; then a breath."""
    began = thread_time()
    with transaction.atomic():
        held = journal.hold_letter(letter_id)
        if held is not None:
            server.send_messages([issues.letter(held)])
            journal.letter_sent(held)
    sleep(BREATH * (thread_time() - began))


@transaction.atomic
def gather(membership_id: int) -> None:
    """The letter and the note that it was written stand or fall together."""
    until = last_morning(now())
    held = actions.hold_to_gather(membership_id, due=until)
    if held is not None:
        gathered.write_what_is_new(held, until=until)
        actions.was_gathered(held, until=until)


def gather_where_due(at: datetime) -> None:
    """Who has a digest gets it in there."""
    actions.gather_where_due(due=last_morning(at), but=digest_readers())


@transaction.atomic
def tell_editors(at: datetime) -> None:
    """Of the tips since the last time; each editor hears once a day at most."""
    gathered.tell_editors(journal.hold_pitches(before=last_morning(at)))

"""What groups send: their issues, what is new in them, and tips for their editors."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now

from vaknet.domain.groups import actions
from vaknet.domain.groups.mail import last_morning
from vaknet.domain.journal import actions as journal
from vaknet.interfaces.mail.letters import gathered, issues


@transaction.atomic
def mail_issue(letter_id: int) -> None:
    """Raises OSError or SMTPException when the mail server fails; then the letter still waits."""
    held = journal.hold_letter(letter_id)
    if held is not None:
        issues.letter(held).send()
        journal.letter_sent(held)


@transaction.atomic
def gather(membership_id: int) -> None:
    """The letter and the note that it was written stand or fall together."""
    until = last_morning(now())
    held = actions.hold_to_gather(membership_id, due=until)
    if held is not None:
        gathered.write_what_is_new(held, until=until)
        actions.was_gathered(held, until=until)


def gather_where_due(at: datetime) -> None:
    actions.gather_where_due(due=last_morning(at))


@transaction.atomic
def tell_editors(at: datetime) -> None:
    """Of the tips since the last time; each editor hears once a day at most."""
    gathered.tell_editors(journal.hold_pitches(before=last_morning(at)))

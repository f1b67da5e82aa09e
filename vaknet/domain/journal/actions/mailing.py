"""An issue goes to its readers by mail: a row for each of them, so that nobody gets it twice."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from procrastinate.contrib.django import app

from vaknet.domain.groups.actions.mail import BEHIND
from vaknet.domain.groups.mail import GETS_ISSUES
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.journal import rules
from vaknet.domain.journal.models import Issue, IssueLetter, Pitch

MAIL_ISSUE, MAIL_ISSUE_LETTER = "mail_issue", "mail_issue_letter"
AT_ONCE = 50


@transaction.atomic
def address_letters(*, issue: Issue) -> None:
    """To all who get issues from the group now: the rows and the job stand or fall together.
    Doing it twice is doing it once.
    """
    readers = GroupMembership.objects.filter(group=issue.group_id, until=None, mail__in=GETS_ISSUES)
    known = IssueLetter.objects.filter(issue=issue).values("membership")
    new = readers.exclude(pk__in=known).order_by("pk").values_list("pk", flat=True)
    rows = [IssueLetter(issue=issue, membership_id=pk) for pk in new]
    IssueLetter.objects.bulk_create(rows, batch_size=2_000)
    mail_from(issue.pk)


def mail_from(issue: int, *, after: int = 0) -> None:
    """A job for the letters of the issue that come after that one, behind all that somebody waits
    for."""
    task = app.configure_task(MAIL_ISSUE, allow_unknown=True, priority=BEHIND)
    task.defer(issue_id=issue, after=after)


def mail_alone(letter: int) -> None:
    """A job for a letter that the mail server does not take, so that no other waits for it."""
    task = app.configure_task(MAIL_ISSUE_LETTER, allow_unknown=True, priority=BEHIND)
    task.defer(letter_id=letter)


def letters_after(issue: int, *, after: int) -> list[int]:
    """The next that did not go yet, some tens at most."""
    rows = IssueLetter.objects.filter(issue=issue, pk__gt=after, sent_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def hold_letter(pk: int) -> IssueLetter | None:
    """Locked until the end of the transaction, so that two jobs send it once. None when it went
    already, and when its reader left, stopped her mail, or does not want it any more.
    """
    rows = IssueLetter.objects.select_for_update(of=("self",), no_key=True).filter(
        sent_at=None,
        membership__until=None,
        membership__mail__in=GETS_ISSUES,
        membership__actor__account__is_active=True,
        membership__actor__account__mail_stopped_at=None,
    )
    reader = "membership__actor__account"
    return rows.select_related(reader, "issue__group__actor").filter(pk=pk).first()


def letter_sent(letter: IssueLetter) -> None:
    letter.sent_at = now()
    letter.save(update_fields=["sent_at"])


@transaction.atomic
def hold_pitches(*, before: datetime) -> list[Pitch]:
    """Those that no editor was written about yet, which they are from now. Locked: two clocks may
    look at once.
    """
    untold = Pitch.objects.select_for_update(of=("self",), skip_locked=True).filter(
        told_at=None, at__lt=before
    )
    held = list(untold.select_related("group__actor").order_by("group", "pk"))
    Pitch.objects.filter(pk__in=[one.pk for one in held]).update(told_at=now())
    return [one for one in held if rules.is_waiting(one)]

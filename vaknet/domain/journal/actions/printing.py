"""An issue on paper: asked for, made by the worker, and thrown away."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from procrastinate.contrib.django import app

from vaknet.domain.journal.models import Issue, PrintedIssue
from vaknet.domain.journal.queries import digest_of

PRINT_ISSUE = "print_issue"


@transaction.atomic
def ask_print(*, issue: Issue, html: str) -> PrintedIssue:
    """`html`: the whole page, as she who asks may see it. Asking twice is asking once; what failed
    is tried again.
    """
    digest = digest_of(html)
    asked, is_new = PrintedIssue.objects.get_or_create(
        digest=digest, defaults={"issue": issue, "html": html}
    )
    if not is_new and asked.failed_at is None:
        return asked
    PrintedIssue.objects.filter(digest=digest).update(failed_at=None)
    app.configure_task(PRINT_ISSUE, allow_unknown=True).defer(digest=digest)
    return asked


def keep_print(*, printed: PrintedIssue, pdf: bytes) -> None:
    PrintedIssue.objects.filter(pk=printed.pk).update(pdf=pdf, failed_at=None)


def give_up_print(*, printed: PrintedIssue) -> None:
    PrintedIssue.objects.filter(pk=printed.pk).update(failed_at=now())


def forget_prints(*, before: datetime) -> None:
    PrintedIssue.objects.filter(asked_at__lt=before).delete()

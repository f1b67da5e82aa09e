"""Sending what was written, again and again with growing pauses while the mail server fails."""

from smtplib import SMTPRecipientsRefused
from time import time

from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from vaknet.domain.people.models import Account
from vaknet.interfaces.mail.envelope import Packed, unpacked
from vaknet.interfaces.mail.letters import accounts
from vaknet.interfaces.mail.post import compose, send

FOR_GOOD = 500


class Patience(BaseRetryStrategy):
    """Pauses of 30 s, 1 min, 2 min, 4 min … up to `tries`; then the job stands as failed.

    A mail server that knows no such address says so for good: then asking again is no use.
    """

    def __init__(self, tries: int) -> None:
        self.tries = tries

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if job.attempts >= self.tries - 1 or _is_refused_for_good(exception):
            return None
        return RetryDecision(retry_in={"seconds": 30 * 2**job.attempts})


PATIENCE = Patience(tries=11)  # about 8 hours
CODE_PATIENCE = Patience(tries=5)  # within the 15 minutes that a code works


def _is_refused_for_good(exception: BaseException) -> bool:
    if not isinstance(exception, SMTPRecipientsRefused):
        return False
    return all(code >= FOR_GOOD for code, _words in exception.recipients.values())


def send_letter(message: Packed) -> None:
    """Raises OSError or SMTPException when the mail server fails."""
    unpacked(message).send()


def mail_code(email: str, code: str, language: str, until: float) -> None:
    """Nothing after `until`: a code that no longer works only confuses."""
    if time() < until:
        compose(accounts.sign_in_code(email, code, language)).send()


def mail_invitation(email: str) -> None:
    account = Account.objects.select_related("actor").filter(email=email).first()
    if account is not None:
        send(accounts.invitation(account))

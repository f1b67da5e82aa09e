"""Sending what was written, again and again with growing pauses while the mail server fails."""

import procrastinate

from vaknet.domain.people.models import Account
from vaknet.interfaces.mail.letters import accounts
from vaknet.interfaces.mail.post import send

# 10 tries: after 30 s, 1 min, 2 min … in all about 8 hours. Then the job stands as failed.
PATIENCE = procrastinate.RetryStrategy(max_attempts=10, exponential_wait=2, wait=28)


def mail_code(email: str, code: str, language: str) -> None:
    send(accounts.sign_in_code(email, code, language))


def mail_invitation(email: str) -> None:
    account = Account.objects.select_related("actor").filter(email=email).first()
    if account is not None:
        send(accounts.invitation(account))

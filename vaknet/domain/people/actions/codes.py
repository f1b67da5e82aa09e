"""Ways in. A code goes out by the worker, so that the time it takes tells nothing."""

from allauth.mfa.models import Authenticator
from procrastinate.contrib.django import app

from vaknet.domain.people.models import Account

MAIL_CODE = "mail_code"


def mail_code(*, email: str, code: str, language: str) -> None:
    """Enqueue the letter with the code. The job, and the code in it, go once it is sent."""
    app.configure_task(MAIL_CODE, allow_unknown=True).defer(
        email=email, code=code, language=language
    )


def remove_passkey(account: Account, *, passkey: Authenticator) -> None:
    """Take one way in away; a code by mail always stays. Not found for anybody else's."""
    Authenticator.objects.get(pk=passkey.pk, user=account).delete()

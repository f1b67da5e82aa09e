"""Ways in. A code goes out by the worker, so that the time it takes tells nothing."""

from time import time
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from vaknet.domain.people.actions.words import line
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused

MAIL_CODE = "mail_code"  # also a queue of its own: what failed there is soon forgotten
CODE_SECONDS = 15 * 60
MOST_PASSKEYS = 10
LONGEST_NAME = 60


def mail_code(*, email: str, code: str, language: str, seconds: int = CODE_SECONDS) -> None:
    """Enqueue the letter with the code. The job, and the code in it, go once it is sent.

    After `seconds` the job does nothing any more; with 0 it never does.
    """
    until = time() + seconds
    app.configure_task(MAIL_CODE, queue=MAIL_CODE, allow_unknown=True).defer(
        email=email, code=code, language=language, until=until
    )


@transaction.atomic
def add_passkey(account: Account, *, name: str, credential: dict[str, Any]) -> Authenticator:
    """Keep a passkey that the browser made; the door has checked what it signed."""
    # Locked: two at the same moment would both be the last that fits.
    locked = Account.objects.select_for_update().get(pk=account.pk)
    mine = Authenticator.objects.filter(user=locked, type=Authenticator.Type.WEBAUTHN)
    if mine.count() >= MOST_PASSKEYS:
        raise Refused(_("You have 10 passkeys already. Remove one first."))
    named = line(name[:LONGEST_NAME], limit=LONGEST_NAME, field="name")
    return Authenticator.objects.create(
        user=locked,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": named, "credential": credential},
    )


@transaction.atomic
def remove_passkey(account: Account, *, pk: int) -> bool:
    """Take one way in away; a code by mail always stays. False: it is not hers, or gone."""
    mine = Authenticator.objects.filter(user=account, type=Authenticator.Type.WEBAUTHN)
    gone, _rows = mine.filter(pk=pk).delete()
    return bool(gone)

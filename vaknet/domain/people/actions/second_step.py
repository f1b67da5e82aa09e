"""Turning the second step on and off, and passing it."""

from time import time

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people.models import Account
from vaknet.domain.people.second_step import (
    APP,
    PAPER,
    digest,
    new_recovery_codes,
    opened_secret,
    sealed_secret,
    step_of,
)
from vaknet.domain.refusal import Refused

WRONG_CODE = _("This code is not right. Look whether the clock of your phone is right.")


@transaction.atomic
def turn_on_second_step(account: Account, *, secret: str, code: str) -> list[str]:
    """Codes of this secret from now on, once she shows that her app has it.

    Returns her recovery codes; nobody can read them again.
    """
    locked = _locked(account)
    if Authenticator.objects.filter(user=locked, type=APP).exists():
        raise Refused(_("The second step is on already."))
    step = step_of(secret, code, at=time())
    if not step:
        raise Refused(WRONG_CODE, field="code")
    told = {"secret": sealed_secret(locked, secret), "last": step}
    Authenticator.objects.create(user=locked, type=APP, data=told)
    record(_person(locked), "turned_on_second_step", locked, audience=Audience.SELF)
    return _new_codes(locked)


@transaction.atomic
def renew_recovery_codes(account: Account) -> list[str]:
    """New ones; those of before open nothing any more. None without a second step."""
    locked = _locked(account)
    if not Authenticator.objects.filter(user=locked, type=APP).exists():
        return []
    record(_person(locked), "renewed_recovery_codes", locked, audience=Audience.SELF)
    return _new_codes(locked)


@transaction.atomic
def turn_off_second_step(account: Account) -> bool:
    """False: it was off already."""
    return _turn_off(account, "turned_off_second_step")


@transaction.atomic
def take_off_second_step(account: Account) -> bool:
    """For the operator, when she lost her phone and her paper; written down as just that."""
    return _turn_off(account, "lost_second_step")


@transaction.atomic
def pass_second_step(account: Account, *, code: str) -> bool:
    """Whether this code opens. A code of the app opens once, and so does each on paper.

    The rows are locked: of two who bring the same code at once, the second is refused.
    """
    rows = Authenticator.objects.select_for_update().filter(user=account, type__in=[APP, PAPER])
    for row in rows.order_by("pk"):
        if row.type == APP and _is_next(account, row, code):
            return True
        if row.type == PAPER and _is_left(account, row, code):
            record(_person(account), "used_recovery_code", account, audience=Audience.SELF)
            return True
    return False


def _is_next(account: Account, row: Authenticator, code: str) -> bool:
    """Of a half minute after that of the last code: what was seen over a shoulder is used up."""
    secret = opened_secret(account, row.data["secret"])
    step = step_of(secret, code, at=time()) if secret else 0
    if step <= row.data["last"]:
        return False
    row.data["last"] = step
    row.save(update_fields=["data"])
    return True


def _is_left(account: Account, row: Authenticator, code: str) -> bool:
    found = digest(account, code)
    if found not in row.data["codes"]:
        return False
    row.data["codes"].remove(found)
    row.save(update_fields=["data"])
    return True


def _turn_off(account: Account, verb: str) -> bool:
    locked = _locked(account)
    mine = Authenticator.objects.filter(user=locked, type__in=[APP, PAPER])
    gone, _rows = mine.delete()
    if gone:
        record(_person(locked), verb, locked, audience=Audience.SELF)
    return bool(gone)


def _new_codes(account: Account) -> list[str]:
    codes = new_recovery_codes()
    kept = {"codes": [digest(account, code) for code in codes]}
    Authenticator.objects.update_or_create(user=account, type=PAPER, defaults={"data": kept})
    return codes


def _locked(account: Account) -> Account:
    return Account.objects.select_for_update().get(pk=account.pk)


def _person(account: Account) -> Actor:
    return Actor.objects.get(account=account)

"""The second step at the door: a code from an app (RFC 6238), or one from paper.

The app's secret is sealed with the key of this server. Recovery codes are long enough to be kept as
a plain digest, so that they still open when that key is lost.
"""

import hashlib
from contextlib import suppress

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.utils.crypto import constant_time_compare, get_random_string

from vaknet.domain.people.models import Account
from vaknet.kit.sealing import Unreadable, key_from, seal, unseal

PERIOD = 30  # seconds that a code of an app is shown
STEPS = (-1, 0, 1)  # clocks of telephones differ a little
RECOVERY_CODES = 10
LETTERS = "BCDFGHJKLMNPQRSTVWXZ23456789"
LENGTH = 16  # 77 bits: a digest of it cannot be guessed back
APP, PAPER = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


def has_second_step(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type=APP).exists())


def recovery_codes_left(viewer: Account) -> int:
    row = Authenticator.objects.filter(user=viewer, type=PAPER).first()
    return len(row.data["codes"]) if row else 0


def sealed_secret(account: Account, secret: str) -> str:
    key = key_from(settings.SECRET_KEY, "vaknet.second_step")
    return seal(key, secret.encode(), place=_place(account)).hex()


def opened_secret(account: Account, sealed: str) -> str:
    """Empty when the server's secret key is not the one of then: no code of an app fits."""
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        with suppress(Unreadable):
            key = key_from(str(secret), "vaknet.second_step")
            return unseal(key, bytes.fromhex(sealed), place=_place(account)).decode()
    return ""


def _place(account: Account) -> str:
    return f"second step of {account.pk}"


def step_of(secret: str, code: str, *, at: float) -> int:
    """Which half minute this code is of; 0 when it is of none that counts."""
    now = int(at) // PERIOD
    fitting = [
        now + step
        for step in STEPS
        if constant_time_compare(format_hotp_value(hotp_value(secret, now + step)), code)
    ]
    return max(fitting, default=0)


def new_recovery_codes() -> list[str]:
    return [get_random_string(LENGTH, LETTERS) for _ in range(RECOVERY_CODES)]


def digest(account: Account, code: str) -> str:
    return hashlib.sha256(f"{account.pk} {code}".encode()).hexdigest()

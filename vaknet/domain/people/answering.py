"""The address in a letter to which its reader can just answer, for as long as the key is there.

It names her account and what the letter is about, and carries our signature: who does not have
the letter cannot make it, and from a forged one nobody learns anything. Below all doors, because
letters make them and what comes in is read by them.
"""

from dataclasses import dataclass
from enum import IntEnum

from django.conf import settings

from vaknet.domain.people.models import Account
from vaknet.kit.mail_reading import Incoming, recipients
from vaknet.kit.sealing import key_from
from vaknet.kit.signed_numbers import read, signed

PURPOSE = "reply address"


class Matter(IntEnum):
    """What an answer to a letter is about. The numbers stand in letters: they stay as they are."""

    BOUNCE = 0  # the letter itself could not be brought
    QUESTION = 1
    CONVERSATION = 2
    REQUEST = 3
    STEP = 4
    INTRODUCTION = 5
    TALK = 6
    POLL = 7
    GROUP = 8  # a new question to it
    DOUBT = 9  # whether an answer still holds
    SAME = 10  # a question that was asked before


@dataclass(frozen=True)
class Answering:
    """Whose answer it is, by account, and about which thing."""

    account: int
    matter: Matter
    thing: int


def is_open() -> bool:
    """Whether this network takes mail in at all."""
    return bool(settings.MAIL_IN_DOMAIN)


def address_for(account: Account, matter: Matter, thing: int) -> str:
    word = signed(_keys()[0], [int(matter), account.pk, thing])
    return f"{settings.MAIL_IN_NAME}+{word}@{settings.MAIL_IN_DOMAIN}"


def answering(address: str) -> Answering | None:
    """What an address of ours is for; None for any other. Looks nothing up, so that the time it
    takes is the same for a member's and a stranger's.
    """
    local, _at, domain = address.strip().strip("<>").rpartition("@")
    name, _plus, word = local.partition("+")
    numbers = read(_keys(), word)
    ours = domain.lower() == settings.MAIL_IN_DOMAIN and name.lower() == settings.MAIL_IN_NAME
    if not is_open() or not ours or numbers is None or len(numbers) != len(("kind", "who", "what")):
        return None
    matter, account, thing = numbers
    if matter not in set(Matter):  # of a version after this one
        return None
    return Answering(account=account, matter=Matter(matter), thing=thing)


def address_in(mail: Incoming) -> str:
    """The first of ours among those it was sent to; "" when there is none."""
    return next(filter(answering, recipients(mail)), "")


def _keys() -> list[bytes]:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [key_from(secret, PURPOSE) for secret in secrets]

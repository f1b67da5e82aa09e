"""What is on a memory card, and how it is sealed. Nobody but its owner has a way to it."""

import json
import unicodedata
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import date

from django.conf import settings

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import MemoryCard, MemoryKey, WaitingCard
from vaknet.kit.sealing import Unreadable, key_from, seal, unseal


@dataclass(frozen=True)
class Words:
    """All that is sealed: four fields as she wrote them."""

    note: str = ""
    met: str = ""
    knows: str = ""
    next_step: str = ""

    def __bool__(self) -> bool:
        return any(asdict(self).values())

    def hold(self, text: str, *, name: str) -> bool:
        """Whether every word of `text` is on the card or in the name, whatever its capitals.

        An é may come as one sign or as two, from a Mac for instance.
        """
        told = _plain(" ".join((name, *asdict(self).values())))
        return all(word in told for word in _plain(text).split())

    def has_all_of(self, other: "Words") -> bool:
        """Whether nothing would be lost without `other`."""
        mine = asdict(self)
        return all(text in mine[name] for name, text in asdict(other).items())

    def and_of(self, other: "Words") -> "Words":
        """Both on one card, and what they share once."""
        told = asdict(other)
        both = {
            name: "\n\n".join(dict.fromkeys(filter(None, (words, told[name]))))
            for name, words in asdict(self).items()
        }
        return Words(**both)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


@dataclass(frozen=True)
class Free:
    """What is sealed of a card that waits for its person: also whom it is about."""

    name: str
    words: Words
    remind_on: date | None = None


LONGEST_NAME = 120
LONGEST = {"note": 4000, "met": 200, "knows": 400, "next_step": 300}


def sealed(owner: Actor, key: bytes, about: Actor, words: Words) -> bytes:
    content = json.dumps(asdict(words), ensure_ascii=False).encode()
    return seal(key, content, place=_place(owner.pk, about.pk))


def opened(key: bytes, card: MemoryCard) -> Words:
    """Raises `kit.sealing.Unreadable` when the server's secret key is not the one of then."""
    content = unseal(key, bytes(card.sealed), place=_place(card.owner_id, card.about_id))
    told = json.loads(content)
    return Words(**{field.name: told.get(field.name, "") for field in fields(Words)})


def sealed_free(owner: Actor, key: bytes, card: Free) -> bytes:
    day = card.remind_on.isoformat() if card.remind_on else None
    told = asdict(card.words) | {"name": card.name, "remind_on": day}
    content = json.dumps(told, ensure_ascii=False).encode()
    return seal(key, content, place=_waiting_place(owner.pk))


def opened_free(key: bytes, card: WaitingCard) -> Free:
    """Raises `kit.sealing.Unreadable`, as `opened`."""
    content = unseal(key, bytes(card.sealed), place=_waiting_place(card.owner_id))
    told = json.loads(content)
    words = Words(**{field.name: told[field.name] for field in fields(Words)})
    day = told["remind_on"]
    return Free(told["name"], words, date.fromisoformat(day) if day else None)


def key_of(row: MemoryKey) -> bytes:
    """Raises `kit.sealing.Unreadable`, as `opened`. An older secret key opens it too."""
    place = f"key of {row.owner_id}"
    for secret in settings.SECRET_KEY_FALLBACKS:
        with suppress(Unreadable):
            return unseal(_server_key(str(secret)), bytes(row.sealed), place=place)
    return unseal(_server_key(settings.SECRET_KEY), bytes(row.sealed), place=place)


def sealed_key(owner: Actor, key: bytes) -> bytes:
    return seal(_server_key(settings.SECRET_KEY), key, place=f"key of {owner.pk}")


def _server_key(secret: str) -> bytes:
    return key_from(secret, "vaknet.memory")


def _place(owner: int, about: int) -> str:
    return f"card of {owner} about {about}"


def _waiting_place(owner: int) -> str:
    return f"waiting card of {owner}"

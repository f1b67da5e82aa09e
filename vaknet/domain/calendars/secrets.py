"""The two addresses, sealed with the key of this server. An older key opens them too."""

from contextlib import suppress
from hashlib import sha256

from django.conf import settings

from vaknet.domain.calendars.models import Feed, OwnCalendar
from vaknet.kit.sealing import Unreadable, key_from, seal, unseal

PURPOSE = "vaknet.calendars"


def digest(token: str) -> str:
    """Of a long random word; so who reads the database has no address."""
    return sha256(token.encode()).hexdigest()


def sealed(text: str, *, place: str) -> bytes:
    return seal(key_from(settings.SECRET_KEY, PURPOSE), text.encode(), place=place)


def token_of(feed: Feed) -> str:
    """Empty when the server's secret key is not the one of then."""
    return _opened(feed.sealed, place=feed.digest)


def address_of(own: OwnCalendar) -> str:
    """Empty, as with `token_of`."""
    return _opened(own.sealed, place=own.host)


def _opened(content: bytes | memoryview, *, place: str) -> str:
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        with suppress(Unreadable):
            return unseal(key_from(str(secret), PURPOSE), bytes(content), place=place).decode()
    return ""

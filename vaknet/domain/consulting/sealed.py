"""How a note for an expert is sealed. The key is made from the secret of this server: a copy of the
database alone tells nothing."""

from django.conf import settings

from vaknet.domain.consulting.models import IntakeNote
from vaknet.kit.sealing import Unreadable, key_from, seal, unseal

PURPOSE = "vaknet.intake_notes"


def sealed(writer: int, text: str) -> bytes:
    key = key_from(settings.SECRET_KEY, PURPOSE)
    return seal(key, text.encode(), place=_place(writer))


def opened(note: IntakeNote) -> str:
    """Empty when the server's secret is not the one of then."""
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        try:
            key = key_from(str(secret), PURPOSE)
            return unseal(key, bytes(note.sealed), place=_place(note.writer_id)).decode()
        except Unreadable:
            continue
    return ""


def _place(writer: int) -> str:
    return f"intake note of {writer}"

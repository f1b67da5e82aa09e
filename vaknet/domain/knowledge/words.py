"""What people write at length, made fit to keep."""

import unicodedata

from django.utils.translation import gettext as _

from vaknet.domain.refusal import Refused

LONG = 20_000


def long_text(text: str, *, field: str, limit: int = LONG) -> str:
    """Lines kept, control characters and NULs gone, NFC. Refused when longer than `limit`."""
    if len(text) > 100 * limit:
        text = text[: 100 * limit]  # enough to see that it is too long
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(c for c in lines if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    tidy = kept.strip()
    if len(tidy) > limit:
        raise Refused(
            _("This text is too long. Use at most %(limit)d characters.") % {"limit": limit},
            field=field,
        )
    return tidy


def words_said(text: str, *, missing: str, field: str = "text", limit: int = LONG) -> str:
    """A `long_text` that has to say something: without a letter or digit refused with `missing`."""
    words = long_text(text, field=field, limit=limit)
    if not any(character.isalnum() for character in words):
        raise Refused(missing, field=field)
    return words

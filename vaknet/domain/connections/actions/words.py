"""What people write to one another, made fit to keep."""

import unicodedata

from django.utils.translation import gettext as _

from vaknet.domain.refusal import Refused

LONGEST = 2000


def own_words(text: str, *, field: str, missing: str, limit: int = LONGEST) -> str:
    """Text of some paragraphs, not empty; control characters but line ends are dropped."""
    tidy = words(text, field=field, limit=limit)
    if not any(character.isalnum() for character in tidy):
        raise Refused(missing, field=field)
    return tidy


def words(text: str, *, field: str, limit: int = LONGEST) -> str:
    if len(text) > 10 * limit:
        text = text[: 10 * limit]  # enough to see that it is too long
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(
        character
        for character in lines
        if character == "\n" or unicodedata.category(character) not in {"Cc", "Cs"}
    )
    tidy = unicodedata.normalize("NFC", kept).strip()
    if len(tidy) > limit:
        raise Refused(
            _("This text is too long. Use at most %(limit)d characters.") % {"limit": limit},
            field=field,
        )
    return tidy

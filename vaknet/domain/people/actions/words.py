"""What people type, made fit to keep."""

import unicodedata

from django.utils.translation import gettext as _

from vaknet.domain.refusal import Refused


def line(text: str, *, limit: int, field: str) -> str:
    """One tidy line of at most `limit` characters; control characters and NULs become spaces."""
    if len(text) > 100 * limit:
        text = text[: 100 * limit]  # enough to see that it is too long
    kept = "".join(
        " " if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} else character
        for character in text
    )
    tidy = " ".join(unicodedata.normalize("NFC", kept).split())
    if len(tidy) > limit:
        raise Refused(
            _("This text is too long. Use at most %(limit)d characters.") % {"limit": limit},
            field=field,
        )
    return tidy


def required_line(text: str, *, limit: int, field: str, missing: str) -> str:
    tidy = line(text, limit=limit, field=field)
    if not any(character.isalnum() for character in tidy):
        raise Refused(missing, field=field)
    return tidy

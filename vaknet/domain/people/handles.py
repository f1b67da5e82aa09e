"""Addresses made from names: "Fatma Yıldız" becomes fatma.yildiz. Pure, no database."""

import re
import unicodedata

LENGTH = 50  # Actor.handle has 60: room for a number behind it
FALLBACK = "vakgenoot"
# Words that stand for the house itself, so that nobody can pose as it.
RESERVED = frozenset(
    {"abuse", "admin", "administrator", "beheer", "beheerder", "contact", "help", "hostmaster"}
    | {"hulp", "ik", "info", "mail", "me", "moderatie", "moderator", "nieuw", "noreply"}
    | {"no-reply", "postmaster", "privacy", "redactie", "root", "security", "staff", "steward"}
    | {"stijlgids", "support", "systeem", "system", "team", "vaknet", "webmaster", "www"}
)
# Letters that do not fall apart into a plain letter and an accent.
LETTERS = str.maketrans(
    {
        "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th",
        "ł": "l", "ħ": "h", "ŋ": "n", "ə": "e",
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "jo",
        "є": "je", "ж": "zj", "з": "z", "и": "i", "і": "i", "ї": "ji", "й": "j", "к": "k",
        "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t",
        "у": "oe", "ф": "f", "х": "ch", "ц": "ts", "ч": "tsj", "ш": "sj", "щ": "sjtsj",
        "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "joe", "я": "ja",
        "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th",
        "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p",
        "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps",
        "ω": "o",
    }
)  # fmt: skip


def handle_from(name: str) -> str:
    """A plain handle for a name; `FALLBACK` when its script gives no Latin letters."""
    words = (_plain(word) for word in re.split(r"[\s./,;()_]+", name[:400]))
    handle = ".".join(word for word in words if word)[:LENGTH].strip(".-")
    return handle or FALLBACK


def numbered(handle: str, number: int) -> str:
    """The n-th holder of a name. The first one has no number; reserved words always have."""
    return handle if number == 1 and handle not in RESERVED else f"{handle}{number}"


def _plain(word: str) -> str:
    lowered = unicodedata.normalize("NFC", word).casefold().translate(LETTERS)
    apart = unicodedata.normalize("NFKD", lowered).casefold().translate(LETTERS)
    return re.sub(r"[^a-z0-9-]", "", apart).strip("-")

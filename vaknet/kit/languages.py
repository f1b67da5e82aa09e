"""What languages are called. Names are those of CLDR, and our own where it has none."""

from collections.abc import Iterable
from functools import cache

from babel import Locale
from babel.lists import format_list

# The neighbours, the kingdom, the European Union, and what is spoken most beside them here.
CODES = (
    "nl", "en", "de", "fr", "fy", "nds", "li", "pap", "srn", "hns", "dse", "vgt", "da", "sv", "no",
    "fi", "is", "et", "lv", "lt", "pl", "cs", "sk", "sl", "hr", "sr", "bs", "mk", "sq", "bg", "ro",
    "hu", "el", "mt", "ga", "it", "es", "pt", "ca", "eu", "lb", "tr", "ar", "rif", "ku", "fa",
    "prs", "ps", "ur", "hi", "pa", "bn", "ne", "si", "ta", "hy", "ka", "az", "he", "yi", "rom",
    "uk", "ru", "am", "ti", "so", "sw", "ln", "rw", "ak", "yo", "ha", "wo", "af", "zh", "yue",
    "ja", "ko", "vi", "th", "id", "jv", "ms", "fil", "my",
)  # fmt: skip
OURS = {
    "nl": {
        "dse": "Nederlandse Gebarentaal",
        "hns": "Sarnami",
        "prs": "Dari",
        "vgt": "Vlaamse Gebarentaal",
    },
    "en": {
        "dse": "Dutch Sign Language",
        "fy": "Frisian",
        "hns": "Sarnami Hindustani",
        "prs": "Dari",
        "vgt": "Flemish Sign Language",
    },
}

# What else people call them, beside the names in the two languages.
ALSO = {
    "farsi": "fa", "flemish": "nl", "vlaams": "nl", "mandarin": "zh", "cantonese": "yue",
    "dutch sign language (ngt)": "dse", "low german": "nds", "kurmanji": "ku", "tagalog": "fil",
    "modern greek": "el", "sranan": "srn", "berber": "rif", "papiamentu": "pap",
}  # fmt: skip


def name(code: str, language: str) -> str:
    """Raises KeyError for a code that is not in the list."""
    return _names(_spoken(language))[code]


def code_of(text: str) -> str | None:
    """Of a name in English or Dutch, as people write it; None for what is not in the list."""
    return _codes().get(" ".join(text.casefold().split()))


def names(language: str) -> list[tuple[str, str]]:
    """Code and name of all, in the order of the alphabet."""
    return sorted(_names(_spoken(language)).items(), key=lambda one: one[1].casefold())


def listed(codes: Iterable[str], language: str) -> str:
    """ "Nederlands, Fries en Turks"; one that is in the list no longer goes by its code."""
    spoken = _spoken(language)
    return format_list([_names(spoken).get(code, code) for code in codes], locale=spoken)


def _spoken(language: str) -> str:
    return "nl" if language.startswith("nl") else "en"


@cache
def _names(language: str) -> dict[str, str]:
    known = Locale(language).languages
    return {code: OURS[language].get(code) or known[code] for code in CODES}


@cache
def _codes() -> dict[str, str]:
    called = {name: code for language in OURS for code, name in _names(language).items()}
    return ALSO | {name.casefold(): code for name, code in called.items()}

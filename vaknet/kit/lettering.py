"""Which letters can be drawn on paper here, and how wide a word becomes."""

import ctypes
from contextlib import suppress
from functools import cache, lru_cache
from importlib import import_module
from itertools import groupby
from pathlib import Path

from vaknet.kit.pdf import LIBRARIES

# What is in the two files of our own type that go along with each page (a test reads them).
OURS = frozenset(
    chr(number)
    for first, last in (
        (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0xB4), (0xB6, 0x107), (0x10A, 0x113), (0x116, 0x11B),
        (0x11E, 0x123), (0x126, 0x127), (0x12A, 0x12B), (0x12E, 0x133), (0x136, 0x137),
        (0x139, 0x13E), (0x141, 0x148), (0x150, 0x155), (0x158, 0x15B), (0x15E, 0x165),
        (0x16A, 0x16B), (0x16E, 0x17E), (0x192, 0x192), (0x218, 0x21B), (0x237, 0x237),
        (0x2C7, 0x2C7), (0x2C9, 0x2C9), (0x2DD, 0x2DD), (0x300, 0x301), (0x303, 0x304),
        (0x308, 0x308), (0x1E80, 0x1E85), (0x1E9E, 0x1E9E), (0x1EF2, 0x1EF3), (0x2013, 0x2014),
        (0x2018, 0x2019), (0x201C, 0x201E), (0x2020, 0x2020), (0x2022, 0x2022), (0x2026, 0x2026),
        (0x20AC, 0x20AC), (0x20B9, 0x20B9), (0x2113, 0x2113), (0x2212, 0x2212),
    )
    for number in range(first, last + 1)
)  # fmt: skip
# Of a letter that another file of this machine draws only this is sure: it is not much wider.
WIDEST = 1.1
UNDRAWN = "(?)"


def can_draw(text: str) -> bool:
    """Whether each sign of it is in our own type, or in one that this machine has. Else a square
    would stand in its place."""
    return all(sign in OURS or _is_here(sign) for sign in text)


def legible(text: str) -> str:
    """With (?) in the place of what cannot be drawn: no square stands there silently."""
    runs = groupby(text, key=can_draw)
    return "".join("".join(signs) if can else UNDRAWN for can, signs in runs)


@lru_cache(maxsize=4096)
def _is_here(sign: str) -> bool:
    """Asked of fontconfig, which is what the one that sets the page asks too."""
    library = _fontconfig()
    if library is None:
        return False
    signs, pattern = library.FcCharSetCreate(), library.FcPatternCreate()
    library.FcCharSetAddChar(signs, ord(sign))
    library.FcPatternAddCharSet(pattern, b"charset", signs)
    names = library.FcObjectSetCreate()
    found = library.FcFontList(None, pattern, names)
    number = ctypes.cast(found, ctypes.POINTER(ctypes.c_int))[0] if found else 0
    library.FcFontSetDestroy(found)
    library.FcObjectSetDestroy(names)
    library.FcPatternDestroy(pattern)
    library.FcCharSetDestroy(signs)
    return number > 0


@cache
def _fontconfig() -> ctypes.CDLL | None:
    for name in LIBRARIES["fontconfig"]:
        with suppress(OSError):
            library = ctypes.CDLL(name)
            for create in ("FcCharSetCreate", "FcPatternCreate", "FcObjectSetCreate"):
                getattr(library, create).restype = ctypes.c_void_p
                getattr(library, create).argtypes = []
            pointer = ctypes.c_void_p
            library.FcCharSetAddChar.argtypes = [pointer, ctypes.c_uint32]
            library.FcPatternAddCharSet.argtypes = [pointer, ctypes.c_char_p, pointer]
            library.FcFontList.argtypes = [pointer, pointer, pointer]
            library.FcFontList.restype = pointer
            for destroy in ("CharSet", "Pattern", "ObjectSet", "FontSet"):
                getattr(library, f"Fc{destroy}Destroy").argtypes = [pointer]
            return library
    return None


class Type:
    """Our own type in one weight, to measure with."""

    def __init__(self, *files: Path, weight: int) -> None:
        drawing = import_module("PIL.ImageFont")  # large, and of use here alone
        self.fonts = [drawing.truetype(file, 1000) for file in files]
        for font in self.fonts:
            font.set_variation_by_axes([weight])

    def width(self, text: str) -> float:
        """In ems. Rather too wide than too narrow: of what stands in one file alone the other tells
        how wide its empty square is, and pairs that stand closer do not count."""
        return sum(self._width(sign) for sign in text)

    @lru_cache(maxsize=4096)  # noqa: B019 -- there is one of each weight, for as long as we run
    def _width(self, sign: str) -> float:
        if sign not in OURS:
            return WIDEST
        return float(max(font.getlength(sign) for font in self.fonts)) / 1000

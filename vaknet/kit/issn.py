"""The number that libraries know a journal by (ISO 3297): seven digits and one that checks them."""

import re

SHAPE = re.compile(r"(\d{4})[-\s]?(\d{3}[\dX])")


def issn(text: str) -> str:
    """As it is printed, "2049-3630". Raises ValueError when a digit was mistyped."""
    found = SHAPE.fullmatch(text.strip().upper().removeprefix("ISSN").strip(" :"))
    if found is None or not text.isascii():
        raise ValueError(text)
    signs = found[1] + found[2]
    weighed = sum(weight * int(sign) for weight, sign in zip(range(8, 1, -1), signs, strict=False))
    check = -weighed % 11
    if signs[7] != ("X" if check == 10 else str(check)):
        raise ValueError(text)
    return f"{found[1]}-{found[2]}"

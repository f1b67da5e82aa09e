"""Visiting cards for address books: vCard 3.0 (RFC 2426), which all of them read."""

LONGEST_LINE = 75  # bytes


def card(*, name: str, title: str, email: str) -> str:
    """One card. The last word stands for the family name: the formatted name is what counts."""
    given, _, family = name.rpartition(" ")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{_escaped(family)};{_escaped(given)};;;",
        f"FN:{_escaped(name)}",
        f"TITLE:{_escaped(title)}" if title else "",
        f"EMAIL;TYPE=INTERNET:{_escaped(email)}",
        "END:VCARD",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines if line)


def _escaped(text: str) -> str:
    plain = " ".join(text.split())
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, f"\\{sign}")
    return plain


def _folded(line: str) -> str:
    """Lines of at most 75 bytes, never cut within a letter; each next one begins with a space."""
    pieces, current = [], ""
    for letter in line:
        if len(f"{current}{letter}".encode()) > LONGEST_LINE:
            pieces.append(current)
            current = " "
        current += letter
    return "\r\n".join([*pieces, current])

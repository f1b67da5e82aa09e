"""Bytes of others, that may lie about what they are."""

import pytest

from vaknet.kit.charsets import decoded


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        ("één".encode(), "", "één"),
        ("één".encode("latin-1"), "iso-8859-1", "één"),
        ("één".encode("cp1252"), "windows-1252", "één"),
        (b'<meta charset="latin-1">\xe9', "", '<meta charset="latin-1">é'),
        (b"<meta content='text/html; charset=cp1252'>\x80", "", None),
        (b"\xe9", "utf-8", "\ufffd"),
        (b"abc", "bestaat-niet", "abc"),
        (b"abc", "x\0y", "abc"),
        (b"abc", "base64", "abc"),
        (b"abc", "idna", "abc"),
        (b"abc", "undefined", "abc"),
        (b"abc-" * 50_000, "punycode", "abc-" * 50_000),
    ],
)
def test_what_it_says(content: bytes, charset: str, text: str | None) -> None:
    whole = text or "<meta content='text/html; charset=cp1252'>€"
    assert decoded(content, charset) == whole

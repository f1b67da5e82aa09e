"""A file from somebody we do not know, for others to open on their own machines.

It is what its name says and nothing besides: a short list of kinds, told by the bytes. What can run
by itself is refused, and so is a file that is two things at once. Nothing of it is shown here.
"""

import io
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from vaknet.kit import untrusted_zip

MEGABYTE = 1024 * 1024
LARGEST = 10 * MEGABYTE
LONGEST_NAME = 100
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
    "odt": f"{_OPEN}text",
    "ods": f"{_OPEN}spreadsheet",
    "odp": f"{_OPEN}presentation",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
_TEXTS = {"txt", "csv"}
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
_ENDS_WITHIN = 1024  # what readers of PDF allow behind its last line
_ACTS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFile|RichMedia)(?![A-Za-z])")
_RUNS = re.compile(r"vbaproject|activex|^basic/|^scripts/", re.IGNORECASE)
_ZIP, _ZIP_END, _ZIP_END_SIZE = b"PK\3\4", b"PK\5\6", 22
_LIST_BYTES = MEGABYTE


class Trouble(StrEnum):
    """Why a file is refused."""

    TOO_LARGE = "too_large"
    UNKNOWN_KIND = "unknown_kind"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    DAMAGED = "damaged"
    RUNS = "runs"
    LOCKED = "locked"


class UnsafeDocument(Exception):
    """The file is refused."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble


@dataclass(frozen=True)
class Document:
    """`kind` is one of MEDIA_TYPES; `name` ends with it."""

    name: str
    kind: str
    content: bytes

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.kind]


def document(content: bytes, name: str) -> Document:
    """Raises UnsafeDocument for what is not on the list, not what it says, or more than that."""
    stem, _dot, ending = _plain(name).rpartition(".")
    kind = ending.lower()
    if kind not in MEDIA_TYPES or not stem:
        raise UnsafeDocument(Trouble.UNKNOWN_KIND)
    if len(content) > LARGEST:
        raise UnsafeDocument(Trouble.TOO_LARGE)
    if kind in _TEXTS:
        content = _text(content)
    elif kind == "pdf":
        _check_pdf(content)
    else:
        _check_office(content, kind)
    return Document(f"{stem[:LONGEST_NAME].strip()}.{kind}", kind, content)


def _plain(name: str) -> str:
    """The last part of a path, without what cannot be seen or turns the words after it around."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = (c for c in last if c not in _TURNS and not unicodedata.category(c).startswith("C"))
    return re.sub(r'[<>:"|?*]+', "-", " ".join("".join(seen).split())).strip(". ")


def _text(content: bytes) -> bytes:
    """As UTF-8, whatever an older program wrote."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(c) < 32 and c not in "\t\n\r\f" for c in text):
            raise UnsafeDocument(Trouble.NOT_WHAT_IT_SAYS)
        return text.encode()
    raise UnsafeDocument(Trouble.NOT_WHAT_IT_SAYS)


def _check_pdf(content: bytes) -> None:
    if not content.startswith(b"%PDF-"):
        raise UnsafeDocument(Trouble.NOT_WHAT_IT_SAYS)
    if b"%%EOF" not in content[-_ENDS_WITHIN:]:
        raise UnsafeDocument(Trouble.DAMAGED)
    if _ZIP_END in content[-65_557:]:  # it would open as an archive too
        raise UnsafeDocument(Trouble.NOT_WHAT_IT_SAYS)
    if _ACTS.search(content):
        raise UnsafeDocument(Trouble.RUNS)


def _check_office(content: bytes, kind: str) -> None:
    """A ZIP from its first byte to its last, that says itself to be that kind."""
    if not content.startswith(_ZIP):
        raise UnsafeDocument(Trouble.NOT_WHAT_IT_SAYS)
    if content[-_ZIP_END_SIZE:][:4] != _ZIP_END:
        raise UnsafeDocument(Trouble.DAMAGED)
    try:
        with untrusted_zip.opened(io.BytesIO(content)) as whole:
            if any(_RUNS.search(member.name) for member in whole.members):
                raise UnsafeDocument(Trouble.RUNS)
            says = _says(whole)
    except untrusted_zip.UnsafeZip as unsafe:
        is_locked = unsafe.trouble is untrusted_zip.Trouble.ENCRYPTED
        raise UnsafeDocument(Trouble.LOCKED if is_locked else Trouble.DAMAGED) from unsafe
    if b"macroEnabled" in says:
        raise UnsafeDocument(Trouble.RUNS)
    wanted = MEDIA_TYPES[kind].encode()
    is_that = says == wanted or wanted + b".main+xml" in says
    if not is_that:
        raise UnsafeDocument(Trouble.NOT_WHAT_IT_SAYS)


def _says(whole: untrusted_zip.UntrustedZip) -> bytes:
    """What the file tells of itself; empty when it tells nothing."""
    for member in whole.members:
        if member.name in {"mimetype", "[Content_Types].xml"}:
            with whole.reading(member) as told:
                return told.read(_LIST_BYTES)
    return b""

"""From the ZIP to rows. Files are streamed; what is not needed is not even unpacked."""

import _csv
import codecs
import csv
import html
import io
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import BinaryIO

from vaknet.engine.linkedin.export import Aside, Export, Me, OtherPeople
from vaknet.engine.linkedin.rows import Gathered
from vaknet.engine.linkedin.signatures import Kind, folded, kind_of
from vaknet.kit.table import LONGEST_CELL
from vaknet.kit.untrusted_zip import Member, UntrustedZip

HEADER_WITHIN = 10
LONGEST_LINE = 1_000_000
_ASIDE = {
    Kind.MESSAGES: Aside.MESSAGES,
    Kind.OF_OTHERS: Aside.OF_OTHERS,
    Kind.EDUCATION: Aside.EDUCATION,
    Kind.ACHIEVEMENTS: Aside.ACHIEVEMENTS,
    Kind.ACTIVITY: Aside.ACTIVITY,
    Kind.JOBS: Aside.JOBS,
    Kind.PRIVATE: Aside.PRIVATE,
}


class NotAnExport(ValueError):
    """A sound ZIP in which no file looks like LinkedIn's."""


def read(archive: UntrustedZip, *, contacts: bool = False) -> Export:
    """Contacts are read only when asked for: they are other people.

    Raises NotAnExport, and UnsafeZip when a file turns out to be damaged while it is read.
    """
    gathered = Gathered()
    aside_for = _ASIDE if contacts else _ASIDE | {Kind.CONTACTS: Aside.CONTACTS}
    aside: list[tuple[str, Aside]] = []
    recognised = False
    for member in archive.members:
        kind, reason = _read_member(archive, member, gathered, aside_for)
        recognised = recognised or kind is not None
        if reason:
            aside.append((member.name, reason))
    if not recognised:
        raise NotAnExport
    return Export(
        me=Me(
            profile=gathered.profile(),
            positions=tuple(dict.fromkeys(gathered.positions)),
            skills=tuple(dict.fromkeys(gathered.skills)),
            learned=tuple(dict.fromkeys(gathered.learned)),
            languages=tuple(dict.fromkeys(gathered.languages)),
        ),
        others=OtherPeople(tuple(gathered.contacts)),
        aside=tuple(aside),
        skipped=gathered.skipped,
    )


def _read_member(
    archive: UntrustedZip, member: Member, gathered: Gathered, aside_for: Mapping[Kind, Aside]
) -> tuple[Kind | None, Aside | None]:
    if not member.name.lower().endswith(".csv"):
        return None, Aside.NO_TABLE
    with archive.reading(member) as file:
        encoding = _encoding(file)
    with archive.reading(member) as file:
        text = io.TextIOWrapper(file, encoding, errors="replace", newline="")
        csv.field_size_limit(LONGEST_CELL)
        lines = csv.reader(_lines(text))
        try:
            kind, header = _header(lines)
            if kind is None:
                return None, Aside.UNKNOWN
            if kind in aside_for:
                return kind, aside_for[kind]
            for row in _rows(lines, header):
                gathered.take(kind, row)
        except csv.Error:
            return None, Aside.UNREADABLE
    return kind, None


def _encoding(file: BinaryIO) -> str:
    """UTF-8, or what Excel makes of it when the file was saved again."""
    start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(start)
        for piece in iter(lambda: file.read(65_536), b""):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Raises csv.Error for a line without end: it would be in memory as a whole."""
    for line in iter(lambda: text.readline(LONGEST_LINE), ""):
        if len(line) == LONGEST_LINE:
            raise csv.Error("line too long")
        yield line.replace("\0", "")


def _header(lines: "_csv.Reader") -> tuple[Kind | None, list[str]]:
    """The line with the columns; Connections.csv has notes above it."""
    for cells in islice(lines, HEADER_WITHIN):
        kind = kind_of(cells)
        if kind is not None:
            return kind, [folded(cell) for cell in cells]
    return None, []


def _rows(lines: "_csv.Reader", header: list[str]) -> Iterator[dict[str, str]]:
    for cells in lines:
        if any(cells):
            # LinkedIn writes & as &amp; in some files.
            tidy = (html.unescape(cell).strip() for cell in cells)
            yield dict(zip(header, tidy, strict=False))

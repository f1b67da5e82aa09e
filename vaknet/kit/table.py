"""Tables as people save them: any encoding and separator that a spreadsheet program writes."""

import _csv
import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_CELL = 1_000_000
SEPARATORS = ",;\t"


class TableError(ValueError):
    """The file cannot be read; the message says where and what to do."""


@dataclass(frozen=True)
class Row:
    """A line of the table: cells by column name. `line` is where it starts in the file."""

    line: int
    cells: dict[str, str]


def decoded(content: bytes) -> str:
    """UTF-8 with or without a mark, or UTF-16 with one (Excel's "Unicode text").

    Raises TableError naming the line that is not UTF-8.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as broken:
            raise TableError("The file starts as UTF-16 but breaks off. Save it again.") from broken
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = content.count(b"\n", 0, broken.start) + 1
        raise TableError(
            f"Line {line} is not UTF-8. Save the file as “CSV UTF-8” and try again."
        ) from broken


def rows(content: bytes) -> Iterator[Row]:
    """The rows under a header line. Empty lines are passed over.

    Column names come in small letters. A row may be shorter than the header; a longer one, a cell
    of over a million characters, or a file without a header raises TableError.
    """
    text = decoded(content).replace("\0", "")
    lines = text.splitlines()
    header_line = next((line for line in lines if line.strip()), "")
    if not header_line:
        raise TableError("The file is empty. Its first line must name the columns.")
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(header_line))
    yield from _under_header(reader)


def _under_header(reader: "_csv.Reader") -> Iterator[Row]:
    header: list[str] = []
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as broken:
            raise TableError(f"Line {start} cannot be read as a table: {broken}.") from broken
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = [cell.strip().lower() for cell in cells]
        elif len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
            raise TableError(f"Line {start} has more cells than the first line has columns.")
        else:
            named = zip(header, cells, strict=False)
            yield Row(start, {name: cell.strip() for name, cell in named})


def _separator(header: str) -> str:
    """The one that the header has most of; a comma when there is a single column."""
    return max(SEPARATORS, key=header.count)


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet program takes for a formula (OWASP, CSV injection)."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text

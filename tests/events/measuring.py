"""Where text ends in a PDF file, by the widths that stand in the file."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream


@dataclass(frozen=True)
class Piece:
    """In the units of the page. `cut_…`: the edges of the box outside of which nothing is drawn."""

    right: float
    baseline: float
    cut_right: float
    cut_bottom: float


def pieces_of(pdf: bytes) -> Iterator[Piece]:
    """Each piece of text that begins with a position of its own."""
    reader = PdfReader(io.BytesIO(pdf))
    for page in reader.pages:
        widths = {name: _widths(font) for name, font in page["/Resources"]["/Font"].items()}
        yield from _pieces(ContentStream(page.get_contents(), reader), widths)


def _pieces(stream: ContentStream, widths: dict[str, dict[int, float]]) -> Iterator[Piece]:
    boxes: list[tuple[float, ...]] = [()]
    drawn: tuple[float, ...] = ()
    font, size, x, y = "", 0.0, 0.0, 0.0
    for said, operator in stream.operations:
        match operator:
            case b"q":
                boxes.append(boxes[-1])
            case b"Q":
                boxes.pop()
            case b"re":
                drawn = tuple(map(float, said))
            case b"W":
                boxes[-1] = drawn
            case b"Tf":
                font, size = said[0], float(said[1])
            case b"Tm":
                x, y = float(said[4]), float(said[5])
            case b"TJ":
                x += _length(said[0], widths[font]) * size / 1000
            case b"ET":
                left, top, wide, high = boxes[-1]
                yield Piece(x, y, left + wide, top + high)


def _length(said: list[Any], widths: dict[int, float]) -> float:
    total = 0.0
    for part in said:
        if isinstance(part, bytes | str):
            raw = part if isinstance(part, bytes) else part.original_bytes
            pairs = zip(raw[::2], raw[1::2], strict=True)
            total += sum(widths.get(high * 256 + low, 1000.0) for high, low in pairs)
        else:
            total -= float(part)
    return total


def _widths(font: Any) -> dict[int, float]:
    """By glyph, as ISO 32000-1 (9.7.4.3) writes them: a first number, and a list of widths."""
    told = iter(font.get_object()["/DescendantFonts"][0].get_object()["/W"])
    return {
        int(first) + at: float(width)
        for first in told
        for at, width in enumerate(next(told).get_object())
    }

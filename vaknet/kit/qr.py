"""A QR code as a drawing: squares of one unit, for a path in an SVG."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # units of white around it, as ISO 18004 asks


@dataclass(frozen=True)
class Drawing:
    size: int
    path: str


def squares(text: str) -> Drawing:
    matrix = _matrix(text)
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return Drawing(len(matrix), path)


def bars(text: str) -> Drawing:
    """The same for paper: what stands side by side is drawn at once. A sheet with hundreds of them
    is set in half of the time."""
    matrix = _matrix(text)
    path = "".join(
        f"M{begins} {y}H{ends}v1H{begins}z"
        for y, row in enumerate(matrix)
        for begins, ends in _runs(row)
    )
    return Drawing(len(matrix), path)


def _runs(row: list[bool]) -> Iterator[tuple[int, int]]:
    x = 0
    for is_dark, signs in groupby(row):
        width = len(list(signs))
        if is_dark:
            yield x, x + width
        x += width


def _matrix(text: str) -> list[list[bool]]:
    code = QRCode(border=QUIET, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    matrix: list[list[bool]] = code.get_matrix()
    return matrix

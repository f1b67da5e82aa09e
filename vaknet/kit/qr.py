"""A QR code as a drawing: squares of one unit, for a path in an SVG."""

from dataclasses import dataclass

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

QUIET = 4  # units of white around it, as ISO 18004 asks


@dataclass(frozen=True)
class Drawing:
    size: int
    path: str


def squares(text: str) -> Drawing:
    code = QRCode(border=QUIET, error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    matrix = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return Drawing(len(matrix), path)

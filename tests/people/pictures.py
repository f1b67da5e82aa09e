"""Drawn, of nobody: what stands in for a photo."""

import io
import struct
import zlib
from functools import cache

from PIL import ExifTags, Image, ImageDraw

CANARY = "Lindelaan 12, Waterveen"  # where it was taken, says its file


def a_picture(
    colour: str = "teal", size: tuple[int, int] = (400, 500), kind: str = "JPEG"
) -> bytes:
    """Head and shoulders, with a place in its file."""
    width, height = size
    image = Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(image)
    draw.ellipse((width * 0.3, height * 0.15, width * 0.7, height * 0.55), fill="wheat")
    draw.ellipse((width * 0.1, height * 0.6, width * 0.9, height * 1.4), fill="navy")
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = CANARY
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = CANARY.encode()
    file = io.BytesIO()
    image.save(file, kind, exif=exif)
    return file.getvalue()


@cache
def a_bomb() -> bytes:
    """Some kilobytes that ask for 400 million pixels: drawn, they would be 400 megabytes first."""
    side = 20_000
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)  # a bit for each pixel, in grey
    dots = zlib.compress(bytes(side * (1 + side // 8)))
    parts = (b"IHDR" + head, b"IDAT" + dots, b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part))
        for part in parts
    )

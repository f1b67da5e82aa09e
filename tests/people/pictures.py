"""Drawn, of nobody: what stands in for a photo."""

import io

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


def a_bomb() -> bytes:
    """Some kilobytes that ask for 400 million pixels."""
    file = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(file, "PNG")
    return file.getvalue()

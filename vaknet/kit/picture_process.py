"""The process in which pictures of others are read: see `pictures`."""

import io
import resource
import sys
import warnings
from contextlib import suppress

from PIL import AvifImagePlugin, ExifTags, Image, ImageCms

from vaknet.kit.pictures import (
    FORMATS,
    LONGEST_SIDES,
    SAID,
    SIZES,
    Limits,
    Trouble,
    UnsafePicture,
    kind_of,
    packed,
    packed_whole,
)

LARGEST = max(SIZES)
# Of a portrait the middle is a chest: a third from above is a face.
ABOVE = 1 / 3
QUALITY = {"avif": {"quality": 60, "speed": 6}, "webp": {"quality": 80, "method": 5}}
# What has to be done for what EXIF says of how the camera was held; 1 is upright.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SRGB = ImageCms.createProfile("sRGB")


def contents(picture: bytes, limits: Limits) -> list[bytes]:
    """The squares, smallest first, each in all formats. Raises UnsafePicture, or what Pillow
    raises for a file that is damaged."""
    with _opened(picture, limits) as image:
        _check(image, limits)
        image.draft("RGB", (2 * LARGEST, 2 * LARGEST))  # a large JPEG is read smaller at once
        whole = _square(_seen(image, min(image.size) // (2 * LARGEST)))
    return [
        _written(whole.resize((size, size), Image.Resampling.LANCZOS), kind)
        for size in SIZES
        for kind in FORMATS
    ]


def whole(picture: bytes, limits: Limits) -> bytes:
    """As it was framed, smallest first, told with the size of the largest."""
    longest = LONGEST_SIDES[-1]
    with _opened(picture, limits) as image:
        _check(image, limits)
        image.draft("RGB", (2 * longest, 2 * longest))
        seen = _seen(image, max(image.size) // (2 * longest))
    fitted = [_fitted(seen, side) for side in LONGEST_SIDES]
    return packed_whole(*fitted[-1].size, [_written(one, "webp") for one in fitted])


def _fitted(image: Image.Image, side: int) -> Image.Image:
    """On pixels of our own: nothing comes along with them."""
    share = min(side / max(image.size), 1)
    width, height = (max(round(length * share), 1) for length in image.size)
    size = (width, height)
    fitted = Image.new("RGB", size)
    fitted.paste(image.resize(size, Image.Resampling.LANCZOS))
    return fitted


def _opened(picture: bytes, limits: Limits) -> Image.Image:
    """Only its header is read."""
    try:
        return Image.open(io.BytesIO(picture), formats=[kind_of(picture)])
    except Image.DecompressionBombError as bomb:
        raise UnsafePicture(Trouble.TOO_MANY_PIXELS) from bomb


def _check(image: Image.Image, limits: Limits) -> None:
    if image.width * image.height > limits.pixels:
        raise UnsafePicture(Trouble.TOO_MANY_PIXELS)
    if min(image.size) < limits.side:
        raise UnsafePicture(Trouble.TOO_SMALL)


def _seen(image: Image.Image, factor: int) -> Image.Image:
    """The first frame, so many times smaller, upright, in the colours of every screen."""
    image.load()
    profile = image.info.get("icc_profile")
    orientation = image.getexif().get(ExifTags.Base.Orientation)
    if image.mode not in {"RGB", "RGBA", "L", "CMYK"}:
        image = _plain(image)
    small = image.reduce(factor) if factor > 1 else image
    upright = small.transpose(TURNS[orientation]) if orientation in TURNS else small
    return _in_srgb(upright, profile)


def _plain(image: Image.Image) -> Image.Image:
    """Palettes, sixteen bits, two colours: as Pillow can make them smaller."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """On white, where it is seen through."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    colours = image.convert("RGB") if alpha else image
    shown = _translated(colours, profile) if profile else colours.convert("RGB")
    if alpha is None:
        return shown
    white = Image.new("RGB", shown.size, "white")
    white.paste(shown, mask=alpha)
    return white


def _translated(image: Image.Image, profile: bytes) -> Image.Image:
    """What a profile that makes no sense says is left out."""
    try:
        theirs = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        translated = ImageCms.profileToProfile(image, theirs, SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB")
    return translated or image.convert("RGB")


def _square(image: Image.Image) -> Image.Image:
    side = min(image.size)
    left = (image.width - side) // 2
    top = int((image.height - side) * ABOVE)
    box = (left, top, left + side, top + side)
    whole = Image.new("RGB", (LARGEST, LARGEST))
    whole.paste(image.resize((LARGEST, LARGEST), Image.Resampling.LANCZOS, box=box))
    return whole


def _written(image: Image.Image, kind: str) -> bytes:
    """`image` was made here from nothing but pixels, so there is nothing else to write."""
    file = io.BytesIO()
    image.save(file, kind, **QUALITY[kind], exif=b"", icc_profile=b"", xmp=b"")
    return file.getvalue()


def main(shape: str, pixels: int, side: int, memory: int, seconds: int) -> int:
    """From standard input to standard output; an exit code of its own when it is refused."""
    with suppress(ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    # Pillow refuses by itself what has over twice this, before it makes room for it.
    Image.MAX_IMAGE_PIXELS = pixels // 2
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    limits = Limits(pixels=pixels, side=side, memory=memory, seconds=seconds)
    try:
        picture = sys.stdin.buffer.read()
        told = whole(picture, limits) if shape == "whole" else packed(contents(picture, limits))
    except UnsafePicture as refused:
        sys.stdout.write(refused.trouble)
        return SAID
    sys.stdout.buffer.write(told)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], *map(int, sys.argv[2:])))

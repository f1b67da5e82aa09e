"""A picture from somebody we do not know, made anew: small, and nothing in it but what is seen.

Libraries that read pictures are large, written in C, and have had holes. So the bytes are read in
a process of its own, that has little memory, little time and no secrets, and dies without harm.
Only pixels leave it: who took the picture, when and where stays behind with the rest.
"""

import struct
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from threading import BoundedSemaphore

MEGABYTE = 1024 * 1024
SIZES = (96, 192, 384)
FORMATS = ("avif", "webp")
# Of a whole picture: its longest side, in pixels. WebP alone: every browser of today reads it.
LONGEST_SIDES = (800, 1600)
LEAST_SIDE = 40  # a whole picture of less is a dot
# The first bytes tell what a file is; its name can say anything.
_HEADER = 64
_APPLE = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
_LENGTH = struct.Struct(">I")
_SEEN = struct.Struct(">HH")
SAID = 3  # exit code of the other process when it says why not
_PLACES = BoundedSemaphore(2)  # each may take all the memory that it is allowed


class Trouble(StrEnum):
    """Why a picture is refused."""

    TOO_LARGE = "too_large"
    NOT_A_PICTURE = "not_a_picture"
    HEIC = "heic"
    DAMAGED = "damaged"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"


class UnsafePicture(Exception):
    """The picture is refused."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(str(trouble))
        self.trouble = trouble


@dataclass(frozen=True)
class Limits:
    """What a picture may ask of us. `side` is the least of its shortest side, in pixels.

    40 million pixels are a photo of 7,300 by 5,500; unpacked twice they take 320 MB.
    """

    content: int = 10 * MEGABYTE
    pixels: int = 40_000_000
    side: int = 192
    memory: int = 1536 * MEGABYTE
    seconds: int = 20


@dataclass(frozen=True)
class Rendition:
    """One of the ways in which a picture is kept: its longest side, as AVIF or WebP."""

    size: int
    format: str
    content: bytes


@dataclass(frozen=True)
class Squares:
    """A picture in all sizes and formats. `name` follows from what is seen, so it may be cached."""

    name: str
    renditions: tuple[Rendition, ...]


@dataclass(frozen=True)
class Whole:
    """A picture as it was framed, smallest first. `width` and `height` are of the largest."""

    name: str
    width: int
    height: int
    renditions: tuple[Rendition, ...]


def squares(content: bytes, limits: Limits | None = None) -> Squares:
    """Raises UnsafePicture for what is no picture of ours, is damaged, or asks too much."""
    renditions = unpacked(_made("square", content, limits or Limits()))
    return Squares(_name(renditions), renditions)


def whole(content: bytes, limits: Limits | None = None) -> Whole:
    """Nothing cut off, and never larger than it was. Raises UnsafePicture as `squares` does."""
    return unpacked_whole(_made("whole", content, limits or Limits(side=LEAST_SIDE)))


def width_at(side: int, width: int, height: int) -> int:
    """How wide a picture of that size is when its longest side is `side` pixels at most."""
    return min(width, round(width * side / max(width, height)))


def _made(shape: str, content: bytes, limits: Limits) -> bytes:
    if len(content) > limits.content:
        raise UnsafePicture(Trouble.TOO_LARGE)
    kind_of(content)  # most mistakes do not need a process to be told
    told = [str(getattr(limits, name)) for name in ("pixels", "side", "memory", "seconds")]
    with _PLACES:
        try:
            done = subprocess.run(
                [sys.executable, "-I", "-m", "vaknet.kit.picture_process", shape, *told],
                input=content,
                capture_output=True,
                timeout=2 * limits.seconds,
                env={},  # no secrets
                check=False,
            )
        except subprocess.TimeoutExpired as late:
            raise UnsafePicture(Trouble.DAMAGED) from late
    if done.returncode == SAID:
        raise UnsafePicture(Trouble(done.stdout.decode()))
    if done.returncode != 0:
        raise UnsafePicture(Trouble.DAMAGED)
    return done.stdout


def kind_of(content: bytes) -> str:
    """JPEG, PNG, WEBP or AVIF. Raises UnsafePicture for anything else."""
    head = content[:_HEADER]
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        end = min(int.from_bytes(head[:4]), len(head))
        brands = {head[8:12], *(head[at : at + 4] for at in range(16, end, 4))}
        if brands & {b"avif", b"avis"}:
            return "AVIF"
        if brands & _APPLE:
            raise UnsafePicture(Trouble.HEIC)
    raise UnsafePicture(Trouble.NOT_A_PICTURE)


def packed(contents: list[bytes]) -> bytes:
    """In the order of SIZES, and for each of FORMATS."""
    return b"".join(_LENGTH.pack(len(content)) + content for content in contents)


def unpacked(told: bytes) -> tuple[Rendition, ...]:
    """Raises UnsafePicture when it is not exactly that: the other process is not trusted."""
    return _unpacked(told, [(size, kind) for size in SIZES for kind in FORMATS])


def packed_whole(width: int, height: int, contents: list[bytes]) -> bytes:
    """In the order of LONGEST_SIDES."""
    return _SEEN.pack(width, height) + packed(contents)


def unpacked_whole(told: bytes) -> Whole:
    """Raises UnsafePicture when it is not exactly that."""
    renditions = _unpacked(told[_SEEN.size :], [(side, "webp") for side in LONGEST_SIDES])
    width, height = _SEEN.unpack(told[: _SEEN.size])
    if not (0 < width <= LONGEST_SIDES[-1] and 0 < height <= LONGEST_SIDES[-1]):
        raise UnsafePicture(Trouble.DAMAGED)
    return Whole(_name(renditions), width, height, renditions)


def _unpacked(told: bytes, wanted: list[tuple[int, str]]) -> tuple[Rendition, ...]:
    renditions, at = [], 0
    for size, kind in wanted:
        start = at + _LENGTH.size
        at = start + int.from_bytes(told[at:start])
        renditions.append(Rendition(size, kind, told[start:at]))
    if at != len(told) or not all(one.content for one in renditions):
        raise UnsafePicture(Trouble.DAMAGED)
    return tuple(renditions)


def _name(renditions: tuple[Rendition, ...]) -> str:
    return sha256(b"".join(one.content for one in renditions)).hexdigest()[:16]

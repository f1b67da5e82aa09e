"""A page on paper: HTML and CSS to a PDF file that a screen reader can follow (PDF/UA-1).

Setting type takes time and memory without a clear end: one table of a thousand columns is enough.
So it is done in a process of its own, with little memory, little time and no secrets. Nothing is
fetched: what the page shows besides text is handed over with it.
"""

import base64
import ctypes
import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from threading import BoundedSemaphore

MEGABYTE = 1024 * 1024
SAID = 3  # exit code of the other process when it says why not
# By its names on Linux and on macOS; Debian's packages of them are in bin/pango.
LIBRARIES = {
    "Pango": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
    "PangoFT2": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    "HarfBuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    "HarfBuzz subset": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib"),
}
_PLACES = BoundedSemaphore(1)  # each may take all the memory that it is allowed


class Trouble(StrEnum):
    """Why there is no PDF."""

    NO_TITLE = "no_title"
    NO_LANGUAGE = "no_language"
    NO_ALTERNATIVE = "no_alternative"
    NOT_GIVEN = "not_given"
    TOO_LARGE = "too_large"
    TOO_MUCH = "too_much"
    NOT_HERE = "not_here"


class Unprintable(Exception):
    """`about`: which picture or address, where there is one to name."""

    def __init__(self, trouble: Trouble, about: str = "") -> None:
        super().__init__(f"{trouble}: {about}" if about else str(trouble))
        self.trouble = trouble
        self.about = about


@dataclass(frozen=True)
class Limits:
    """What a page may ask of us. 33 full pages take 7 seconds of a slow processor, and 80 MB.

    `wait`: for so many seconds it waits until another one is done; -1 for as long as that takes.
    """

    content: int = 20 * MEGABYTE
    memory: int = 1024 * MEGABYTE
    seconds: int = 60
    wait: int = -1


@dataclass(frozen=True)
class Paper:
    """`html` is a whole page, with a title, a language, and words for each picture.

    `files`: fonts and pictures, by the names that `html` and `css` use for them. `address`: where
    the page is on the web, so that its links lead somewhere from paper too.
    """

    html: str
    css: str
    address: str
    files: Mapping[str, bytes] = field(default_factory=dict)


def pdf(paper: Paper, limits: Limits | None = None) -> bytes:
    """The same bytes for the same paper. Raises Unprintable."""
    limits = limits or Limits()
    if missing_libraries():
        raise Unprintable(Trouble.NOT_HERE, ", ".join(missing_libraries()))
    told = _told(paper)
    if len(told) > limits.content:
        raise Unprintable(Trouble.TOO_LARGE)
    told_limits = [str(limits.memory), str(limits.seconds)]
    if not _PLACES.acquire(timeout=None if limits.wait < 0 else limits.wait):
        raise Unprintable(Trouble.TOO_MUCH)
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "vaknet.kit.pdf_process", *told_limits],
            input=told,
            capture_output=True,
            timeout=2 * limits.seconds,
            # No secrets; and a day for the fonts that are cut, so that the bytes stay the same.
            env={"SOURCE_DATE_EPOCH": "0"},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Unprintable(Trouble.TOO_MUCH) from late
    finally:
        _PLACES.release()
    if done.returncode == SAID:
        trouble, _, about = done.stdout.decode().partition(" ")
        raise Unprintable(Trouble(trouble), about)
    if done.returncode != 0 or not done.stdout.startswith(b"%PDF-"):
        raise Unprintable(Trouble.TOO_MUCH)
    return done.stdout


def _told(paper: Paper) -> bytes:
    files = {name: base64.b64encode(content).decode() for name, content in paper.files.items()}
    told = {"html": paper.html, "css": paper.css, "address": paper.address, "files": files}
    return json.dumps(told).encode()


@cache
def missing_libraries() -> tuple[str, ...]:
    """What this machine lacks for making PDF files. Nothing is offered that cannot be made."""
    return tuple(name for name, files in LIBRARIES.items() if not any(map(_is_here, files)))


def _is_here(library: str) -> bool:
    with suppress(OSError):
        ctypes.CDLL(library)
        return True
    return False

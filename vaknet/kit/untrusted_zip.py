"""A ZIP file from somebody we do not know, read without trusting anything it says.

Nothing is written to disk. Members are read as streams; archives inside the archive are never
opened. A file with one trick in it is refused as a whole.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import IO, BinaryIO

_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\5\6"
_LONG_END_MARK = b"PK\6\7"
_LONG_END_SIZE = 20
_LONGEST_COMMENT = 65_535
# What zipfile raises for files that were made to hurt: it checks no more than it needs.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    struct.error,
)


class Trouble(StrEnum):
    """Why a file is refused."""

    NOT_A_ZIP = "not_a_zip"
    DAMAGED = "damaged"
    TOO_MANY_MEMBERS = "too_many_members"
    TOO_LARGE = "too_large"
    TOO_DENSE = "too_dense"
    UNSAFE_NAME = "unsafe_name"
    DUPLICATE_NAME = "duplicate_name"
    LINK = "link"
    ENCRYPTED = "encrypted"
    UNKNOWN_COMPRESSION = "unknown_compression"


class UnsafeZip(Exception):
    """The file is refused. `member` is the name inside it, where one is to blame."""

    def __init__(self, trouble: Trouble, member: str = "") -> None:
        super().__init__(f"{trouble}: {member}" if member else str(trouble))
        self.trouble = trouble
        self.member = member


@dataclass(frozen=True)
class Limits:
    """What a file may ask of us. `density` is bytes read per byte kept; small members are let off.

    `directory_bytes` bounds what has to be in memory before the first member is looked at.
    """

    members: int = 1_000
    member_bytes: int = 100_000_000
    total_bytes: int = 300_000_000
    density: int = 200
    dense_from_bytes: int = 1_000_000
    directory_bytes: int = 500_000


@dataclass(frozen=True)
class Member:
    """A file in the ZIP; folders are left out."""

    name: str
    size: int


class UntrustedZip:
    """An archive that passed every check that can be made without unpacking it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.members = tuple(
            Member(info.filename, info.file_size)
            for info in archive.infolist()
            if not info.is_dir()
        )

    @contextmanager
    def reading(self, member: Member) -> Iterator[BinaryIO]:
        """The bytes of a member, unpacked while they are read.

        Reading raises UnsafeZip when the content does not agree with its checksum or breaks off.
        """
        with _refusing(member.name):
            content = self._archive.open(member.name)
        with content:
            yield io.BufferedReader(_Guarded(content, member.name))


@contextmanager
def opened(file: BinaryIO, limits: Limits | None = None) -> Iterator[UntrustedZip]:
    """Raises UnsafeZip for a file that is no ZIP, is damaged, or asks or tries too much."""
    limits = limits or Limits()
    _check_directory(file, limits)
    with _refusing():
        archive = zipfile.ZipFile(file)
    with archive:
        _check_members(archive.infolist(), limits)
        yield UntrustedZip(archive)


class _Guarded(io.RawIOBase):
    """A member whose breakage has one name."""

    def __init__(self, content: IO[bytes], member: str) -> None:
        super().__init__()
        self._content = content
        self._member = member

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        with _refusing(self._member):
            read = self._content.read(len(buffer))
        buffer[: len(read)] = read
        return len(read)


@contextmanager
def _refusing(member: str = "") -> Iterator[None]:
    try:
        yield
    except _BROKEN as broken:
        raise UnsafeZip(Trouble.DAMAGED, member) from broken


def _check_directory(file: BinaryIO, limits: Limits) -> None:
    """Before zipfile reads the list of members: it would read a list of any length into memory."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _END.size - _LONGEST_COMMENT - _LONG_END_SIZE))
    tail = file.read()
    at = len(tail) - _END.size
    if at < 0 or not (tail[at:].startswith(_END_MARK) and tail.endswith(b"\0\0")):
        at = tail.rfind(_END_MARK)
    if at < 0 or len(tail) - at < _END.size:
        file.seek(0)
        # A file that starts as a ZIP but has no end broke off on the way.
        starts_well = file.read(4) == b"PK\3\4"
        raise UnsafeZip(Trouble.DAMAGED if starts_well else Trouble.NOT_A_ZIP)
    _, _, _, _, members, directory_bytes, _, _ = _END.unpack_from(tail, at)
    # The long form is for files of over 4 GB or 65,535 members. It overrules the short one.
    if tail[max(0, at - _LONG_END_SIZE) : at].startswith(_LONG_END_MARK):
        raise UnsafeZip(Trouble.TOO_LARGE)
    if members > limits.members or directory_bytes > limits.directory_bytes:
        raise UnsafeZip(Trouble.TOO_MANY_MEMBERS)


def _check_members(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(infos) > limits.members:
        raise UnsafeZip(Trouble.TOO_MANY_MEMBERS)
    names: set[str] = set()
    total = 0
    for info in infos:
        trouble = _trouble(info, limits)
        if trouble:
            raise UnsafeZip(trouble, info.filename)
        folded = info.filename.rstrip("/").casefold()
        if folded in names:
            raise UnsafeZip(Trouble.DUPLICATE_NAME, info.filename)
        names.add(folded)
        total += info.file_size
    if total > limits.total_bytes:
        raise UnsafeZip(Trouble.TOO_LARGE)


def _trouble(info: zipfile.ZipInfo, limits: Limits) -> Trouble | None:
    """What is wrong with one member, from what the list says: zipfile unpacks no more than that."""
    if not _safe_name(info.orig_filename):
        return Trouble.UNSAFE_NAME
    if stat.S_ISLNK(info.external_attr >> 16):
        return Trouble.LINK
    if info.flag_bits & 0x1:
        return Trouble.ENCRYPTED
    # The other kinds unpack a block of any size at once.
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return Trouble.UNKNOWN_COMPRESSION
    if info.file_size > limits.member_bytes:
        return Trouble.TOO_LARGE
    dense = info.file_size > limits.density * max(info.compress_size, 1)
    return Trouble.TOO_DENSE if dense and info.file_size > limits.dense_from_bytes else None


def _safe_name(name: str) -> bool:
    """A plain path inside the archive, on every operating system."""
    if not name or any(ord(letter) < 32 for letter in name) or "\\" in name:
        return False
    parts = name.rstrip("/").split("/")
    return ":" not in parts[0] and not any(part in ("", ".", "..") for part in parts)

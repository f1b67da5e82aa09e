"""Let one user pass through folders that are closed to others, and open no more than that."""

import contextlib
import os
import stat
import struct
from pathlib import Path

ACL = "system.posix_acl_access"
VERSION = 2
USER_OBJ, USER, GROUP_OBJ, GROUP, MASK, OTHER = 0x01, 0x02, 0x04, 0x08, 0x10, 0x20
NOBODY = 0xFFFFFFFF
SEARCH = 1
Entry = tuple[int, int, int]


def open_way(uid: int, target: Path) -> None:
    """Give user `uid` the right to pass (not to list) every closed folder above `target`.

    With an access list the right is for that user alone; on a file system without them, for all.
    """
    for folder in reversed(target.resolve().parents):
        state = folder.stat()
        if state.st_mode & stat.S_IXOTH or state.st_uid == uid:
            continue
        try:
            os.setxattr(folder, ACL, _packed(_with_passage(uid, folder, state.st_mode)))
        except OSError:
            folder.chmod(stat.S_IMODE(state.st_mode) | stat.S_IXOTH)


def open_to_read(top: Path) -> None:
    """Let everybody read (and run what may be run) below `top`: a program, not data."""
    for parent, _, files in os.walk(top):
        _add(Path(parent), 0o755)
        for name in files:
            path = Path(parent, name)
            if not path.is_symlink():
                _add(path, 0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)


def _add(path: Path, bits: int) -> None:
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & bits != bits:
        path.chmod(mode | bits)


def _with_passage(uid: int, folder: Path, mode: int) -> list[Entry]:
    entries = [
        (USER_OBJ, mode >> 6 & 7, NOBODY),
        (GROUP_OBJ, mode >> 3 & 7, NOBODY),
        (OTHER, mode & 7, NOBODY),
    ]
    with contextlib.suppress(OSError):
        entries = _unpacked(os.getxattr(folder, ACL))
    mask = next((allowed for tag, allowed, _ in entries if tag == MASK), mode >> 3 & 7)
    kept = [entry for entry in entries if entry[0] != MASK and entry[::2] != (USER, uid)]
    return sorted([*kept, (USER, SEARCH, uid), (MASK, mask | SEARCH, NOBODY)], key=_order)


def _order(entry: Entry) -> tuple[int, int]:
    return entry[0], entry[2]


def _packed(entries: list[Entry]) -> bytes:
    return struct.pack("<I", VERSION) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def _unpacked(raw: bytes) -> list[Entry]:
    return [(tag, allowed, who) for tag, allowed, who in struct.iter_unpack("<HHI", raw[4:])]

"""Whether all was made ready by this very code for this very database: then serve starts at once.

Kept out of Django, as the point is not to load it. Anything unsure counts as not ready.
"""

import contextlib
import hashlib
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import vaknet
from vaknet.configuration import configuration

PACKAGE = Path(vaknet.__file__).parent
# Files that tables, translations and static files are made from.
SOURCES = ("domain/*/migrations/*.py", "locale/*/*.po", "interfaces/web/static/**/*")


def is_current() -> bool:
    """With DATABASE_URL somebody else may have changed the database, so it is never current."""
    if not configuration.own_database or not (configuration.data / "static").is_dir():
        return False
    with contextlib.suppress(OSError):
        return _path().read_text(encoding="utf-8") == _fingerprint()
    return False


def renew() -> None:
    _path().write_text(_fingerprint(), encoding="utf-8")


def forget() -> None:
    _path().unlink(missing_ok=True)


def _path() -> Path:
    return configuration.data / "prepared.stamp"


def _fingerprint() -> str:
    return hashlib.sha256("\n".join(_facts()).encode()).hexdigest()


def _facts() -> Iterator[str]:
    yield f"{configuration.database['NAME']} {configuration.language}"
    yield str((configuration.cluster / "PG_VERSION").stat().st_ino)
    packages = Path(sysconfig.get_paths()["purelib"])
    yield from sorted(path.name for path in packages.glob("*.dist-info"))
    for pattern in SOURCES:
        for path in sorted(PACKAGE.glob(pattern)):
            state = path.stat()
            yield f"{path.relative_to(PACKAGE)} {state.st_size} {state.st_mtime_ns}"
    for path in sorted(PACKAGE.glob("locale/*/LC_MESSAGES/*.mo")):
        yield path.name

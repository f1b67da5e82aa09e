"""Whose certificates we believe, when we connect to somebody else's server."""

import os
import ssl
from contextlib import suppress
from functools import lru_cache

type _Seen = tuple[str, int, int] | None


class _Shared(ssl.SSLContext):
    """httpcore says for each connection which protocols it speaks, and it is always this one. To
    say so anew lets go of memory that a thread which connects at that moment may be reading."""

    def set_alpn_protocols(self, alpn_protocols: object) -> None:
        pass


def who_is_trusted() -> ssl.SSLContext:
    """Whom the machine trusts, or SSL_CERT_FILE and SSL_CERT_DIR say. One for the whole process, as
    reading all of it takes longer than all else that we do for a question; and another as soon as
    the file or the folder is, so that an update of the machine counts at once.

    What is not seen is a file that was written anew in its place in a folder.
    """
    paths = ssl.get_default_verify_paths()
    return _trusting(_seen(paths.cafile), _seen(paths.capath))


@lru_cache(maxsize=1)
def _trusting(_file: _Seen, _folder: _Seen) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    context.__class__ = _Shared
    return context


def _seen(path: str | None) -> _Seen:
    """None for what is not there, also when it went a moment ago."""
    with suppress(OSError):
        if path is not None:
            found = os.stat(path)
            return path, found.st_ino, found.st_mtime_ns
    return None

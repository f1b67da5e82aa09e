"""A mail server that takes everything: python -m benchmarks.sink PORT FILE WORDS

A program of its own, so that it does not hold up a client that times pages. Of each letter with
these words it writes the Message-ID to the file, one a line, until it is ended.
"""

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

MESSAGE_ID = re.compile(rb"(?im)^message-id: *(\S+)")


@dataclass(frozen=True)
class Sink:
    """The letters that somebody else's process took."""

    file: Path

    def forget(self) -> None:
        self.file.write_bytes(b"")

    def letters(self) -> list[bytes]:
        return self.file.read_bytes().splitlines()


@contextmanager
def sink(port: int, file: Path, words: str) -> Iterator[Sink]:
    file.write_bytes(b"")
    command = [sys.executable, "-m", "benchmarks.sink", str(port), str(file), words]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        if process.stdout is None or not process.stdout.readline():
            raise SystemExit("The mail server of the benchmark did not start.")
        try:
            yield Sink(file)
        finally:
            process.terminate()


@dataclass(frozen=True)
class _Taker:
    file: Path
    words: bytes

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        if isinstance(content, bytes) and self.words in content:
            with self.file.open("ab") as letters:
                letters.write(b"".join(one + b"\n" for one in MESSAGE_ID.findall(content)[:1]))
        return "250 OK"


def main() -> None:
    port, file, words = sys.argv[1:]
    taker = _Taker(Path(file), words.encode())
    Controller(taker, hostname="127.0.0.1", port=int(port)).start()
    print("ready", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()

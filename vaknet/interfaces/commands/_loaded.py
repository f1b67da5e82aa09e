"""All that serves and works, loaded once: web server, worker and the door for mail part from here.

    python -m vaknet.interfaces.commands._loaded HOST PORT

What none of them changes they share, and who fell is back without loading anything.
"""

import signal
import sys

from vaknet.configuration import configuration
from vaknet.interfaces import commands
from vaknet.interfaces.commands import _web_server, web
from vaknet.interfaces.commands._say import say
from vaknet.kit.parted import PARTS, Parted
from vaknet.kit.supervisor import Child, Supervisor


def load() -> None:
    """Every page and every job is in memory; nothing is connected, and no thread runs."""
    _web_server.load_pages()
    from procrastinate.contrib.django import app  # noqa: PLC0415  (settings are told first)

    from vaknet.interfaces.commands import _database, inbox, worker  # noqa: F401, PLC0415

    app.perform_import_paths()  # type: ignore[no-untyped-call]
    _web_server.share()


def serve_pages(host: str, port: int) -> None:
    sys.argv[1:] = web.words(host, port)
    _web_server.serve()


def run(command: str) -> None:
    """As on the command line."""
    sys.argv = ["vaknet", command]
    commands.main()


def main(host: str, port: str) -> None:
    """Until asked to stop; while it loads, at once."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if PARTS:
        load()
    house = Supervisor(say)
    pages = Child("web", lambda: Parted("vaknet web", serve_pages, host, int(port)), patience=12)
    try:
        house.start(pages)
        if configuration.mail_in.listener:
            house.start(Child("inbox", lambda: Parted("vaknet inbox", run, "inbox")))
        house.start(Child("worker", lambda: Parted("vaknet worker", run, "worker")))
        house.keep()
    finally:
        house.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])

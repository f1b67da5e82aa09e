"""granian, with every page loaded before its processes part: they share what none of them changes.

Takes granian's own arguments. Where processes cannot part from a loaded one (macOS, Windows) each
loads for itself, as granian does by default.
"""

import gc
import multiprocessing
import os
import signal

from vaknet.kit.parted import METHOD, PARTS


def load_pages() -> None:
    """Everything a visitor may ask for is in memory; nothing is connected, and no thread runs.

    `vaknet.wsgi` stays for the processes themselves: it ties them to this one.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaknet.settings")
    # Sums in one thread: each core has a process, and who parts takes no threads along.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import django  # noqa: PLC0415  (settings are told first)
    from django.urls import get_resolver  # noqa: PLC0415

    django.setup()
    _ = get_resolver().url_patterns


def share() -> None:
    """What is collected later leaves the pages of memory alone that others share."""
    gc.collect()
    gc.freeze()


def serve() -> None:
    """By the words in `sys.argv`, until asked to stop."""
    from granian.cli import entrypoint  # noqa: PLC0415  (a process that only loads needs no server)

    multiprocessing.set_start_method(METHOD.get_start_method(), force=True)
    os.register_at_fork(after_in_child=_listen_alone)
    entrypoint()  # type: ignore[no-untyped-call]


def _listen_alone() -> None:
    """What parted hears only the one it parted from: asked twice, by Ctrl-C too, it never stops.
    And until it listens it would take what is meant for it as if it were that one."""
    os.setpgid(0, 0)
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, signal.SIG_DFL)


def main() -> None:
    if PARTS:
        load_pages()
        share()
    serve()


if __name__ == "__main__":
    main()

"""granian, with every page loaded before its processes part: they share what none of them changes.

Takes granian's own arguments. Where processes cannot part from a loaded one (macOS, Windows) each
loads for itself, as granian does by default.
"""

import gc
import multiprocessing
import os
import sys


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
    gc.collect()
    gc.freeze()  # what is collected later leaves the shared pages alone


def main() -> None:
    from granian.cli import entrypoint  # noqa: PLC0415  (a process that only loads needs no server)

    if sys.platform == "linux":
        multiprocessing.set_start_method("fork")
        load_pages()
    entrypoint()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()

"""How long it takes to make a network: python -m benchmarks.demo --people 1000

The whole command `vaknet demo`, in a new data folder: making the database, filling it, indexing.
"""

import argparse
import tempfile
from pathlib import Path

from benchmarks import tables
from benchmarks.network import vaknet

TIES, POSTS_EACH = 20, 2


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--people", type=int, nargs="+", default=[0, 1_000], help="0: by hand")
    parser.add_argument("--ties", type=int, default=TIES)
    parser.add_argument("--posts", type=int, help="twice the people if not given")
    chosen = parser.parse_args()
    known = {}
    for people in chosen.people:
        posts = POSTS_EACH * people if chosen.posts is None else chosen.posts
        name = f"{people:,} × {chosen.ties} ties, {posts:,} posts" if people else "the small world"
        options = ["--people", people, "--ties", chosen.ties, "--posts", posts] if people else []
        with tempfile.TemporaryDirectory() as folder:
            seconds = vaknet(Path(folder), "demo", *map(str, options))
        known = tables.keep("demo", name, {"seconds": round(seconds, 1)})
    lines = [
        "# How long it takes to make a network",
        "`python -m benchmarks.demo --people N`: the whole command `vaknet demo`, in a new folder.",
        "",
        *tables.head(["network", "seconds", "measured"]),
        *[
            tables.row([name, row["seconds"], tables.circumstances(row)])
            for name, row in known.items()
        ],
    ]
    tables.write("demo", lines)


if __name__ == "__main__":
    main()

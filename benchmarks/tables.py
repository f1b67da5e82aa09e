"""Results as JSON, for the next run, and as Markdown, for people."""

import json
import os
import platform
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def machine() -> str:
    return f"{os.cpu_count()} cores ({platform.machine()}), Python {platform.python_version()}"


_LOAD = os.getloadavg()[1]


def load_before() -> float:
    """How many processes wanted to run in the five minutes before: with 2 cores, 0 is quiet."""
    return round(_LOAD, 1)


def keep(name: str, key: str, value: dict[str, Any]) -> dict[str, Any]:
    """All results of this name, the new one among them."""
    path = RESULTS / f"{name}.json"
    known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    about = {"on": time.strftime("%Y-%m-%d"), "machine": machine(), "load": load_before()}
    known[key] = value | about
    path.write_text(json.dumps(known, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return known


def write(name: str, lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    print(f"\n{text}")


PAGES_HEAD = """\
# How fast pages come
`python -m benchmarks.pages --people N --ties T --posts P`

Against a real `vaknet serve` with its own PostgreSQL, over loopback; clients and server share the \
cores. Milliseconds until the whole page is there, signed in unless it says guest. “Work” is \
processor time of web server, database and worker together for one page: it minds other work \
here less than the clock does. “Best other” is what the best comparable open system takes on the \
same shape of data and such a machine."""
PAGES_COLUMNS = (
    *("page", "p50 ms", "p99 ms", "1 client /s", "work ms", "p50 of 8", "p99 of 8"),
    *("8 clients /s", "queries", "kB", "kB brotli", "best other, ms", "times as fast"),
)


def keep_pages(
    shape: str, rows: list[dict[str, Any]], *, idle: dict[str, float], busy: dict[str, float]
) -> None:
    known = keep("pages", shape, {"rows": rows, "idle MB": idle, "busy MB": busy})
    lines = [PAGES_HEAD]
    for name in sorted(known, key=lambda name: int(name.split()[0].replace(",", ""))):
        lines += _pages_table(name, known[name])
    write("pages", lines)


def row(cells: Iterable[object]) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def head(columns: Sequence[str]) -> list[str]:
    return [row(columns), "|" + "---|" * len(columns)]


def circumstances(known: dict[str, Any]) -> str:
    return f"{known['on']}, {known['machine']}, load before it began {known['load']}"


def _pages_table(shape: str, known: dict[str, Any]) -> list[str]:
    idle, busy = known["idle MB"], known["busy MB"]
    parts = ", ".join(f"{name} {size:.0f}" for name, size in sorted(idle.items()))
    return [
        "",
        f"## {shape}",
        circumstances(known),
        "",
        *head(PAGES_COLUMNS),
        *[_pages_row(row) for row in known["rows"]],
        "",
        f"Memory of the whole group (PSS): idle {sum(idle.values()):.0f} MB ({parts}), "
        f"after all this {sum(busy.values()):.0f} MB.",
    ]


def _pages_row(found: dict[str, Any]) -> str:
    theirs = found["theirs"]
    return row(
        [
            *(found[name] for name in ("page", "p50", "p99", "per second", "work")),
            *(found[name] for name in ("p50 of 8", "p99 of 8", "per second of 8", "queries")),
            *(found[name] or "" for name in ("kB", "kB brotli")),
            theirs or "",
            f"{theirs / found['p50']:.1f}" if theirs else "",
        ]
    )

"""People in a large network, beside what we want of it: python -m benchmarks.people

In a network of 100,000 members, made once and kept: their pages and the directory, suggestions
while typing, and a LinkedIn export matched with all of them; in small networks the archives of
members who wrote little and much. One table of all, with what is met and what is not.
"""

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from benchmarks import leaving, linkedin, pages, tables
from benchmarks.network import Shape, make

LARGE = Shape(100_000, 50, 50_000)
REQUESTS, SECONDS = 500, 120
FOUND = 2_000  # of the connections in the export: members who agreed to be found
POSTS = 5_000
FLAT = 20  # MB more for a hundred times as many posts: what a process has at hand
SLOWEST_PAGE, SLOWEST_SUGGESTION = 30, 40  # ms: p50 of pages, p99 while somebody types
SHOWN = (
    "profile",
    "people, from the beginning",
    "people, by name",
    "people, by a name with a slip",
    "people, narrowed",
)
TITLES = {"pages": "Pages", "linkedin": "LinkedIn", "archives": "Archives"}
HEAD = """\
# People in a network of 100,000, beside what we want
`python -m benchmarks.people`

Pages and suggestions: {requests} requests each, one client, against a real `vaknet serve`. “Work” \
is processor time of web server, database and worker together for one request: other work on the \
machine slows that too, but less than the clock. A load of 0.5 or less is a quiet machine."""


@dataclass(frozen=True)
class Line:
    what: str
    measured: float
    most: float
    unit: str
    beside: str = ""

    def cells(self) -> list[object]:
        is_met = "met" if self.measured <= self.most else "**not met**"
        target = f"≤ {self.most:g}"
        return [self.what, f"{self.measured:g} {self.unit}", target, is_met, self.beside]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parts: dict[str, Callable[[], Iterable[Line]]] = {
        "pages": _pages,
        "linkedin": _linkedin,
        "archives": _archives,
    }
    parser.add_argument("--only", choices=parts, nargs="+", default=list(parts))
    chosen = parser.parse_args()
    make(LARGE)
    for part in chosen.only:
        lines = [line.__dict__ for line in parts[part]()]
        known = tables.keep("people", part, {"lines": lines})
        _write(known)


def _write(known: dict[str, Any]) -> None:
    text = [HEAD.format(requests=REQUESTS)]
    for part, title in TITLES.items():
        if part not in known:
            continue
        found = known[part]
        text += ["", f"## {title}", tables.circumstances(found), ""]
        text += tables.head(["what", "measured", "target", "", "beside it"])
        text += [tables.row(Line(**line).cells()) for line in found["lines"]]
    tables.write("people", text)


def _pages() -> Iterable[Line]:
    suggestions = {page.name for page in pages.suggestions()}
    only = [*SHOWN, *suggestions]
    for row in pages.measured(LARGE, requests=REQUESTS, seconds=SECONDS, only=only):
        beside = f"work {row['work']} ms, {row['queries']} queries"
        if row["page"] in suggestions:
            beside = f"p50 {row['p50']} ms, {beside}"
            yield Line(f"{row['page']}, p99", row["p99"], SLOWEST_SUGGESTION, "ms", beside)
        else:
            beside = f"p99 {row['p99']} ms, {beside}"
            yield Line(f"{row['page']}, p50", row["p50"], SLOWEST_PAGE, "ms", beside)


def _linkedin() -> Iterable[Line]:
    data = make(LARGE)
    found = linkedin.measured(data, FOUND)
    for step, name in (("read", "read"), ("whole", "uploaded, matched and taken")):
        row = found[step]
        what = f"LinkedIn export of {row['connections']:,} connections, {name}"
        beside = f"ZIP of {row['zip MB']} MB"
        if step == "whole":
            beside += f", {row['found']:,} of them found here"
        yield Line(f"{what}: time", row["seconds"], 20, "s", beside)
        yield Line(f"{what}: peak of memory", row["peak MB"], 200, "MB")


def _archives() -> Iterable[Line]:
    found = leaving.measured()
    row = found[POSTS]
    what = f"archive of a member with {POSTS:,} posts"
    yield Line(what, row["seconds"], 30, "s", f"ZIP of {row['zip MB']} MB")
    grown = {posts: row["peak MB"] - row["before MB"] for posts, row in found.items()}
    each = ", ".join(f"{posts:,}: {more} MB" for posts, more in grown.items())
    least, *_between, most = grown.values()
    name = "memory that the largest archive takes more than the smallest"
    yield Line(name, most - least, FLAT, "MB", f"by posts, above the start: {each}")


if __name__ == "__main__":
    main()

"""Lists of hosts that servers hand each other: as Mastodon writes them, or one host a line."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from vaknet.engine.activitypub.host_names import host_in
from vaknet.engine.activitypub.origins import NO_HOSTS, Hosts
from vaknet.engine.activitypub.refusals import Unreadable

COLUMNS = (
    "#domain",
    "#severity",
    "#reject_media",
    "#reject_reports",
    "#public_comment",
    "#obfuscate",
)
SUSPEND, LIMIT = "suspend", "limit"
_SEVERITY = {"suspend": SUSPEND, "silence": LIMIT, "limit": LIMIT, "": SUSPEND}
_WRITTEN = {SUSPEND: "suspend", LIMIT: "silence"}
LONGEST_REASON = 500
MOST_LINES = 200_000
# A spreadsheet takes what begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Wrong(Enum):
    HIDDEN = "hidden"  # with *** in it: nobody knows which host it is
    NO_HOST = "no_host"
    OTHER_SEVERITY = "other_severity"
    TWICE = "twice"
    NO_ROW = "no_row"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Listed:
    line: int
    host: str
    kind: str
    reason: str


@dataclass(frozen=True)
class WrongLine:
    line: int
    text: str
    why: Wrong


@dataclass(frozen=True)
class HostList:
    rows: tuple[Listed, ...]
    wrong: tuple[WrongLine, ...]


def read_list(text: str, *, test_hosts: Hosts = NO_HOSTS) -> HostList:
    """What makes no sense is named by its line, and the rest counts. Of two lines about one host
    the first does."""
    rows: dict[str, Listed] = {}
    wrong: list[WrongLine] = []
    for line, cells in _lines(text.removeprefix("\ufeff")):
        if line > MOST_LINES:
            wrong.append(WrongLine(line, "", Wrong.TOO_MANY))
            break
        found = _listed(line, cells, test_hosts)
        if isinstance(found, WrongLine):
            wrong.append(found)
        elif found.host in rows:
            wrong.append(WrongLine(line, found.host, Wrong.TWICE))
        else:
            rows[found.host] = found
    return HostList(tuple(rows.values()), tuple(wrong))


def written(rows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Lines of CSV: of each its host, kind and public reason."""
    yield _line(COLUMNS)
    for host, kind, reason in rows:
        is_closed = "true" if kind == SUSPEND else "false"
        safe = f"'{reason}" if reason.startswith(_FORMULA) else reason
        yield _line((host, _WRITTEN[kind], is_closed, is_closed, safe, "false"))


def _lines(text: str) -> Iterator[tuple[int, dict[str, str] | None]]:
    """Each line that says something, by its number and the names of the columns. None: no row."""
    first = text.lstrip().partition("\n")[0].lower()
    names = ["domain"]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    is_table = first.removeprefix("#").startswith("domain")
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield reader.line_num, None
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if is_table and names == ["domain"]:
            names = [cell.strip().lower().removeprefix("#") for cell in cells] + ["#"]
        elif is_table or not cells[0].lstrip().startswith("#"):
            yield reader.line_num, dict(zip(names, cells, strict=False))


def _listed(line: int, cells: dict[str, str] | None, test_hosts: Hosts) -> Listed | WrongLine:
    if cells is None or not (written_host := cells.get("domain", "").strip()):
        return WrongLine(line, "", Wrong.NO_ROW)
    shown = written_host[:100]
    if "*" in written_host.removeprefix("*."):
        return WrongLine(line, shown, Wrong.HIDDEN)
    kind = _SEVERITY.get(cells.get("severity", "").strip().lower())
    if kind is None:
        return WrongLine(line, shown, Wrong.OTHER_SEVERITY)
    try:
        host = host_in(written_host, test_hosts=test_hosts)
    except Unreadable:
        return WrongLine(line, shown, Wrong.NO_HOST)
    reason = " ".join(cells.get("public_comment", "").split())
    return Listed(line, host, kind, reason[:LONGEST_REASON])


def _line(cells: Iterable[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()

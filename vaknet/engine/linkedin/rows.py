"""One row of a file as one fact; a row without the words that matter is counted and left out."""

import re
from collections.abc import Mapping
from dataclasses import replace

from vaknet.engine.linkedin.dates import partial_date, whole_date
from vaknet.engine.linkedin.export import Contact, Position, Profile
from vaknet.engine.linkedin.signatures import Kind

# LinkedIn itself allows 30,000 connections. Of the rest nobody has so many.
MOST = 2_000
MOST_CONTACTS = 60_000
LONGEST = 300
LONGEST_SUMMARY = 5_000
# "[BLOG:https://one.example,COMPANY:http://two.example]"
_LINK = re.compile(r"https?://[^\s,\]]+", re.IGNORECASE)

type Cells = Mapping[str, str]


class Gathered:
    """What was read so far."""

    def __init__(self) -> None:
        self.positions: list[Position] = []
        self.skills: list[str] = []
        self.learned: list[str] = []
        self.languages: list[str] = []
        self.contacts: list[Contact] = []
        self.skipped = 0
        self._profiles: list[Profile] = []
        self._summaries: list[str] = []

    def take(self, kind: Kind, cells: Cells) -> None:
        match kind:
            case Kind.PROFILE:
                self._keep(self._profiles, _profile(cells))
            case Kind.SUMMARY:
                summary = cells.get("profile summary", "")[:LONGEST_SUMMARY]
                self._keep(self._summaries, summary or None)
            case Kind.POSITIONS | Kind.VOLUNTEERING:
                position = _position(cells, voluntary=kind == Kind.VOLUNTEERING)
                self._keep(self.positions, position)
            case Kind.SKILLS:
                self._keep(self.skills, _line(cells, "name") or None)
            case Kind.LEARNED:
                self._keep(self.learned, _line(cells, "name") or None)
            case Kind.LANGUAGES:
                self._keep(self.languages, _line(cells, "name") or None)
            case _:  # contacts: the reader put all other kinds aside
                self._keep(self.contacts, _contact(cells), most=MOST_CONTACTS)

    def profile(self) -> Profile | None:
        """The first one, with the summary from its own file when that is there."""
        if not self._profiles:
            return None
        first = self._profiles[0]
        summary = first.summary or "".join(self._summaries[:1])
        return replace(first, summary=summary)

    def _keep[T](self, kept: list[T], fact: T | None, most: int = MOST) -> None:
        if fact is None or len(kept) >= most:
            self.skipped += 1
        else:
            kept.append(fact)


def _line(cells: Cells, *columns: str) -> str:
    """The first of these columns with a letter in it, on one line."""
    for column in columns:
        words = " ".join(cells.get(column, "").split())
        if any(letter.isalnum() for letter in words):
            return words[:LONGEST]
    return ""


def _name(cells: Cells) -> str:
    return " ".join(f"{_line(cells, 'first name')} {_line(cells, 'last name')}".split())


def _profile(cells: Cells) -> Profile | None:
    name, headline = _name(cells), _line(cells, "headline")
    if not name and not headline:
        return None
    summary = cells.get("summary", "")[:LONGEST_SUMMARY]
    links = tuple(dict.fromkeys(_LINK.findall(cells.get("websites", "")[:LONGEST_SUMMARY])))
    return Profile(name, headline, summary, _line(cells, "geo location"), links)


def _position(cells: Cells, *, voluntary: bool) -> Position | None:
    title = _line(cells, "role" if voluntary else "title")
    if not title:
        return None
    since = partial_date(cells.get("started on", ""))
    until = partial_date(cells.get("finished on", ""))
    return Position(title, _line(cells, "company name"), since, until, voluntary)


def _contact(cells: Cells) -> Contact | None:
    name, email = _name(cells), _line(cells, "email address").lower()
    if not name and not email:
        return None
    return Contact(
        name=name,
        email=email if "@" in email else "",
        organisation=_line(cells, "company"),
        position=_line(cells, "position"),
        connected_on=whole_date(cells.get("connected on", "")),
        url=_line(cells, "url"),
    )

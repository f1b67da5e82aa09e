"""Members of a JSON object, in all the shapes in which other servers write them.

ActivityStreams allows text, object, list or nothing almost everywhere. Here each has one shape.
What says who did something (`link`, `owner`) is refused when it is odd; what decorates is left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from math import isfinite

from vaknet.engine.activitypub.documents import ACTIVITYSTREAMS
from vaknet.engine.activitypub.origins import NO_HOSTS, Hosts, identifier
from vaknet.engine.activitypub.refusals import Unreadable
from vaknet.kit.plain import plain

PUBLIC = f"{ACTIVITYSTREAMS}#Public"
_PUBLIC = {PUBLIC, "as:Public", "Public"}
MOST = 1_000  # of anything in one list
LONGEST_NAME = 500
LONGEST_HTML = 400_000
LARGEST_NUMBER = 2**53 - 1
FIRST_YEAR, LAST_YEAR = 1900, 2200  # so that a date fits in every time zone, and in sums
UNKNOWN = {"und", "mul", "zxx", "mis"}  # of ISO 639: not known, several, none, no code
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,12})?)?([+-]\d\d:?\d\d)?[Zz]?", re.ASCII
)


@dataclass(frozen=True)
class Words:
    """`text` is HTML as it came, or plain: to be cleaned by who shows it. `language` may be ""."""

    text: str = ""
    language: str = ""
    others: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Fields:
    """An object of JSON, as its members are asked for."""

    value: Mapping[str, object]
    test_hosts: Hosts = NO_HOSTS

    def has(self, name: str) -> bool:
        return self.value.get(name) not in (None, "", [], {})

    def kinds(self) -> list[str]:
        """Without the prefixes that some write."""
        given = self.value.get("type")
        if isinstance(given, str):
            return [_bare(given)]
        found = given if isinstance(given, list) else [given]
        return [_bare(one) for one in found[:MOST] if isinstance(one, str)]

    def inside(self, name: str) -> "Fields":
        """The object there, or an empty one."""
        value = self.value.get(name)
        return Fields(value if isinstance(value, dict) else {}, self.test_hosts)

    def items(self, name: str) -> list[object]:
        """Raises Unreadable when there are more than we look at."""
        value = self.value.get(name)
        found = value if isinstance(value, list) else [] if value is None else [value]
        if len(found) > MOST:
            raise Unreadable(f"more than {MOST} of {name}")
        return found

    def things(self, name: str) -> "list[Fields]":
        found = self.items(name)
        return [Fields(one, self.test_hosts) for one in found if isinstance(one, dict)]

    def tags(self) -> "Tags":
        """What stands in `tag`, by kind."""
        found: dict[str, list[Fields]] = {}
        for tag in self.things("tag"):
            for kind in tag.kinds()[:1]:
                found.setdefault(kind, []).append(tag)
        return found

    def id(self, *, fragment: bool = True) -> str:
        return identifier(self.value.get("id"), test_hosts=self.test_hosts, fragment=fragment)

    def link(self, name: str) -> str:
        """The one id there: as text, of an object or a Link, alone or as the only one of a list.

        Raises Unreadable when there is none, or are more.
        """
        found = self.items(name)
        if len(found) != 1:
            raise Unreadable(f"not one {name}")
        return self._id_of(found[0])

    def maybe_link(self, name: str) -> str | None:
        """The first id there that can be read."""
        return next(iter(self.links(name)), None)

    def links(self, name: str) -> tuple[str, ...]:
        """The ids there, each once, without what is none; Public in one way."""
        if self.value.get(name) is None:
            return ()
        return tuple(dict.fromkeys(self._links(name)))

    def _links(self, name: str) -> Iterator[str]:
        for one in self.items(name):
            if isinstance(one, str) and one in _PUBLIC:
                yield PUBLIC
                continue
            try:
                yield self._id_of(one)
            except Unreadable:
                continue

    def owners(self, name: str) -> tuple[str, ...]:
        """All ids there; nothing in between may be odd: whose it is, is no guess.

        Of a person and a group, as PeerTube writes them, the person comes first.
        """
        found = self.items(name)
        owners = sorted(found, key=lambda one: isinstance(one, dict) and one.get("type") == "Group")
        return tuple(dict.fromkeys(self._id_of(one) for one in owners))

    def _id_of(self, one: object) -> str:
        if isinstance(one, dict):
            one = one["id"] if "id" in one else one.get("href")
        return identifier(one, test_hosts=self.test_hosts)

    def text(self, name: str, *, longest: int = LONGEST_NAME) -> str:
        """Plain, on one line; of a language map when that is all there is."""
        value = self.value.get(name)
        said = value if isinstance(value, str) and value else self.words(name).text
        return plain(said, longest) if said else ""

    def words(self, name: str) -> Words:
        """Raises Unreadable when it is too long to keep."""
        value = self.value.get(name)
        text = value if isinstance(value, str) else ""
        if len(text) > LONGEST_HTML:
            raise Unreadable(f"{name} is too long")
        others = dict(self._translations(name)) if f"{name}Map" in self.value else {}
        if not others:
            return Words(text)
        language = next((code for code, said in others.items() if said == text), "")
        if not text:
            language, text = next(iter(others.items()))
        others.pop(language, None)
        return Words(text, language, others)

    def _translations(self, name: str) -> Iterator[tuple[str, str]]:
        given = self.value.get(f"{name}Map")
        if not isinstance(given, dict) or len(given) > 50:
            return
        for code, said in given.items():
            if _LANGUAGE.fullmatch(code) and isinstance(said, str) and 0 < len(said) < LONGEST_HTML:
                yield code.lower(), said

    def moment(self, name: str, *, zone: tzinfo | None = UTC) -> datetime | None:
        """In UTC. A time that says nothing of its zone is one in `zone`; one of centuries ago or
        ahead is none."""
        for one in self.items(name)[:1]:
            if isinstance(one, str) and len(one) < 50 and _MOMENT.fullmatch(one):
                return _moment(one, zone)
        return None

    def count(self, name: str) -> int | None:
        """A number of things, or how many there are in the collection there."""
        value = self.value.get(name)
        if isinstance(value, dict):
            value = value.get("totalItems")
        if isinstance(value, bool) or not isinstance(value, int):
            return None
        return value if 0 <= value <= LARGEST_NUMBER else None

    def number(self, name: str, *, bound: float) -> float | None:
        value = self.value.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return float(value) if isfinite(value) and abs(value) <= bound else None

    def flag(self, name: str) -> bool | None:
        value = self.value.get(name)
        return value if isinstance(value, bool) else None


type Tags = Mapping[str, Sequence[Fields]]


def language_code(code: str) -> str:
    """In small letters; "" for what is none, and for what says that nobody knows."""
    told = code.lower() if _LANGUAGE.fullmatch(code) else ""
    return "" if told in UNKNOWN else told


def _bare(kind: str) -> str:
    return kind.removeprefix("as:").removeprefix(f"{ACTIVITYSTREAMS}#")


def _moment(text: str, zone: tzinfo | None) -> datetime | None:
    # Some write both "+00:00" and "Z".
    whole = text.upper().removesuffix("Z") if re.search(r"[+-]\d\d:?\d\d[Zz]$", text) else text
    try:
        found = datetime.fromisoformat(whole.upper())
        aware = found if found.tzinfo else found.replace(tzinfo=zone)
        there = aware.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return there if FIRST_YEAR <= there.year < LAST_YEAR else None

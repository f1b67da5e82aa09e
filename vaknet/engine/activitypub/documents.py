"""Bytes of another server to a document.

JSON-LD can say one thing in many ways, and what two programs read in one text can differ: that is
how signed documents were turned into others (CVE-2026-46349, -48028, -50128). So this reads plain
JSON by its names, fetches no context, and takes nothing of JSON-LD but `@context`.
"""

import json
from collections.abc import Iterator, Mapping
from math import isfinite
from types import MappingProxyType
from typing import NoReturn

from vaknet.engine.activitypub.refusals import Unreadable

LARGEST = 1_000_000  # bytes; other servers have the same bound
DEEPEST = 64
MOST_VALUES = 50_000
MOST_DIGITS = 19
ACTIVITYSTREAMS = "https://www.w3.org/ns/activitystreams"
CONTENT_TYPE = f'application/ld+json; profile="{ACTIVITYSTREAMS}"'
_SECURITY = "https://w3id.org/security#"
_LDP = "http://www.w3.org/ns/ldp#"
# What says who did what to what. A context that gives one of these another meaning is refused: to
# who reads by names it would say another thing than to who reads by contexts.
_MEANINGS = {
    "as": {f"{ACTIVITYSTREAMS}#"},
    "id": {"@id"},
    "type": {"@type"},
    "inbox": {"ldp:inbox", f"{_LDP}inbox"},
    "publicKey": {"sec:publicKey", f"{_SECURITY}publicKey"},
    "owner": {"sec:owner", f"{_SECURITY}owner"},
    **{
        name: {f"as:{name}", f"{ACTIVITYSTREAMS}#{name}"}
        for name in ("actor", "object", "attributedTo", "target", "to", "cc", "audience", "tag")
    },
}


class Document:
    """Made of bytes only: a signature over `content` is one over `value`.

    Raises Unreadable, and nothing else, whatever the bytes are.
    """

    __slots__ = ("content", "value")

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.value: Mapping[str, object] = MappingProxyType(_parsed(content))

    def __repr__(self) -> str:
        return f"<Document of {len(self.content)} bytes>"


def check_content_type(content_type: str) -> None:
    """Raises Unreadable unless a server says that it sends ActivityStreams.

    Else whatever somebody uploaded there would be read as said by that server (CVE-2024-23832).
    """
    kind, _semicolon, rest = content_type.partition(";")
    kind = kind.strip().lower()
    if kind == "application/activity+json":
        return
    if kind != "application/ld+json" or ACTIVITYSTREAMS not in _profile(rest).split():
        raise Unreadable("not sent as ActivityStreams")


def _profile(parameters: str) -> str:
    for parameter in parameters.split(";"):
        name, _equals, value = parameter.partition("=")
        if name.strip().lower() == "profile":
            return value.strip().strip('"')
    return ""


def _parsed(content: bytes) -> dict[str, object]:
    if len(content) > LARGEST:
        raise Unreadable("larger than 1 MB")
    try:
        text = content.decode("utf-8")
        value = _DECODER.decode(text)
    except Unreadable:
        raise
    except RecursionError as error:
        raise Unreadable("deeper than we read") from error
    except ValueError as error:
        raise Unreadable("not JSON") from error
    if not isinstance(value, dict):
        raise Unreadable("not an object")
    # Only an escape can bring in what UTF-8 cannot hold, or a NUL.
    _check(value, escaped="\\u" in text)
    return value


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Unreadable("one name twice in an object")
    return members


def _no_number(text: str) -> NoReturn:
    raise Unreadable(f"{text} is no number of JSON")


def _integer(text: str) -> int:
    if len(text) > MOST_DIGITS:
        raise Unreadable("a number that is too large")
    return int(text)


def _fraction(text: str) -> float:
    number = float(text)
    if len(text) > 40 or not isfinite(number):
        raise Unreadable("a number that is too large")
    return number


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members,
    parse_constant=_no_number,
    parse_int=_integer,
    parse_float=_fraction,
)
_BRANCHES = (dict, list)  # asked for as a pair: a union takes longer

_OF_LITERAL = frozenset(["@value", "@type", "type", "@language"])

type _Branch = dict[str, object] | list[object]


def _check(value: _Branch, *, escaped: bool) -> None:
    """How deep, how much, and which names; and every text where one could be none."""
    left = MOST_VALUES
    waiting: list[tuple[_Branch, int, bool]] = [(value, 1, False)]
    while waiting:
        one, depth, in_context = waiting.pop()
        if isinstance(one, dict):
            left -= len(one)
            for name, member in one.items():
                is_context = name == "@context"
                if not in_context and name[:1] == "@" and not (depth > 1 and _is_literal(one)):
                    _check_ld(name, member)
                if isinstance(member, _BRANCHES):
                    waiting.append((member, depth + 1, in_context or is_context))
        else:
            left -= len(one)
            inner = [member for member in one if isinstance(member, _BRANCHES)]
            waiting += [(member, depth + 1, in_context) for member in inner]
        if depth > DEEPEST or left < 0:
            raise Unreadable("deeper or more than we read")
        if escaped:
            _check_texts(one)


def _is_literal(one: dict[str, object]) -> bool:
    """A text with its kind or language, as some servers write a part of somebody else's document
    that they pass along (Fedify writes our Multikey so). Nobody looks into it: it is no text, no
    link and no object to who reads one of these, and it is never a document."""
    return isinstance(one.get("@value"), str) and one.keys() <= _OF_LITERAL


def _check_ld(name: str, member: object) -> None:
    if name != "@context":
        raise Unreadable(f"{name[:20]!a} of JSON-LD")
    _check_context(member)


def _check_context(context: object) -> None:
    for entry in context if isinstance(context, list) else [context]:
        if isinstance(entry, dict):
            for name, meanings in _MEANINGS.items():
                if name in entry and _meaning(entry[name]) not in meanings:
                    raise Unreadable(f"a context that gives {name} another meaning")
        elif not isinstance(entry, str | None):
            raise Unreadable("a context that is none")


def _meaning(term: object) -> object:
    meaning = term.get("@id") if isinstance(term, dict) else term
    return meaning if isinstance(meaning, str) else None


def _check_texts(one: object) -> None:
    for text in _texts(one):
        if "\0" in text:
            raise Unreadable("a text with a NUL")
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise Unreadable("a text with half a sign") from error


def _texts(one: object) -> Iterator[str]:
    if isinstance(one, dict):
        yield from one
        one = one.values()
    yield from (member for member in one if isinstance(member, str))  # type: ignore[attr-defined]

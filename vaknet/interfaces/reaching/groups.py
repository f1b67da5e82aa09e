"""Asking the home of a group what is said in it, on behalf of one visitor, when she looks.

What comes is a stranger's: cut, cleaned, and never kept.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from vaknet.domain.networks.models import Network
from vaknet.domain.visiting.models import Farewell, Visit
from vaknet.domain.visiting.queries import State
from vaknet.engine.activitypub import Unreadable
from vaknet.engine.activitypub.fields import Fields
from vaknet.interfaces.reaching.partners import SECONDS, PartnerSilent, ask_partner
from vaknet.interfaces.reaching.waiting import ask_briefly, side_by_side, waiting
from vaknet.kit.foreign_html import clean

MOST_GROUPS, MOST_ROWS, MOST_PARTS = 100, 20, 30
LONGEST_NAME, LONGEST_TITLE, LONGEST_LINE, LONGEST_REPLY = 120, 300, 200, 1_000
MOST_TAGS = 2_000
MOST = 9_999  # of anything that is counted
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
ID = re.compile(r"[A-Za-z0-9_-]{1,120}")


@dataclass(frozen=True)
class GroupThere:
    """A group that lets in visitors. `rules`: HTML, and `mark` says which words she read."""

    id: str
    name: str
    purpose: str
    way: str
    question: str = ""
    rules: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Answered:
    """`groups` is None when the partner did not answer."""

    network: Network
    groups: Sequence[GroupThere] | None


@dataclass(frozen=True)
class Row:
    id: str
    title: str
    author: str
    at: datetime | None
    count: int
    is_solved: bool


@dataclass(frozen=True)
class Part:
    author: str
    at: datetime | None
    html: str
    is_too_long: bool
    is_best: bool = False


@dataclass(frozen=True)
class Page:
    """What her group looks like now. Outside it there are no rows; `reply`: a no in words."""

    state: State
    reply: str = ""
    name: str = ""
    purpose: str = ""
    rows: Sequence[Row] = ()
    has_more: bool = False


@dataclass(frozen=True)
class Thread:
    id: str
    title: str
    is_question: bool
    top: Part
    parts: Sequence[Part]
    next: int | None


@dataclass(frozen=True)
class Said:
    """`state` is None and `refused` says why, when a rule there said no."""

    state: State | None
    refused: str = ""
    id: str = ""


def groups_of(networks: Sequence[Network]) -> list[Answered]:
    """Side by side, no longer than one of them may take, in the order of the networks."""
    try:
        with waiting():
            return side_by_side(_groups_of, networks)
    except PartnerSilent:
        return [Answered(network, None) for network in networks]


def group_at(network: Network, group: str) -> GroupThere | None:
    """With its house rules. Raises PartnerSilent."""
    found = _groups(_waited(network, "list", {"group": group}))
    return next((one for one in found if one.id == group), None)


def ask_in(visit: Visit, *, text: str, agreed_to: str) -> Said:
    """Raises PartnerSilent."""
    along = {"name": visit.actor.name, "headline": visit.actor.headline}
    return _said(_of(visit, "ask", {**along, "text": text, "agreed_to": agreed_to}))


def read(visit: Visit, *, part: str, number: int) -> Page:
    """Raises PartnerSilent."""
    told = _of(visit, "read", {"part": part, "page": number})
    return Page(
        state=_state(told),
        reply=told.text("reply", longest=LONGEST_REPLY),
        name=told.text("name", longest=LONGEST_NAME),
        purpose=told.text("purpose", longest=LONGEST_LINE),
        rows=[row for one in _things(told, "rows", MOST_ROWS) if (row := _row(one))],
        has_more=told.flag("more") is True,
    )


def thread(visit: Visit, id: str, *, start: int) -> Thread | State:
    """A state when she is not in. Raises PartnerSilent."""
    told = _of(visit, "thread", {"id": id, "start": start})
    if (state := _state(told)) != "in":
        return state
    following = told.count("next")
    return Thread(
        id=id,
        title=told.text("title", longest=LONGEST_TITLE),
        is_question=told.value.get("kind") == "question",
        top=_part(told),
        parts=[_part(one) for one in _things(told, "parts", MOST_PARTS)],
        next=following if following is not None and start < following <= MOST else None,
    )


def say(visit: Visit, *, kind: str, text: str, title: str = "", id: str = "") -> Said:
    """Raises PartnerSilent."""
    return _said(_of(visit, "say", {"kind": kind, "id": id, "title": title, "text": text}))


def bid_farewell(farewell: Farewell, *, seconds: float = SECONDS) -> None:
    """Raises PartnerSilent within `seconds`. Who waits for it does so within `waiting`."""
    told = {"visitor": farewell.token} | ({"group": farewell.group} if farewell.group else {})
    ask_partner(farewell.network, "group/leave", told, seconds=seconds)


def _of(visit: Visit, what: str, told: Mapping[str, object]) -> Fields:
    return _waited(visit.network, what, {"visitor": visit.token, "group": visit.group, **told})


def _waited(network: Network, what: str, told: Mapping[str, object]) -> Fields:
    with waiting():
        return _ask(network, what, told)


def _ask(network: Network, what: str, told: Mapping[str, object]) -> Fields:
    language = get_language() or "nl"
    return Fields(ask_briefly(network, f"group/{what}", {"language": language, **told}))


def _things(told: Fields, name: str, most: int) -> list[Fields]:
    """What cannot be read is as if nobody answered."""
    try:
        return told.things(name)[:most]
    except Unreadable as error:
        raise PartnerSilent(error.reason) from error


def _groups_of(network: Network) -> Answered:
    try:
        return Answered(network, _groups(_ask(network, "list", {})))
    except PartnerSilent:
        return Answered(network, None)


def _groups(told: Fields) -> list[GroupThere]:
    found = [_group(one) for one in _things(told, "groups", MOST_GROUPS)]
    return [one for one in found if TOKEN.fullmatch(one.id) and one.name]


def _group(told: Fields) -> GroupThere:
    rules = told.inside("rules")
    return GroupThere(
        id=_id(told),
        name=told.text("name", longest=LONGEST_NAME),
        purpose=told.text("purpose", longest=LONGEST_LINE),
        way="join" if told.value.get("way") == "join" else "knock",
        question=told.text("question", longest=LONGEST_LINE),
        rules=_html(rules) or "",
        mark=rules.text("mark", longest=64),
    )


def _row(told: Fields) -> Row | None:
    id, title = _id(told), told.text("title", longest=LONGEST_TITLE)
    if not (id and title):
        return None
    return Row(
        id=id,
        title=title,
        author=told.text("author", longest=LONGEST_NAME),
        at=_at(told),
        count=min(told.count("count") or 0, MOST),
        is_solved=told.flag("solved") is True,
    )


def _part(told: Fields) -> Part:
    html = _html(told)
    return Part(
        author=told.text("author", longest=LONGEST_NAME),
        at=_at(told),
        html=html or "",
        is_too_long=html is None or told.flag("too_long") is True,
        is_best=told.flag("best") is True,
    )


def _said(told: Fields) -> Said:
    refused = told.text("refused", longest=LONGEST_REPLY)
    return Said(None, refused) if refused else Said(_state(told), id=_id(told))


def _state(told: Fields) -> State:
    match told.value.get("state"):
        case "in":
            return "in"
        case "waiting":
            return "waiting"
        case "out":
            return "out"
    raise PartnerSilent("said something that we do not understand")


def _id(told: Fields) -> str:
    value = told.value.get("id")
    return value if isinstance(value, str) and ID.fullmatch(value) else ""


def _at(told: Fields) -> datetime | None:
    return told.moment("at") if isinstance(told.value.get("at"), str) else None


def _html(told: Fields) -> str | None:
    """None for more than is meant to be read: the time to clean it would grow with the square."""
    value = told.value.get("html")
    if not isinstance(value, str):
        return ""
    return clean(value) if value.count("<") <= MOST_TAGS else None

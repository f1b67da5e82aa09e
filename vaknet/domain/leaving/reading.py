"""Reading the archive of another Vaknet, as a file from somebody we do not know.

Only what is hers alone is read; of the rest, such as who her contacts are there, nothing is kept.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

from vaknet.domain.connections.memory import LONGEST, Words
from vaknet.domain.people.actions.languages import MOST as MOST_LANGUAGES
from vaknet.domain.people.actions.links import MOST as MOST_LINKS
from vaknet.domain.people.actions.links import is_link
from vaknet.domain.people.models import HelpOffer, Role
from vaknet.kit.languages import CODES
from vaknet.kit.untrusted_zip import UntrustedZip

FORMAT, VERSION = "vaknet-archive", 1
FILE = "vaknet.json"
LARGEST = 50_000_000  # bytes of JSON: a member with 5,000 posts has 5 million
MOST_QUESTIONS, MOST_NAMED, LONGEST_POST = 200, 5, 20_000
MOST_ROLES, MOST_TOPICS, MOST_CARDS, MOST_GOALS = 60, 30, 200, 20


class NotAnArchive(Exception):
    """No file of ours in it, or one that does not hold what it should."""


class NewerArchive(Exception):
    """Made by a Vaknet that is ahead of this one."""


@dataclass(frozen=True)
class BroughtRole:
    kind: str
    title: str
    organisation: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class BroughtCard:
    """`name` is all that tells whom it is about."""

    name: str
    words: Words
    remind_on: date | None


@dataclass(frozen=True)
class BroughtGoal:
    """One that was still open there."""

    text: str
    until_on: date | None


@dataclass(frozen=True)
class BroughtQuestion:
    """With the answers that she gave to it herself: text and moment."""

    title: str
    body: str
    topics: tuple[str, ...]
    at: datetime
    answers: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True)
class Brought:
    promise: str = ""
    profession: str = ""
    occupation_uri: str = ""
    place: str = ""
    region: str = ""
    roles: tuple[BroughtRole, ...] = ()
    knows: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    offers: tuple[tuple[str, str], ...] = ()
    cards: tuple[BroughtCard, ...] = ()
    goals: tuple[BroughtGoal, ...] = ()
    questions: tuple[BroughtQuestion, ...] = ()


def read(archive: UntrustedZip) -> Brought:
    """Raises NotAnArchive or NewerArchive, and UnsafeZip where the file breaks off."""
    member = next((one for one in archive.members if one.name == FILE), None)
    if member is None or member.size > LARGEST:
        raise NotAnArchive
    with archive.reading(member) as content:
        raw = content.read(LARGEST + 1)
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as broken:
        raise NotAnArchive from broken
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise NotAnArchive
    if told.get("version") != VERSION:
        raise NewerArchive
    return brought(told)


def brought(told: Mapping[str, Any]) -> Brought:
    """What we have a place for; what is not as it should be is left out."""
    profile = next(_rows(told, "profile"), {})
    return Brought(
        promise=_line(profile, "promise", 200),
        profession=_line(profile, "profession", 120),
        occupation_uri=_line(profile, "occupation_uri", 200),
        place=_line(profile, "place", 80),
        region=_line(profile, "region", 80),
        roles=_roles(told),
        knows=_topics(told, "known_topics"),
        seeks=_topics(told, "sought_topics"),
        languages=tuple(
            dict.fromkeys(
                row["code"] for row in _rows(told, "languages") if row.get("code") in CODES
            )
        )[:MOST_LANGUAGES],
        links=tuple(
            dict.fromkeys(
                url for row in _rows(told, "links") if is_link(url := _line(row, "url", 300))
            )
        )[:MOST_LINKS],
        offers=tuple(
            (row["kind"], _line(row, "remark", 120))
            for row in _rows(told, "help_offers")
            if row.get("kind") in HelpOffer.Kind.values
        )[: len(HelpOffer.Kind.values)],
        cards=_cards(told),
        goals=_goals(told),
        questions=_questions(told),
    )


def plain(found: Brought) -> dict[str, Any]:
    """In the shape in which it was read, so that `brought` reads it again."""
    return {
        "profile": [
            {
                "promise": found.promise,
                "profession": found.profession,
                "occupation_uri": found.occupation_uri,
                "place": found.place,
                "region": found.region,
            }
        ],
        "roles": [
            asdict(one) | {"since": _iso(one.since), "until": _iso(one.until)}
            for one in found.roles
        ],
        "known_topics": [{"text": text} for text in found.knows],
        "sought_topics": [{"text": text} for text in found.seeks],
        "languages": [{"code": code} for code in found.languages],
        "links": [{"url": url} for url in found.links],
        "help_offers": [{"kind": kind, "remark": remark} for kind, remark in found.offers],
        "memory_cards": [
            {"name": one.name, **asdict(one.words), "remind_on": _iso(one.remind_on)}
            for one in found.cards
        ],
        "questions": [
            {"number": n, "title": one.title, "body": one.body, "topics": list(one.topics)}
            | {"asked_at": one.at.isoformat()}
            for n, one in enumerate(found.questions)
        ],
        "answers": [
            {"question_number": n, "text": text, "answered_at": at.isoformat()}
            for n, one in enumerate(found.questions)
            for text, at in one.answers
        ],
        "goals": [{"goal": one.text, "until_on": _iso(one.until_on)} for one in found.goals],
    }


def _roles(told: Mapping[str, Any]) -> tuple[BroughtRole, ...]:
    found = []
    for row in _rows(told, "roles"):
        title, since, until = _line(row, "title", 120), _day(row, "since"), _day(row, "until")
        if not title or row.get("kind") not in Role.Kind.values:
            continue
        if since and until and until < since:
            since = None  # the later date says at least that it ended
        role = BroughtRole(row["kind"], title, _line(row, "organisation", 200), since, until)
        found.append(role)
    return tuple(found[:MOST_ROLES])


def _topics(told: Mapping[str, Any], part: str) -> tuple[str, ...]:
    texts = (_line(row, "text", 200) for row in _rows(told, part))
    return tuple(dict.fromkeys(text for text in texts if text))[:MOST_TOPICS]


def _cards(told: Mapping[str, Any]) -> tuple[BroughtCard, ...]:
    found = []
    for row in _rows(told, "memory_cards"):
        kept = {field: _text(row, field)[:limit] for field, limit in LONGEST.items()}
        words, name = Words(**kept), _line(row, "name", 120)
        if name and words:
            remind_on = _day(row, "remind_on") if words.next_step else None
            found.append(BroughtCard(name, words, remind_on))
    return tuple(found[:MOST_CARDS])


def _goals(told: Mapping[str, Any]) -> tuple[BroughtGoal, ...]:
    ended = {_line(row, "goal", 300) for row in _rows(told, "goal_ends") if not row.get("until")}
    found = {
        text: BroughtGoal(text, _day(row, "until_on"))
        for row in _rows(told, "goals")
        if (text := _line(row, "goal", 300)) and text not in ended
    }
    return tuple(found.values())[:MOST_GOALS]


def _questions(told: Mapping[str, Any]) -> tuple[BroughtQuestion, ...]:
    """What she did not take back. Of her answers those to her own questions: others stay there."""
    answers = _own_answers(told)
    found = []
    for row in _rows(told, "questions"):
        title, at = _line(row, "title", 300), _moment(row, "asked_at")
        if not title or at is None or row.get("withdrawn_at"):
            continue
        number = row.get("number")
        own = answers.get(number, []) if isinstance(number, int) else []
        body, topics = _text(row, "body").strip()[:LONGEST_POST], row.get("topics")
        named = topics if isinstance(topics, list) else []
        names = tuple(" ".join(one.split())[:80] for one in named if isinstance(one, str))
        later = tuple((text, moment) for text, moment in own if moment >= at)
        found.append(BroughtQuestion(title, body, names[:MOST_NAMED], at, later))
    return tuple(found[-MOST_QUESTIONS:])


def _own_answers(told: Mapping[str, Any]) -> dict[int, list[tuple[str, datetime]]]:
    """By the number of the question."""
    answers: dict[int, list[tuple[str, datetime]]] = {}
    for row in _rows(told, "answers"):
        number, at = row.get("question_number"), _moment(row, "answered_at")
        text = _text(row, "text").strip()[:LONGEST_POST]
        if text and at and isinstance(number, int) and not row.get("withdrawn_at"):
            answers.setdefault(number, []).append((text, at))
    return answers


def _rows(told: Mapping[str, Any], part: str) -> Iterator[dict[str, Any]]:
    rows = told.get(part)
    return (row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else iter(())


def _text(row: Mapping[str, Any], key: str) -> str:
    """Without NUL and the halves of letters that no database takes."""
    value = row.get(key)
    if not isinstance(value, str):
        return ""
    return value.replace("\0", "").encode("utf-8", "ignore").decode()


def _line(row: Mapping[str, Any], key: str, limit: int) -> str:
    return " ".join(_text(row, key)[: 10 * limit].split())[:limit]


def _day(row: Mapping[str, Any], key: str) -> date | None:
    """Of the years that a person of today has lived or plans."""
    with suppress(ValueError):
        day = date.fromisoformat(_text(row, key)[:10])
        return day if 1930 <= day.year <= 2100 else None
    return None


def _moment(row: Mapping[str, Any], key: str) -> datetime | None:
    """Of the past."""
    with suppress(ValueError, OverflowError):
        moment = datetime.fromisoformat(_text(row, key)[:40])
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment if moment.year >= 2000 and moment <= datetime.now(UTC) else None
    return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

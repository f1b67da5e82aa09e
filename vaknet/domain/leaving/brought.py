"""What somebody brings along from another Vaknet, as plain values."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from vaknet.domain.connections.memory import Words


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
    """With what came of it: text and moment; and how and when it ended there, if it did."""

    text: str
    until_on: date | None
    notes: tuple[tuple[str, datetime], ...] = ()
    end: tuple[str, datetime] | None = None


@dataclass(frozen=True)
class BroughtTranslation:
    """Of an answer the title is empty."""

    language: str
    title: str
    text: str
    at: datetime


@dataclass(frozen=True)
class BroughtAnswer:
    text: str
    at: datetime
    translation: BroughtTranslation | None = None


@dataclass(frozen=True)
class BroughtQuestion:
    """`group` is where it stood. With the answers that she gave to it herself."""

    title: str
    body: str
    group: str
    topics: tuple[str, ...]
    at: datetime
    answers: tuple[BroughtAnswer, ...]
    translation: BroughtTranslation | None = None


@dataclass(frozen=True)
class Brought:
    """`who_sees` are the parts that she did not simply show to all members there.

    `left_out` says of which kind we took not all, and how many stayed behind.
    """

    promise: str = ""
    profession: str = ""
    occupation_uri: str = ""
    place: str = ""
    region: str = ""
    photo: bytes = b""
    who_sees: tuple[tuple[str, str], ...] = ()
    roles: tuple[BroughtRole, ...] = ()
    knows: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    offers: tuple[tuple[str, str], ...] = ()
    cards: tuple[BroughtCard, ...] = ()
    goals: tuple[BroughtGoal, ...] = ()
    questions: tuple[BroughtQuestion, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()


def plain(found: Brought) -> dict[str, Any]:
    """In the shape in which it was read, so that `reading.brought` reads it again."""
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
        "part_audiences": [{"part": part, "who": who} for part, who in found.who_sees],
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
        **_goals(found),
        **_questions(found),
    }


def _goals(found: Brought) -> dict[str, Any]:
    return {
        "goals": [{"goal": one.text, "until_on": _iso(one.until_on)} for one in found.goals],
        "goal_notes": [
            {"goal": one.text, "text": text, "at": at.isoformat()}
            for one in found.goals
            for text, at in one.notes
        ],
        "goal_ends": [
            {"goal": one.text, "kind": one.end[0], "since": one.end[1].isoformat()}
            for one in found.goals
            if one.end
        ],
    }


def _questions(found: Brought) -> dict[str, Any]:
    return {
        "questions": [
            {"number": n, "title": one.title, "body": one.body, "group": one.group}
            | {"topics": list(one.topics), "asked_at": one.at.isoformat()}
            for n, one in enumerate(found.questions)
        ],
        "answers": [
            {"question_number": n, "text": answer.text, "answered_at": answer.at.isoformat()}
            for n, one in enumerate(found.questions)
            for answer in one.answers
        ],
        "translations": [
            {"question_number": n, "answered_at": at, "language": said.language}
            | {"title": said.title, "text": said.text, "written_at": said.at.isoformat()}
            for n, one in enumerate(found.questions)
            for at, said in _translations(one)
        ],
    }


def _translations(asked: BroughtQuestion) -> Iterator[tuple[str | None, BroughtTranslation]]:
    """With the moment of the answer that it is of; of the question itself without."""
    if asked.translation:
        yield None, asked.translation
    for answer in asked.answers:
        if answer.translation:
            yield answer.at.isoformat(), answer.translation


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None

"""Reading the archive of another Vaknet, as a file from somebody we do not know.

Only what is hers alone is read; of the rest, such as who her contacts are there, nothing is kept.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from vaknet.domain.connections.memory import LONGEST, Words
from vaknet.domain.goals.models import GoalEnd
from vaknet.domain.goals.rules import NOTES as MOST_NOTES
from vaknet.domain.leaving.brought import (
    Brought,
    BroughtAnswer,
    BroughtCard,
    BroughtGoal,
    BroughtQuestion,
    BroughtRole,
    BroughtTranslation,
)
from vaknet.domain.leaving.untrusted_rows import day, line, moment, rows, text
from vaknet.domain.people.actions.languages import MOST as MOST_LANGUAGES
from vaknet.domain.people.actions.links import MOST as MOST_LINKS
from vaknet.domain.people.actions.links import is_link
from vaknet.domain.people.models import HelpOffer, PartAudience, ProfilePart, Role
from vaknet.domain.translations.models import Translation
from vaknet.kit.languages import CODES
from vaknet.kit.untrusted_zip import UntrustedZip

FORMAT, VERSION = "vaknet-archive", 1
FILE, PHOTO = "vaknet.json", "photo.webp"
LARGEST = 50_000_000  # bytes of JSON: a member with 5,000 posts has 5 million
LARGEST_PHOTO = 300_000  # bytes: we wrote it ourselves, 384 pixels wide
MOST_NAMED, MOST_ANSWERS, LONGEST_POST, LONGEST_NOTE = 5, 20, 20_000, 2000
LANGUAGES = Translation.Language.values

type Translations = dict[tuple[int, datetime | None], BroughtTranslation]
MOST = {
    "roles": 60,
    "knows": 30,
    "seeks": 30,
    "languages": MOST_LANGUAGES,
    "links": MOST_LINKS,
    "offers": len(HelpOffer.Kind.values),
    "cards": 200,
    "goals": 100,
    "questions": 200,
}
OLDEST_FIRST = ("goals", "questions")  # of which the last are kept


class NotAnArchive(Exception):
    """No file of ours in it, or one that does not hold what it should."""


class NewerArchive(Exception):
    """Made by a Vaknet that is ahead of this one."""


def read(archive: UntrustedZip) -> Brought:
    """Raises NotAnArchive or NewerArchive, and UnsafeZip where the file breaks off."""
    raw = _content(archive, FILE, LARGEST)
    if raw is None:
        raise NotAnArchive
    try:
        told = json.loads(raw)
    except (ValueError, RecursionError) as broken:
        raise NotAnArchive from broken
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise NotAnArchive
    if told.get("version") != VERSION:
        raise NewerArchive
    return replace(brought(told), photo=_content(archive, PHOTO, LARGEST_PHOTO) or b"")


def _content(archive: UntrustedZip, name: str, most: int) -> bytes | None:
    member = next((one for one in archive.members if one.name == name), None)
    if member is None or member.size > most:
        return None
    with archive.reading(member) as content:
        return content.read(most + 1)


def brought(told: Mapping[str, Any]) -> Brought:
    """What we have a place for; what is not as it should be is left out."""
    profile = next(rows(told, "profile"), {})
    questions, answers_left = _questions(told)
    goals, notes_left = _goals(told)
    every: dict[str, tuple[Any, ...]] = {
        "roles": _roles(told),
        "knows": _topics(told, "known_topics"),
        "seeks": _topics(told, "sought_topics"),
        "languages": _languages(told),
        "links": _links(told),
        "offers": _offers(told),
        "cards": _cards(told),
        "goals": goals,
        "questions": questions,
    }
    left = {name: max(0, len(found) - MOST[name]) for name, found in every.items()}
    kept: dict[str, Any] = {name: _kept(name, found) for name, found in every.items()}
    left |= {"answers": answers_left, "notes": notes_left}
    return Brought(
        promise=line(profile, "promise", 200),
        profession=line(profile, "profession", 120),
        occupation_uri=line(profile, "occupation_uri", 200),
        place=line(profile, "place", 80),
        region=line(profile, "region", 80),
        who_sees=_audiences(told),
        **kept,
        left_out=tuple((name, number) for name, number in left.items() if number),
    )


def _kept(name: str, found: tuple[Any, ...]) -> tuple[Any, ...]:
    return found[-MOST[name] :] if name in OLDEST_FIRST else found[: MOST[name]]


def _audiences(told: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Whom we do not know a word for, such as of a later edition, is nobody."""
    found = {}
    for row in rows(told, "part_audiences"):
        part, who = row.get("part"), row.get("who")
        if part in ProfilePart.values:
            found[str(part)] = str(who) if who in PartAudience.Who.values else "me"
    return tuple(found.items())


def _languages(told: Mapping[str, Any]) -> tuple[str, ...]:
    codes = (row.get("code") for row in rows(told, "languages"))
    return tuple(dict.fromkeys(code for code in codes if code in CODES))


def _links(told: Mapping[str, Any]) -> tuple[str, ...]:
    urls = (line(row, "url", 300) for row in rows(told, "links"))
    return tuple(dict.fromkeys(url for url in urls if is_link(url)))


def _offers(told: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    offers = ((row.get("kind"), line(row, "remark", 120)) for row in rows(told, "help_offers"))
    return tuple((kind, remark) for kind, remark in offers if kind in HelpOffer.Kind.values)


def _roles(told: Mapping[str, Any]) -> tuple[BroughtRole, ...]:
    found = []
    for row in rows(told, "roles"):
        title, since, until = line(row, "title", 120), day(row, "since"), day(row, "until")
        if not title or row.get("kind") not in Role.Kind.values:
            continue
        if since and until and until < since:
            since = None  # the later date says at least that it ended
        role = BroughtRole(row["kind"], title, line(row, "organisation", 200), since, until)
        found.append(role)
    return tuple(found)


def _topics(told: Mapping[str, Any], part: str) -> tuple[str, ...]:
    texts = (line(row, "text", 200) for row in rows(told, part))
    return tuple(dict.fromkeys(text for text in texts if text))


def _cards(told: Mapping[str, Any]) -> tuple[BroughtCard, ...]:
    """Also those that waited for their person there."""
    found = []
    for row in [*rows(told, "memory_cards"), *rows(told, "waiting_cards")]:
        kept = {field: text(row, field)[:limit] for field, limit in LONGEST.items()}
        words, name = Words(**kept), line(row, "name", 120)
        if name and words:
            remind_on = day(row, "remind_on") if words.next_step else None
            found.append(BroughtCard(name, words, remind_on))
    return tuple(found)


def _goals(told: Mapping[str, Any]) -> tuple[tuple[BroughtGoal, ...], int]:
    """And how many notes stay behind."""
    ends, notes = {}, _notes(told)
    for row in rows(told, "goal_ends"):
        kind, at = row.get("kind"), moment(row, "since")
        if kind in GoalEnd.Kind.values and at and not row.get("until"):
            ends[line(row, "goal", 300)] = (str(kind), at)
    found = {
        goal: BroughtGoal(
            goal, day(row, "until_on"), tuple(notes.get(goal, ())[-MOST_NOTES:]), ends.get(goal)
        )
        for row in rows(told, "goals")
        if (goal := line(row, "goal", 300))
    }
    left = sum(max(0, len(notes.get(goal, ())) - MOST_NOTES) for goal in found)
    return tuple(found.values()), left


def _notes(told: Mapping[str, Any]) -> dict[str, list[tuple[str, datetime]]]:
    """By the words of the goal."""
    notes: dict[str, list[tuple[str, datetime]]] = {}
    for row in rows(told, "goal_notes"):
        said, at = text(row, "text").strip()[:LONGEST_NOTE], moment(row, "at")
        if any(character.isalnum() for character in said) and at:
            notes.setdefault(line(row, "goal", 300), []).append((said, at))
    return notes


def _questions(told: Mapping[str, Any]) -> tuple[tuple[BroughtQuestion, ...], int]:
    """What she did not take back, the oldest first; and how many answers stay behind.

    Of her answers those to her own questions: others stay there.
    """
    translations = _translations(told)
    answers = _own_answers(told, translations)
    found, left = [], 0
    for row in rows(told, "questions"):
        title, at = line(row, "title", 300), moment(row, "asked_at")
        if not title or at is None or row.get("withdrawn_at"):
            continue
        number = row.get("number")
        own = answers.get(number, []) if isinstance(number, int) else []
        later = sorted((one for one in own if one.at >= at), key=lambda one: one.at)
        left += max(0, len(later) - MOST_ANSWERS)
        found.append(
            BroughtQuestion(
                title=title,
                body=text(row, "body").strip()[:LONGEST_POST],
                group=line(row, "group", 120),
                topics=_named(row.get("topics")),
                at=at,
                answers=tuple(later[-MOST_ANSWERS:]),
                translation=_of_question(row, translations),
            )
        )
    return tuple(sorted(found, key=lambda one: one.at)), left


def _named(topics: Any) -> tuple[str, ...]:
    named = topics if isinstance(topics, list) else []
    names = (" ".join(one.split())[:80] for one in named if isinstance(one, str))
    return tuple(names)[:MOST_NAMED]


def _own_answers(
    told: Mapping[str, Any], translations: Translations
) -> dict[int, list[BroughtAnswer]]:
    """By the number of the question."""
    answers: dict[int, list[BroughtAnswer]] = {}
    for row in rows(told, "answers"):
        number, at = row.get("question_number"), moment(row, "answered_at")
        said = text(row, "text").strip()[:LONGEST_POST]
        if said and at and isinstance(number, int) and not row.get("withdrawn_at"):
            answer = BroughtAnswer(said, at, translations.get((number, at)))
            answers.setdefault(number, []).append(answer)
    return answers


def _translations(told: Mapping[str, Any]) -> Translations:
    """By the number of the question, and when the answer was given that it is of."""
    found: Translations = {}
    for row in rows(told, "translations"):
        number, at = row.get("question_number"), moment(row, "written_at")
        language, of_answer = row.get("language"), bool(row.get("answered_at"))
        title = "" if of_answer else line(row, "title", 300)
        said = text(row, "text").strip()[:LONGEST_POST]
        answered = moment(row, "answered_at")
        is_there = bool(said and answered) if of_answer else bool(title)
        if is_there and at and isinstance(number, int) and language in LANGUAGES:
            found[number, answered] = BroughtTranslation(str(language), title, said, at)
    return found


def _of_question(row: dict[str, Any], translations: Translations) -> BroughtTranslation | None:
    """Where the question says more than its title, its translation does too."""
    number = row.get("number")
    found = translations.get((number, None)) if isinstance(number, int) else None
    is_half = found is not None and not found.text and text(row, "body").strip()
    return None if is_half else found

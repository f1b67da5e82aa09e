"""Which file is which, by its columns: file names are in the language of the account."""

from collections.abc import Iterable
from enum import StrEnum


class Kind(StrEnum):
    """What a file is about. Those of the second half are left alone, and not even unpacked."""

    PROFILE = "profile"
    SUMMARY = "summary"
    POSITIONS = "positions"
    VOLUNTEERING = "volunteering"
    SKILLS = "skills"
    LEARNED = "learned"  # certificates and courses
    LANGUAGES = "languages"
    CONTACTS = "contacts"

    MESSAGES = "messages"
    OF_OTHERS = "of_others"
    EDUCATION = "education"
    ACHIEVEMENTS = "achievements"
    ACTIVITY = "activity"
    JOBS = "jobs"
    PRIVATE = "private"


# Columns that must all be there; the first line that fits decides. Further columns are allowed:
# LinkedIn adds and drops them (older Connections.csv has no URL).
_NEEDED: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.CONTACTS, ("first name", "last name", "email address", "connected on")),
    (Kind.PROFILE, ("first name", "last name", "headline")),
    (Kind.POSITIONS, ("company name", "title", "started on", "finished on")),
    (Kind.VOLUNTEERING, ("company name", "role", "started on", "finished on")),
    (Kind.EDUCATION, ("school name", "degree name")),
    (Kind.LANGUAGES, ("name", "proficiency")),
    (Kind.MESSAGES, ("conversation id", "from", "to")),
    (Kind.OF_OTHERS, ("from", "to", "sent at", "direction")),
    (Kind.OF_OTHERS, ("endorser first name",)),
    (Kind.OF_OTHERS, ("endorsee first name",)),
    (Kind.OF_OTHERS, ("first name", "last name", "company", "status")),
    (Kind.OF_OTHERS, ("first name", "last name", "title", "body")),
    (Kind.LEARNED, ("name", "authority")),
    (Kind.ACHIEVEMENTS, ("title", "description", "url", "started on")),
    (Kind.ACHIEVEMENTS, ("name", "published on", "publisher")),
    (Kind.ACHIEVEMENTS, ("title", "description", "issued on")),
    (Kind.LEARNED, ("name", "number")),
    (Kind.ACHIEVEMENTS, ("tested on", "score")),
    (Kind.PRIVATE, ("email address", "confirmed", "primary")),
    (Kind.PRIVATE, ("extension", "number")),
    (Kind.PRIVATE, ("registered at", "registration ip")),
    (Kind.PRIVATE, ("verification type",)),
    (Kind.ACTIVITY, ("organization", "followed on")),
    (Kind.ACTIVITY, ("event name", "event time")),
    (Kind.ACTIVITY, ("date/time", "media link")),
    (Kind.ACTIVITY, ("content title", "content type")),
    (Kind.ACTIVITY, ("date", "sharelink")),
    (Kind.ACTIVITY, ("date", "link", "message")),
    (Kind.ACTIVITY, ("date", "type", "link")),
    (Kind.JOBS, ("application date", "company name")),
    (Kind.JOBS, ("saved date", "job url")),
    (Kind.JOBS, ("locations", "industries")),
    (Kind.JOBS, ("alert_parameters",)),
)
# A single common word says nothing beside other columns: these are the whole header.
_WHOLE = {("profile summary",): Kind.SUMMARY, ("name",): Kind.SKILLS}


def kind_of(header: Iterable[str]) -> Kind | None:
    """None when the columns are those of no file we know."""
    columns = tuple(folded(cell) for cell in header if cell.strip())
    if columns in _WHOLE:
        return _WHOLE[columns]
    there = set(columns)
    return next((kind for kind, needed in _NEEDED if there.issuperset(needed)), None)


def folded(cell: str) -> str:
    return " ".join(cell.lower().split())

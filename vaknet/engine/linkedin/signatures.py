"""Which file is which, by its columns: file names are in the language of the account."""

from collections.abc import Iterable
from enum import StrEnum


class Kind(StrEnum):
    PROFILE = "profile"
    SUMMARY = "summary"
    POSITIONS = "positions"
    VOLUNTEERING = "volunteering"
    EDUCATION = "education"
    SKILLS = "skills"
    LANGUAGES = "languages"
    CONTACTS = "contacts"
    OF_OTHERS = "of_others"
    NOT_NEEDED = "not_needed"


# Columns that must all be there; the first line that fits decides. Further columns are allowed:
# LinkedIn adds and drops them (older Connections.csv has no URL).
_NEEDED: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    (Kind.CONTACTS, ("first name", "last name", "email address", "connected on")),
    (Kind.PROFILE, ("first name", "last name", "headline")),
    (Kind.POSITIONS, ("company name", "title", "started on", "finished on")),
    (Kind.VOLUNTEERING, ("company name", "role", "started on", "finished on")),
    (Kind.EDUCATION, ("school name", "degree name")),
    (Kind.LANGUAGES, ("name", "proficiency")),
    (Kind.OF_OTHERS, ("conversation id", "from", "to")),
    (Kind.OF_OTHERS, ("from", "to", "sent at", "direction")),
    (Kind.OF_OTHERS, ("endorser first name",)),
    (Kind.OF_OTHERS, ("endorsee first name",)),
    (Kind.OF_OTHERS, ("first name", "last name", "company", "status")),
    (Kind.OF_OTHERS, ("first name", "last name", "title", "body")),
    (Kind.NOT_NEEDED, ("name", "authority")),
    (Kind.NOT_NEEDED, ("title", "description", "url", "started on")),
    (Kind.NOT_NEEDED, ("name", "published on", "publisher")),
    (Kind.NOT_NEEDED, ("title", "description", "issued on")),
    (Kind.NOT_NEEDED, ("name", "number")),
    (Kind.NOT_NEEDED, ("tested on", "score")),
    (Kind.NOT_NEEDED, ("email address", "confirmed", "primary")),
    (Kind.NOT_NEEDED, ("extension", "number")),
    (Kind.NOT_NEEDED, ("organization", "followed on")),
    (Kind.NOT_NEEDED, ("event name", "event time")),
    (Kind.NOT_NEEDED, ("date/time", "media link")),
    (Kind.NOT_NEEDED, ("registered at", "registration ip")),
    (Kind.NOT_NEEDED, ("content title", "content type")),
    (Kind.NOT_NEEDED, ("application date", "company name")),
    (Kind.NOT_NEEDED, ("saved date", "job url")),
    (Kind.NOT_NEEDED, ("locations", "industries")),
    (Kind.NOT_NEEDED, ("alert_parameters",)),
    (Kind.NOT_NEEDED, ("verification type",)),
    (Kind.NOT_NEEDED, ("date", "sharelink")),
    (Kind.NOT_NEEDED, ("date", "link", "message")),
    (Kind.NOT_NEEDED, ("date", "type", "link")),
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

"""What is in an export. What a member tells of herself and what she holds of others never mix."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, or a month of a year: LinkedIn asks for no more."""

    year: int
    month: int | None = None

    def first_day(self) -> date:
        return date(self.year, self.month or 1, 1)


@dataclass(frozen=True, slots=True)
class Profile:
    """`name` is first and last name; address, birth date and the like are not read."""

    name: str
    headline: str
    summary: str
    place: str
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Position:
    """A job, or volunteering when `voluntary`. Where it was and what it was like are not read."""

    title: str
    organisation: str
    since: PartialDate | None
    until: PartialDate | None
    voluntary: bool = False


@dataclass(frozen=True, slots=True)
class Me:
    """Everything that is about the member herself.

    `learned`: what her certificates and courses are called. `languages`: by their English names.
    """

    profile: Profile | None = None
    positions: tuple[Position, ...] = ()
    skills: tuple[str, ...] = ()
    learned: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody she is connected with. Most rows have no e-mail address."""

    name: str
    email: str
    organisation: str
    position: str
    connected_on: date | None
    url: str


@dataclass(frozen=True, slots=True)
class OtherPeople:
    """Everything about anybody else. Never to be kept."""

    contacts: tuple[Contact, ...] = ()


class Aside(StrEnum):
    """Why a file was left alone."""

    CONTACTS = "contacts"  # nobody asked to look at them
    MESSAGES = "messages"
    OF_OTHERS = "of_others"
    EDUCATION = "education"
    ACHIEVEMENTS = "achievements"
    ACTIVITY = "activity"
    JOBS = "jobs"
    PRIVATE = "private"
    UNKNOWN = "unknown"
    NO_TABLE = "no_table"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Export:
    """`aside`: the files that are not used, each with the reason. `skipped`: rows left out."""

    me: Me
    others: OtherPeople
    aside: tuple[tuple[str, Aside], ...] = ()
    skipped: int = 0

"""One line of a membership register, read: names, lists and roles as administrators write them."""

import re
from dataclasses import dataclass, field
from datetime import date

COLUMNS = {
    "name": ("name", "naam"),
    "email": ("email", "e-mail", "mail", "e-mailadres", "emailadres"),
    "profession": ("profession", "vak", "beroep"),
    "organisation": ("organisation", "organization", "organisatie", "werkgever"),
    "place": ("place", "plaats", "woonplaats"),
    "roles": ("roles", "rollen", "functies"),
    "knows": ("knows", "weet", "kennis"),
    "seeks": ("seeks", "zoekt"),
    "lang": ("lang", "language", "taal"),
}
KNOWN_AS = {alias: column for column, aliases in COLUMNS.items() for alias in aliases}
REQUIRED = ("name", "email")
LIMITS = {"name": 120, "profession": 120, "organisation": 200, "place": 170}
TOPIC, TITLE = 200, 120
EARLIEST, LATEST = 1930, 2100
EMAIL = re.compile(r"^[^@\s\x00-\x1f]+@[^@\s.\x00-\x1f]+(\.[^@\s.\x00-\x1f]+)+$")
# "title (organisation, from-to)": the part between brackets and each side of it may be left out.
ROLE = re.compile(r"^(?P<title>[^()]+?)\s*(?:\((?P<rest>[^()]*)\))?$")
PERIOD = re.compile(
    r"^(?:(?P<since>\d{4}(?:-\d{2})?)\s*(?:[-–—/]|tot|to|until)\s*(?P<until>\d{4}(?:-\d{2})?|nu|now|heden)?"
    r"|(?:sinds|since|vanaf|from)\s+(?P<only>\d{4}(?:-\d{2})?)|(?P<year>\d{4}))$",
    re.IGNORECASE,
)
LANGUAGES = {"nl": "nl", "nederlands": "nl", "dutch": "nl", "en": "en", "engels": "en"}
LANGUAGES |= {"english": "en", "": "nl"}


class LineError(ValueError):
    """What is wrong with this line, in a sentence."""


@dataclass(frozen=True)
class RegisterRole:
    title: str
    organisation: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class RegisterLine:
    name: str
    email: str
    profession: str = ""
    organisation: str = ""
    place: str = ""
    roles: tuple[RegisterRole, ...] = ()
    knows: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    language: str = "nl"
    unknown: tuple[str, ...] = field(default=())


def missing_columns(names: set[str]) -> list[str]:
    present = {KNOWN_AS.get(name) for name in names}
    return [column for column in REQUIRED if column not in present]


def address_in(cells: dict[str, str]) -> str:
    """Whatever stands in the column for e-mail, to name a row by."""
    return next((cell for name, cell in cells.items() if KNOWN_AS.get(name) == "email"), "")


def read_line(cells: dict[str, str]) -> RegisterLine:
    """Raises LineError for the first thing that is wrong."""
    told = {KNOWN_AS[name]: _tidy(cell) for name, cell in cells.items() if name in KNOWN_AS}
    for column in REQUIRED:
        if not told.get(column):
            raise LineError(f"The column {column} is empty.")
    for column, limit in LIMITS.items():
        if len(told.get(column, "")) > limit:
            raise LineError(f"The column {column} is longer than {limit} characters.")
    if not any(letter.isalnum() for letter in told["name"]):
        raise LineError("The name has no letters.")
    return RegisterLine(
        name=told["name"],
        email=_email(told["email"]),
        profession=told.get("profession", ""),
        organisation=told.get("organisation", ""),
        place=told.get("place", ""),
        roles=tuple(read_role(part) for part in _parts(told.get("roles", ""))),
        knows=_topics(told.get("knows", ""), "knows"),
        seeks=_topics(told.get("seeks", ""), "seeks"),
        language=_language(told.get("lang", "")),
    )


def _tidy(cell: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in cell).split())


def _email(text: str) -> str:
    if len(text) > 254 or not EMAIL.match(text):
        raise LineError(f"“{text[:60]}” is not an e-mail address.")
    return text.lower()


def _language(text: str) -> str:
    try:
        return LANGUAGES[text.lower()]
    except KeyError:
        raise LineError(f"The language “{text[:20]}” is not nl or en.") from None


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _topics(text: str, column: str) -> tuple[str, ...]:
    topics = dict.fromkeys(_parts(text))
    if any(len(topic) > TOPIC for topic in topics):
        raise LineError(f"One thing in the column {column} is longer than {TOPIC} characters.")
    return tuple(topics)


def read_role(text: str) -> RegisterRole:
    """ "title (organisation, from-to)"; years or year-months, an open end, either part alone."""
    match = ROLE.match(text)
    if match is None or len(match["title"]) > TITLE:
        raise LineError(f"“{text[:60]}” is not a role. Write: title (organisation, from-to).")
    organisation, _comma, period = (match["rest"] or "").rpartition(",")
    period = period.strip()
    if period and not PERIOD.match(period):
        organisation, period = (match["rest"] or "").strip(), ""
    since, until = _period(period)
    if since and until and until < since:
        raise LineError(f"“{text[:60]}” ends before it starts.")
    return RegisterRole(match["title"].strip(), organisation.strip(" ,")[:200], since, until)


def _period(text: str) -> tuple[date | None, date | None]:
    match = PERIOD.match(text)
    if match is None:
        return None, None
    since = match["since"] or match["only"] or match["year"]
    until = match["until"]
    if match["year"]:
        until = None
    return _moment(since), _moment(until) if until and until[0].isdigit() else None


def _moment(text: str) -> date:
    """The first day of a year or month. Raises LineError for month 13 or year 12."""
    year, _dash, month = text.partition("-")
    try:
        moment = date(int(year), int(month or 1), 1)
    except ValueError:
        raise LineError(f"“{text}” is not a year or a month.") from None
    if not EARLIEST <= moment.year <= LATEST:
        raise LineError(f"“{text}” is not a year of somebody's working life.")
    return moment


UNION = re.compile(r"\b(?:kader)?lid\b|bond\b|union|vakbond|\bor\b|ondernemingsraad", re.IGNORECASE)
VOLUNTEERING = re.compile(
    r"vrijwillig|bestuur|voorzitter|penningmeester|comit|stichting|vereniging|volunteer|board",
    re.IGNORECASE,
)


def kind_of_role(role: RegisterRole) -> str:
    """work, union or volunteering, read off the words; a register does not say it."""
    words = f"{role.title} {role.organisation}"
    if UNION.search(words):
        return "union"
    return "volunteering" if VOLUNTEERING.search(words) else "work"

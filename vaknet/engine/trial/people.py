"""People with a working life, made by chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from vaknet.engine.trial.words import Words, chance_of

ENGLISH = 0.15
OF_OWN_FIELD = 0.85
PROMISING = 0.6
OLDEST_MEMBER = 1_500
LONGEST_ROLE = 15
UNIONS = {"nl": "kaderlid", "en": "union representative"}
UNION_NAMES = ("Vakbond Publiek", "Bond van Vakmensen", "Vereniging Lokaal Bestuur")
BOARDS = {"nl": ("bestuurslid", "penningmeester", "vrijwilliger"), "en": ("board member",)}
CLUBS = ("speeltuinvereniging", "buurtbus", "voedselbank", "zwembad", "bibliotheek", "natuurclub")
OFFERS = ("short_questions", "coffee", "shadowing", "consultation")


@dataclass(frozen=True)
class Catalogue:
    """What the reference data has: occupations by field as (id, nl, en), places as (id, name)."""

    occupations: Sequence[Sequence[tuple[int, str, str]]]
    organisations: Sequence[str]
    places: Sequence[tuple[int, str]]


@dataclass(frozen=True)
class TrialRole:
    title: str
    organisation: str
    kind: str
    since: date
    until: date | None


@dataclass(frozen=True)
class TrialPerson:
    number: int
    name: str
    language: str
    field: int
    profession: str
    occupation: int
    place: int
    town: str
    promise: str
    roles: tuple[TrialRole, ...]
    knows: tuple[str, ...]
    seeks: tuple[str, ...]
    offers: tuple[str, ...]
    since: datetime


def people(
    seed: int, count: int, words: Words, catalogue: Catalogue, *, now: datetime
) -> Iterator[TrialPerson]:
    """One after another: the first thousand are the same whatever the count."""
    for number in range(1, count + 1):
        yield _person(chance_of(seed, "person", number), number, words, catalogue, now)


def _person(
    chance: Random, number: int, words: Words, catalogue: Catalogue, now: datetime
) -> TrialPerson:
    language = "en" if chance.random() < ENGLISH else "nl"
    speech = words.speeches[language]
    own = chance.randrange(len(words.fields))
    field = words.fields[own]
    of = own if chance.random() < OF_OWN_FIELD else chance.randrange(len(words.fields))
    occupation, *labels = chance.choice(catalogue.occupations[of])
    profession = labels[language == "en"][:120]
    place, town = _early(chance, catalogue.places)
    has_promise = chance.random() < PROMISING

    def topics(purpose: str, *, count: int) -> tuple[str, ...]:
        said = (speech.say(chance, purpose, field, place=town) for _ in range(count))
        return tuple({topic.lower(): topic for topic in said}.values())

    return TrialPerson(
        number=number,
        name=f"{chance.choice(words.given)} {chance.choice(words.surnames)}",
        language=language,
        field=own,
        profession=profession,
        occupation=occupation,
        place=place,
        town=town,
        promise=speech.say(chance, "promises", field, place=town) if has_promise else "",
        roles=tuple(_roles(chance, profession, language, catalogue, now.date())),
        knows=topics("knows", count=chance.choice((0, 1, 2, 2, 3, 4))),
        seeks=topics("seeks", count=chance.choice((0, 0, 1, 1, 2))),
        offers=tuple(offer for offer in OFFERS if chance.random() < 0.35),
        since=now - timedelta(minutes=int(OLDEST_MEMBER * 1_440 * chance.random())),
    )


def _early[T](chance: Random, things: Sequence[T]) -> T:
    """The first ones often, the last ones seldom: large towns and employers have more people."""
    return things[int(len(things) * chance.random() ** 2.5)]


def _roles(
    chance: Random, profession: str, language: str, catalogue: Catalogue, today: date
) -> Iterator[TrialRole]:
    since = _months_before(today, chance.randint(1, LONGEST_ROLE * 12))
    employer = _early(chance, catalogue.organisations)
    yield TrialRole(profession, employer, "work", since, None)
    if chance.random() < 0.5:
        former = _early(chance, catalogue.organisations)
        began = _months_before(since, chance.randint(6, LONGEST_ROLE * 12))
        yield TrialRole(profession, former, "work", began, since)
    if chance.random() < 0.2:
        began = _months_before(today, chance.randint(1, 96))
        yield TrialRole(UNIONS[language], chance.choice(UNION_NAMES), "union", began, None)
    if chance.random() < 0.15:
        began = _months_before(today, chance.randint(1, 96))
        title = chance.choice(BOARDS[language])
        yield TrialRole(title, chance.choice(CLUBS), "volunteering", began, None)


def _months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)

"""Groups, questions and answers, made by chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from vaknet.engine.trial.people import TrialPerson
from vaknet.engine.trial.words import Words, chance_of

READERS = ("public", "group", "members", "members", "members", "members", "members", "members")
OLDEST_QUESTION = 1_100
MOST_ANSWERS = 40
ANSWER_MINUTES = 2_000
BEST = 0.45
LONGEST_GROUP_LIST = 250


@dataclass(frozen=True)
class TrialGroup:
    """`members` are positions in the list of people; the first one started it."""

    name: str
    field: int
    readers: str
    members: list[int]


@dataclass(frozen=True)
class TrialAnswer:
    author: int
    text: str
    at: datetime
    is_best: bool
    thanked_by: tuple[int, ...]


@dataclass(frozen=True)
class TrialQuestion:
    group: int
    author: int
    title: str
    body: str
    topics: tuple[str, ...]
    at: datetime
    answers: tuple[TrialAnswer, ...]


def groups(seed: int, everybody: Sequence[TrialPerson], words: Words) -> list[TrialGroup]:
    """A group for every line of work, and local ones when there are many people."""
    chance = chance_of(seed, "groups")
    names = [(name, n) for n, line in enumerate(words.fields) for name in line.groups]
    wanted = max(4, min(LONGEST_GROUP_LIST, round(len(everybody) ** 0.5)))
    found = [TrialGroup(name, n, chance.choice(READERS), []) for name, n in names[:wanted]]
    while len(found) < wanted:
        name, n = chance.choice(names)
        called = f"{name} {chance.choice(everybody).town}"
        if called not in {group.name for group in found}:
            found.append(TrialGroup(called, n, chance.choice(READERS), []))
    for position, person in enumerate(everybody):
        for group in _chosen(chance, person, found):
            group.members.append(position)
    return [group for group in found if group.members]


def _chosen(
    chance: Random, person: TrialPerson, found: Sequence[TrialGroup]
) -> Sequence[TrialGroup]:
    """One to four groups, mostly of her own line of work."""
    own = [group for group in found if group.field == person.field] or found
    several = [chance.choice(own)]
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        group = chance.choice(own if chance.random() < 0.5 else found)
        if group not in several:
            several.append(group)
    return several


@dataclass(frozen=True)
class _Scene:
    everybody: Sequence[TrialPerson]
    where: Sequence[TrialGroup]
    words: Words
    now: datetime


def questions(
    seed: int,
    posts: int,
    everybody: Sequence[TrialPerson],
    where: Sequence[TrialGroup],
    words: Words,
    *,
    now: datetime,
) -> Iterator[TrialQuestion]:
    """Questions with their answers, `posts` in all. Nobody writes before she joined."""
    scene = _Scene(everybody, where, words, now)
    left, number = posts if where else 0, 0
    while left > 0:
        number += 1
        question = _question(chance_of(seed, "question", number), scene, most=left - 1)
        left -= 1 + len(question.answers)
        yield question


def _question(chance: Random, scene: _Scene, *, most: int) -> TrialQuestion:
    position = int(len(scene.where) * chance.random() ** 1.3)
    group = scene.where[position]
    author = _active(chance, group.members)
    asker = scene.everybody[author]
    line = scene.words.fields[group.field]
    speech = scene.words.speeches[asker.language]
    about = chance.choice(line.subjects[asker.language])
    count = min(most, MOST_ANSWERS, int(chance.lognormvariate(0.75, 0.7)))
    bare = TrialQuestion(
        group=position,
        author=author,
        title=speech.say(chance, "questions", line, place=asker.town, about=about),
        body=speech.say(chance, "bodies", line, place=asker.town, about=about),
        topics=(about,),
        at=_asked_at(chance, asker, scene.now),
        answers=(),
    )
    return replace(bare, answers=tuple(_answers(chance, scene, bare, count)))


def _asked_at(chance: Random, asker: TrialPerson, now: datetime) -> datetime:
    """Lately more often than long ago."""
    age = timedelta(minutes=1 + int(OLDEST_QUESTION * 1_440 * chance.random() ** 1.7))
    if now - age > asker.since:
        return now - age
    since_then = (now - asker.since).total_seconds()
    return asker.since + timedelta(seconds=int(since_then * chance.random()))


def _answers(
    chance: Random, scene: _Scene, question: TrialQuestion, count: int
) -> Iterator[TrialAnswer]:
    group = scene.where[question.group]
    line = scene.words.fields[group.field]
    speech = scene.words.speeches[scene.everybody[question.author].language]
    best = chance.randrange(count) if count and chance.random() < BEST else -1
    for number in range(count):
        author = _active(chance, group.members)
        person = scene.everybody[author]
        purposes = ["openings", *["advice"] * chance.randint(1, 4), "closings"]
        said = [
            speech.say(chance, purpose, line, place=person.town, about=question.topics[0])
            for purpose in purposes
        ]
        begin = max(question.at, person.since)
        delay = timedelta(minutes=int(chance.expovariate(1 / ANSWER_MINUTES)))
        thanked_by = {_active(chance, group.members) for _ in range(chance.choice((0, 0, 1, 3)))}
        yield TrialAnswer(
            author=author,
            text=" ".join(filter(None, dict.fromkeys(said))),
            at=min(begin + delay, scene.now),
            is_best=number == best,
            thanked_by=tuple(sorted(thanked_by - {author})),
        )


def _active(chance: Random, members: Sequence[int]) -> int:
    """Some write much, most write little."""
    return members[int(len(members) * chance.random() ** 2)]

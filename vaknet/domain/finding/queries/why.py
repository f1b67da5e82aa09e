"""Why somebody is found for a question, or not: the finder looked into, for who looks after it.

All with the rights of the one who looks and no others: what she may not read is not there, who is
kept apart from her does not exist, and no figure is one that such a thing has a part in. So how
many people wait for somebody is left out, of the figures and of the order (decision 60).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.activity.names import fold_name
from vaknet.domain.connections import queries as connections
from vaknet.domain.connections.queries import Reach
from vaknet.domain.finding.models import Passage
from vaknet.domain.finding.queries.evidence import (
    ALIKE,
    Source,
    author_of,
    is_as_indexed,
    read_again,
)
from vaknet.domain.finding.queries.explaining import told_by
from vaknet.domain.finding.queries.people import (
    CANDIDATES,
    FITTING,
    SPARE,
    Search,
    actors_of,
    fits,
    ranked,
)
from vaknet.domain.finding.queries.understanding import (
    Reader,
    Understanding,
    answerer,
    understand,
)
from vaknet.domain.finding.reasons import Reason
from vaknet.domain.people import queries as people
from vaknet.domain.people.apart import blocks_of, out_of_sight
from vaknet.domain.people.directory import Wanted, directory
from vaknet.engine import ranking
from vaknet.engine.ranking import Answerer, Candidate, Kind, Parts, PassageParts
from vaknet.engine.text import names_in

SHOWN = 10
MOST_NAMED = 8


class Why(StrEnum):
    """In this order: the first that holds is said."""

    FOUND = "found"
    APART = "apart"
    HERSELF = "herself"
    NOTHING_TO_READ = "nothing_to_read"
    UNREAD = "unread"
    NOT_ALIKE = "not_alike"
    CHANGED = "changed"
    NOT_PUT_FORWARD = "not_put_forward"
    BELOW = "below"


@dataclass(frozen=True)
class Verdict:
    why: Why
    place: int | None = None
    """In the list; of who is not put forward, among all by standing."""
    likeness: float | None = None
    """How alike in meaning the closest of her passages is; None where none was read."""
    threshold: float = 0.0
    """How alike it had to be, without a word in common."""
    score: float = 0.0
    least: float = 0.0
    """What the last one on the list had."""


@dataclass(frozen=True)
class Shown:
    """A passage: what it is made of, what it says, and whether it is a reason to show her."""

    parts: PassageParts
    reason: Reason | None
    """None for a profile as a whole, of which no words of its own are left."""


@dataclass(frozen=True)
class Looked:
    """One person, and all that her score is made of.

    `parts` is None as long as something of hers is to be read again: until then the index goes by
    what she took back, or keeps for others now.
    """

    actor: Actor
    score: float
    degree: int | None
    parts: Parts | None
    passages: list[Shown]

    @property
    def factors(self) -> tuple[float, ...]:
        """What evidence, recent answers, the topic, being sure and being near multiply by."""
        own = self.parts.factors if self.parts else ()
        return (*own, ranking.nearness(self.degree)) if own else ()


@dataclass(frozen=True)
class Explanation:
    understood: Understanding
    names: list[str]
    reads_meaning: bool
    people: list[Looked]
    person: Looked | None = None
    """Whom it is about, when anything of hers fits."""
    verdict: Verdict | None = None


def whom(viewer: Actor, typed: str) -> list[Actor]:
    """Whom she can mean: by handle, or by name. Who does not exist for her is not among them."""
    handle = typed.strip().removeprefix("@").casefold()
    apart = [block.other for block in blocks_of(viewer) if _is_called(block.other, typed, handle)]
    try:
        return [people.person(viewer, handle)]
    except Actor.DoesNotExist:
        page = directory(viewer, wanted=Wanted(name=typed), size=MOST_NAMED, slips=False)
    exactly = [one.actor for one in page.people if fold_name(one.actor.name) == fold_name(typed)]
    return apart or exactly or [one.actor for one in page.people]


def _is_called(actor: Actor, typed: str, handle: str) -> bool:
    return not actor.is_former and (
        actor.handle == handle or fold_name(actor.name) == fold_name(typed)
    )


def explained(
    viewer: Actor, text: str, person: Actor | None = None, *, limit: int = SHOWN
) -> Explanation:
    """The first of those whom she finds, and why this person is among them or not.

    `person` is one of `whom`. Without words to go by nobody is looked for.
    """
    understood = understand(text)
    names = [word for word in dict.fromkeys(names_in(understood.text)) if word in understood.plain]
    if not understood:
        return Explanation(understood, names, False, [])
    reader = Reader.of(viewer)
    answers = answerer(reader, understood, without=out_of_sight(viewer))
    about = answers.candidate(person.pk) if person else None
    made = _made(reader, understood, answers, about, limit)
    looked = _looked_at(reader, understood, answers, about, made)
    return Explanation(
        understood,
        names,
        answers.reads_meaning,
        [looked[pk] for pk in made.listed],
        looked.get(about.person) if about else None,
        _verdict(reader, answers, person, about, made) if person else None,
    )


@dataclass(frozen=True)
class _Made:
    """The list, and how it came about, step by step as `Search` takes them."""

    actors: Mapping[int, Actor]
    reach: Mapping[int, Reach]
    order: list[int]
    """All who were put forward, best first."""
    scores: Mapping[int, float]
    """Of whom a reason holds; whom it is about may be one of them without being looked up."""
    listed: list[int]
    has_fitting: bool


def _made(
    reader: Reader,
    understood: Understanding,
    answers: Answerer,
    about: Candidate | None,
    limit: int,
) -> _Made:
    first = answers.people(CANDIDATES)
    asked_for = [about] if about else []
    reach = connections.reach(reader.viewer, {one.person for one in [*first, *asked_for]})
    actors = actors_of(reader.viewer, reach)
    order = ranked(first, actors, reach, waiting=_left_out)
    best = order[: limit + SPARE]
    if not (has_fitting := any(fits(one) for one, _ in best)):
        best = []
    places = [one.person for one, _ in best]
    also = ranked(asked_for, actors, reach, waiting=_left_out)
    also = [pair for pair in also if pair[0].person not in places]
    found = Search(reader, understood, limit, with_routes=0).explained([*best, *also], actors)
    scores = {one.actor.pk: one.score for one in found}
    listed = [pk for pk in places if pk in scores][:limit]
    return _Made(actors, reach, [one.person for one, _ in order], scores, listed, has_fitting)


def _left_out(_actor: Actor) -> int:
    """How many wait for somebody is between them: it is not for who looks into the finder."""
    return 0


def _looked_at(
    reader: Reader,
    understood: Understanding,
    answers: Answerer,
    about: Candidate | None,
    made: _Made,
) -> dict[int, Looked]:
    """All on the list, and whom it is about."""
    wanted = {*made.listed, *([about.person] if about else [])} & set(made.actors)
    parts = answers.parts(wanted)
    known = read_again(
        reader, [one.passage for of_her in parts.values() for one in of_her.strongest]
    )
    asked, today = (*understood.plain, *understood.also), timezone.localdate()
    looked = {}
    for pk, of_her in parts.items():
        actor, degree = made.actors[pk], made.reach[pk].degree
        score = ranking.score(of_her.standing, degree)
        if any(_is_other_now(pk, one, known) for one in of_her.strongest):
            looked[pk] = Looked(actor, score, degree, None, [])
            continue
        passages = [
            Shown(one, told_by(actor, known[one.passage][0], asked, today))
            for one in of_her.strongest
        ]
        looked[pk] = Looked(actor, score, degree, of_her, passages)
    return looked


def _is_other_now(person: int, one: PassageParts, known: Mapping[int, tuple[Source, str]]) -> bool:
    """Whether a passage is gone, or not for these eyes any more, or says something else."""
    if one.passage not in known:
        return True
    source, indexed = known[one.passage]
    return author_of(source) != person or not is_as_indexed(source, indexed)


def _verdict(
    reader: Reader, answers: Answerer, person: Actor, about: Candidate | None, made: _Made
) -> Verdict:
    if person.pk == reader.viewer.pk:
        return Verdict(Why.HERSELF)
    if blocks_of(reader.viewer).filter(other=person).exists():
        return Verdict(Why.APART)
    if person.pk in made.listed:
        place = made.listed.index(person.pk) + 1
        return Verdict(Why.FOUND, place, score=made.scores[person.pk])
    return _not_found(reader, answers, person, about, made)


def _not_found(
    reader: Reader, answers: Answerer, person: Actor, about: Candidate | None, made: _Made
) -> Verdict:
    if about is None and not _has_something_to_read(reader, person):
        return Verdict(Why.NOTHING_TO_READ)
    threshold = ALIKE if made.has_fitting else FITTING
    said = about.evidence if about else ()
    says = any(one.has_word or one.likeness >= threshold for one in said)
    if person.pk in made.scores and (says or made.has_fitting):
        return _below(answers, person, made)
    if says:
        return Verdict(Why.CHANGED)
    alike = max((one.likeness for one in said if one.likeness), default=None)
    alike = answers.likeness_of(person.pk) if alike is None else alike
    if alike is None and answers.reads_meaning:
        return Verdict(Why.UNREAD)
    return Verdict(Why.NOT_ALIKE, likeness=alike, threshold=threshold)


def _has_something_to_read(reader: Reader, person: Actor) -> bool:
    readable = Q(group=None) | Q(group__in=reader.groups)
    hers = Passage.objects.filter(readable, actor=person).exclude(kind=Kind.QUESTION)
    return hers.exclude(text="").exists()


def _below(answers: Answerer, person: Actor, made: _Made) -> Verdict:
    score = made.scores[person.pk]
    least = min((made.scores[pk] for pk in made.listed), default=0.0)
    if person.pk in made.order:
        place = made.order.index(person.pk) + 1
        return Verdict(Why.BELOW, place, score=score, least=least)
    place = answers.parts([person.pk])[person.pk].place
    return Verdict(Why.NOT_PUT_FORWARD, place, score=score, least=least)

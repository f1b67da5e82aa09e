"""Why somebody is found for a question, or not: the finder looked into, for who looks after it.

All with the rights of the one who looks and no others: what she may not read is not there, who is
kept apart from her does not exist, and no figure is one that such a thing has a part in. So what is
between others is left out, of the figures and of the order: how many wait for somebody, how often
she was asked of late, and how much the people on the way have to do with each other (decision 60).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.connections.queries import Reach
from vaknet.domain.finding.models import Passage
from vaknet.domain.finding.queries.demand import workplaces
from vaknet.domain.finding.queries.evidence import (
    ALIKE,
    Source,
    author_of,
    is_as_indexed,
    read_again,
)
from vaknet.domain.finding.queries.explaining import told_by
from vaknet.domain.finding.queries.explanation import Explanation, Looked, Shown, Verdict, Why
from vaknet.domain.finding.queries.people import (
    CANDIDATES,
    FITTING,
    SPARE,
    Found,
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
from vaknet.domain.people.apart import blocks_of, out_of_sight
from vaknet.engine import ranking
from vaknet.engine.ranking import Answerer, Candidate, Kind, PassageParts
from vaknet.engine.text import names_in

SHOWN = 10


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
    looked_up: list[int]
    """The first of them; nobody when none of these fits."""
    holding: Mapping[int, Found]
    """Of whom a reason holds; whom it is about may be one of them without being looked up."""
    listed: list[int]
    beside: set[int]
    """Who works at the same place as somebody above."""

    @property
    def has_fitting(self) -> bool:
        return bool(self.looked_up)


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
    order = ranked(first, actors, reach, score=_as_she_may_know)
    best = order[: limit + SPARE]
    if not any(fits(one) for one, _ in best):
        best = []
    looked_up = [one.person for one, _ in best]
    also = ranked(asked_for, actors, reach, score=_as_she_may_know)
    also = [pair for pair in also if pair[0].person not in looked_up]
    search = Search(reader, understood, limit, with_routes=0)
    found = search.explained([*best, *also], actors)
    chosen = search.chosen(
        [one for one in found if one.actor.pk in looked_up], asked=_asked_of_nobody
    )
    listed = [one.actor.pk for one in chosen]
    return _Made(
        actors,
        reach,
        [one.person for one, _ in order],
        looked_up,
        {one.actor.pk: one for one in found},
        listed,
        _beside(listed),
    )


def _as_she_may_know(candidate: Candidate, way: Reach, _actor: Actor) -> float:
    """Without what is between others: who waits, and how strong the ties on the way are."""
    return ranking.score(candidate.standing, way.degree)


def _asked_of_nobody(_actor: Actor) -> int:
    """How often somebody was asked is between her and who asked."""
    return 0


def _beside(listed: list[int]) -> set[int]:
    works_at, shown, beside = workplaces(listed), set[int](), set[int]()
    for pk in listed:
        if not shown.isdisjoint(works_at[pk]):
            beside.add(pk)
        shown |= works_at[pk]
    return beside


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
        saw = made.holding[pk].confirmed if pk in made.holding else 0
        score = ranking.with_confirmations(ranking.score(of_her.standing, degree), saw)
        is_read = not any(_is_other_now(pk, one, known) for one in of_her.strongest)
        passages = [
            Shown(one, told_by(actor, known[one.passage][0], asked, today))
            for one in (of_her.strongest if is_read else ())
        ]
        told = of_her if is_read else None
        looked[pk] = Looked(actor, score, degree, saw, pk in made.beside, told, passages)
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
        return Verdict(Why.FOUND, place, score=made.holding[person.pk].score)
    return _not_found(reader, answers, person, about, made)


def _not_found(
    reader: Reader, answers: Answerer, person: Actor, about: Candidate | None, made: _Made
) -> Verdict:
    if about is None and not _has_something_to_read(reader, person):
        return Verdict(Why.NOTHING_TO_READ)
    threshold = ALIKE if made.has_fitting else FITTING
    said = about.evidence if about else ()
    says = any(one.has_word or one.likeness >= threshold for one in said)
    if person.pk in made.holding and (says or made.has_fitting):
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
    score = made.holding[person.pk].score
    least = min((made.holding[pk].score for pk in made.listed), default=0.0)
    if person.pk not in made.order:
        place = answers.parts([person.pk])[person.pk].place
        return Verdict(Why.NOT_PUT_FORWARD, place, score=score)
    has_enough = person.pk in made.looked_up and score > least
    place = made.order.index(person.pk) + 1
    return Verdict(Why.SAME_PLACE if has_enough else Why.BELOW, place, score=score, least=least)

"""Why somebody is found for a question, or not: the finder looked into, for who looks after it.

All with the rights of the one who looks and no others: what she may not read is not there, who is
kept apart from her does not exist, and no figure is one that such a thing has a part in. So what is
between others is left out, of the figures and of the order: how many wait for somebody, how often
she was asked of late, and how much the people on the way have to do with each other (decision 60).
"""

from collections.abc import Collection, Iterable, Mapping
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
    SHOWN,
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
from vaknet.domain.finding.spoken import in_its_group
from vaknet.domain.people.apart import blocks_of, out_of_sight
from vaknet.engine import ranking
from vaknet.engine.ranking import Answerer, Candidate, Kind
from vaknet.engine.text import names_in

LISTED = 10
ON_PROFILE = (Kind.PROFILE, Kind.ROLE, Kind.KNOWS)


def explained(
    viewer: Actor, text: str, person: Actor | None = None, *, limit: int = LISTED
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
        _Judge(reader, answers, person, about, made, looked).verdict() if person else None,
    )


@dataclass(frozen=True)
class _Made:
    """The list, and how it came about, step by step as `Search` takes them."""

    actors: Mapping[int, Actor]
    reach: Mapping[int, Reach]
    order: list[int]
    """All who were put forward, best first."""
    looked_up: list[int]
    """The first of them; nobody when the finder sees that nobody fits."""
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
    seen_by_finder = order[: SHOWN + SPARE]
    fitting = any(fits(one) for one, _ in seen_by_finder)
    best = order[: limit + SPARE] if fitting else []
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
    behind = _on_profile(parts)
    for pk, of_her in parts.items():
        behind[pk] |= {one.passage for one in of_her.strongest}
    known = read_again(reader, set().union(*behind.values()))
    asked, today = understood.spelled, timezone.localdate()
    looked = {}
    for pk, of_her in parts.items():
        actor, degree = made.actors[pk], made.reach[pk].degree
        saw = made.holding[pk].confirmed if pk in made.holding else 0
        score = ranking.with_confirmations(ranking.score(of_her.standing, degree), saw)
        is_read = _are_as_read(pk, behind[pk], known)
        passages = [
            Shown(one, told_by(actor, known[one.passage][0], asked, today))
            for one in (of_her.strongest if is_read else ())
        ]
        told, figure = (of_her, score) if is_read else (None, None)
        looked[pk] = Looked(actor, figure, degree, saw, pk in made.beside, told, passages)
    return looked


def _on_profile(people: Collection[int]) -> dict[int, set[int]]:
    """Of each of them the passages that the meaning of all of her is read from. Every passage of
    hers is moved towards that."""
    rows = Passage.objects.filter(actor__in=people, group=None, kind__in=ON_PROFILE)
    found = {pk: set[int]() for pk in people}
    for actor, passage in rows.values_list("actor", "pk"):
        found[actor].add(passage)
    return found


def _are_as_read(
    person: int, passages: Iterable[int], known: Mapping[int, tuple[Source, str]]
) -> bool:
    """False when one is gone, or not for these eyes any more, or says something else now."""
    return all(
        one in known and author_of(known[one][0]) == person and is_as_indexed(*known[one])
        for one in passages
    )


@dataclass(frozen=True)
class _Judge:
    """Why somebody is on the list or not: by the index, as it made the list, but with no figure of
    what says something else now."""

    reader: Reader
    answers: Answerer
    person: Actor
    about: Candidate | None
    made: _Made
    looked: Mapping[int, Looked]

    def verdict(self) -> Verdict:
        pk, listed = self.person.pk, self.made.listed
        if pk == self.reader.viewer.pk:
            return Verdict(Why.HERSELF)
        if blocks_of(self.reader.viewer).filter(other=self.person).exists():
            return Verdict(Why.APART)
        if pk in listed:
            return Verdict(Why.FOUND, listed.index(pk) + 1, score=self.looked[pk].score)
        return self._not_found()

    def _not_found(self) -> Verdict:
        made, said = self.made, self.about.evidence if self.about else ()
        if self.about is None and not self._has_something_to_read():
            return Verdict(Why.NOTHING_TO_READ)
        threshold = ALIKE if made.has_fitting else FITTING
        says = any(one.has_word or one.likeness >= threshold for one in said)
        if self.person.pk in made.holding and (says or made.has_fitting):
            return self._below()
        if says:
            return Verdict(Why.CHANGED)
        read = [(one.likeness, one.passage) for one in said if one.likeness]
        closest = max(read, default=None) or self.answers.closest_of(self.person.pk)
        if closest is None and self.answers.reads_meaning:
            return Verdict(Why.UNREAD)
        alike = self._as_it_is_now(*closest) if closest else None
        return Verdict(Why.NOT_ALIKE, likeness=alike, threshold=threshold)

    def _has_something_to_read(self) -> bool:
        readable = Q(group=None) | Q(kept_in__in=self.reader.groups)
        rows = Passage.objects.alias(kept_in=in_its_group()).filter(readable, actor=self.person)
        hers = rows.exclude(kind=Kind.QUESTION)
        return hers.exclude(text="").exists()

    def _as_it_is_now(self, likeness: float, passage: int) -> float | None:
        pk = self.person.pk
        behind = {passage, *_on_profile([pk])[pk]}
        return likeness if _are_as_read(pk, behind, read_again(self.reader, behind)) else None

    def _below(self) -> Verdict:
        made, pk = self.made, self.person.pk
        score = self.looked[pk].score
        if pk not in made.order:
            place = self.answers.parts([pk])[pk].place
            return Verdict(Why.NOT_PUT_FORWARD, place, score=score)
        place = made.order.index(pk) + 1
        if not made.listed:
            return Verdict(Why.BELOW, place, score=score)
        last = min(made.listed, key=lambda one: made.holding[one].score)
        has_enough = pk in made.looked_up and made.holding[pk].score > made.holding[last].score
        why = Why.SAME_PLACE if has_enough else Why.BELOW
        return Verdict(why, place, score=score, least=self.looked[last].score)

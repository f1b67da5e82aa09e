"""Who can help, why, and through whom."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone, translation

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.connections.queries import Reach, Route
from vaknet.domain.finding.queries.demand import (
    asked_of_late,
    people_with_requests,
    who_wait,
    workplaces,
)
from vaknet.domain.finding.queries.evidence import confirmed, proofs
from vaknet.domain.finding.queries.explaining import explain
from vaknet.domain.finding.queries.questions import FoundAnswer, answered
from vaknet.domain.finding.queries.understanding import (
    Reader,
    Understanding,
    answerer,
    understand,
)
from vaknet.domain.finding.reasons import Reason
from vaknet.domain.frozen import Frozen
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.people.models import HelpOffer
from vaknet.domain.people.visibility import is_narrowed
from vaknet.engine import ranking
from vaknet.engine.ranking import Candidate, Choice

# Enough that distance may change who is on top, few enough to look up one by one.
CANDIDATES = 30
# How many the page of the finder shows.
SHOWN = 6
# Some of those that the index puts forward turn out to be gone.
SPARE = 5
CROWD = 6
# When nobody shares a word with the question and nobody is more alike than this, nobody fits: of
# questions that somebody can answer one in twenty has no one who is (docs/finder.md).
FITTING = 0.25


@dataclass(frozen=True)
class Found:
    """Somebody who can help. `via` is the contact through whom she is reached."""

    actor: Actor
    score: float
    reasons: list[Reason]
    degree: int | None
    via: Actor | None = None
    routes: list[Route] = field(default_factory=list)
    confirmed: int = 0
    candidate: Candidate | None = None
    strength: float = 0.0


@dataclass(frozen=True)
class Findings:
    query: str
    took_ms: float
    understood: list[str]
    people: list[Found]
    answered: list[FoundAnswer]


def who_can_help(
    viewer: Actor,
    text: str,
    *,
    language: str | None = None,
    limit: int = 10,
    without: Sequence[str] = (),
    with_routes: int = 1,
    arrange: Callable[[Sequence[Found]], list[Found]] = list,
) -> Findings:
    """People for a question, each with reasons that hold for this viewer.

    `language` is what reasons are worded in, the current one unless said; `without` are words of
    the question to leave out; `with_routes` is for how many of the best to look up routes;
    `arrange` puts those who are shown in another order.
    """
    began = perf_counter()
    understood = understand(text, without=without)
    people: list[Found] = []
    questions: list[FoundAnswer] = []
    if understood:
        reader = Reader.of(viewer)
        answers = answerer(reader, understood)
        with translation.override(language or translation.get_language()):
            search = Search(reader, understood, limit, with_routes, arrange)
            people = search.people(answers.people(CANDIDATES))
        questions = answered(reader, answers.questions())
    took = round((perf_counter() - began) * 1000, 1)
    return Findings(text, took, list(understood.written), people, questions)


def who_know(viewer: Actor, text: str, *, limit: int) -> list[Found]:
    """The first of the same people, without routes and without what was answered before."""
    understood = understand(text)
    if not understood:
        return []
    reader = Reader.of(viewer)
    search = Search(reader, understood, limit, with_routes=0)
    return search.people(answerer(reader, understood).people(limit + SPARE))


@dataclass(frozen=True)
class Search:
    """From what the index puts forward to people, reasons and routes: ten statements or so,
    however many people there are."""

    reader: Reader
    understood: Understanding
    limit: int
    with_routes: int
    arrange: Callable[[Sequence[Found]], list[Found]] = list

    def people(self, candidates: Sequence[Candidate]) -> list[Found]:
        reach = connections.reach(self.reader.viewer, [one.person for one in candidates])
        actors = actors_of(self.reader.viewer, reach)
        best = ranked(candidates, actors, reach)[: self.limit + SPARE]
        if not any(fits(candidate) for candidate, _ in best):
            return []
        chosen = [
            _reached(one, reach[one.actor.pk]) for one in self.chosen(self.explained(best, actors))
        ]
        return [
            self._with_way(place, one, reach[one.actor.pk], actors)
            for place, one in enumerate(self.arrange(chosen))
        ]

    def explained(
        self, ranked: Sequence[tuple[Candidate, float]], actors: Mapping[int, Actor]
    ) -> list[Found]:
        """Who has no reason that holds is not shown."""
        asked = self.understood.spelled
        evidence = proofs(self.reader, [candidate for candidate, _ in ranked], asked)
        offers: dict[int, list[HelpOffer]] = {}
        for offer in _OFFERS(people=[*evidence]):
            offers.setdefault(offer.actor_id, []).append(offer)
        today = timezone.localdate()
        found = []
        for candidate, score in ranked:
            of_her = offers.get(candidate.person, [])
            actor = actors[candidate.person]
            proof = evidence[candidate.person]
            why = explain(actor, proof, of_her, asked, today)
            saw = confirmed(proof)
            worth = ranking.with_confirmations(score, saw)
            found.append(Found(actor, worth, why, degree=None, confirmed=saw, candidate=candidate))
        return [one for one in found if one.reasons]

    def chosen(
        self, found: Sequence[Found], *, asked: Callable[[Actor], int] = asked_of_late
    ) -> list[Found]:
        """Not all of one place, and with a turn for who is seldom asked."""
        by_person = {one.actor.pk: one for one in found}
        places = workplaces(by_person)
        choices = [
            Choice(pk, one.score, places[pk], asked(one.actor)) for pk, one in by_person.items()
        ]
        return [by_person[pk] for pk in ranking.chosen(choices, self.limit)]

    def _with_way(self, place: int, one: Found, way: Reach, actors: Mapping[int, Actor]) -> Found:
        via = actors.get(way.via_ids[0]) if way.via_ids else None
        routes = []
        if place < self.with_routes and way.degree != 1:
            viewer = self.reader.viewer
            routes = connections.routes(viewer, one.actor, limit=2, describe=by_shared_group)
            via = routes[0].first if routes else via
        return replace(one, via=via, routes=routes)


def _reached(one: Found, way: Reach) -> Found:
    return replace(one, degree=way.degree, strength=way.strength)


def actors_of(viewer: Actor, reach: Mapping[int, Reach]) -> Mapping[int, Actor]:
    """People of this network, and the contacts on the way to them, each with how many wait.

    Who closed the account is not asked any more. An introduction that she declined goes on
    counting: the score must not tell the asker of a no.
    """
    ids = {*reach, *(via for way in reach.values() for via in way.via_ids)}
    return {actor.pk: actor for actor in people_with_requests(viewer, ids)}


def _offers(people: list[int]) -> QuerySet[HelpOffer]:
    rows = HelpOffer.objects.filter(actor__any_of=people).exclude(is_narrowed("help"))
    return rows.order_by("pk")


_OFFERS = Frozen(_offers)


def _score(candidate: Candidate, way: Reach, actor: Actor) -> float:
    return ranking.score(candidate.standing, way.degree, way.strength, who_wait(actor))


def ranked(
    candidates: Sequence[Candidate],
    actors: Mapping[int, Actor],
    reach: Mapping[int, Reach],
    *,
    score: Callable[[Candidate, Reach, Actor], float] = _score,
) -> list[tuple[Candidate, float]]:
    scored = [
        (one, score(one, reach[one.person], actors[one.person]))
        for one in candidates
        if one.person in actors
    ]
    return sorted(scored, key=lambda pair: (-pair[1], pair[0].person))


def fits(candidate: Candidate) -> bool:
    """By a word, by its meaning, or by letters alone where no encoder read it."""
    return any(
        one.has_word or one.likeness >= FITTING or not one.likeness for one in candidate.evidence
    )


def by_shared_group(viewer: Actor, farther: Sequence[int]) -> dict[int, str]:
    """A stop whom the viewer may not know by name, told by a group she is in herself.

    Only by a group of some size: "someone in" a group of three is a name.
    """
    rows = _SHARED(viewer=viewer.pk, farther=[*farther])
    return {pk: translation.gettext("someone in %(group)s") % {"group": name} for pk, name in rows}


def _shared(viewer: int, farther: list[int]) -> QuerySet[GroupMembership, tuple[int, str]]:
    """Whether there are enough is looked up for each shared group, and no farther than needed."""
    members = GroupMembership.objects.filter(until=None)
    mine = members.filter(group=OuterRef("group"), actor=viewer)
    with_account = members.filter(actor__account__isnull=False)
    last_of_crowd = with_account.filter(group=OuterRef("group"))[CROWD - 1 : CROWD]
    shared = members.filter(Exists(mine), Exists(last_of_crowd), actor__any_of=farther)
    return shared.order_by("-group__actor__name").values_list("actor", "group__actor__name")


_SHARED = Frozen(_shared)

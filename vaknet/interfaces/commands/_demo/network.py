"""A network made by chance, written in bulk: its rows as real use would have left them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched

from django.db import transaction

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.actions import bulk
from vaknet.domain.connections.actions.bulk import NewIntroduction, NewRequest, NewTie
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge.actions.archive import OldAnswer, OldQuestion, keep_archive
from vaknet.domain.people.actions.bulk import NewPerson, NewRole, create_people
from vaknet.domain.people.models import Occupation, Organisation, Place
from vaknet.domain.talks import actions as talks
from vaknet.domain.talks.actions import NewTalk
from vaknet.engine import trial
from vaknet.engine.trial import Catalogue, Ties, TrialGroup, TrialPerson, Waiting, Words
from vaknet.engine.trial.words import chance_of
from vaknet.interfaces.commands._demo.content import table

BATCH = 5_000
QUESTIONS = 1_000
PLACES = 1_500
MUNICIPALITY = "gemeente "
REQUEST_NOTE = "Wij doen hetzelfde werk. Ik ruil graag ervaringen."
INTRODUCTION_PURPOSE = "Ik wil graag leren hoe dit daar geregeld is."
TALK_PURPOSE = "Bijpraten over ons werk"

type Progress = Callable[[int], object]


@dataclass(frozen=True)
class Plan:
    """What to make. `now` is where its history ends."""

    people: int
    ties: float
    posts: int
    seed: int
    now: datetime

    @property
    def domain(self) -> str:
        """The part of all its addresses behind the @: it names the network."""
        return f"trial-{self.seed}-{self.people}.example"

    @property
    def steps(self) -> int:
        """About how many things there are to make, for a progress bar."""
        return self.people + int(self.people * self.ties / 2) + self.posts


@transaction.atomic
def make(plan: Plan, on_progress: Progress) -> list[Actor]:
    """All of it or nothing. The people, in order."""
    words = Words.of(table("trial"))
    drawn = trial.people(plan.seed, plan.people, words, _catalogue(words), now=plan.now)
    everybody = list(drawn)
    actors = _people(plan, everybody, on_progress)
    known = trial.ties(plan.seed, [person.field for person in everybody], plan.ties)
    _ties(plan, everybody, actors, known, on_progress)
    where = trial.groups(plan.seed, everybody, words)
    rooms = _groups(everybody, actors, where)
    asked = trial.questions(plan.seed, plan.posts, everybody, where, words, now=plan.now)
    _posts(asked, rooms, actors, on_progress)
    _waiting(plan, actors, trial.waiting(plan.seed, everybody, known))
    return actors


def _catalogue(words: Words) -> Catalogue:
    """In an order that does not depend on how the tables were filled."""
    labels = Occupation.objects.order_by("uri").values_list("isco", "pk", "label_nl", "label_en")
    occupations = list(labels)
    employers = Organisation.objects.filter(ended=False).exclude(uri="").order_by("uri")
    names = list(employers.values_list("name", flat=True))
    places = Place.objects.order_by("-population", "name", "region").values_list("pk", "name")
    return Catalogue(
        occupations=[
            [(pk, nl, en) for isco, pk, nl, en in occupations if isco.startswith(tuple(field.isco))]
            for field in words.fields
        ],
        organisations=sorted(names, key=lambda name: not name.lower().startswith(MUNICIPALITY)),
        places=list(places[:PLACES]),
    )


def _people(plan: Plan, everybody: Sequence[TrialPerson], on_progress: Progress) -> list[Actor]:
    actors: list[Actor] = []
    occupations = Occupation.objects.in_bulk({person.occupation for person in everybody})
    places = Place.objects.in_bulk({person.place for person in everybody})
    for batch in batched(everybody, BATCH):
        actors += create_people(
            people=[
                NewPerson(
                    name=person.name,
                    email=f"p{person.number}@{plan.domain}",
                    language=person.language,
                    promise=person.promise,
                    profession=person.profession,
                    occupation=occupations[person.occupation],
                    place=places[person.place],
                    roles=[
                        NewRole(role.title, role.organisation, role.kind, role.since, role.until)
                        for role in person.roles
                    ],
                    knows=person.knows,
                    seeks=person.seeks,
                    offers=person.offers,
                    since=person.since,
                )
                for person in batch
            ]
        )
        on_progress(len(batch))
    return actors


def _ties(
    plan: Plan,
    everybody: Sequence[TrialPerson],
    actors: Sequence[Actor],
    known: Ties,
    on_progress: Progress,
) -> None:
    chance = chance_of(plan.seed, "since")

    def made() -> Iterator[NewTie]:
        for number, (a, b) in enumerate(known, 1):
            both = max(everybody[a].since, everybody[b].since)
            yield NewTie(actors[a], actors[b], both + (plan.now - both) * chance.random())
            if number % BATCH == 0:
                on_progress(BATCH)

    bulk.connect_many(ties=made())


def _groups(
    everybody: Sequence[TrialPerson], actors: Sequence[Actor], where: Sequence[TrialGroup]
) -> list[Group]:
    rooms = []
    for group in where:
        since = min(everybody[member].since for member in group.members)
        room = groups.start_group(
            actors[group.members[0]],
            name=group.name,
            purpose=f"Vragen en antwoorden over {group.name.lower()}.",
            readers=group.readers,
            since=since,
        )
        groups.enter_many(group=room, actors=[actors[m] for m in group.members], since=since)
        rooms.append(room)
    return rooms


def _posts(
    asked: Iterator[trial.TrialQuestion],
    rooms: Sequence[Group],
    actors: Sequence[Actor],
    on_progress: Progress,
) -> None:
    for batch in batched(asked, QUESTIONS):
        for position in sorted({question.group for question in batch}):
            keep_archive(
                group=rooms[position],
                questions=[_old(q, actors) for q in batch if q.group == position],
            )
        on_progress(sum(1 + len(question.answers) for question in batch))


def _old(question: trial.TrialQuestion, actors: Sequence[Actor]) -> OldQuestion:
    return OldQuestion(
        author=actors[question.author],
        title=question.title,
        at=question.at,
        body=question.body,
        topics=question.topics,
        answers=[
            OldAnswer(
                author=actors[answer.author],
                text=answer.text,
                at=answer.at,
                is_best=answer.is_best,
                thanked_by=[actors[one] for one in answer.thanked_by],
            )
            for answer in question.answers
        ],
    )


def _waiting(plan: Plan, actors: Sequence[Actor], waiting: Waiting) -> None:
    """All of it asked in the last day: nobody is offered another route at once."""
    chance = chance_of(plan.seed, "asked")

    def lately() -> datetime:
        return plan.now - timedelta(minutes=chance.randint(1, 1_200))

    bulk.agree_many(
        actors=[actors[one] for one in sorted(waiting.go_betweens)],
        since=plan.now - timedelta(days=30),
    )
    bulk.request_many(
        requests=[
            NewRequest(actors[a], actors[b], REQUEST_NOTE, lately()) for a, b in waiting.requests
        ]
    )
    bulk.ask_many_introductions(
        introductions=[
            NewIntroduction(actors[a], actors[c], [actors[b]], INTRODUCTION_PURPOSE, lately())
            for a, b, c in waiting.introductions
        ]
    )
    times = [plan.now + timedelta(days=days, hours=9) for days in (5, 6, 9)]
    talks.propose_many(
        talks=[
            NewTalk(actors[a], actors[b], TALK_PURPOSE, times, lately()) for a, b in waiting.talks
        ]
    )

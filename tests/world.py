"""A small named world, built through real actions, once. Everybody and every place is invented.

Samira, permit officer in Waterveen, has a question. Marit in Oosterhage has done it before.
Between them stand Joost, once Samira's colleague, and the longer way round by Fatma and Peter.
Noor is Samira's union representative. Bram is in the network but knows nobody and is in no group.
In Vergunningen & Toezicht Joost asked about dormer windows, and Marit gave the best answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from tests.recording import Recording
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.domain.notices.models import Rhythm
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account
from vaknet.domain.searching.queries import statistics


@dataclass(frozen=True)
class World:
    samira: Actor
    joost: Actor
    marit: Actor
    noor: Actor
    fatma: Actor
    peter: Actor
    bram: Actor
    moderator: Actor
    group: Group
    question: Question
    answer: Answer

    @property
    def everybody(self) -> list[Actor]:
        return [value for value in vars(self).values() if isinstance(value, Actor)]


def member(name: str, email: str, *, language: str = "nl", **more: Any) -> Actor:
    """Somebody new, through the front door, who wants a round on whatever day the test runs."""
    joined = people.join(people.knock(email, language=language), name=name, **more)
    Rhythm.objects.create(actor=joined, days=[*range(1, 8)], on_holidays=True)
    return joined


def settled(person: Actor) -> Actor:
    """She found her way already: what a newcomer may not does not hold for her."""
    person.created_at = timezone.now() - timedelta(days=4)
    person.save(update_fields=["created_at"])
    return person


def acquaint(a: Actor, b: Actor, *, note: str = "Wij kennen elkaar van het werk.") -> None:
    request = connections.request_connection(a, recipient=b, note=note)
    connections.accept_request(b, request=request)


def acquaint_all(pairs: Iterable[Sequence[Actor]]) -> None:
    for a, b in pairs:
        acquaint(a, b)


def bring_in(by: Actor, group: Group, person: Actor) -> None:
    """A steward invites somebody, who says yes."""
    groups.invite(by, group=group, person=person)
    groups.accept_invitation(person, group=group)


def build() -> World:
    """As told below, with fresh instances.

    What a process reads once and keeps is read here, or the test that comes first in it counts a
    statement more than the others.
    """
    ContentType.objects.get_for_models(*apps.get_models())
    statistics.stock()
    return RECORDING.again()


def _fetch(told: World) -> World:
    """The same rows as they are in the database now: all people by one statement."""
    people_now = Actor.objects.in_bulk([person.pk for person in told.everybody])
    return World(
        **{
            name: people_now[row.pk] if isinstance(row, Actor) else type(row).objects.get(pk=row.pk)
            for name, row in vars(told).items()
        }
    )


def _tell() -> World:
    people_in_it = _people()
    world = World(**people_in_it, **_knowledge(**people_in_it))
    acquaint_all(
        [
            (world.samira, world.joost),
            (world.joost, world.marit),
            (world.samira, world.noor),
            (world.samira, world.fatma),
            (world.fatma, world.peter),
            (world.peter, world.marit),
        ]
    )
    for go_between in (world.joost, world.fatma, world.peter):
        connections.agree_to_be_go_between(go_between)
    return world


RECORDING = Recording(_tell, _fetch)


def _people() -> dict[str, Actor]:
    samira = member(
        "Samira El Idrissi",
        "samira@waterveen.example",
        knows=["Digitaal bouwdossier inrichten"],
        seeks=["Wie heeft het archief van papier af gekregen?"],
    )
    _works(samira, "vergunningverlener", "gemeente Waterveen", since=date(2023, 3, 1))
    joost = member("Joost van der Meer", "joost@duinrade.example")
    _works(joost, "adviseur vergunningen", "gemeente Duinrade", since=date(2023, 5, 1))
    _worked(joost, "vergunningverlener", "gemeente Waterveen", date(2021, 1, 1), date(2023, 4, 30))
    marit = member(
        "Marit Hoekstra", "marit@oosterhage.example", knows=["4.200 bouwdossiers gescand"]
    )
    _works(marit, "coördinator toezicht", "gemeente Oosterhage", since=date(2020, 9, 1))
    noor = member("Noor Janssen", "noor@vakbond.example")
    people.add_role(noor, kind="union", title="kaderlid", organisation="Vakbond Publiek")
    fatma = member("Fatma Yıldız", "fatma@stadsbos.example", profession="toezichthouder")
    peter = member("Peter de Wit", "peter@zuiderstreek.example", profession="archivaris")
    bram = member("Bram Kuipers", "bram@lindewoude.example", profession="jongerenwerker")
    moderator = member("Ingrid Bos", "ingrid@vaknet.example", profession="moderator")
    Account.objects.filter(actor=moderator).update(is_staff=True)
    for person in (samira, joost, marit, noor, fatma, peter, bram, moderator):
        settled(person)
    return {
        "samira": samira,
        "joost": joost,
        "marit": marit,
        "noor": noor,
        "fatma": fatma,
        "peter": peter,
        "bram": bram,
        "moderator": moderator,
    }


def _knowledge(*, marit: Actor, joost: Actor, samira: Actor, noor: Actor, **_: Actor) -> Any:
    group = groups.start_group(
        marit, name="Vergunningen & Toezicht", purpose="Alles over bouwen, mogen en controleren."
    )
    for one in (joost, samira, noor):
        groups.join_group(one, group=group)
    question = knowledge.ask(
        joost, group=group, title="Wanneer mag een dakkapel aan de voorkant zonder vergunning?"
    )
    answer = knowledge.answer(
        marit,
        question=question,
        text="Bijna nooit. Kijk eerst in het omgevingsplan, daar staan de uitzonderingen.",
    )
    knowledge.choose_best(joost, answer=answer)
    return {"group": group, "question": question, "answer": answer}


def _works(person: Actor, title: str, organisation: str, *, since: date) -> None:
    people.add_role(person, kind="work", title=title, organisation=organisation, since=since)


def _worked(person: Actor, title: str, organisation: str, since: date, until: date) -> None:
    people.add_role(
        person, kind="work", title=title, organisation=organisation, since=since, until=until
    )

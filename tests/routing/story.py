"""Joost has a question that five of his group may know, each in her own words. Noor knows nothing
of it, and Bram does but is not in the group.
"""

from dataclasses import dataclass

from django.test import Client

from tests import world as w
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import actions as finding
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.people import actions as people
from vaknet.domain.routing import actions, queries
from vaknet.domain.routing.models import Routing

SENTENCE = "Wie heeft bouwdossiers gescand?"
KNOWS = {
    "fatma": "Bouwdossiers laten scannen",
    "peter": "Gescande bouwdossiers bewaren",
    "ilse": "Bouwdossiers gescand met vrijwilligers",
    "bram": "Bouwdossiers gescand in de kelder",
}


@dataclass(frozen=True)
class Told:
    """`asker` is Joost."""

    world: World
    ilse: Actor
    question: Question

    @property
    def asker(self) -> Actor:
        return self.world.joost

    @property
    def address(self) -> str:
        return f"/vraag/{self.question.pk}/"


def tell() -> Told:
    world = w.build()
    ilse = w.settled(w.member("Ilse Brand", "ilse@veenhoek.example"))
    everybody = {**vars(world), "ilse": ilse}
    for name, topic in KNOWS.items():
        people.add_known_topic(everybody[name], text=topic)
        if name != "bram":
            groups.join_group(everybody[name], group=world.group)
    question = knowledge.ask(world.joost, group=world.group, title=SENTENCE)
    finding.index_everything()
    return Told(world, ilse, question)


def proposed(told: Told, asker: Actor | None = None, question: Question | None = None) -> list[str]:
    found = queries.who_may_know(asker or told.asker, question or told.question)
    return [one.actor.first_name for one in found]


def fitting(told: Told) -> set[str]:
    return {one.actor.first_name for one in queries.who_fit_it(told.asker, told.question)}


def route(told: Told, *people_asked: Actor, **more: bool) -> Routing:
    """To who is proposed, unless said."""
    chosen = people_asked or [one.actor for one in queries.who_may_know(told.asker, told.question)]
    return actions.route_question(told.asker, question=told.question, people=[*chosen], **more)


def signed_in(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(actor.account)
    return client

"""Something was asked and answered; and once more behind the union's door."""

from dataclasses import dataclass

from tests import world as w
from tests.world import World
from vaknet.domain.finding import actions
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Question


@dataclass(frozen=True)
class Asked:
    """Bram asked in an open group, Marit answered; and once more behind the union's door."""

    world: World
    open: Group
    question: Question
    answer: Answer
    closed: Group
    secret_question: Question
    secret_answer: Answer


def tell() -> Asked:
    world = w.build()
    permits = groups.start_group(
        world.bram, name="Vergunningen", purpose="Over vergunningen", readers="members"
    )
    groups.join_group(world.marit, group=permits)
    question = knowledge.ask(
        world.bram, group=permits, title="Welke vogels tellen in een natuurtoets?"
    )
    answer = knowledge.answer(
        world.marit, question=question, text="Alle soorten van de rode lijst."
    )
    union = groups.start_group(
        world.noor, name="Onderhandelaars", purpose="Over de cao", readers="group"
    )
    w.bring_in(world.noor, union, world.marit)
    secret = knowledge.ask(world.noor, group=union, title="Wat doen we met de reorganisatie?")
    told = knowledge.answer(world.marit, question=secret, text="Wij staken in mei.")
    actions.index_everything()
    return Asked(world, permits, question, answer, union, secret, told)

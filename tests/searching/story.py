"""Permits are spoken of in an open group; a strike behind the union's door, and in a hidden group.

The words "staking" and "reorganisatie" stand behind closed doors and nowhere else.
"""

from dataclasses import dataclass

from tests import world as w
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.domain.searching import actions, queries
from vaknet.domain.searching.queries import Asked, Filters, Page


@dataclass(frozen=True)
class Told:
    world: World
    open: Group
    question: Question
    answer: Answer
    post: Post
    reply: Reply
    closed: Group
    secret_question: Question
    secret_answer: Answer
    hidden: Group
    secret_post: Post
    secret_reply: Reply


def tell() -> Told:
    world = w.build()
    permits = groups.start_group(
        world.bram, name="Monumentenzorg", purpose="Over oude gebouwen", readers="members"
    )
    groups.join_group(world.marit, group=permits)
    question = knowledge.ask(
        world.bram,
        group=permits,
        title="Wanneer is een omgevingsvergunning nodig bij een rijksmonument?",
        body="Het gaat om de kozijnen van een boerderij.",
        topics=["erfgoed"],
    )
    answer = knowledge.answer(
        world.marit, question=question, text="Altijd als je iets aan de gevel verandert."
    )
    post = knowledge.start_conversation(
        world.marit, groups=[permits], title="Getting a façade restored", body="Who paid for yours?"
    )
    reply = knowledge.reply(
        world.bram, post=post, text="The province subsidised the restorations of our windows."
    )
    union = groups.start_group(
        world.noor,
        name="Onderhandelaars",
        purpose="Over de cao",
        readers="group",
        admission="request",
    )
    w.bring_in(world.noor, union, world.marit)
    secret = knowledge.ask(world.noor, group=union, title="Wat doen we met de reorganisatie?")
    said = knowledge.answer(world.marit, question=secret, text="Een staking in mei.")
    cellar = groups.start_group(
        world.noor, name="Stakingscomite", purpose="De staking", readers="group", admission="hidden"
    )
    w.bring_in(world.noor, cellar, world.marit)
    plan = knowledge.start_conversation(
        world.noor, groups=[cellar], title="De staking van mei", body="Wie komt?"
    )
    yes = knowledge.reply(world.marit, post=plan, text="Ik kom naar de staking.")
    actions.index_everything()
    return Told(
        world, permits, question, answer, post, reply, union, secret, said, cellar, plan, yes
    )


def find(viewer: Actor | None, text: str, **narrowed: object) -> Page:
    return queries.search(viewer, Asked(text), Filters(**narrowed))


def sources(page: Page) -> list[object]:
    """The rows that were found, in their order."""
    return [one.shown.thing for one in page.found]


def marked(page: Page) -> list[str]:
    """The words under the marker."""
    return [term.text for one in page.found for term in [*one.title, *one.text] if term.is_marked]

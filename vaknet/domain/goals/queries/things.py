"""What may hang from a goal: one's own question, contact, introduction or talk."""

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.connections.models import Introduction
from vaknet.domain.knowledge import queries as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.talks import queries as talks
from vaknet.domain.talks.models import Talk

type Thing = Question | Actor | Introduction | Talk

KINDS: dict[str, type[Question] | type[Actor] | type[Introduction] | type[Talk]] = {
    "question": Question,
    "contact": Actor,
    "introduction": Introduction,
    "talk": Talk,
}


def kind_of(thing: Thing) -> str:
    return next(kind for kind, model in KINDS.items() if isinstance(thing, model))


def thing(viewer: Actor, kind: str, pk: int) -> Thing:
    """As the viewer may see it; raises the DoesNotExist of its model, and of Talk for no kind."""
    if kind == "question":
        return knowledge.visible_questions(viewer).get(pk=pk, author=viewer)
    if kind == "contact":
        return connections.contacts(viewer).get(pk=pk)
    if kind == "introduction":
        return Introduction(pk=connections.introduction(viewer, pk).pk)
    if kind != "talk":
        raise Talk.DoesNotExist
    return talks.talk(viewer, pk)

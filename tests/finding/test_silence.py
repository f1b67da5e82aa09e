"""What the asker finds tells her nothing of a no."""

from tests.world import World
from vaknet.domain.connections import actions as connections
from vaknet.domain.finding import actions, queries

QUESTION = "Wie heeft bouwdossiers gescand?"


def found(world: World) -> list[tuple[str, float]]:
    people = queries.who_can_help(world.samira, QUESTION, language="nl").people
    return [(one.actor.handle, one.score) for one in people]


def test_a_silent_no_changes_no_score(world: World) -> None:
    asked = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Wij willen dat ook."
    )
    connections.agree_to_introduce(world.joost, step=asked.steps.get())
    actions.index_everything()
    before = found(world)
    assert world.marit.handle in dict(before)
    connections.decline_introduction(world.marit, introduction=asked)
    assert found(world) == before

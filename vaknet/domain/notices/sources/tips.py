"""What colleagues think is for her, until she used it, passed it on or did not want it."""

from vaknet.domain.notices.stops import Moment, Stop, source
from vaknet.domain.tips.queries import WAITING
from vaknet.domain.tips.rules import ONE_AT_A_TIME
from vaknet.engine.planning import Act

FEW = 50
# Somebody thought of just her, and yet nobody waits as for an answer that is asked by name.
THOUGHT_OF = 0.85


def tips_for_her(moment: Moment) -> list[Stop]:
    rows = WAITING(viewer=moment.viewer.pk, since=moment.now - ONE_AT_A_TIME)
    return [
        Stop("tip", 2, row.pk, row, row.at, waits=True, strength=THOUGHT_OF) for row in rows[:FEW]
    ]


DEEDS = ["answered", "replied", "requested_connection", "asked_introduction", "tipped"]
SOURCES = (source("tip", Act.ANSWER, [*DEEDS, "declined_tip"], tips_for_her),)

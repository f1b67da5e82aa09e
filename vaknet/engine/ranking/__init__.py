"""Ranking: pure NumPy. Build segments, put them together as an index, ask it something."""

from vaknet.engine.arrays import Array
from vaknet.engine.ranking.building import Passage, build, build_in_order
from vaknet.engine.ranking.choosing import (
    Choice,
    chosen,
    closeness,
    patience,
    score,
    trust,
    with_confirmations,
)
from vaknet.engine.ranking.index import Answerer, FoundQuestion, Index, Query
from vaknet.engine.ranking.inviting import AT_ONCE, burden, invitees
from vaknet.engine.ranking.kinds import Kind
from vaknet.engine.ranking.parts import Parts, PassageParts
from vaknet.engine.ranking.people import Candidate, Evidence
from vaknet.engine.ranking.segments import Segment

__all__ = [
    "AT_ONCE",
    "Answerer",
    "Array",
    "Candidate",
    "Choice",
    "Evidence",
    "FoundQuestion",
    "Index",
    "Kind",
    "Parts",
    "Passage",
    "PassageParts",
    "Query",
    "Segment",
    "build",
    "build_in_order",
    "burden",
    "chosen",
    "closeness",
    "invitees",
    "patience",
    "score",
    "trust",
    "with_confirmations",
]

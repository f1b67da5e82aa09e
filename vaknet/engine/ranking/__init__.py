"""Ranking: pure NumPy. Build segments, put them together as an index, ask it something."""

from vaknet.engine.ranking.building import Passage, build, build_in_order
from vaknet.engine.ranking.index import Answerer, FoundQuestion, Index, Query
from vaknet.engine.ranking.people import Candidate, Evidence, Kind, score
from vaknet.engine.ranking.segments import Array, Segment

__all__ = [
    "Answerer",
    "Array",
    "Candidate",
    "Evidence",
    "FoundQuestion",
    "Index",
    "Kind",
    "Passage",
    "Query",
    "Segment",
    "build",
    "build_in_order",
    "score",
]

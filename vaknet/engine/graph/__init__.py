"""The graph of who knows whom: pure NumPy. Build arrays, lay changes over them, ask for ways."""

from vaknet.engine.arrays import Array
from vaknet.engine.graph.arrays import Graph, Ties, build
from vaknet.engine.graph.changes import Member
from vaknet.engine.graph.network import HUB, NEARBY_HUB, Network, Terms
from vaknet.engine.graph.reaching import Found, reach
from vaknet.engine.graph.routing import Way, ways
from vaknet.engine.graph.strength import (
    COLLEAGUES,
    EPOCH,
    HALVING,
    MET,
    OLDEST,
    REPLIED,
    STEPS,
    THANKED,
    YEAR,
    YOUNGEST,
    costs,
    step,
    strength,
)

__all__ = [
    "COLLEAGUES",
    "EPOCH",
    "HALVING",
    "HUB",
    "MET",
    "NEARBY_HUB",
    "OLDEST",
    "REPLIED",
    "STEPS",
    "THANKED",
    "YEAR",
    "YOUNGEST",
    "Array",
    "Found",
    "Graph",
    "Member",
    "Network",
    "Terms",
    "Ties",
    "Way",
    "build",
    "costs",
    "reach",
    "step",
    "strength",
    "ways",
]

"""One end of a way: who among somebody's contacts can be a go-between."""

from dataclasses import dataclass

import numpy as np

from vaknet.engine.arrays import Array
from vaknet.engine.graph.arrays import is_none_of
from vaknet.engine.graph.network import Network, Terms
from vaknet.engine.graph.strength import HALVING, costs


@dataclass(frozen=True)
class Side:
    """Places, what the tie to each costs, how often she was asked, and both together."""

    places: Array
    ties: Array
    asked: Array
    cost: Array


def side(network: Network, terms: Terms, of: int, *, without: Array) -> Side:
    places, freshness = network.ties(of, terms.hub)
    keep = network.through(terms).take(places) == 1
    keep &= is_none_of(places, without)
    places = places[keep].astype(np.int64)
    ties = costs(terms.step)[freshness[keep]]
    asked = network.asked(terms).take(places).astype(np.int64)
    return Side(places, ties, asked, ties + HALVING * asked)

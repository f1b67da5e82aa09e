"""Pairing: who has coffee with whom. Pure: the same people and the same seed give the same."""

from vaknet.engine.pairing.drawing import draw
from vaknet.engine.pairing.people import NEW, Drawn, Match, Person, Reason, Why, Wish
from vaknet.engine.pairing.reasons import kilometres

__all__ = ["NEW", "Drawn", "Match", "Person", "Reason", "Why", "Wish", "draw", "kilometres"]

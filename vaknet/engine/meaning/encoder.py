"""The narrow port behind which a model reads texts; another one can take its place."""

from collections.abc import Sequence
from typing import Protocol

from vaknet.engine.arrays import Array


class Encoder(Protocol):
    """Reads questions and passages into the same space.

    `name` tells encoders apart whose vectors cannot be compared: a new name means that every
    passage is read again.
    """

    name: str

    def question(self, text: str) -> Array:
        """One direction of length 1, float32, `SIZE` long."""

    def passages(self, texts: Sequence[str]) -> Array:
        """A direction of length 1 for each text."""

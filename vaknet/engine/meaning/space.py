"""From what a model says to a space of our own, where questions meet passages.

The vectors of multilingual-e5 all point nearly the same way, which blurs every difference. So
their middle is taken out: of passages, of names ("woordvoerder", "permit") and of what people say
("mijn buurman bouwt zomaar een schuur") apart, for the three have middles far from one another.
Questions are then turned toward the passages that answer them (`learning`), and of the turned
space the `SIZE` directions are kept in which passages differ most.
"""

from dataclasses import dataclass, fields

import numpy as np

from vaknet.engine.arrays import Array

# From so many words on somebody says something; fewer name it.
SAYING = 5


@dataclass(frozen=True)
class Space:
    """`model` is what the model says of a text; `turn` maps a centred question to where passages
    are, `axes` are the kept directions, each a column."""

    name_middle: Array
    saying_middle: Array
    passage_middle: Array
    turn: Array
    axes: Array

    @classmethod
    def plain(cls, questions: Array, passages: Array, axes: Array) -> "Space":
        """Without a turn."""
        middle = questions.mean(axis=0)
        return cls(middle, middle, passages.mean(axis=0), np.eye(axes.shape[0]), axes)

    def question(self, text: str, model: Array) -> Array:
        """The direction of one question."""
        middle = self.saying_middle if is_saying(text) else self.name_middle
        direction: Array = self.turned(unit(model[None] - middle))[0]
        return direction

    def turned(self, centred: Array) -> Array:
        """Directions of questions whose middle was taken out."""
        return unit(centred @ self.turn @ self.axes)

    def passages(self, model: Array) -> Array:
        """The direction of each of these passages."""
        return unit(unit(model - self.passage_middle) @ self.axes)

    def arrays(self) -> dict[str, Array]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def is_saying(text: str) -> bool:
    """Whether somebody says something, and does not just name it."""
    return len(text.split()) >= SAYING


def unit(vectors: Array) -> Array:
    """Each of length 1, float32; one without length stays so."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Array = (vectors / np.maximum(length, 1e-9)).astype(np.float32)
    return scaled

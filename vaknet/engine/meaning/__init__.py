"""Meaning: texts as directions in a space, where what means the same points the same way."""

from vaknet.engine.meaning.bridges import Bridge, led
from vaknet.engine.meaning.encoder import Encoder
from vaknet.engine.meaning.pieces import pieces
from vaknet.engine.meaning.space import Space, is_saying
from vaknet.engine.meaning.vectors import SIZE, closest, codes, likeness, signs

__all__ = [
    "SIZE",
    "Bridge",
    "Encoder",
    "Space",
    "closest",
    "codes",
    "is_saying",
    "led",
    "likeness",
    "pieces",
    "signs",
]

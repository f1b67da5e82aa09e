"""Whether somebody stays out, and what was kept, for whoever learns from it."""

from vaknet.domain.activity.models import Actor
from vaknet.domain.learning.lessons import Lesson, lesson
from vaknet.domain.learning.models import StaysOut

__all__ = ["Lesson", "lesson", "stays_out"]


def stays_out(viewer: Actor) -> bool:
    return StaysOut.objects.filter(actor=viewer, until=None).exists()

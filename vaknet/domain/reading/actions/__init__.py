"""What may happen with what a group reads."""

from vaknet.domain.reading.actions.leaving import erase_reader, take_over_reading
from vaknet.domain.reading.actions.looking import (
    look_at_source,
    note_trouble,
    note_visit,
)
from vaknet.domain.reading.actions.sources import follow_source, stop_following

__all__ = [
    "erase_reader",
    "follow_source",
    "look_at_source",
    "note_trouble",
    "note_visit",
    "stop_following",
    "take_over_reading",
]

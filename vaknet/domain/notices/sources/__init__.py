"""Where stops come from, by their kind: the one list of what somebody can be offered."""

from vaknet.domain.notices.sources import (
    answering,
    gatherings,
    lately,
    meeting,
    sharing,
    tips,
    waiting,
)
from vaknet.domain.notices.stops import Source

SOURCES: dict[str, Source] = {
    one.kind: one
    for one in (
        *waiting.SOURCES,
        *gatherings.SOURCES,
        *tips.SOURCES,
        *lately.SOURCES,
        *answering.SOURCES,
        *sharing.SOURCES,
        *meeting.SOURCES,
    )
}

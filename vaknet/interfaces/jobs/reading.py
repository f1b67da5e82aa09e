"""Keeping up with what groups read elsewhere."""

from django.utils import timezone

from vaknet.configuration import configuration
from vaknet.domain.reading import actions
from vaknet.domain.reading.models import Source
from vaknet.domain.reading.queries import sources_due
from vaknet.kit.feed_visits import Known, Unread, visit

AT_ONCE = 100


def look(source_id: int) -> None:
    """Outside any transaction: the other side may take seconds to answer."""
    source = Source.objects.filter(pk=source_id, next_look_at__isnull=False).first()
    if source is None:
        return
    known = Known(source.etag, source.last_modified)
    try:
        found = visit(source.address, known, may_reach=configuration.may_reach)
    except Unread as unread:
        actions.note_trouble(source=source, unread=unread, at=timezone.now())
    else:
        actions.note_visit(source=source, visit=found, at=timezone.now())


def look_where_due() -> None:
    for source in sources_due(timezone.now())[:AT_ONCE]:
        actions.look_at_source(source=source)

"""Sessions in the database, read by a query that is compiled once: every page asks it."""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from vaknet.domain.frozen import Frozen


def _session(key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)


_SESSION = Frozen(_session)


class SessionStore(DatabaseStore):
    def _get_session_from_db(self) -> Session | None:
        found = _SESSION(key=self.session_key or "", now=timezone.now())
        if found:
            return found[0]
        self._session_key = None
        return None

"""What other servers say that they are."""

from datetime import datetime

from vaknet.domain.federation.models import Host

LONGEST_SOFTWARE = 60


def note_software(*, host: Host, software: str | None, at: datetime) -> None:
    """None: it did not say so now, and what it said before stands."""
    told = {} if software is None else {"software": software[:LONGEST_SOFTWARE]}
    Host.objects.filter(pk=host.pk).update(looked_at=at, **told)

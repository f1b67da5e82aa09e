"""That we asked other networks for somebody or something, and what came of it."""

from datetime import datetime, timedelta

from django.db.models import Q

from vaknet.domain.federation.models import Look
from vaknet.engine.activitypub.origins import origin

SURE = timedelta(days=1)  # 404 for so long is no mistake of an evening
MISSING_KEPT = timedelta(days=12)


def note_look(
    *,
    uri: str,
    at: datetime,
    found: bool,
    gone: bool,
    kind: str = Look.Kind.ACTOR,
    for_good: bool = False,
    sender: str = "",
) -> None:
    """That we asked for somebody or something elsewhere, and what came of it."""
    told = {"host": origin(uri).authority, "at": at, "sender": sender}
    told |= {"found": found, "gone": gone, "for_good": for_good}
    Look.objects.update_or_create(uri=uri, kind=kind, defaults=told)


def forget_looks(*, before: datetime) -> None:
    """For the clock. What was not there once is known for longer: see `note_missing`."""
    missing = Q(kind=Look.Kind.EVENT, at__gte=before - MISSING_KEPT)
    Look.objects.filter(at__lt=before).exclude(missing).delete()


def note_missing(*, uri: str, at: datetime) -> bool:
    """Its own server answers 404. Whether it did so a day ago too, and not otherwise since."""
    told = {"host": origin(uri).authority, "at": at}
    row, _is_new = Look.objects.get_or_create(uri=uri, kind=Look.Kind.EVENT, defaults=told)
    return row.at <= at - SURE


def note_stands(*, uri: str) -> None:
    """It answers something else."""
    Look.objects.filter(uri=uri, kind=Look.Kind.EVENT).delete()

"""Who comes to an event from another network, and which members go to one there."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import GoingElsewhere, Registration, RegistrationQuestion

LATELY = timedelta(days=1)


def needs_answers() -> Exists:
    """Of an event, whether who comes has to tell its organisers something first."""
    asked = RegistrationQuestion.objects.filter(event=OuterRef("pk"), is_required=True)
    return Exists(asked)


def of_actor(by: Actor, event: int) -> Registration | None:
    """Of somebody on another network, when she comes or waits."""
    return Registration.objects.filter(event=event, person=by, cancelled_at=None).first()


def asked_so(by: Actor, asked_as: str) -> Registration | None:
    """The same by what her network calls the asking: what she asked, and nobody else."""
    rows = Registration.objects.filter(person=by, asked_as=asked_as, cancelled_at=None)
    return rows.exclude(asked_as="").first()


def coming_from_elsewhere(events: Collection[int]) -> QuerySet[Registration]:
    """Who comes or waits there, and is on another network."""
    return Registration.objects.filter(event__in=events, cancelled_at=None).exclude(asked_as="")


def goes_elsewhere(viewer: Actor, *, now: datetime) -> QuerySet[GoingElsewhere]:
    """For herself: what is to come, or was a day ago, also where the organisers said no."""
    standing = Q(until=None) | Q(answer=GoingElsewhere.Answer.NO)
    rows = GoingElsewhere.objects.filter(standing, person=viewer, starts_at__gt=now - LATELY)
    return rows.select_related("organiser__actor").order_by("starts_at", "pk")


def who_goes_to(uri: str) -> QuerySet[GoingElsewhere]:
    """All who go to that event elsewhere, or asked to."""
    rows = GoingElsewhere.objects.filter(uri=uri, until=None)
    return rows.select_related("organiser__actor")


def asked_with(token: str) -> GoingElsewhere | None:
    """By what ends the id of the asking."""
    return GoingElsewhere.objects.filter(token=token, until=None).first()


def asked_by(person: str, uri: str) -> GoingElsewhere | None:
    """By her token on other networks, and the event."""
    rows = GoingElsewhere.objects.filter(person__federated_id__token=person, uri=uri)
    return rows.filter(until=None).first()

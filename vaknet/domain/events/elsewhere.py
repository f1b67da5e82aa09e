"""Who comes to an event from another network."""

from django.db.models import Exists, OuterRef, QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import Registration, RegistrationQuestion


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


def coming_from_elsewhere(event: int) -> QuerySet[Registration]:
    """Who comes or waits there, and is on another network."""
    return Registration.objects.filter(event=event, cancelled_at=None).exclude(asked_as="")

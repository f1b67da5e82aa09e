"""The address by which a guest comes back to her own registration: signed, and as long as it."""

from django.core.signing import BadSignature, Signer

from vaknet.domain.events.models import EventGuest

SIGNER = Signer(salt="vaknet.event-guest", sep="~")


def guest_token(guest: EventGuest) -> str:
    return SIGNER.sign(str(guest.pk))


def guest_of(token: str) -> EventGuest:
    """Raises EventGuest.DoesNotExist for a link that is not ours, and when she is forgotten."""
    try:
        pk = int(SIGNER.unsign(token))
    except (BadSignature, ValueError) as broken:
        raise EventGuest.DoesNotExist from broken
    return EventGuest.objects.select_related("event__place").get(pk=pk)

"""What the drawing on her phone says, for who stands before her and scans it: signed by us."""

from django.core.signing import BadSignature, Signer

from vaknet.domain.events.models import Registration

SIGNER = Signer(salt="vaknet.encounter", sep="~")


def swap_token(registration: Registration) -> str:
    return SIGNER.sign(str(registration.pk))


def swapped(token: str, event: int) -> Registration:
    """Of whom it is. Raises Registration.DoesNotExist for one that is not ours, of another event,
    or of somebody who does not come any more."""
    try:
        pk = int(SIGNER.unsign(token))
    except (BadSignature, ValueError) as broken:
        raise Registration.DoesNotExist from broken
    rows = Registration.objects.select_related("person").filter(cancelled_at=None)
    return rows.get(pk=pk, event=event, seated_at__isnull=False, person__isnull=False)

"""Where a mail service posts what came in: the message as it was, signed with a shared secret."""

import hmac

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from vaknet.domain.people.actions.incoming_mail import take_in
from vaknet.domain.people.answering import address_in
from vaknet.interfaces.web.http import Request
from vaknet.kit.mail_reading import LARGEST, read

TOO_LARGE = 413


# A mail service posts here: it has no token of ours but its signature.
@csrf_exempt
@require_POST
def take(request: Request) -> HttpResponse:
    """Kept or not is told to nobody. Without the right signature there is nothing here."""
    raw = request.read(LARGEST + 1)
    if not _is_signed(raw, request.headers.get("X-Vaknet-Signature", "")):
        raise Http404
    if len(raw) > LARGEST:
        return HttpResponse(status=TOO_LARGE)
    if address := address_in(read(raw)):
        take_in(raw, recipient=address)
    return HttpResponse(status=202)


def _is_signed(raw: bytes, given: str) -> bool:
    secret = settings.MAIL_IN_SECRET.encode()
    right = hmac.new(secret, raw, "sha256").hexdigest()
    return bool(secret) and hmac.compare_digest(f"sha256={right}".encode(), given.encode())

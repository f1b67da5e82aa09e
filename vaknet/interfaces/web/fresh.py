"""Whether somebody signed in a moment ago: needed to change her ways in."""

from allauth.account.internal.flows.login import get_authentication_records
from django.utils.timezone import now

from vaknet.interfaces.web.http import Request

FRESH_SECONDS = 15 * 60


def is_fresh(request: Request) -> bool:
    """By a code, a passkey or another system, within the last 15 minutes."""
    records = get_authentication_records(request, request.user)
    return any(now().timestamp() - record["at"] < FRESH_SECONDS for record in records)

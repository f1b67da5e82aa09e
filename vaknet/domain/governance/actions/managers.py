"""Who looks after the network: said by who runs it, at the keyboard of the server."""

from django.db import transaction

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import PEOPLE_HERE, Actor, Audience
from vaknet.domain.people.models import Account


@transaction.atomic
def appoint_manager(*, handle: str) -> bool:
    """False for somebody who is not here."""
    return _say(handle, is_staff=True, verb="became_manager")


@transaction.atomic
def relieve_manager(*, handle: str) -> bool:
    return _say(handle, is_staff=False, verb="ended_as_manager")


def _say(handle: str, *, is_staff: bool, verb: str) -> bool:
    person = Actor.objects.filter(PEOPLE_HERE, handle=handle).first()
    accounts = Account.objects.filter(actor=person) if person else Account.objects.none()
    if person is None or not accounts.exists():
        return False
    if accounts.exclude(is_staff=is_staff).update(is_staff=is_staff):
        record(person, verb, person, audience=Audience.SELF, quietly=True)
    return True

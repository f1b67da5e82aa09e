"""Who looks after this network: as governance/moderators.py, a room above this one, has it."""

from vaknet.domain.activity.models import PEOPLE_HERE, Actor
from vaknet.domain.people.models import Account


def looks_after_network(person: Actor) -> bool:
    accounts = Account.objects.filter(is_staff=True, is_active=True)
    rows = Actor.objects.filter(PEOPLE_HERE, pk=person.pk, pk__in=accounts.values("actor"))
    return rows.exists()

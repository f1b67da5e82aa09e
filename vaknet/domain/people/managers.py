"""Who looks after the whole network."""

from django.db.models import QuerySet

from vaknet.domain.activity.models import PEOPLE_HERE, Actor
from vaknet.domain.people.models import Account


def managers() -> QuerySet[Actor]:
    accounts = Account.objects.filter(is_staff=True, is_active=True)
    return Actor.objects.filter(PEOPLE_HERE, pk__in=accounts.values("actor"))


def is_manager(person: Actor) -> bool:
    return managers().filter(pk=person.pk).exists()

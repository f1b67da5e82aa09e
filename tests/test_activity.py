"""The log stands or falls with what it tells: nothing is recorded outside a transaction."""

import pytest
from django.utils import timezone

from tests.world import member
from vaknet.domain.activity import actions
from vaknet.domain.activity.models import Activity, Audience


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_the_transaction_of_an_action() -> None:
    ilse = member("Ilse de Wit", "ilse@oosterhage.example")
    before = Activity.objects.count()
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.record(ilse, "joined", ilse, audience=Audience.MEMBERS)
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.record_many(
            "joined",
            [(ilse, ilse.pk, timezone.now())],
            kind=type(ilse),
            audience=Audience.MEMBERS,
        )
    assert Activity.objects.count() == before

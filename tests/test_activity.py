"""The log stands or falls with what it tells: nothing is recorded outside a transaction."""

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

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
        actions.record_each("joined", [(ilse, ilse)], audience=Audience.MEMBERS)
    with pytest.raises(RuntimeError, match="inside the transaction"):
        actions.record_many(
            "joined",
            [(ilse, ilse.pk, timezone.now())],
            kind=type(ilse),
            audience=Audience.MEMBERS,
        )
    assert Activity.objects.count() == before


@pytest.mark.django_db
def test_several_are_followed_up_each_and_history_is_not() -> None:
    ilse, noor = (member(name, f"{name}@oosterhage.example") for name in ("Ilse", "Noor"))
    happened = [(ilse, ilse), (noor, noor)]
    jobs = ProcrastinateJob.objects.filter(task_name=actions.FOLLOW_UP)
    before = set(jobs.values_list("pk", flat=True))
    actions.record_each("tried", happened, audience=Audience.SELF)
    made = Activity.objects.filter(verb="tried").order_by("pk")
    assert [one.object for one in made] == [ilse, noor]
    asked = jobs.exclude(pk__in=before).values_list("args__activity_id", flat=True)
    assert sorted(asked) == [one.pk for one in made]
    with actions.as_history():
        actions.record_each("tried", happened, audience=Audience.SELF)
    actions.record_each("tried", [], audience=Audience.SELF)
    assert (made.all().count(), asked.all().count()) == (4, 2)

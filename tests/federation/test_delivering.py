"""What goes to other networks is put down with what it tells, once for each inbox."""

import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.actions.delivery import DELIVER, about, deliver
from vaknet.domain.federation.models import Delivery, Host, HostLimit, Parcel

NOTE = {"type": "Create", "object": {"type": "Note", "id": "https://vaknet.example/ap/t/1"}}
ELM, OAK = "https://elm.example/inbox", "https://oak.example/inbox"


def inboxes() -> list[str]:
    return [*Delivery.objects.order_by("pk").values_list("inbox", flat=True)]


def jobs() -> int:
    return ProcrastinateJob.objects.filter(task_name=DELIVER).count()


@transaction.atomic
def sent(sender: Actor, *to: str) -> Parcel | None:
    return deliver(sender, NOTE, to)


def test_each_inbox_gets_it_once_and_a_job_stands_with_it(fatma: Actor) -> None:
    parcel = sent(fatma, ELM, OAK, ELM)
    assert parcel is not None
    assert json.loads(bytes(parcel.content)) == NOTE
    assert inboxes() == [ELM, OAK]
    assert [*Host.objects.order_by("name").values_list("name", flat=True)] == [
        "elm.example",
        "oak.example",
    ]
    assert jobs() == 1


def test_nothing_is_put_down_when_there_is_nobody_to_send_it_to(fatma: Actor) -> None:
    assert sent(fatma) is None
    assert sent(fatma, "https://vaknet.example/ap/inbox", "mailto:fatma@elm.example") is None
    assert (Parcel.objects.count(), Host.objects.count(), jobs()) == (0, 0, 0)


def test_a_host_that_was_closed_or_is_silent_for_long_is_left_out(fatma: Actor) -> None:
    HostLimit.objects.create(host="elm.example", kind="suspend")
    Host.objects.create(name="oak.example", pruned_at=timezone.now())
    assert sent(fatma, ELM, "https://a.elm.example/inbox", OAK) is None
    assert sent(fatma, ELM, "https://ash.example/inbox") is not None
    assert inboxes() == ["https://ash.example/inbox"]


def test_what_is_not_committed_does_not_go(fatma: Actor) -> None:
    with transaction.atomic():
        deliver(fatma, NOTE, [ELM])
        transaction.set_rollback(True)
    assert (inboxes(), jobs()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_it_belongs_inside_a_transaction(world) -> None:
    with pytest.raises(RuntimeError):
        deliver(world.fatma, NOTE, [ELM])


def statements(sender: Actor, to: list[str]) -> int:
    with transaction.atomic(), CaptureQueriesContext(connection) as caught:
        deliver(sender, NOTE, to)
    return len(caught)


def test_five_thousand_inboxes_are_as_many_statements_as_one(fatma: Actor) -> None:
    many = [f"https://host{n % 200}.example/inbox/{n}" for n in range(5000)]
    assert statements(fatma, many) == statements(fatma, ["https://one.example/inbox"])
    assert Delivery.objects.count() == 5001


@pytest.mark.parametrize(
    ("activity", "thing"),
    [
        (NOTE, "https://vaknet.example/ap/t/1"),
        ({"type": "Announce", "object": NOTE}, "https://vaknet.example/ap/t/1"),
        (
            {"type": "Delete", "object": "https://vaknet.example/ap/t/1"},
            "https://vaknet.example/ap/t/1",
        ),
        ({"type": "Flag", "object": ["https://elm.example/a"]}, ""),
    ],
)
def test_what_it_is_about_is_the_thing_at_the_bottom(activity, thing: str) -> None:
    assert about(activity) == thing

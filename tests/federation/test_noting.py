"""What came of sending cannot be written down for a moment, or at all: nothing else suffers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from tests.federation.inboxes import Elsewhere, elsewhere
from tests.federation.test_sending import sent
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import Delivery, Host, HostLimit
from vaknet.domain.federation.queries.sending import hosts_due
from vaknet.interfaces.federation import sending
from vaknet.interfaces.federation.sending import Courier

# A deadlock, told by PostgreSQL itself. A sequence goes on counting when all else is rolled back.
FALLS = """
create sequence falls;
create function fall() returns trigger language plpgsql as $$
begin
    if new.host_id = {host} and nextval('falls') <= {times} then
        raise 'two wait for each other' using errcode = 'deadlock_detected';
    end if;
    return new;
end $$;
create trigger fall before update on {table} for each row execute function fall();
"""


@pytest.fixture
def both(settings) -> Iterator[tuple[Elsewhere, Elsewhere]]:
    with elsewhere() as there, elsewhere() as other:
        settings.FEDERATION_TRIAL = frozenset({there.name, other.name})
        there.takes = 0.1
        yield there, other


@contextmanager
def falls(there: Elsewhere, times: int) -> Iterator[None]:
    host, table = Host.objects.get(name=there.name).pk, Delivery._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(FALLS.format(host=host, times=times, table=table))
        yield
        cursor.execute("drop function fall() cascade; drop sequence falls")


def ids(server: Elsewhere) -> list[str]:
    return [json.loads(one.body)["id"].rpartition("/")[2] for one in server.came]


def waits(server: Elsewhere) -> int:
    return Delivery.objects.filter(host__name=server.name, arrived_at=None).count()


EACH = [f"{number}#Create" for number in range(6)]


def test_what_could_not_be_noted_once_is_noted_then(fatma: Actor, both) -> None:
    there, other = both
    for number in range(6):
        sent(fatma, there.inbox(), other.inbox(), number=number)
    with falls(there, 1):
        assert Courier(lambda *_told: True).deliver() is False
    assert (ids(there), ids(other)) == (EACH, EACH)
    assert (waits(there), waits(other)) == (0, 0)


def test_who_cannot_be_noted_gets_no_more_and_holds_nobody_up(fatma: Actor, both) -> None:
    there, other = both
    for number in range(6):
        sent(fatma, there.inbox(), other.inbox(), number=number)
    there.takes = 1.0
    with falls(there, 10**6), pytest.raises(DatabaseError, match="wait for each other"):
        Courier(lambda *_told: True).deliver()
    assert 1 <= len(ids(there)) < 6
    assert (ids(other), waits(other)) == (EACH, 0)
    assert waits(there) == 6
    assert not hosts_due(timezone.now()).exists()
    assert hosts_due(timezone.now() + timedelta(hours=2)).get().name == there.name


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_ours_while_others_are_busy_loses_nothing_of_what_they_took(
    fatma: Actor, both, monkeypatch
) -> None:
    """The other one is looked at while the first still answers: its door was closed meanwhile."""
    there, other = both
    there.takes = 1.0
    for number in range(6):
        sent(fatma, there.inbox(), number=number)
    sent(fatma, other.inbox(), number=9)
    monkeypatch.setattr(sending, "OF_ONE", 60.0)
    HostLimit.objects.create(host=other.name, kind=HostLimit.Kind.SUSPEND, by=fatma)
    soon = timezone.now() + timedelta(seconds=4)  # of the six that the other letters take
    Delivery.objects.filter(host__name=other.name).update(due_at=soon)
    with falls(other, 10**6), pytest.raises(DatabaseError, match="wait for each other"):
        Courier(lambda *_told: True, seconds=60.0).deliver()
    assert (ids(there), waits(there)) == (EACH, 0)
    assert (ids(other), waits(other)) == ([], 1)

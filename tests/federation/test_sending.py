"""What is due goes out, signed, in order, and as often as it has to."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.federation.inboxes import Elsewhere, elsewhere
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.actions.delivery import DELIVER, deliver
from vaknet.domain.federation.actions.sending import forget_sent, heard_from
from vaknet.domain.federation.models import (
    Delivery,
    Follower,
    Following,
    Host,
    HostLimit,
    Parcel,
    RemoteActor,
    SigningKey,
)
from vaknet.engine.activitypub import Message, PublicKey, claim
from vaknet.engine.activitypub.keys import public_key
from vaknet.engine.activitypub.patience import FAILURES
from vaknet.interfaces.federation.sending import Courier, send_due, send_where_due
from vaknet.kit.internet import Address

DAY = timedelta(days=1)


@pytest.fixture
def there(settings) -> Iterator[Elsewhere]:
    with elsewhere() as server:
        settings.FEDERATION_TRIAL = frozenset({server.name})
        yield server


@transaction.atomic
def sent(sender: Actor, *to: str, number: int = 1, verb: str = "Create") -> Parcel:
    about = f"https://vaknet.example/ap/t/{number}"
    activity = {"id": f"{about}#{verb}", "type": verb, "object": {"id": about}}
    parcel = deliver(sender, activity, to)
    assert parcel is not None
    return parcel


def go_on(there: Elsewhere, seconds: float = 120.0, patience: float = 60.0) -> bool:
    return Courier(there.may_reach, seconds=seconds, patience=patience).deliver()


def came(there: Elsewhere) -> list[tuple[str, str]]:
    return [(one.path, json.loads(one.body)["id"].rpartition("/")[2]) for one in there.came]


def due_now() -> None:
    Delivery.objects.update(due_at=timezone.now())
    Host.objects.exclude(waits_until=None).update(waits_until=timezone.now())


def states() -> list[tuple[bool, bool, int, str]]:
    rows = Delivery.objects.order_by("pk")
    return [(bool(r.arrived_at), bool(r.given_up_at), r.tries, r.trouble) for r in rows]


ARRIVED = (True, False, 0, "")


def test_it_goes_out_signed_by_one_connection_in_order(fatma: Actor, there: Elsewhere) -> None:
    for number in (1, 2, 3):
        sent(fatma, there.inbox(), number=number)
    assert go_on(there) is False
    assert came(there) == [("/inbox", f"{number}#Create") for number in (1, 2, 3)]
    assert states() == [ARRIVED] * 3
    assert len(there.lines) == 1
    first = there.came[0]
    assert first.headers["Content-Type"] == "application/activity+json"
    message = Message(
        "POST", f"http://{there.name}", "/inbox", tuple(first.headers.items()), first.body
    )
    row = SigningKey.objects.get(actor=fatma, kind="rsa")
    owner = f"https://vaknet.example/ap/{fatma.federated_id.token}"
    claimed = claim(message, now=timezone.now())
    assert claimed.key_id == f"{owner}#{row.name}"
    claimed.proved_by(PublicKey(claimed.key_id, owner, public_key(row.public)))


def test_who_takes_only_the_newer_way_to_sign_gets_that(fatma: Actor, there: Elsewhere) -> None:
    there.only = "rfc9421"
    sent(fatma, there.inbox(), number=1)
    sent(fatma, there.inbox(), number=2)
    go_on(there)
    assert states() == [ARRIVED] * 2
    assert [one for _path, one in came(there)] == ["1#Create", "1#Create", "2#Create"]
    assert Host.objects.get(name=there.name).signature == "rfc9421"


def test_who_cannot_prove_either_way_is_asked_again(fatma: Actor, there: Elsewhere) -> None:
    """It may have been unable to read our key: what it would not take then it takes later."""
    there.only = "something else"
    sent(fatma, there.inbox())
    go_on(there)
    assert len(there.came) == 2
    assert states() == [(False, False, 1, "401")]
    assert Host.objects.get(name=there.name).signature == "draft"
    there.only = ""
    due_now()
    go_on(there)
    [(arrived, given_up, _tries, trouble)] = states()
    assert (arrived, given_up, trouble) == (True, False, "")


@pytest.mark.parametrize("status", [301, 400, 405, 413])
def test_what_is_refused_is_given_up(fatma: Actor, there: Elsewhere, status: int) -> None:
    there.answers["/inbox"] = [status]
    sent(fatma, there.inbox())
    go_on(there)
    assert states() == [(False, True, 1, str(status))]
    assert Host.objects.get(name=there.name).failures == 0


@pytest.mark.parametrize("status", [408, 500, 502, 503])
def test_what_failed_is_tried_again_a_minute_later(
    fatma: Actor, there: Elsewhere, status: int
) -> None:
    there.answers["/inbox"] = [status, 202]
    sent(fatma, there.inbox())
    assert go_on(there) is False
    assert states() == [(False, False, 1, str(status))]
    wait = Delivery.objects.get().due_at - timezone.now()
    assert timedelta(seconds=40) < wait < timedelta(seconds=75)
    go_on(there)
    assert len(there.came) == 1
    due_now()
    go_on(there)
    assert states() == [(True, False, 1, "")]
    assert Host.objects.get(name=there.name).failing_since is None


def test_who_has_no_time_is_left_alone_for_as_long_as_it_asks(
    fatma: Actor, there: Elsewhere
) -> None:
    there.answers["/inbox"], there.headers = [429], {"Retry-After": "3600"}
    sent(fatma, there.inbox(), number=1)
    sent(fatma, there.inbox(), number=2)
    go_on(there)
    assert len(there.came) == 1
    host = Host.objects.get(name=there.name)
    assert host.failures == 0
    assert host.waits_until is not None
    assert timedelta(minutes=55) < host.waits_until - timezone.now() <= timedelta(hours=1)
    go_on(there)
    assert len(there.came) == 1


def test_who_is_away_for_a_while_says_for_how_long(fatma: Actor, there: Elsewhere) -> None:
    there.answers["/inbox"], there.headers = [503], {"Retry-After": "3600"}
    sent(fatma, there.inbox(), number=1)
    sent(fatma, there.inbox(), number=2)
    go_on(there)
    go_on(there)
    assert len(there.came) == 1
    host = Host.objects.get(name=there.name)
    assert host.failures == 1
    assert host.waits_until is not None
    assert timedelta(minutes=55) < host.waits_until - timezone.now() <= timedelta(hours=1)


def test_who_does_not_answer_holds_nobody_up(fatma: Actor, there: Elsewhere, settings) -> None:
    with elsewhere() as slow:
        slow.answers["/inbox"] = [0]
        settings.FEDERATION_TRIAL = frozenset({there.name, slow.name})
        sent(fatma, slow.inbox(), there.inbox(), number=1)
        sent(fatma, slow.inbox(), there.inbox(), number=2)
        courier = Courier(lambda *_told: True, seconds=3.0, patience=4.0)
        assert courier.deliver() is True
        assert len(there.came) == 2
        assert len(slow.came) == 1
    assert Host.objects.get(name=slow.name).failures == 1
    assert Delivery.objects.get(tries=1).trouble == "too_slow"


def test_after_some_failures_only_one_is_tried_at_a_time(fatma: Actor, there: Elsewhere) -> None:
    there.answers["/inbox"] = [500] * FAILURES + [502, 202]
    for number in range(FAILURES + 3):
        sent(fatma, there.inbox(), number=number)
    go_on(there)
    assert len(there.came) == FAILURES
    host = Host.objects.get(name=there.name)
    assert (host.failures, host.waits_until is not None) == (FAILURES, True)
    go_on(there)
    assert len(there.came) == FAILURES
    due_now()
    go_on(there)
    assert len(there.came) == FAILURES + 1
    due_now()
    go_on(there)
    host.refresh_from_db()
    assert (host.failures, host.waits_until) == (0, None)
    assert all(arrived for arrived, *_more in states())


def test_who_is_silent_for_a_week_gets_nothing_until_it_is_heard(
    fatma: Actor, there: Elsewhere
) -> None:
    there.answers["/inbox"] = [500]
    sent(fatma, there.inbox(), number=1)
    sent(fatma, there.inbox(), number=2)
    week = timezone.now() - 7 * DAY
    Host.objects.update(failures=FAILURES, failing_since=week)
    go_on(there)
    assert states() == [(False, True, 1, "silent"), (False, True, 0, "silent")]
    with transaction.atomic():
        assert deliver(fatma, {"id": "x"}, [there.inbox()]) is None
    heard_from(there.name)
    there.answers["/inbox"] = [202]
    sent(fatma, there.inbox(), number=3)
    go_on(there)
    assert Delivery.objects.filter(arrived_at__isnull=False).count() == 1
    assert Host.objects.get().failures == 0


def test_of_who_is_well_hearing_writes_nothing(there: Elsewhere, db: None) -> None:
    host = Host.objects.create(name=there.name)
    heard_from(there.name.upper())
    heard_from("nobody.example")
    heard_from("\N{ZERO WIDTH JOINER}é.example")
    host.refresh_from_db()
    assert (host.failures, host.waits_until) == (0, None)


def test_after_a_week_it_is_given_up(fatma: Actor, there: Elsewhere) -> None:
    there.answers["/inbox"] = [500]
    sent(fatma, there.inbox())
    Parcel.objects.update(at=timezone.now() - 7 * DAY)
    go_on(there)
    assert states() == [(False, True, 1, "500")]


def somebody(there: Elsewhere, fatma: Actor, path: str = "/u/iris/inbox") -> RemoteActor:
    host, _new = Host.objects.get_or_create(name=there.name)
    actor = Actor.objects.create(kind="person", handle="iris", domain=there.name, name="Iris")
    iris = RemoteActor.objects.create(
        actor=actor,
        host=host,
        uri=f"http://{there.name}/u/iris",
        inbox=there.inbox(path),
        read_at=timezone.now(),
    )
    Follower.objects.create(follower=iris, followed=fatma, since=timezone.now())
    Following.objects.create(follower=fatma, followed=iris, token="t", since=timezone.now())
    return iris


def test_of_who_is_gone_the_follows_end_and_nothing_more_is_sent(
    fatma: Actor, there: Elsewhere
) -> None:
    iris = somebody(there, fatma)
    there.answers["/u/iris/inbox"] = [410]
    sent(fatma, iris.inbox, number=1)
    sent(fatma, iris.inbox, there.inbox(), number=2)
    go_on(there)
    iris.refresh_from_db()
    assert iris.gone_at is not None
    assert (iris.keys, iris.page, iris.followers) == ([], "", "")
    assert (iris.actor.name, "iris" in iris.actor.handle) == (there.name, False)
    assert not Follower.objects.filter(until=None).exists()
    assert not Following.objects.filter(until=None).exists()
    assert Delivery.objects.filter(arrived_at__isnull=False).count() == 1
    assert Delivery.objects.filter(given_up_at__isnull=False, trouble="410").count() == 2


def test_not_found_counts_when_it_is_said_again_a_day_later(fatma: Actor, there: Elsewhere) -> None:
    iris = somebody(there, fatma)
    there.answers["/u/iris/inbox"] = [404, 404, 202, 404]

    def once(number: int) -> bool:
        sent(fatma, iris.inbox, number=number)
        go_on(there)
        return RemoteActor.objects.filter(gone_at=None).exists()

    assert once(1)
    assert once(2)
    earlier = timezone.now() - 2 * DAY
    Delivery.objects.filter(trouble="404").update(given_up_at=earlier)
    assert once(3)
    assert once(4)
    Delivery.objects.filter(arrived_at__isnull=False).update(arrived_at=earlier - DAY)
    assert not once(5)


def test_a_thing_that_is_taken_away_does_not_go_before_it(fatma: Actor, there: Elsewhere) -> None:
    there.answers["/inbox"] = [500, 202]
    sent(fatma, there.inbox(), number=1)
    sent(fatma, there.inbox(), number=1, verb="Delete")
    sent(fatma, there.inbox(), number=2)
    go_on(there)
    assert came(there) == [("/inbox", "1#Create"), ("/inbox", "2#Create")]
    due_now()
    go_on(there)
    assert [one for _path, one in came(there)][2:] == ["1#Create", "1#Delete"]


def test_who_has_no_key_any_more_sends_nothing(fatma: Actor, there: Elsewhere) -> None:
    sent(fatma, there.inbox())
    SigningKey.objects.update(sealed=b"x")
    go_on(there)
    assert there.came == []
    assert states() == [(False, True, 1, "unsigned")]


def test_nothing_is_sent_where_nobody_may_reach(fatma: Actor, there: Elsewhere) -> None:
    sent(fatma, there.inbox())
    assert Courier(lambda *_told: False).deliver() is False
    assert states() == [(False, True, 1, "forbidden")]


def test_the_rest_is_put_in_line_and_the_clock_finds_what_was_left(
    fatma: Actor, there: Elsewhere
) -> None:
    jobs = ProcrastinateJob.objects.filter(task_name=DELIVER)
    send_where_due()
    send_due()
    assert not jobs.exists()
    sent(fatma, there.inbox())
    assert go_on(there, seconds=0.0) is True
    before = jobs.count()
    send_where_due()
    assert jobs.count() == before + 1


def test_off_nothing_that_waits_is_sent(fatma: Actor, there: Elsewhere, settings) -> None:
    sent(fatma, there.inbox())
    jobs = ProcrastinateJob.objects.filter(task_name=DELIVER)
    before = jobs.count()
    settings.FEDERATION = False
    send_where_due()
    send_due()
    assert (there.came, jobs.count(), states()) == ([], before, [(False, False, 0, "")])


def test_what_was_put_down_while_a_door_closed_is_given_up(
    fatma: Actor, there: Elsewhere, world: World
) -> None:
    sent(fatma, there.inbox())
    HostLimit.objects.create(host=there.name, kind=HostLimit.Kind.SUSPEND, by=world.moderator)
    go_on(there)
    assert there.came == []
    assert states() == [(False, True, 0, "closed")]


def test_what_came_long_ago_is_forgotten(fatma: Actor, there: Elsewhere) -> None:
    there.answers["/refused"] = [400]
    sent(fatma, there.inbox(), number=1)
    sent(fatma, there.inbox("/refused"), number=2)
    go_on(there)
    now = timezone.now()
    Parcel.objects.update(at=now - 30 * DAY)
    forget_sent(now=now + 4 * DAY)
    assert Parcel.objects.count() == 1
    forget_sent(now=now + 15 * DAY)
    assert (Parcel.objects.count(), Delivery.objects.count()) == (0, 0)


def test_an_odd_wish_for_how_long_to_wait_is_a_failure_like_any_other(
    fatma: Actor, there: Elsewhere
) -> None:
    year = "9" * 20
    there.answers["/inbox"] = [503]
    there.headers = {"Retry-After": f"Mon, 01 Jan {year} 00:00:00 GMT"}
    sent(fatma, there.inbox())
    go_on(there)
    go_on(there)
    assert (states(), len(there.came)) == ([(False, False, 1, "503")], 1)


def test_a_fault_of_ours_is_noted_tried_less_and_less_and_holds_nobody_up(
    fatma: Actor, there: Elsewhere, settings, caplog
) -> None:
    with elsewhere() as other:
        settings.FEDERATION_TRIAL = frozenset({there.name, other.name})

        def may_reach(address: Address, port: int) -> bool:
            if port == there.port:
                raise RuntimeError("an answer of which nobody thought")
            return address.is_loopback

        for number in (1, 2):
            sent(fatma, there.inbox(), other.inbox(), number=number)
        Courier(may_reach).deliver()
        assert len(other.came) == 2
    rows = Delivery.objects.filter(host__name=there.name).order_by("pk")
    assert [(row.tries, row.trouble) for row in rows] == [(1, "fault"), (1, "fault")]
    assert rows[0].due_at > timezone.now()
    assert "an answer of which nobody thought" in caplog.text
    for _time in range(FAILURES):
        due_now()
        Courier(may_reach).deliver()
    host = Host.objects.get(name=there.name)
    assert host.failures > FAILURES
    assert host.waits_until is not None
    assert host.waits_until > timezone.now()

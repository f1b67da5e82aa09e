"""Sending takes a share of the processor: a few letters go at once, of many each host in turn."""

import time
from collections.abc import Callable

from tests.federation.inboxes import Elsewhere, elsewhere
from tests.federation.test_sending import ARRIVED, came, go_on, sent, states
from tests.federation.test_sending import there as there  # noqa: PLC0414 - the fixture
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import Host, Parcel
from vaknet.engine.activitypub.patience import FAILURES
from vaknet.interfaces.federation.pace import Pace
from vaknet.interfaces.federation.sending import Courier
from vaknet.kit.internet import Address

NOTHING = 1e-9  # of a processor: whoever used up the head start gets nothing more


def test_what_was_spent_is_rested_for() -> None:
    pace = Pace(share=0.001, head_start=0.0)
    pace.spent = 1.0
    assert 900 < pace.rest(0.0) < 1_100
    assert 1_900 < pace.rest(1.0) < 2_100


def test_within_the_head_start_nobody_rests() -> None:
    pace = Pace(share=NOTHING, head_start=60.0)
    pace.spent = 20.0
    assert pace.rest(20.0) == 0.0
    assert pace.rest(60.0) > 0.0


def test_who_waited_long_has_no_more_than_the_head_start_again() -> None:
    pace = Pace(share=0.001, head_start=60.0)
    pace.since -= 10**9
    assert pace.rest(0.0) == 0.0
    pace.spent = 61.0
    assert 900 < pace.rest(0.0) < 1_100


def test_a_few_letters_are_not_held_back(fatma: Actor, there: Elsewhere) -> None:
    for number in range(3):
        sent(fatma, there.inbox(), number=number)
    pace = Pace(share=NOTHING, head_start=60.0)
    assert Courier(there.may_reach, pace=pace).deliver() is False
    assert states() == [ARRIVED] * 3


def test_who_is_held_back_is_left_to_the_next(fatma: Actor, there: Elsewhere) -> None:
    sent(fatma, there.inbox())
    pace = Pace(share=NOTHING, head_start=0.0)
    assert Courier(there.may_reach, seconds=0.3, pace=pace).deliver() is True
    assert (there.came, states()) == ([], [(False, False, 0, "")])
    assert go_on(there) is False
    assert states() == [ARRIVED]


def test_what_a_turn_took_holds_back_the_next(fatma: Actor, there: Elsewhere) -> None:
    """Of a host that was failing one letter goes, and when it arrived the others."""

    def may_reach(address: Address, port: int) -> bool:
        busy_until = time.thread_time() + 1.2
        while time.thread_time() < busy_until:
            pass
        return there.may_reach(address, port)

    for number in range(3):
        sent(fatma, there.inbox(), number=number)
    Host.objects.update(failures=FAILURES)
    pace = Pace(share=NOTHING, head_start=1.0)
    assert Courier(may_reach, seconds=3.0, pace=pace).deliver() is True
    assert came(there) == [("/inbox", "0#Create")]
    assert go_on(there) is False
    assert states() == [ARRIVED] * 3


def test_the_next_begins_when_it_was_rested_for(fatma: Actor, there: Elsewhere) -> None:
    for number in range(3):
        sent(fatma, there.inbox(), number=number)
    Host.objects.update(failures=FAILURES)
    pace = Pace(share=1.0, head_start=0.0)
    assert Courier(there.may_reach, pace=pace).deliver() is False
    assert states() == [ARRIVED] * 3


class InTurn(Pace):
    """One turn after the other. When the first is over something is put down for a third host, and
    the second begins when the courier looked who else is due."""

    def __init__(self, put_down: Callable[[], Parcel]) -> None:
        super().__init__()
        self.put_down = put_down
        self.newest: Callable[[], int] = lambda: 0
        self.has_begun = False
        self.parcel: Parcel | None = None

    def rest(self, under_way: float) -> float:
        if under_way or (self.has_begun and not self.is_known()):
            return 0.05
        self.has_begun = True
        return 0.0

    def is_known(self) -> bool:
        self.parcel = self.parcel or self.put_down()
        return self.newest() == self.parcel.pk


def test_while_many_wait_what_is_put_down_for_one_goes_before_them(
    fatma: Actor, there: Elsewhere, settings
) -> None:
    arrived: list[str] = []
    with elsewhere() as waiting, elsewhere() as late:
        everybody = {
            one.port: name for one, name in zip((there, waiting, late), "abc", strict=True)
        }

        def may_reach(address: Address, port: int) -> bool:
            arrived.append(everybody[port])
            return address.is_loopback

        settings.FEDERATION_TRIAL = frozenset(one.name for one in (there, waiting, late))
        sent(fatma, there.inbox(), waiting.inbox())
        pace = InTurn(lambda: sent(fatma, late.inbox(), number=2))
        courier = Courier(may_reach, pace=pace)
        pace.newest = lambda: courier.line.newest
        assert courier.deliver() is False
    assert arrived in (["a", "c", "b"], ["b", "c", "a"])
    assert states() == [ARRIVED] * 3

"""An organisation that becomes known while something else happens to it: each has a connection."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from tests import world as worlds
from tests.federation.going_out import follower
from tests.federation.represented import (
    DOMAIN,
    a_day_of,
    actor_of,
    let_out,
    says_she_works_there,
    shown,
)
from tests.opportunities.a_masterclass import CRITERIA, QUESTIONS, details
from tests.waiting import somebody_waits, then_close
from tests.world import World
from vaknet.domain.events import actions as events
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import Follower, Parcel
from vaknet.domain.opportunities import actions as opportunities
from vaknet.domain.people.models import Organisation
from vaknet.domain.refusal import Refused
from vaknet.interfaces.federation.organisations import take_back_organisations

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def busy(transactional_db: None) -> World:
    return worlds.build()


@contextmanager
def meanwhile(act: Callable[[], Any]) -> Iterator[list[Future[Any]]]:
    """It begins when the block is done, waits for what that holds, and goes on with its end."""
    running: list[Future[Any]] = []
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        yield running
        running.append(pool.submit(then_close, act))
        while not somebody_waits():
            assert not running[0].done()


def know(world: World, place: Organisation) -> None:
    actions.let_organisation_out(world.samira, organisation=place, domain=DOMAIN, is_sure=True)


def test_letting_it_be_known_again_is_not_undone(busy: World) -> None:
    place = let_out(busy)
    actor = actor_of(place)
    actions.keep_organisation_home(busy.samira, organisation=place)
    follower(actor, host="vrienden.example")
    with meanwhile(take_back_organisations) as taking:
        know(busy, place)
        Follower.objects.update(until=None)  # who follows anew
    assert taking[0].result() is None
    assert queries.known(actor.handle) == actor
    assert Follower.objects.filter(until=None).exists()
    types = [bytes(row.content) for row in Parcel.objects.all()]
    assert not [one for one in types if b'"Delete"' in one]


def drafts(world: World, place: Organisation) -> list[Callable[[], Any]]:
    """What somebody puts up who only says that she works there: an event and an opportunity."""
    bram = says_she_works_there(world.bram, place)
    event = a_day_of(bram, place)
    made = opportunities.begin_opportunity(
        bram, details=details(readers="public", contact="Het stadhuis"), organisation=place
    )
    opportunities.set_form(bram, opportunity=made, criteria=CRITERIA, questions=QUESTIONS)
    return [
        lambda: events.publish_event(bram, event=event),
        lambda: opportunities.publish_opportunity(bram, opportunity=made),
    ]


@pytest.mark.parametrize("which", [0, 1])
def test_what_is_put_up_while_it_becomes_known_waits_and_is_refused(
    busy: World, which: int
) -> None:
    place = shown(busy)
    publish = drafts(busy, place)[which]
    with meanwhile(publish) as publishing:
        know(busy, place)
    with pytest.raises(Refused, match="Wie voor de organisatie spreekt"):
        publishing[0].result()


@pytest.mark.parametrize("which", [0, 1])
def test_what_was_put_up_first_stays_here(busy: World, which: int) -> None:
    """Also when letting it be known began before."""
    place = shown(busy)
    publish = drafts(busy, place)[which]
    with meanwhile(lambda: know(busy, place)) as knowing:
        thing = publish()
    assert knowing[0].result() is None
    known = queries.represented_of(place)
    assert known is not None
    assert thing.published_at < known.since

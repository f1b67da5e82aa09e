"""Links that act without signing in: ours and whole, or nothing."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from vaknet.domain.activity import links
from vaknet.domain.activity.models import Actor
from vaknet.domain.people import unsubscribing
from vaknet.domain.people.models import Account

IDS = st.integers(min_value=1, max_value=2**62)
PURPOSES = st.sampled_from(["step", "introduction", "request"])


def token(actor: int, purpose: str, thing: int) -> str:
    return links.action_token(Actor(pk=actor), purpose, thing)


@given(IDS, PURPOSES, IDS)
def test_a_link_grants_exactly_what_it_was_made_for(actor: int, purpose: str, thing: int) -> None:
    assert links.read_token(token(actor, purpose, thing)) == links.Grant(actor, purpose, thing)


@given(IDS, PURPOSES, IDS, st.data())
def test_a_changed_link_is_broken(
    actor: int, purpose: str, thing: int, data: st.DataObject
) -> None:
    whole = token(actor, purpose, thing)
    place = data.draw(st.integers(0, len(whole) - 1))
    letter = data.draw(st.characters().filter(lambda one: one != whole[place]))
    with pytest.raises(links.LinkBroken):
        links.read_token(whole[:place] + letter + whole[place + 1 :])


@given(IDS, PURPOSES, IDS, st.data())
def test_a_cut_off_link_is_broken(
    actor: int, purpose: str, thing: int, data: st.DataObject
) -> None:
    whole = token(actor, purpose, thing)
    with pytest.raises(links.LinkBroken):
        links.read_token(whole[: data.draw(st.integers(0, len(whole) - 1))])


@given(st.text(max_size=200))
def test_anything_else_is_broken(typed: str) -> None:
    with pytest.raises(links.LinkBroken):
        links.read_token(typed)


@given(IDS, IDS)
def test_a_signature_does_not_fit_another_person_or_thing(actor: int, other: int) -> None:
    mine = token(actor, "request", 7)
    signature = mine.split("~", 1)[1]
    forged = f"request-{other}-7~{signature}"
    if other != actor:
        with pytest.raises(links.LinkBroken):
            links.read_token(forged)


def test_a_link_works_for_thirty_days() -> None:
    made = datetime(2026, 11, 1, 9, tzinfo=UTC)
    with time_machine.travel(made, tick=False):
        link = token(1, "request", 7)
    with time_machine.travel(made + timedelta(days=29, hours=23), tick=False):
        assert links.read_token(link).object_id == 7
    later = time_machine.travel(made + timedelta(days=30, hours=1), tick=False)
    with later, pytest.raises(links.LinkExpired):
        links.read_token(link)


def test_one_kind_of_link_does_not_open_another_door() -> None:
    stop = unsubscribing.unsubscribe_token(Account(pk=7))
    act = token(7, "request", 7)
    with pytest.raises(links.LinkBroken):
        links.read_token(stop)
    with pytest.raises(Account.DoesNotExist):
        unsubscribing.account_of(act)


@given(st.text(max_size=100))
def test_only_our_own_links_stop_letters(typed: str) -> None:
    with pytest.raises(Account.DoesNotExist):
        unsubscribing.account_of(typed)

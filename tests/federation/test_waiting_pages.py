"""Pages that ask other networks: briefly, few at once, so often, and nobody else waits for them."""

import socket
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from django.core.cache import cache

from tests.federation.elsewhere import Elsewhere, connect
from tests.federation.story import follows, somebody_elsewhere
from tests.federation.test_fetching import finger
from tests.federation.test_from_elsewhere import goes
from tests.federation.test_pages import signed_in
from tests.places import all_taken
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.interfaces.reaching import fetching, networks
from vaknet.interfaces.reaching.waiting import GUESTS, MEMBERS, PROGRAMS
from vaknet.interfaces.web import asking
from vaknet.kit import http, thread_places

MINE = "/ik/instellingen/andere-netwerken/"
FOLLOWS = f"{MINE}volgen/"
BACK = "/authorize_interaction"
ASKING = ["follow", "move", "say", "moderate", "look", "treaty"]
type Pages = dict[str, tuple[Actor, str, str, str]]
type Waits = list[tuple[float, float]]
BUSY = "Others look something up elsewhere just now. Try again in a moment."


@pytest.fixture(autouse=True)
def _never_before(world: World) -> None:
    cache.clear()  # what other tests asked for does not count


@pytest.fixture
def silent(there: Elsewhere, settings: Any, monkeypatch: Any) -> Iterator[Elsewhere]:
    """A network that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listener:
        one = Elsewhere(f"http://127.0.0.1:{listener.getsockname()[1]}")
        connect(settings, monkeypatch, there, one)
        yield one


@pytest.fixture
def waits(silent: Elsewhere, monkeypatch: Any) -> Waits:
    """Of each question to others, how many seconds it was given and how many it took. Who is silent
    is not waited for all that time."""
    found: Waits = []

    def asked(url: str, *, seconds: float, **more: Any) -> http.Answer:
        began = monotonic()
        briefly = min(seconds, 0.2) if url.startswith(silent.address) else seconds
        try:
            return http.ask(url, seconds=briefly, **more)
        finally:
            found.append((seconds, monotonic() - began))

    for module in (fetching, networks):
        monkeypatch.setattr(module, "ask", asked)
    return found


@pytest.fixture
def pages(world: World, fatma: Actor, open_group: Group) -> Pages:
    """Who, at which page, by which button and field."""
    follows(somebody_elsewhere(), fatma)
    of_group = f"/g/{open_group.actor.handle}/instellingen/andere-netwerken/moderatoren/"
    return {
        "follow": (fatma, FOLLOWS, "find", "who"),
        "move": (fatma, f"{MINE}verhuizen/", "find", "who"),
        "say": (fatma, MINE, "say", "uri"),
        "moderate": (world.noor, of_group, "ask", "who"),
        "look": (fatma, BACK, "", "uri"),
        "treaty": (world.moderator, "/beheer/verdragen/nieuw/", "", "address"),
    }


def asks(pages: Pages, name: str, typed: str) -> Any:
    member, path, act, field = pages[name]
    return signed_in(member).post(path, {"act": act, field: typed})


@pytest.mark.parametrize("name", ASKING)
def test_when_others_wait_it_says_so_at_once_and_keeps_what_was_typed(
    pages: Pages, there: Elsewhere, settings: Any, name: str
) -> None:
    """That does not count as one of the times that she may ask."""
    limits = settings.ACCOUNT_RATE_LIMITS | {"look_elsewhere": "1/h/key"}
    settings.ACCOUNT_RATE_LIMITS = limits
    typed = there.someone().id
    with all_taken(MEMBERS):
        answer = asks(pages, name, typed)
        assert signed_in(pages[name][0]).get(FOLLOWS).status_code == 200
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert BUSY in answer.text
    assert f'value="{typed}"' in answer.text
    assert there.asked == []
    asks(pages, name, typed)
    assert there.asked != []


@pytest.mark.parametrize("name", ASKING)
def test_nobody_has_our_server_ask_all_day(
    pages: Pages, there: Elsewhere, settings: Any, name: str
) -> None:
    limits = settings.ACCOUNT_RATE_LIMITS | {"look_elsewhere": "1/h/key"}
    settings.ACCOUNT_RATE_LIMITS = limits
    asks(pages, name, f"{there.address}/niemand")
    heard = list(there.asked)
    answer = asks(pages, name, f"{there.address}/niemand")
    assert answer.status_code == 422
    assert "You tried this many times." in answer.text
    assert there.asked == heard != []


@pytest.mark.parametrize("name", ASKING)
def test_it_waits_for_all_that_it_asks_no_longer_than_one_time(
    pages: Pages, silent: Elsewhere, waits: Waits, name: str
) -> None:
    answer = asks(pages, name, f"{silent.address}/users/noor")
    [(given, _took)] = waits
    assert 0 < given <= (asking.SECONDS / 2 if name == "treaty" else asking.SECONDS)
    assert answer.status_code == 422


def test_by_name_and_then_by_id_is_one_time_too(
    fatma: Actor, there: Elsewhere, silent: Elsewhere, waits: Waits
) -> None:
    finger(there, "noor", f"{silent.address}/users/noor")
    answer = signed_in(fatma).post(FOLLOWS, {"act": "find", "who": f"@noor@{there.host}"})
    (_first, took), (given, _took) = waits
    assert given <= asking.SECONDS - took + 1e-6
    assert "That network does not answer now." in answer.text


def test_coming_to_an_event_is_asked_in_the_same_way(fatma: Actor, there: Elsewhere) -> None:
    """It goes on to a page, which says it, and still has the event."""
    client, sent = signed_in(fatma), {"act": "come", "uri": f"{there.address}/events/1"}
    with all_taken(MEMBERS):
        answer = client.post(f"{MINE}bijeenkomsten/", sent)
    assert answer.status_code == 303
    page = client.get(answer["Location"]).text
    assert BUSY in page
    assert f'name="uri" value="{sent["uri"]}"' in page
    assert there.asked == []


def test_guests_wait_for_guests_only(fatma: Actor, there: Elsewhere) -> None:
    with all_taken(GUESTS):
        answer = goes(there, f"/@{fatma.handle}/", f"@ida@{there.host}")
        assert (answer.status_code, answer["Retry-After"]) == (503, "5")
        assert BUSY in answer.text
        assert f'value="@ida@{there.host}"' in answer.text
        assert there.asked == []
        found = signed_in(fatma).post(FOLLOWS, {"act": "find", "who": there.someone().id})
        assert found.status_code == 200
    with all_taken(MEMBERS), all_taken(PROGRAMS):
        assert goes(there, f"/@{fatma.handle}/", f"@ida@{there.host}").status_code == 422
    assert len(there.asked) == 2


def test_one_guest_does_not_keep_the_others_out(
    fatma: Actor, there: Elsewhere, silent: Elsewhere, waits: Waits
) -> None:
    assert 10 * asking.SECONDS_OF_GUESTS <= 30  # of each minute: so often from one IP address
    answer = goes(there, f"/@{fatma.handle}/", f"@ida@{silent.host}")
    assert "does not answer" in answer.text
    [(given, _took)] = waits
    assert given <= asking.SECONDS_OF_GUESTS


def test_who_signs_with_a_key_that_we_have_to_look_for_hears_to_try_again(
    fatma: Actor, there: Elsewhere, settings: Any
) -> None:
    settings.FEDERATION_SIGNED_READS = True
    noor, page = there.someone(), f"/@{fatma.handle}/"
    with all_taken(PROGRAMS):
        answer = noor.get(page)
        assert (answer.status_code, answer["Retry-After"]) == (503, "30")
        assert there.asked == []
    with all_taken(MEMBERS), all_taken(GUESTS):
        assert noor.get(page).status_code == 200
    with all_taken(PROGRAMS):
        assert noor.get(page).status_code == 200  # her key is known now


def test_who_waits_has_a_thread_that_holds_no_page_up() -> None:
    assert MEMBERS.most + GUESTS.most + PROGRAMS.most == thread_places.WAITERS

"""Two Vaknets that know of nobody else: from the first proposal to the end of their treaty, with a
killing in the middle of a question."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep
from urllib.parse import urlencode

import pytest

from tests.federation.live import ACTIVITY, fetch
from tests.house.conftest import PATIENCE, eventually
from tests.house.several import Several, kill, ready, served, stop_in_its_tracks, stop_working
from tests.ports import free_port
from vaknet.interfaces.commands.demo_metanetwork import Linked

QUESTION = "Wie heeft bouwdossiers gescand?"
ADA = [["Ada de Boer"]]
SAMIRA = "samira.elidrissi"
BY_CHANCE = re.compile("[A-Za-z0-9]{64}")  # what forms carry against forgery


@pytest.fixture
def networks(tmp_path: Path, prepared: Path) -> list[Linked]:
    return ready(tmp_path, prepared, port=free_port(), number=2)


@pytest.fixture
def both(networks: list[Linked]) -> Iterator[Several]:
    with served(networks) as both:
        yield both


def test_a_treaty_of_two_from_its_first_word_to_its_end(both: Several) -> None:
    there, (oost, archief) = both.networks[1], both.hands
    assert oost("propose", address=there.address) == "Archiefnet"
    eventually(lambda: archief("terms") == [1, 90])
    assert not archief("is_in_force")
    assert archief("counter") == 2
    eventually(lambda: oost("terms") == [2, 30])
    oost("sign")
    eventually(lambda: archief("is_in_force") and oost("is_in_force"))

    assert oost("asks", text=QUESTION) == [[]]  # nobody there agreed yet
    archief("agrees", handle="ada.deboer")
    archief("plan", name="Scandag")
    assert oost("asks", text=QUESTION) == ADA
    eventually(lambda: "Scandag (Archiefnet)" in oost("reads_agenda"))

    stop_in_its_tracks(there)
    with ThreadPoolExecutor(1) as members:
        asking = members.submit(oost, "asks", text=QUESTION)
        sleep(0.3)
        assert not asking.done()
        kill(there)
        assert asking.result(timeout=PATIENCE) == [None]
    assert "Scandag (Archiefnet)" in oost("reads_agenda")  # as it was read last
    both.begin(there)
    eventually(there.answers)
    eventually(lambda: oost("asks", text=QUESTION) == ADA)
    assert archief("is_in_force")
    _group_of_members(both)
    _group_for_everybody(both)

    assert "networks.FromPartner" in oost("came")
    oost("ends")
    eventually(lambda: not archief("is_in_force"))
    assert (oost("came"), archief("came")) == ({}, {})
    assert (oost("asks", text=QUESTION), oost("reads_agenda")) == ([], [])
    assert oost("sees_groups") == []
    # What she said stays in the group, without her name.
    assert archief("replies") == [["Een oud-lid", "Vier per plank."]]


def _group_of_members(both: Several) -> None:
    """A visitor reads and answers in it; for everybody else it is not there."""
    there, (oost, archief) = both.networks[1], both.hands
    handle = archief("opens_closed_group", name="Onder archivarissen", title="Wie telt de dozen?")
    assert oost("sees_groups") == ["Onder archivarissen"]
    assert oost("knocks", handle=SAMIRA) == "waiting"
    assert oost("reads_there") == []
    archief("lets_in")
    assert oost("reads_there") == ["Wie telt de dozen?"]
    assert oost("says_there", text="Vier per plank.") == "in"
    assert archief("replies") == [["Samira El Idrissi (Vaknet Oost)", "Vier per plank."]]
    assert _outside(there, handle) == _outside(there, "nobody")


def _outside(there: Linked, handle: str) -> list[tuple[int, str]]:
    """What a guest and a program of a third network get to see of a group."""
    named = urlencode({"resource": f"acct:{handle}@127.0.0.1:{there.port}"})
    answers = [
        fetch(there.address + path, accept)
        for path in (f"/g/{handle}/", f"/.well-known/webfinger?{named}")
        for accept in ("text/html", ACTIVITY)
    ]
    return [(one.status, BY_CHANCE.sub("", one.text).replace(handle, "…")) for one in answers]


def _group_for_everybody(both: Several) -> None:
    """Followed over ActivityPub. What came in and was not read when the power failed, and what was
    said while it was off, arrives once."""
    here, (oost, archief) = both.networks[0], both.hands
    group, titles = "Papier en inkt", ["Welke inkt blijft?"]

    def begins(title: str) -> None:
        archief("begins_conversation", name=group, title=title)

    def is_read() -> bool:
        return bool(oost("reads_along", handle=SAMIRA) == titles)

    oost("follows", handle=SAMIRA, who=archief("opens_public_group", name=group))
    begins(titles[0])
    eventually(is_read, seconds=PATIENCE)
    stop_working(here)
    titles += ["Wat doe je met nietjes?", "En met plakband?"]
    begins(titles[1])
    eventually(lambda: oost("is_waiting_inside"), seconds=PATIENCE)
    kill(here)
    begins(titles[2])
    both.begin(here)
    eventually(here.answers)
    eventually(is_read, seconds=PATIENCE)

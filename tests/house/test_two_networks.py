"""Two Vaknets that know of nobody else: from the first proposal to the end of their treaty, with a
killing in the middle of a question."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest

from tests.house.conftest import PATIENCE, eventually
from tests.house.several import Several, kill, ready, served, stop_in_its_tracks
from tests.ports import free_port
from vaknet.interfaces.commands.demo_metanetwork import Linked

QUESTION = "Wie heeft bouwdossiers gescand?"
ADA = [["Ada de Boer"]]


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
    assert oost("reads_agenda") == ["Scandag (Archiefnet)"]

    stop_in_its_tracks(there)
    with ThreadPoolExecutor(1) as members:
        asking = members.submit(oost, "asks", text=QUESTION)
        sleep(0.3)
        assert not asking.done()
        kill(there)
        assert asking.result(timeout=PATIENCE) == [None]
    assert oost("reads_agenda") == ["Scandag (Archiefnet)"]  # as it was read last
    both.begin(there)
    eventually(there.answers)
    eventually(lambda: oost("asks", text=QUESTION) == ADA)
    assert archief("is_in_force")

    assert "networks.FromPartner" in oost("came")
    oost("ends")
    eventually(lambda: not archief("is_in_force"))
    assert (oost("came"), archief("came")) == ({}, {})
    assert (oost("asks", text=QUESTION), oost("reads_agenda")) == ([], [])

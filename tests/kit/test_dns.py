"""Questions to a real name server, and what can go wrong with it."""

import pytest

from tests.kit.name_server import name_server
from vaknet.kit import dns


def test_records_come_as_they_stand_there():
    with name_server() as server:
        server.texts["waterveen.example"] = ["v=spf1 -all", "vaknet=abc"]
        server.texts["empty.example"] = []
        asked = {"servers": [server.address]}
        assert set(dns.texts("waterveen.example", **asked)) == {"v=spf1 -all", "vaknet=abc"}
        assert dns.texts("empty.example", **asked) == []
        assert dns.texts("nowhere.example", **asked) == []
    assert server.asked == ["waterveen.example", "empty.example", "nowhere.example"]


def test_no_more_than_a_hundred():
    with name_server() as server:
        server.texts["many.example"] = [f"{number}" for number in range(120)]
        assert len(dns.texts("many.example", servers=[server.address])) == dns.MOST


def test_silence_is_no_answer():
    with name_server() as server:
        server.silent = True
        with pytest.raises(dns.Unreachable):
            dns.texts("waterveen.example", servers=[server.address], seconds=0.3)


def test_a_name_that_cannot_be_asked():
    with pytest.raises(dns.Unreachable):
        dns.texts("a" * 64 + ".example", servers=["127.0.0.1"], seconds=0.3)

"""While somebody waits for a page: few ask at once, and a network that took too long has a rest."""

from threading import Event

import pytest

from tests.introducing.story import QUESTION, Told
from tests.places import all_taken
from vaknet.interfaces.reaching import waiting
from vaknet.interfaces.reaching.helpers import ask_all
from vaknet.interfaces.reaching.partners import PartnerSilent, TookTooLong


def test_when_two_pages_wait_a_third_hears_at_once_that_nobody_can_be_reached(told: Told) -> None:
    told.partner.answers["who-can-help"] = lambda _told: {"people": []}
    with all_taken(waiting.MEMBERS):
        (answer,) = ask_all([told.network], QUESTION, "nl")
        assert answer.people is None
        assert told.partner.heard == []
    (answer,) = ask_all([told.network], QUESTION, "nl")
    assert answer.people == ()


def test_a_network_that_took_too_long_is_left_alone_for_a_minute(told: Told, monkeypatch) -> None:
    done, clock = Event(), [0.0]
    monkeypatch.setattr(waiting, "SECONDS", 0.3)
    monkeypatch.setattr(waiting, "monotonic", lambda: clock[0])
    told.partner.answers["who-can-help"] = lambda _told: {"people": [], "waited": done.wait(60)}
    with pytest.raises(TookTooLong):
        waiting.ask_briefly(told.network, "who-can-help", {})
    done.set()
    clock[0] = waiting.REST - 1
    with pytest.raises(PartnerSilent, match="a moment ago"):
        waiting.ask_briefly(told.network, "who-can-help", {})
    monkeypatch.setattr(waiting, "SECONDS", 60.0)
    clock[0] = waiting.REST + 1
    assert waiting.ask_briefly(told.network, "who-can-help", {})["people"] == []

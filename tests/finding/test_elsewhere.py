"""Other networks answer in their own words, or not at all; neither stops the others."""

from dataclasses import dataclass, field
from threading import Event

import pytest

from vaknet.domain.finding.elsewhere import MOST_FROM_ONE, FoundElsewhere, who_elsewhere

QUESTION = "Wie heeft bouwdossiers gescand?"


@dataclass
class Network:
    """One that answers with so many people."""

    network: str
    people: int = 1
    heard: list[tuple[str, str]] = field(default_factory=list)

    def who_can_help(self, question, *, language, limit):
        self.heard.append((question, language))
        return [
            FoundElsewhere(self.network, f"Lid {n}", f"https://{self.network}.example/{n}", ())
            for n in range(self.people)
        ]


class Broken(Network):
    def who_can_help(self, question, *, language, limit):
        raise ConnectionError(f"there is nobody at /vraag?q={question}")


@dataclass
class Late(Network):
    done: Event = field(default_factory=Event)

    def who_can_help(self, question, *, language, limit):
        self.done.wait(10)
        return []


def test_each_is_told_the_question_and_the_language_and_no_more():
    water, groen = Network("water"), Network("groen")
    found = who_elsewhere([water, groen], QUESTION, language="nl")
    assert [one.network for one in found.people] == ["water", "groen"]
    assert water.heard == [(QUESTION, "nl")]
    assert found.silent == []


def test_one_that_breaks_and_one_that_is_late_do_not_stop_the_others(caplog):
    late = Late("laat")
    networks = [Broken("stuk"), late, Network("water")]
    found = who_elsewhere(networks, QUESTION, language="nl", patience=2)
    late.done.set()
    assert [one.network for one in found.people] == ["water"]
    assert found.silent == ["stuk", "laat"]
    assert "stuk could not answer" in caplog.text
    assert "laat did not answer in time" in caplog.text
    assert QUESTION not in caplog.text


@dataclass
class Nonsense(Network):
    said: object = None

    def who_can_help(self, question, *, language, limit):
        return self.said


@pytest.mark.parametrize(
    "said",
    [
        "Jan",
        [{"name": "Jan"}],
        [FoundElsewhere("een ander", "Jan", "https://ander.example/jan", ())],
        [FoundElsewhere("onzin", "Jan", "javascript:alert(1)", ())],
        None,
    ],
)
def test_one_that_talks_nonsense_is_silent(said):
    found = who_elsewhere([Nonsense("onzin", said=said)], QUESTION, language="nl")
    assert (found.people, found.silent) == ([], ["onzin"])


def test_one_that_never_ends_is_cut_off():
    def forever():
        while True:
            yield FoundElsewhere("eindeloos", "Jan", "https://eindeloos.example/jan", ())

    found = who_elsewhere([Nonsense("eindeloos", said=forever())], QUESTION, language="nl")
    assert len(found.people) == MOST_FROM_ONE


def test_one_that_says_too_much_does_not_fill_the_page():
    found = who_elsewhere([Network("groot", people=50)], QUESTION, language="nl")
    assert len(found.people) == MOST_FROM_ONE


def test_without_partners_there_is_nobody_elsewhere():
    assert who_elsewhere([], QUESTION, language="nl").people == []

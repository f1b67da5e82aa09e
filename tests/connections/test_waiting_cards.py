"""Cards that wait for their person: hers alone, and nothing tells whether that person is here."""

from datetime import date

import pytest

from tests.leaving.story import signed_in
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions, queries, rules
from vaknet.domain.connections.everything import everything_of
from vaknet.domain.connections.memory import Words
from vaknet.domain.connections.models import WaitingCard
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused

TOLD = Words(note="Houdt van orgels", next_step="Bellen")
DAY = date(2027, 3, 1)


@pytest.fixture
def card(world: World) -> WaitingCard:
    kept = actions.keep_waiting(world.bram, name="Marit Hoekstra", told=TOLD, remind_on=DAY)
    assert kept is not None
    return kept


def test_it_is_sealed_with_the_name(world: World, card: WaitingCard) -> None:
    assert b"Marit" not in bytes(card.sealed)
    assert b"orgels" not in bytes(card.sealed)
    [one] = queries.waiting_cards(world.bram)
    assert (one.card.name, one.card.words, one.card.remind_on) == ("Marit Hoekstra", TOLD, DAY)


def test_nobody_else_has_it(world: World, card: WaitingCard) -> None:
    for other in (world.marit, world.moderator, world.joost):
        assert queries.waiting_cards(other) == []
        assert signed_in(other).get(f"/ik/kaartjes/los/{card.pk}/").status_code == 404
        with pytest.raises(WaitingCard.DoesNotExist):
            actions.tie_card(other, pk=card.pk, about=world.peter)
        actions.forget_waiting(other, pk=card.pk)
    assert len(queries.waiting_cards(world.bram)) == 1


def test_it_is_listed_and_found_by_its_words(world: World, card: WaitingCard) -> None:
    actions.keep_waiting(world.bram, name="Ans de Boer", told=Words(knows="Scannen"))
    bram = signed_in(world.bram)
    page = bram.get("/ik/kaartjes/").text
    assert "Not tied to somebody here" in page
    assert page.index("Ans de Boer") < page.index("Marit Hoekstra")
    for text in ("orgels", "marit"):
        found = bram.get("/ik/kaartjes/", {"q": text}).text
        assert ("Marit Hoekstra" in found, "Ans de Boer" in found) == (True, False)
    assert "No card with these words" in bram.get("/ik/kaartjes/", {"q": "tuba"}).text


def test_twice_is_once_and_there_is_an_end_to_it(
    world: World, card: WaitingCard, monkeypatch
) -> None:
    monkeypatch.setattr(rules, "WAITING_CARDS", 1)
    again = actions.keep_waiting(world.bram, name=" Marit  Hoekstra ", told=TOLD, remind_on=DAY)
    assert again is None
    with pytest.raises(Refused, match="1"):
        actions.keep_waiting(world.bram, name="Ans", told=TOLD)


def test_she_ties_it_to_a_person_that_she_may_see(world: World, card: WaitingCard) -> None:
    bram = signed_in(world.bram)
    done = bram.post(
        f"/ik/kaartjes/los/{card.pk}/",
        {"person": f"https://vaknet.example/@{world.marit.handle}/"},
    )
    assert done.headers["Location"] == f"/@{world.marit.handle}/kaartje/"
    kept = queries.memory_of(world.bram, world.marit)
    assert (kept.words, kept.remind_on) == (TOLD, DAY)
    assert queries.waiting_cards(world.bram) == []
    assert bram.get(f"/ik/kaartjes/los/{card.pk}/").status_code == 404


def test_a_contact_is_found_by_name(world: World) -> None:
    card = actions.keep_waiting(world.joost, name="Marit", told=TOLD)
    done = signed_in(world.joost).post(f"/ik/kaartjes/los/{card.pk}/", {"person": "marit hoekstra"})
    assert done.status_code == 303
    assert queries.memory_of(world.joost, world.marit).words == TOLD


def test_the_words_come_beside_those_that_stand_there(world: World, card: WaitingCard) -> None:
    early = date(2027, 1, 1)
    there = Words(note="Zingt ook", next_step="Bellen")
    actions.keep_memory(world.bram, about=world.marit, told=there, remind_on=early)
    actions.tie_card(world.bram, pk=card.pk, about=world.marit)
    kept = queries.memory_of(world.bram, world.marit)
    assert (kept.words.note, kept.words.next_step) == ("Zingt ook\n\nHoudt van orgels", "Bellen")
    assert kept.remind_on == early


def test_too_much_for_one_card_is_said_and_nothing_is_lost(world: World, card: WaitingCard) -> None:
    actions.keep_memory(world.bram, about=world.marit, told=Words(note="n" * 3_990))
    refused = signed_in(world.bram).post(
        f"/ik/kaartjes/los/{card.pk}/", {"person": f"@{world.marit.handle}"}
    )
    assert (refused.status_code, "too long" in refused.text) == (422, True)
    assert len(queries.waiting_cards(world.bram)) == 1


def test_somebody_she_may_not_see_is_nobody(world: World, card: WaitingCard) -> None:
    people.block(world.marit, other=world.bram)
    bram = signed_in(world.bram)
    answers = [
        bram.post(f"/ik/kaartjes/los/{card.pk}/", {"person": person})
        for person in (f"@{world.marit.handle}", "@marit.hoekstra9", "Marit Hoekstra", "")
    ]
    assert [answer.status_code for answer in answers] == [422] * 4
    told = {"We find nobody here by that." in answer.text for answer in answers[:3]}
    assert told == {True}


def test_not_to_herself(world: World, card: WaitingCard) -> None:
    refused = signed_in(world.bram).post(
        f"/ik/kaartjes/los/{card.pk}/", {"person": f"@{world.bram.handle}"}
    )
    assert (refused.status_code, len(queries.waiting_cards(world.bram))) == (422, 1)


def test_she_throws_it_away(world: World, card: WaitingCard) -> None:
    bram = signed_in(world.bram)
    for _ in range(2):
        gone = bram.post(f"/ik/kaartjes/los/{card.pk}/", {"act": "forget"}, follow=True)
        assert "The card is gone." in gone.text
    assert not WaitingCard.objects.exists()


def test_with_another_key_it_stays_closed_and_whole(
    world: World, card: WaitingCard, settings
) -> None:
    settings.SECRET_KEY = "another"
    bram = signed_in(world.bram)
    for address in ("/ik/kaartjes/", f"/ik/kaartjes/los/{card.pk}/"):
        assert "This card cannot be opened now" in bram.get(address).text
    assert queries.waiting_cards(world.bram, text="orgels") == []
    with pytest.raises(Refused):
        actions.tie_card(world.bram, pk=card.pk, about=world.marit)


def test_one_that_was_damaged_leaves_the_others(world: World, card: WaitingCard) -> None:
    actions.keep_waiting(world.bram, name="Ans", told=TOLD)
    WaitingCard.objects.filter(pk=card.pk).update(sealed=b"x" * 60)
    found = queries.waiting_cards(world.bram)
    assert [one.card.name if one.card else None for one in found] == [None, "Ans"]
    [hers] = [part for part in everything_of(world.bram) if part.name == "waiting_cards"]
    assert [row[0] for row in hers.rows()] == ["Ans"]
    with pytest.raises(Refused):
        actions.tie_card(world.bram, pk=card.pk, about=world.marit)


def test_a_card_of_another_does_not_open_with_her_key(world: World, card: WaitingCard) -> None:
    actions.keep_waiting(world.joost, name="Ans", told=TOLD)
    WaitingCard.objects.filter(pk=card.pk).update(owner=world.joost)
    opened = [one.card.name if one.card else None for one in queries.waiting_cards(world.joost)]
    assert opened == [None, "Ans"]


def test_it_is_not_on_today(world: World, card: WaitingCard) -> None:
    assert queries.memories_due(world.bram, on=date(2028, 1, 1)) == []
    assert not Actor.objects.filter(name="Marit Hoekstra").exclude(pk=world.marit.pk).exists()

"""Memory cards: kept for one pair of eyes, sealed on the disk, found again by their owner."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from psycopg.sql import SQL, Identifier

from tests.world import World, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.memory import LONGEST, Words
from vaknet.domain.connections.models import MemoryCard, MemoryKey
from vaknet.domain.notices.queries import day_of_round
from vaknet.domain.refusal import Refused

CANARY = "orgelpijpenverzamelaar"
LOOK_FOR = SQL("select count(*) from {} t where t::text ilike %s")
TOLD = Words(
    note=f"Zij is {CANARY}.",
    met="Bij de vakdag in Oosterhage",
    knows="Scannen van dossiers",
    next_step="Vragen naar de scanstraat",
)


@pytest.fixture
def kept(world: World) -> World:
    """Samira keeps a card of Marit, with a next step for today."""
    actions.keep_memory(world.samira, about=world.marit, told=TOLD, remind_on=timezone.localdate())
    return world


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.account)
    return client


def test_what_is_kept_is_read_back(kept: World) -> None:
    card = queries.memory_of(kept.samira, kept.marit)
    assert card is not None
    assert (card.about, card.words, card.remind_on) == (kept.marit, TOLD, timezone.localdate())
    assert queries.memory_of(kept.samira, kept.joost) is None
    assert queries.memory_of(kept.marit, kept.samira) is None


def test_on_the_disk_it_cannot_be_read(kept: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select table_name from information_schema.tables where table_schema = 'public'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        found = []
        for table in tables:
            cursor.execute(LOOK_FOR.format(Identifier(table)), [f"%{CANARY}%"])
            found += [table] if cursor.fetchone()[0] else []
    assert found == []
    assert CANARY.encode() not in bytes(MemoryCard.objects.get().sealed)


def test_a_card_opens_nowhere_else(kept: World) -> None:
    """Moved to another owner, or to another person, it does not open: not even by hand."""
    actions.keep_memory(kept.noor, about=kept.joost, told=Words(note="Iets anders"))
    MemoryCard.objects.filter(owner=kept.noor).update(
        sealed=MemoryCard.objects.get(owner=kept.samira).sealed
    )
    [of_noor] = queries.memories(kept.noor)
    assert (of_noor.is_readable, of_noor.words) == (False, Words())
    MemoryCard.objects.filter(owner=kept.samira).update(about=kept.joost)
    assert [one.is_readable for one in queries.memories(kept.samira)] == [False]


def test_an_older_secret_key_still_opens_the_cards(kept: World, settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a new one"
    assert queries.memory_of(kept.samira, kept.marit).words == TOLD
    settings.SECRET_KEY_FALLBACKS = ["of another server"]
    assert not queries.memory_of(kept.samira, kept.marit).is_readable


def test_without_the_key_nothing_breaks_and_nothing_is_written_over(kept: World, settings) -> None:
    before = bytes(MemoryCard.objects.get().sealed)
    samira = signed_in(kept.samira)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [], "lost"
    samira.force_login(kept.samira.account)
    card = f"/@{kept.marit.handle}/kaartje/"
    assert "cannot be opened now" in samira.get(card).text
    assert "cannot be opened now" in samira.get("/ik/kaartjes/").text
    assert samira.get("/").status_code == 200
    refused = samira.post(card, {"note": "Opnieuw"})
    assert (refused.status_code, "nothing was written" in refused.text) == (422, False)
    with pytest.raises(Refused):
        actions.keep_memory(kept.samira, about=kept.marit, told=Words(note="Opnieuw"))
    assert bytes(MemoryCard.objects.get().sealed) == before


def test_each_has_a_key_of_her_own(kept: World) -> None:
    actions.keep_memory(kept.noor, about=kept.marit, told=TOLD)
    keys = [bytes(row.sealed) for row in MemoryKey.objects.all()]
    assert len(set(keys)) == 2


def test_only_the_owner_searches_her_cards(kept: World) -> None:
    for text in (CANARY, CANARY.upper(), "scanstraat oosterhage", "marit", ""):
        assert [one.about for one in queries.memories(kept.samira, text=text)] == [kept.marit]
        assert queries.memories(kept.marit, text=text) == []
    assert queries.memories(kept.samira, text="viool") == []


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("marit scannen", True),
        ("SCANSTRAAT hoekstra", True),
        ("marit zwemmen", False),
        ("joost scannen", False),
        ("cafe\u0301", True),
    ],
)
def test_name_and_words_are_searched_together(world: World, text: str, is_found: bool) -> None:
    """An accent is found also when it was typed as a sign of its own."""
    actions.keep_memory(
        world.samira, about=world.marit, told=Words(met="Café de Scanstraat", knows="Scannen")
    )
    found = [one.about for one in queries.memories(world.samira, text=text)]
    assert found == ([world.marit] if is_found else [])


def test_all_that_is_due_stands_on_top_and_today_says_how_many_more(world: World) -> None:
    samira, today = signed_in(world.samira), day_of_round(world.samira)
    days = ((world.marit, 0), (world.joost, -2), (world.noor, 2), (world.fatma, -1))
    for number, (about, away) in enumerate(days):
        if number == 1:
            assert "more on your cards" not in samira.get("/").text
        told = Words(next_step=f"Bel {about.first_name}")
        day = today + timedelta(days=away)
        actions.keep_memory(world.samira, about=about, told=told, remind_on=day)
    assert "And 2 more on your cards" in samira.get("/").text
    page = samira.get("/ik/kaartjes/").text
    due, everything = page.split("</section>")[0], page.split("</section>")[1]
    order = [due.index(f"Bel {name}") for name in ("Joost", "Fatma", "Marit")]
    assert order == sorted(order)
    assert "Bel Noor" not in due
    assert "Bel Noor" in everything
    assert "To do by today" not in samira.get("/ik/kaartjes/?q=bel").text
    assert "more on your cards" not in signed_in(world.joost).get("/").text


def test_an_empty_card_is_no_card(kept: World) -> None:
    assert actions.keep_memory(kept.samira, about=kept.marit, told=Words()) is None
    assert not MemoryCard.objects.exists()
    actions.forget_memory(kept.samira, about=kept.marit)
    assert Activity.objects.filter(verb="forgot_memory").count() == 1


def test_the_day_comes_off_when_it_is_done(kept: World) -> None:
    today = timezone.localdate()
    assert [one.about for one in queries.memories_due(kept.samira, on=today)] == [kept.marit]
    assert queries.memories_due(kept.samira, on=today - timedelta(days=1)) == []
    for _ in range(2):
        actions.done_with_next_step(kept.samira, about=kept.marit)
    assert queries.memories_due(kept.samira, on=today) == []
    assert queries.memory_of(kept.samira, kept.marit).words == TOLD
    assert Activity.objects.filter(verb="did_next_step").count() == 1


def test_what_makes_no_card_is_refused(world: World) -> None:
    today = timezone.localdate()
    refused = {
        None: {"about": world.samira, "told": TOLD},
        "next_step": {"about": world.marit, "told": Words(note="x"), "remind_on": today},
        "note": {"about": world.marit, "told": Words(note="x" * (LONGEST["note"] + 1))},
        "met": {"about": world.marit, "told": Words(met="x" * 10_000_000)},
    }
    for field, given in refused.items():
        with pytest.raises(Refused) as said:
            actions.keep_memory(world.samira, **given)
        assert said.value.field == (field or "")
    with pytest.raises(Refused):
        actions.keep_memory(world.samira, about=world.group.actor, told=TOLD)


def test_nasty_words_come_back_as_they_were(world: World) -> None:
    nasty = Words(note='<script>alert(1)</script> "\\" \u202e💌', met="محمد")
    actions.keep_memory(world.samira, about=world.marit, told=nasty)
    assert queries.memory_of(world.samira, world.marit).words == nasty
    shown = signed_in(world.samira).get("/ik/kaartjes/").text
    assert "<script>alert(1)" not in shown


@pytest.mark.django_db(transaction=True)
def test_two_first_cards_at_one_moment_get_one_key() -> None:
    ilse = member("Ilse de Wit", "ilse@x.example")
    others = [member(f"Ander {n}", f"a{n}@x.example") for n in range(4)]

    def keep(other: Actor) -> None:
        try:
            actions.keep_memory(ilse, about=other, told=Words(note=other.name))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep, others))
    assert {one.words.note for one in queries.memories(ilse)} == {one.name for one in others}


def test_by_the_pages(world: World) -> None:
    samira = signed_in(world.samira)
    card = f"/@{world.marit.handle}/kaartje/"
    assert "Keep a memory card" in samira.get(f"/@{world.marit.handle}/").text
    day = day_of_round(world.samira).isoformat()
    given = {"note": CANARY, "next_step": "Bellen", "remind_on": day}
    assert "Only you can read it." in samira.post(card, given, follow=True).text
    assert CANARY in samira.get(card).text
    assert "Marit Hoekstra" in samira.get("/ik/kaartjes/", {"q": "bellen"}).text
    assert "No card with these words" in samira.get("/ik/kaartjes/", {"q": "viool\0"}).text
    assert "Your memory card" in samira.get(f"/@{world.marit.handle}/").text
    assert "Bellen" in samira.get("/").text
    assert "The day is off the card." in samira.post(card, {"act": "done"}, follow=True).text
    assert "Bellen" not in samira.get("/").text
    wrong = samira.post(card, given | {"next_step": ""})
    assert (wrong.status_code, CANARY in wrong.text) == (422, True)
    assert "The card is gone." in samira.post(card, {"act": "forget"}, follow=True).text
    assert samira.get(f"/@{world.samira.handle}/kaartje/").headers["Location"] == "/ik/profiel/"
    assert "no-cache" in samira.get(card).headers["Cache-Control"]


def test_the_card_of_somebody_kept_apart_stays_hers(kept: World) -> None:
    actions.part_from(kept.samira, other=kept.marit)
    samira = signed_in(kept.samira)
    card = f"/@{kept.marit.handle}/kaartje/"
    assert CANARY in samira.get(card).text
    samira.post(card, {"act": "forget"})
    assert samira.get(card).status_code == 404


def test_cards_cost_the_same_queries_however_many(kept: World, django_assert_num_queries) -> None:
    samira = signed_in(kept.samira)
    samira.get("/ik/kaartjes/")
    with django_assert_num_queries(4):
        samira.get("/ik/kaartjes/")
    for other in (kept.joost, kept.noor, kept.fatma):
        actions.keep_memory(kept.samira, about=other, told=TOLD)
    with django_assert_num_queries(4):
        samira.get("/ik/kaartjes/")

"""Everything since last time: in order, finite, and only what she may read."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.world import World, bring_in
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.notices import actions
from vaknet.domain.notices.models import ReadUntil
from vaknet.domain.notices.since import LONGEST, since_last_time, written_in
from vaknet.domain.people import actions as people
from vaknet.domain.searching import actions as searching

TITLE = "Wie kent een goede scanner?"


def titles(viewer: Actor, **chosen: object) -> list[str]:
    found = since_last_time(viewer, now=timezone.now())
    written = written_in(viewer, found, size=30, **chosen)  # type: ignore[arg-type]
    return ["".join(term.text for term in one.title) for one in written.found]


def signed_in(person: Actor) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def read_now(viewer: Actor) -> None:
    actions.read_until(viewer, until=timezone.now(), now=timezone.now())


@pytest.fixture
def written(world: World) -> World:
    """In the group of all of them a question with an answer, and a conversation."""
    question = knowledge.ask(world.joost, group=world.group, title=TITLE)
    knowledge.answer(world.noor, question=question, text="Die van de zaak.")
    knowledge.start_conversation(world.noor, groups=[world.group], title="Een plan", body="Kort.")
    searching.index_everything()
    return world


def test_in_the_order_in_which_it_came_without_what_she_wrote(written: World) -> None:
    old = written.question.title
    assert titles(written.samira) == [old, old, TITLE, TITLE, "Een plan"]
    assert titles(written.noor) == [old, old, TITLE]
    assert titles(written.bram) == []  # in no group


def test_by_kind_and_by_group(written: World) -> None:
    assert titles(written.samira, kind="gesprekken") == ["Een plan"]
    other = groups.start_group(written.marit, name="Archief", purpose="Papier")
    groups.join_group(written.samira, group=other)
    assert titles(written.samira, group=other) == []
    page = signed_in(written.samira).get("/sinds/", {"soort": "gesprekken", "groep": "archief"})
    assert "Een plan" not in page.text
    page = signed_in(written.samira).get("/sinds/", {"soort": "x", "groep": "bestaat-niet"})
    assert "Een plan" in page.text


def test_what_is_read_is_read_on_every_device(written: World) -> None:
    laptop, phone = signed_in(written.samira), signed_in(written.samira)
    page = laptop.get("/sinds/")
    assert "Ik heb dit gelezen" in page.text
    until = page.context["until"].isoformat()
    assert laptop.post("/sinds/gelezen/", {"until": until})["Location"] == "/sinds/"
    assert "Je bent weer bij." in phone.get("/sinds/").text
    phone.post("/sinds/gelezen/", {"act": "back"})
    phone.post("/sinds/gelezen/", {"act": "back"})
    assert "Een plan" in laptop.get("/sinds/").text
    log = Activity.objects.filter(actor=written.samira).order_by("pk")
    verbs = log.values_list("verb", flat=True)
    assert [verb for verb in verbs if "read" in verb] == ["read_until", "took_back_reading"]


def test_what_came_while_she_read_is_still_new(written: World) -> None:
    client = signed_in(written.samira)
    until = client.get("/sinds/").context["until"].isoformat()
    knowledge.start_conversation(written.noor, groups=[written.group], title="Later", body="")
    searching.index_everything()
    client.post("/sinds/gelezen/", {"until": until})
    assert titles(written.samira) == ["Later"]


@pytest.mark.parametrize("until", ["", "gisteren", "2026-99-99T10:00", "2026-01-01T10:00"])
def test_what_is_no_moment_is_now(written: World, until: str) -> None:
    signed_in(written.samira).post("/sinds/gelezen/", {"until": until})
    assert titles(written.samira) == []


def test_never_back_and_never_ahead(written: World) -> None:
    now = timezone.now()
    actions.read_until(written.samira, until=now + timedelta(days=9), now=now)
    assert ReadUntil.objects.get().until == now
    actions.read_until(written.samira, until=now - timedelta(days=1), now=now)
    assert ReadUntil.objects.get().until == now


def test_taking_back_what_was_never_read_does_nothing(written: World) -> None:
    actions.take_back_reading(written.samira)
    assert not ReadUntil.objects.exists()


def test_after_a_long_time_away_there_is_no_backlog(written: World) -> None:
    long_ago = timezone.now() - timedelta(days=90)
    ReadUntil.objects.create(actor=written.samira, until=long_ago, before=long_ago)
    now = timezone.now()
    assert since_last_time(written.samira, now=now).since == now - LONGEST


def test_nothing_of_who_is_kept_from_her(written: World) -> None:
    people.mute(written.samira, other=written.noor)
    assert "Een plan" not in titles(written.samira)
    people.block(written.joost, other=written.samira)
    assert TITLE not in titles(written.samira)


def test_nothing_that_was_taken_back_or_of_a_group_that_she_left(written: World) -> None:
    closed = groups.start_group(written.joost, name="Kring", purpose="Stil", readers="group")
    bring_in(written.joost, closed, written.samira)
    secret = knowledge.ask(written.joost, group=closed, title="Onder ons?")
    searching.index_everything()
    assert "Onder ons?" in titles(written.samira)
    knowledge.withdraw_question(written.joost, question=secret)
    assert "Onder ons?" not in titles(written.samira)  # before the index knows
    knowledge.ask(written.joost, group=closed, title="Nog iets onder ons?")
    searching.index_everything()
    groups.leave_group(written.samira, group=closed)
    assert "Nog iets onder ons?" not in titles(written.samira)


def test_a_long_time_goes_on_pages(written: World) -> None:
    for number in range(31):
        knowledge.start_conversation(
            written.noor, groups=[written.group], title=f"Plan {number}", body=""
        )
    searching.index_everything()
    client = signed_in(written.samira)
    first = client.get("/sinds/").text
    assert "Ik heb dit gelezen" not in first
    assert "?page=2" in first
    assert "Ik heb dit gelezen" in client.get("/sinds/?page=2").text
    chosen = client.get("/sinds/", {"soort": "gesprekken", "groep": written.group.actor.handle})
    assert f"?soort=gesprekken&amp;groep={written.group.actor.handle}&amp;page=2" in chosen.text


def test_more_costs_no_more_statements(written: World, django_assert_num_queries) -> None:
    client = signed_in(written.samira)
    client.get("/sinds/")
    with django_assert_num_queries(9):
        client.get("/sinds/")
    for number in range(3):
        asked = knowledge.ask(written.joost, group=written.group, title=f"Vraag {number}?")
        knowledge.answer(written.noor, question=asked, text="Ja.")
    searching.index_everything()
    with django_assert_num_queries(9):
        client.get("/sinds/")


def test_of_two_accounts_the_one_that_read_tells(written: World) -> None:
    read_now(written.noor)
    actions.take_over_reading(kept=written.samira, merged=written.noor)
    assert titles(written.samira) == []
    read_now(written.joost)
    actions.take_over_reading(kept=written.samira, merged=written.joost)
    assert ReadUntil.objects.get().actor == written.samira


def test_what_the_index_hears_of_late_is_still_new(written: World) -> None:
    late = knowledge.start_conversation(written.noor, groups=[written.group], title="Laat", body="")
    client = signed_in(written.samira)
    until = client.get("/sinds/").context["until"].isoformat()
    searching.index(late)
    client.post("/sinds/gelezen/", {"until": until})
    assert titles(written.samira) == ["Laat"]


def test_a_page_that_is_not_there_is_the_first(written: World) -> None:
    page = signed_in(written.samira).get("/sinds/?page=9").text
    assert "Een plan" in page
    assert "Ik heb dit gelezen" in page


def test_nothing_put_away_is_nothing_to_bring_back(written: World) -> None:
    back = signed_in(written.samira).post("/sinds/gelezen/", {"act": "back"}, follow=True)
    assert "Het staat er weer." not in back.text

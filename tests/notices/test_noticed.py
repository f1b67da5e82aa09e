"""The page of notices: what needs her, what happened, what can wait."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.notices import actions
from vaknet.domain.notices.actions.choosing import Wish
from vaknet.domain.notices.happened import SHOWN, SIGHTS, WITHOUT_NAME, happened
from vaknet.domain.notices.kinds import KINDS
from vaknet.domain.notices.models import Kind, Notice, NoticeChoice
from vaknet.domain.notices.noticed import noticed
from vaknet.domain.notices.sources import tips, waiting
from vaknet.domain.people import actions as people
from vaknet.domain.searching import actions as searching
from vaknet.domain.talks import actions as talks
from vaknet.interfaces.jobs import followups
from vaknet.interfaces.web.notice_words import ELSEWHERE, PAGES, SENTENCES, WAITING


def signed_in(person: Actor) -> Client:
    client = Client()
    client.force_login(person.account)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def words(person: Actor) -> str:
    """What the page says, in one line."""
    page = signed_in(person).get("/meldingen/").text
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index("<main") :]).split())


@pytest.fixture
def react() -> Callable[[], None]:
    """What the worker does with what happened since the last time."""
    done = set(Activity.objects.values_list("pk", flat=True))

    def catch_up() -> None:
        for activity in Activity.objects.exclude(pk__in=done).order_by("pk"):
            done.add(activity.pk)
            followups.run(activity.pk)

    return catch_up


@pytest.fixture
def english(world: World) -> World:
    for actor in world.everybody:
        people.set_language(actor.account, language="en")
    return world


def test_nothing_is_said_kindly(english: World) -> None:
    said = words(english.bram)
    assert "Nobody waits for you." in said
    assert "Nothing happened in the last month that is about you." in said
    assert "There is nothing new in your groups." in said


def test_answers_to_one_question_are_one_line_and_reading_it_reads_them(english, react) -> None:
    world = english
    for author, text in ((world.noor, "Soms."), (world.samira, "Nooit.")):
        knowledge.answer(author, question=world.question, text=text)
    react()
    told = "Samira El Idrissi answered your question, the latest of 2 answers: Wanneer mag"
    assert told in words(world.joost)
    assert "new" in words(world.joost)

    signed_in(world.joost).get(f"/vraag/{world.question.pk}/")

    assert told in words(world.joost)
    assert "I have read this" not in words(world.joost)
    assert not Notice.objects.filter(reader=world.joost, read_at=None).exists()


def test_put_away_as_read_but_for_what_came_meanwhile(english, react) -> None:
    world = english
    knowledge.answer(world.noor, question=world.question, text="Soms.")
    react()
    client = signed_in(world.joost)
    shown = timezone.now()
    knowledge.answer(world.samira, question=world.question, text="Nooit.")
    react()
    client.post("/meldingen/gelezen/", {"until": shown.isoformat()})
    assert Notice.objects.filter(reader=world.joost, read_at=None).count() == 1
    for odd in ("2026-13-45T99:99", "2026-11-29T10:00:00", "gisteren"):
        assert client.post("/meldingen/gelezen/", {"until": odd}).status_code == 303
    assert not Notice.objects.filter(reader=world.joost, read_at=None).exists()


def test_who_waits_stands_above_with_where_to_answer(english, react) -> None:
    world = english
    asked = knowledge.ask(world.noor, group=world.group, title="Wie scant?", person=world.samira)
    connections.request_connection(world.bram, recipient=world.samira, note="Hallo!")
    talk = talks.propose_talk(
        world.joost, invitee=world.samira, purpose="Bouwdossiers", times=soon()
    )
    ask = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Van papier af"
    )
    knowledge.start_conversation(
        world.noor, groups=[world.group], title="Een plan", body=f"@{world.samira.handle}?"
    )
    react()
    page = signed_in(world.samira).get("/meldingen/").text
    for said in (
        "asks you by name:", "Wie scant?", f'href="/vraag/{asked.pk}/"', "wrote you a note",
        "would like to talk:", "Bouwdossiers", f"/ik/afspraken/{talk.pk}/", "named you:",
    ):  # fmt: skip
        assert said in page
    assert page.count("Wie scant?") == 1
    joost = signed_in(world.joost).get("/meldingen/").text
    assert "would like to meet Marit Hoekstra, through you" in joost
    assert f"/ik/introducties/{ask.pk}/" in joost
    connections.agree_to_introduce(world.joost, step=ask.steps.get())
    assert "would like to meet you" in signed_in(world.marit).get("/meldingen/").text


def soon() -> list:
    return [timezone.now() + timezone.timedelta(days=3)]


def test_the_asker_is_not_told_who_is_on_the_way(english, react) -> None:
    """Peter asks something first; Samira, who asked, may not know that it is him."""
    world = english
    ask = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.fatma, world.peter], purpose="Papier"
    )
    connections.agree_to_introduce(world.fatma, step=ask.steps.get(go_between=world.fatma))
    connections.write_to_step(
        world.peter, step=ask.steps.get(go_between=world.peter), text="Waarom?"
    )
    react()
    said = words(world.samira)
    assert "There is a question about an introduction" in said
    assert "Peter" not in said


def test_what_is_gone_and_who_is_kept_apart_is_not_there(english, react) -> None:
    world = english
    gone = knowledge.answer(world.noor, question=world.question, text="Soms.")
    knowledge.answer(world.samira, question=world.question, text="Nooit.")
    react()
    knowledge.withdraw_answer(world.noor, answer=gone)
    [left] = happened(world.joost, now=timezone.now())
    assert left.actor == world.samira
    people.block(world.joost, other=world.samira)
    assert happened(world.joost, now=timezone.now()) == []


def test_of_a_group_that_she_left_nothing_is_told(english, react) -> None:
    world = english
    knowledge.answer(world.noor, question=world.question, text="Soms.")
    react()
    type(world.group).objects.filter(pk=world.group.pk).update(readers="group", admission="request")
    groups.leave_group(world.joost, group=world.group)
    assert happened(world.joost, now=timezone.now()) == []


def test_groups_say_how_much_there_is_to_read(english) -> None:
    world = english
    knowledge.start_conversation(world.noor, groups=[world.group], title="Een plan", body="Kort.")
    searching.index_everything()
    [(group, number)] = noticed(world.samira, now=timezone.now()).groups
    assert (group, number) == (world.group, 3)
    page = signed_in(world.samira).get("/meldingen/").text
    assert f"/sinds/?groep={world.group.actor.handle}" in page
    assert "3 new texts" in page


def test_everything_that_is_told_has_words_and_a_place() -> None:
    assert set(SENTENCES) == SHOWN
    assert set(PAGES) == set(SIGHTS)
    placed = {"accepted_introduction", "wrote_in_introduction", "wrote_to_step"}
    placed |= {"thanked_for_introduction"}
    assert set(PAGES) | set(ELSEWHERE) | placed == SHOWN
    assert WITHOUT_NAME <= SHOWN <= set(KINDS)
    waits = {one.kind for one in (*waiting.SOURCES, *tips.SOURCES)}
    assert set(WAITING) == waits | {"looking"}


def test_the_number_of_statements_does_not_depend_on_how_much(english, react) -> None:
    world = english
    client = signed_in(world.joost)
    knowledge.answer(world.noor, question=world.question, text="Soms.")
    react()
    few = _statements(client)
    for author in (world.noor, world.samira, world.marit):
        asked = knowledge.ask(world.joost, group=world.group, title="Nog een")
        for _time in range(2):
            knowledge.answer(author, question=asked, text="Ja.")
    react()
    assert _statements(client) == few


def _statements(client: Client) -> int:
    client.get("/meldingen/")
    with CaptureQueriesContext(connection) as found:
        client.get("/meldingen/")
    return len(found)


def test_she_chooses_and_sees_what_she_chose(english) -> None:
    client = signed_in(english.samira)
    page = client.get("/ik/instellingen/meldingen/").text
    assert "How you hear of it" in page
    assert f"/g/{english.group.actor.handle}/mail/" in page
    said = dict.fromkeys(Kind.values, "at_once") | {
        "answers": "digest", "hour": 9, "weekday": 2, "quiet_from": "", "quiet_until": 8,
    }  # fmt: skip
    missing = client.post("/ik/instellingen/meldingen/", said)
    assert missing.status_code == 422
    assert "Choose how often you want the digest." in missing.text
    assert not NoticeChoice.objects.exists()
    assert client.post("/ik/instellingen/meldingen/", said | {"every": "week"}).status_code == 303
    page = client.get("/ik/instellingen/meldingen/").text
    assert re.search(r'<option value="week" selected', page)
    assert re.search(r'<option value="9" selected', page)
    both = said | {"every": "day", "quiet_from": 0, "quiet_until": 7}
    client.post("/ik/instellingen/meldingen/", both)
    assert re.search(r'<option value="0" selected', client.get("/ik/instellingen/meldingen/").text)


@pytest.mark.parametrize(
    ("how", "every"), [("", None), ("day", "day"), ("week", "week"), ("never", None)]
)
def test_a_newcomer_chooses_on_her_way_in(db, how, every) -> None:
    account = people.knock("ilse@oosterhage.example", language="en")
    client = Client()
    client.force_login(account)
    said = {"name": "Ilse de Wit", "knows": "Scannen", "agrees": "on", "letters": how}
    client.post("/welkom/2/", said)
    ilse = Actor.objects.get(name="Ilse de Wit")
    digest = getattr(ilse, "digest", None)
    assert (digest.every if digest else None) == every
    chosen = dict(ilse.notice_choices.values_list("kind", "channel"))
    assert chosen.get("answers") == {"": None, "never": "here"}.get(how, "digest")
    assert chosen.get("asked") == ("here" if how == "never" else None)


def test_of_another_nothing_is_read(english, react) -> None:
    world = english
    knowledge.answer(world.noor, question=world.question, text="Soms.")
    react()
    signed_in(world.samira).post("/meldingen/gelezen/")
    signed_in(world.samira).get(f"/vraag/{world.question.pk}/")
    Client().get(f"/vraag/{world.question.pk}/")
    assert Notice.objects.filter(reader=world.joost, read_at=None).count() == 1
    actions.choose_notices(world.joost, wish=Wish({}))

"""Somebody looks at a page while others write: a real process, a real database, real sockets."""

import re
import time

import psutil
import pytest
from django.db import connection, transaction
from django.test import Client

from tests.house.conftest import eventually
from tests.streams import Reader, Streams, moment
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge.models import Answer, Post
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions as people
from vaknet.interfaces.live.ear import NAME
from vaknet.kit.tickets import Ticket, seal

KILL = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = %s AND datname = current_database()
"""
SOON = 1.0  # seconds in which an event would have come


def page(actor: Actor | None, path: str, **headers: str) -> tuple[int, str]:
    client = Client(headers={"host": "localhost", **headers})
    if actor is not None:
        client.force_login(actor.account)
    answer = client.get(path)
    return answer.status_code, answer.content.decode()


def ticket(actor: Actor | None, path: str) -> str:
    _status, html = page(actor, path)
    found = re.search(r'data-stream="http://localhost:\d+/live/\?ticket=([\w-]+)"', html)
    return found[1] if found else ""


def made(world: World, subject: str, **other: object) -> str:
    facts = {
        "bearer": "actor:1",
        "ends": ("actor:1",),
        "since": moment(),
        "until": moment() + 60_000,
    }
    return seal(str(other.pop("key", "")) or _key(), Ticket(subject=subject, **facts | other))


def _key() -> str:
    from django.conf import settings

    return settings.SECRET_KEY


@pytest.fixture
def closed(world: World) -> Group:
    group = groups.start_group(world.samira, name="Kring", purpose="Besloten", readers="group")
    groups.invite(world.samira, group=group, person=world.joost)
    return group


def ends(reader: Reader) -> bool:
    """Numbers come back in tests: what another one said of this number may be heard first."""
    return any(reader.event() == "over" for _ in range(2))


def test_who_looks_at_a_question_is_told_of_an_answer_and_of_nothing_else(
    world: World, live: Streams
) -> None:
    path = f"/vraag/{world.question.pk}/"
    with live.listen(ticket(world.bram, path)) as bram:
        assert (bram.status, bram.headers["content-type"]) == (200, "text/event-stream")
        while bram.event(SOON):
            pass  # numbers come back in tests: of another one
        actions.thank(world.samira, answer=world.answer)
        assert bram.event(SOON) == ""
        actions.answer(world.noor, question=world.question, text="Vraag het de commissie.")
        assert bram.event() == "new"
    status, html = page(world.bram, f"{path}nieuws/?na={world.answer.pk}")
    assert (status, "1 nieuw antwoord" in html) == (200, True)


def test_nothing_is_told_before_it_is_there(world: World, live: Streams) -> None:
    question = actions.ask(world.samira, group=world.group, title="Wie neemt het over?")
    with live.listen(ticket(world.bram, f"/vraag/{question.pk}/")) as bram:
        with transaction.atomic():
            actions.answer(world.noor, question=question, text="Vraag het de commissie.")
            assert bram.event(SOON) == ""
        assert bram.event() == "new"
        with transaction.atomic():
            actions.answer(world.noor, question=question, text="Of toch niet.")
            transaction.set_rollback(True)
        assert bram.event(SOON) == ""


def test_who_looks_at_a_conversation_is_told_of_a_reply(world: World, live: Streams) -> None:
    post = actions.start_conversation(world.samira, groups=[world.group], title="Calque?")
    path = f"/gesprek/{post.pk}/"
    with live.listen(ticket(world.marit, path)) as marit:
        actions.reply(world.joost, post=post, text="Wij scannen.")
        assert marit.event() == "new"
    _status, html = page(world.marit, f"{path}nieuws/?na=0")
    assert "1 nieuwe reactie" in html


def test_a_reply_of_who_is_blocked_looks_like_any_other(world: World, live: Streams) -> None:
    """Answers of two who are kept apart stand there without a name, so an event gives no more."""
    people.block(world.bram, other=world.noor)
    path = f"/vraag/{world.question.pk}/"
    with live.listen(ticket(world.bram, path)) as bram:
        actions.answer(world.noor, question=world.question, text="Vraag het de commissie.")
        assert bram.event() == "new"
    _status, html = page(world.bram, path)
    assert ("Vraag het de commissie" in html, "Noor Janssen" in html) == (True, False)


def test_who_left_a_closed_group_hears_nothing_of_it_any_more(
    world: World, live: Streams, closed: Group
) -> None:
    groups.accept_invitation(world.joost, group=closed)
    question = actions.ask(world.samira, group=closed, title="Wie neemt het over?")
    path = f"/vraag/{question.pk}/"
    kept = ticket(world.joost, path)
    with live.listen(kept) as joost, live.listen(ticket(world.samira, path)) as samira:
        groups.leave_group(world.joost, group=closed)
        assert ends(joost)
        actions.answer(world.samira, question=question, text="Ik zelf.")
        assert (joost.event(SOON), samira.event()) == ("", "new")
    # The ticket in her page is no use any more either, and leads nowhere.
    with live.listen(kept) as again:
        assert (again.event(), again.event(SOON)) == ("over", "")
    assert page(world.joost, f"{path}nieuws/?na=0")[0] == 404


def test_readers_who_lose_a_group_or_their_account_lose_the_stream(
    world: World, live: Streams
) -> None:
    alone = groups.start_group(world.samira, name="Eigen", purpose="Iets", readers="members")
    question = actions.ask(world.samira, group=alone, title="Leest iedereen mee?")
    path = f"/vraag/{question.pk}/"
    with live.listen(ticket(world.bram, path)) as bram:
        groups.change_group(
            world.samira,
            group=alone,
            name="Eigen",
            purpose="Iets",
            readers="group",
            admission="request",
        )
        assert ends(bram)
    assert page(world.bram, f"{path}nieuws/?na=0")[0] == 404
    path = f"/vraag/{world.question.pk}/"
    with live.listen(ticket(world.peter, path)) as peter:
        leaving.close_account(world.peter, answers="stay")
        assert ends(peter)


def test_a_post_that_is_taken_out_of_a_group_ends_streams(world: World, live: Streams) -> None:
    other = groups.start_group(world.samira, name="Eigen", purpose="Iets", readers="public")
    post = actions.start_conversation(world.samira, groups=[world.group, other], title="Calque?")
    with live.listen(ticket(world.bram, f"/gesprek/{post.pk}/")) as bram:
        actions.take_out(world.samira, post=post, group=other)
        assert ends(bram)


@pytest.mark.parametrize("path", ["question", "post"])
def test_guests_and_who_may_not_read_get_no_ticket(
    world: World, live: Streams, closed: Group, path: str
) -> None:
    question = actions.ask(world.samira, group=closed, title="Wie neemt het over?")
    post = actions.start_conversation(world.samira, groups=[closed], title="Wie neemt het over?")
    thing = {"question": f"/vraag/{question.pk}/", "post": f"/gesprek/{post.pk}/"}[path]
    assert ticket(world.samira, thing) != ""
    assert (page(world.bram, thing)[0], page(world.bram, f"{thing}nieuws/")[0]) == (404, 404)
    assert (page(None, thing)[0], page(None, f"{thing}nieuws/")[0]) == (302, 302)
    public = groups.start_group(world.samira, name="Open", purpose="Iets", readers="public")
    asked = actions.ask(world.samira, group=public, title="Wie leest dit?")
    assert page(None, f"/vraag/{asked.pk}/")[0] == 200
    assert ticket(None, f"/vraag/{asked.pk}/") == ""


def test_what_is_no_ticket_of_ours_gets_one_answer(world: World, live: Streams) -> None:
    good = made(world, f"question:{world.question.pk}")
    wrong = [
        "",
        "x",
        good[:-2],
        ("A" if good[0] != "A" else "B") + good[1:],
        good + good,
        "é",
        made(world, f"question:{world.question.pk}", key="k" * 40),
        made(world, f"question:{world.question.pk}", until=moment() - 1),
    ]
    answers = set()
    for text in wrong:
        with live.listen(text) as reader:
            said = {k: v for k, v in reader.headers.items() if k != "date"}
            answers.add((reader.status, reader.body(), str(sorted(said.items()))))
    for path in ("/live/x", "/", f"/live?ticket={good}"):
        with live.ask(path) as reader:
            said = {k: v for k, v in reader.headers.items() if k != "date"}
            answers.add((reader.status, reader.body(), str(sorted(said.items()))))
    assert len(answers) == 1
    assert next(iter(answers))[:2] == (404, b"Not found.")
    with live.listen(good) as reader:
        assert reader.status == 200


def test_a_stream_ends_with_its_ticket(world: World, live: Streams) -> None:
    with live.listen(made(world, "question:900003", until=moment() + 3_000)) as reader:
        assert ends(reader)


def test_who_comes_back_hears_what_she_missed_once(world: World, live: Streams) -> None:
    kept = ticket(world.bram, f"/vraag/{world.question.pk}/")
    actions.answer(world.noor, question=world.question, text="Vraag het de commissie.")
    time.sleep(0.2)
    with live.listen(kept) as first:
        assert first.event() == "new"
    with live.listen(kept, heard=first.last_id) as second:
        assert second.event(SOON) == ""
    with live.listen(kept, Last_Event_ID=str(first.last_id)) as third:
        assert third.event(SOON) == ""


def test_one_reader_opens_six_and_leaves_room_when_she_goes(world: World, live: Streams) -> None:
    text = made(world, "question:1", bearer="actor:77")
    six = [live.listen(text) for _ in range(6)]
    with live.listen(text) as seventh, live.listen(made(world, "question:1")) as other:
        assert (seventh.status, seventh.headers["retry-after"], other.status) == (503, "60", 200)
    for reader in six:
        reader.close()

    def has_room() -> bool:
        with live.listen(text) as again:
            return again.status == 200

    eventually(has_room)


def test_only_our_own_pages_may_listen_at_another_port(world: World, live: Streams) -> None:
    text = made(world, "question:1")
    with live.listen(text, Origin="http://localhost:8000") as ours:
        assert ours.headers["access-control-allow-origin"] == "http://localhost:8000"
    for origin in (
        "http://localhost:8001",
        "https://localhost:8000",
        "http://evil.example",
        "null",
    ):
        with live.listen(text, Origin=origin) as theirs:
            assert "access-control-allow-origin" not in theirs.headers


def test_a_killed_connection_to_the_database_is_survived(world: World, live: Streams) -> None:
    kept = ticket(world.bram, f"/vraag/{world.question.pk}/")
    with live.listen(kept) as bram:
        with connection.cursor() as cursor:
            cursor.execute(KILL, [NAME])
            assert cursor.fetchall() == [(True,)]
        # All look when it hears again: what was said meanwhile, nobody passed on.
        assert bram.event() == "new"
        eventually(lambda: live.is_well)
        actions.answer(world.noor, question=world.question, text="Vraag het de commissie.")
        assert bram.event() == "new"


def test_an_answer_that_says_the_same_again_tells_nobody(world: World, live: Streams) -> None:
    def once() -> Answer:
        return actions.answer(world.noor, question=world.question, text="Vraag het na.")

    once()
    with live.listen(ticket(world.bram, f"/vraag/{world.question.pk}/")) as bram:
        while bram.event(SOON):
            pass  # numbers come back in tests: of another one
        once()
        assert bram.event(SOON) == ""
    assert Post.objects.count() == 0


def test_it_stops_when_asked_with_streams_open(tmp_path, world: World, settings) -> None:
    from tests.streams import running

    with running(tmp_path) as streams:
        reader = streams.listen(made(world, "question:1"))
        family = psutil.Process(streams.process.pid).children(recursive=True)
        began = time.monotonic()
    assert time.monotonic() - began < 30
    assert not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in family)
    assert reader.event() == ""
    reader.close()

"""An issue away from its page: a book for an e-reader, and feeds that programs follow."""

import io
import zipfile
from pathlib import Path

import feedparser
import pytest
from django.test import Client

from tests.journal.story import HERE, a_week, item_about, published, signed_in
from tests.kit.test_epub import judged
from tests.world import World, bring_in
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import actions
from vaknet.domain.journal.models import Issue
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.people import actions as people

BOOK = f"{HERE}nr/1.epub"
FEEDS = ["atom.xml", "rss.xml", "feed.json"]


@pytest.fixture
def out(world: World) -> Issue:
    week = a_week(world)
    issue = published(world)
    assert item_about(issue, week.scans)
    return issue


@pytest.fixture
def public(world: World, out: Issue) -> Group:
    Group.objects.filter(pk=world.group.pk).update(readers="public")
    return world.group


def chapters(book: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as zipped:
        return "\n".join(
            zipped.read(name).decode() for name in zipped.namelist() if name.endswith(".xhtml")
        )


def test_a_book_that_publishers_take(world: World, out: Issue, tmp_path: Path) -> None:
    answer = signed_in(world.noor).get(BOOK)
    assert answer.headers["Content-Type"] == "application/epub+zip"
    assert 'filename="vergunningen-toezicht-1.epub"' in answer.headers["Content-Disposition"]
    assert judged(answer.content, tmp_path) == []
    told = chapters(answer.content)
    assert "Wie scant zelf?" in told
    assert "Dat scheelt." in told
    assert "Colofon" in told
    assert answer.content == signed_in(world.noor).get(BOOK).content


def test_a_figure_of_the_editors_is_a_table_in_the_book(world: World, tmp_path: Path) -> None:
    a_week(world)
    groups.give_duty(world.marit, group=world.group, person=world.joost, kind="editor")
    actions.start_journal(world.joost, group=world.group, weekday=5)
    draft = actions.begin_issue(world.joost, group=world.group)
    actions.set_figure(
        world.joost, issue=draft, number="12", counts="werkdagen", rows=[("2025", 19), ("2026", 12)]
    )
    actions.publish_issue(world.joost, issue=draft)
    content = signed_in(world.noor).get(BOOK).content
    told = chapters(content)
    assert judged(content, tmp_path) == []
    assert "werkdagen" in told
    assert told.count('<th scope="row">') == 2


def test_guests_get_the_book_of_a_public_group_without_names(
    world: World, public: Group, tmp_path: Path
) -> None:
    guest, hers = Client().get(BOOK).content, signed_in(world.bram).get(BOOK).content
    assert judged(guest, tmp_path) == []
    assert "Wie scant zelf?" in chapters(guest)
    for person in (world.samira, world.joost, world.noor, world.marit):
        assert person.name not in chapters(guest)
    assert world.noor.name in chapters(hers)


def test_who_is_kept_apart_is_in_no_book(world: World, out: Issue) -> None:
    people.block(world.samira, other=world.bram)
    assert world.samira.name not in chapters(signed_in(world.bram).get(BOOK).content)
    assert world.samira.name in chapters(signed_in(world.noor).get(BOOK).content)


def test_what_was_taken_back_is_not_in_the_book(world: World, out: Issue) -> None:
    for answer in world.samira.answers.all():
        knowledge.withdraw_answer(world.samira, answer=answer)
    told = chapters(signed_in(world.noor).get(BOOK).content)
    assert "Dat scheelt." not in told


@pytest.mark.parametrize("path", ["nr/1.epub", *[f"nr/{name}" for name in FEEDS]])
def test_a_closed_group_has_none_for_others(world: World, out: Issue, path: str) -> None:
    Group.objects.filter(pk=world.group.pk).update(readers="group", admission="request")
    there, nowhere = f"{HERE}{path}", f"/g/bestaat-niet/{path}"
    assert signed_in(world.bram).get(there).status_code == 404
    assert signed_in(world.bram).get(nowhere).status_code == 404
    assert Client().get(there).status_code == Client().get(nowhere).status_code == 302
    if path.endswith("epub"):
        bring_in(world.marit, world.group, world.bram)
        assert signed_in(world.bram).get(there).status_code == 200


def test_no_book_of_a_draft_or_of_a_number_that_is_not_there(world: World, out: Issue) -> None:
    knowledge.ask(world.noor, group=world.group, title="En nu?")
    actions.begin_issue(world.joost, group=world.group)
    assert signed_in(world.joost).get(f"{HERE}nr/2.epub").status_code == 404


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_tells_of_each_issue(world: World, public: Group, name: str) -> None:
    answer = Client().get(f"{HERE}nr/{name}")
    assert answer.status_code == 200
    if name == "feed.json":
        [entry] = answer.json()["items"]
        title, address = entry["title"], entry["url"]
    else:
        told = feedparser.parse(answer.content)
        assert not told.bozo
        [entry] = told.entries
        title, address = entry.title, entry.link
    assert title.startswith("Nummer 1")
    assert address.endswith(f"{HERE}nr/1/")
    again = Client().get(f"{HERE}nr/{name}", headers={"if-none-match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("viewer", ["noor", "guest"])
def test_a_feed_names_nobody_whoever_asks(world: World, public: Group, viewer: str) -> None:
    client = signed_in(world.noor) if viewer == "noor" else Client()
    for name in FEEDS:
        told = client.get(f"{HERE}nr/{name}").text
        for person in (world.samira, world.joost, world.noor, world.marit):
            assert person.name not in told


@pytest.mark.parametrize("name", FEEDS)
def test_a_group_without_a_journal_has_no_feed(world: World, name: str) -> None:
    Group.objects.filter(pk=world.group.pk).update(readers="public")
    assert Client().get(f"{HERE}nr/{name}").status_code == 404


def test_a_feed_of_members_alone_is_no_feed(world: World, out: Issue) -> None:
    assert signed_in(world.noor).get(f"{HERE}nr/atom.xml").status_code == 404
    page = signed_in(world.noor).get(f"{HERE}nr/").text
    assert "atom.xml" not in page
    Group.objects.filter(pk=world.group.pk).update(readers="public")
    assert "atom.xml" in signed_in(world.noor).get(f"{HERE}nr/").text


def test_the_page_of_an_issue_offers_the_book(world: World, out: Issue) -> None:
    assert BOOK in signed_in(world.noor).get(f"{HERE}nr/1/").text


def test_a_feed_costs_the_same_however_many_issues(
    world: World, public: Group, django_assert_max_num_queries
) -> None:
    def count() -> int:
        with django_assert_max_num_queries(30) as counted:
            assert Client().get(f"{HERE}nr/atom.xml").status_code == 200
        return len(counted)

    count()
    one = count()
    for number in (2, 3):
        _make(world.joost, world.group, number)
    assert count() == one


def _make(editor: Actor, group: Group, number: int) -> None:
    Issue.objects.create(
        group=group,
        number=number,
        year=2020,
        week=number,
        published_at=group.actor.created_at,
        published_by=editor,
        covers_since=group.actor.created_at,
    )

"""What is new in a public group and what everybody may come to, for programs that follow it."""

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from tests.events.a_day import open_day
from tests.journal.story import signed_in
from tests.world import World
from vaknet.domain.events import actions as events
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.for_guests import told_lately
from vaknet.domain.knowledge.models import Post
from vaknet.kit import feed_reading

FORMS = ["atom.xml", "rss.xml", "feed.json"]
HERE = "/g/vergunningen-toezicht/"


@pytest.fixture
def public(world: World) -> Group:
    world.group.readers = "public"
    world.group.save()
    return world.group


def said(world: World, group: Group, title: str, body: str = "Kijk *hier*.") -> Post:
    return knowledge.start_conversation(world.joost, groups=[group], title=title, body=body)


def article(world: World, group: Group, title: str) -> Post:
    begun = knowledge.begin_article(
        world.joost, group=group, title=title, lead="Waar het om gaat.", body="Lang verhaal."
    )
    knowledge.send_in(world.joost, article=begun)
    knowledge.publish_article(world.marit, article=begun)
    return begun.post


def entries(answer: Any) -> list[tuple[str, str, str]]:
    """Title, address and words of each."""
    if answer["Content-Type"] == "application/feed+json":
        told = answer.json()["items"]
        return [(one["title"], one["url"], one["content_html"]) for one in told]
    read = feedparser.parse(answer.content)
    assert not read.bozo
    return [(one.title, one.link, one.content[0].value) for one in read.entries]


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_tells_what_is_said_and_asked_in_the_group(
    world: World, public: Group, form: str
) -> None:
    post = said(world, public, "Wat ik zag & las")
    story = article(world, public, "Een jaar later")
    answer = Client().get(HERE + form)
    assert answer.status_code == 200
    told = entries(answer)
    assert [title for title, _address, _words in told] == [
        "Een jaar later",
        "Wat ik zag & las",
        world.question.title,
    ]
    assert [address.removeprefix(settings.BASE_URL) for _title, address, _words in told] == [
        f"/artikel/{story.pk}/",
        f"/gesprek/{post.pk}/",
        f"/vraag/{world.question.pk}/",
    ]
    assert "<em>hier</em>" in told[1][2]
    read = feed_reading.read(answer.content, address="https://vaknet.example/")
    assert [item.title for item in read.items] == [title for title, _address, _words in told]


@pytest.mark.parametrize("form", FORMS)
def test_a_feed_names_nobody_whoever_asks(world: World, public: Group, form: str) -> None:
    said(world, public, "Met een naam", f"Vraag het @{world.noor.handle} eens.")
    for client in (Client(), signed_in(world.samira)):
        words = client.get(HERE + form).text
        for person in world.everybody:
            assert person.name not in words
        assert f"/@{world.noor.handle}" not in words


def test_what_is_taken_back_is_in_it_no_more(world: World, public: Group) -> None:
    post = said(world, public, "Toch maar niet")
    knowledge.withdraw_post(world.joost, post=post)
    assert "Toch maar niet" not in Client().get(HERE + "atom.xml").text


def test_a_change_is_told(world: World, public: Group) -> None:
    post = said(world, public, "Eerst zo")
    knowledge.change_post(world.joost, post=post, title="Eerst zo", body="En nu anders.")
    [newest, *_more] = feedparser.parse(Client().get(HERE + "atom.xml").content).entries
    assert newest.updated_parsed >= newest.published_parsed
    assert "En nu anders." in newest.content[0].value


def test_who_has_it_is_told_so(world: World, public: Group) -> None:
    for address in [*(HERE + form for form in FORMS), *(f"/b/{form}" for form in FORMS)]:
        first = Client().get(address)
        again = Client().get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        later = Client().get(address, headers={"if-modified-since": first["Last-Modified"]})
        assert later.status_code == 304
        head = Client().head(address)
        assert (head.status_code, head.content) == (200, b"")
        assert head["ETag"] == first["ETag"]
        assert Client().post(address).status_code == 405


@pytest.mark.parametrize("form", FORMS)
def test_a_closed_group_is_as_none(world: World, form: str) -> None:
    for readers in ("members", "group"):
        Group.objects.filter(pk=world.group.pk).update(readers=readers, admission="request")
        guest, none = Client().get(HERE + form), Client().get(f"/g/bestaat-niet/{form}")
        assert guest.status_code == none.status_code == 302
        assert (
            guest["Location"].replace("vergunningen-toezicht", "bestaat-niet") == none["Location"]
        )
        # A member of it reads its pages, and gets no feed that she might hand on.
        assert signed_in(world.samira).get(HERE + form).status_code == 404
    assert told_lately(world.group, most=20) == []


def test_a_post_that_stands_in_a_closed_group_too_is_told_in_the_open_one(
    world: World, public: Group
) -> None:
    from vaknet.domain.groups import actions as groups

    closed = groups.start_group(world.joost, name="Besloten", purpose="Intern", readers="group")
    post = said(world, closed, "Onder ons")
    assert post.title not in Client().get(HERE + "rss.xml").text


def test_a_feed_has_an_end_and_asks_the_same_of_postgres(world: World, public: Group) -> None:
    with CaptureQueriesContext(connection) as few:
        Client().get(HERE + "atom.xml")
    for number in range(3):
        said(world, public, f"Gesprek {number}")
    with CaptureQueriesContext(connection) as more:
        Client().get(HERE + "atom.xml")
    assert len(few) == len(more)
    assert len(told_lately(public, most=2)) == 2


def test_pages_say_where_their_feeds_are(world: World, public: Group) -> None:
    for page in (HERE, f"{HERE}gesprekken/", f"{HERE}artikelen/"):
        shown = Client().get(page).text
        found = feed_reading.discovered(shown, address="https://vaknet.example/")
        assert [one.rpartition("/")[2] for one in found] == FORMS
    assert "JSON Feed" in Client().get(HERE).text
    Group.objects.filter(pk=public.pk).update(readers="members")
    assert "atom.xml" not in signed_in(world.samira).get(HERE).text


@pytest.mark.parametrize("form", FORMS)
def test_what_everybody_may_come_to_has_a_feed(world: World, form: str) -> None:
    held = open_day(world, readers="public", name="Open middag")
    open_day(world, readers="members", name="Voor leden")
    told = entries(Client().get(f"/b/{form}"))
    assert [title for title, _address, _words in told] == ["Open middag"]
    events.cancel_event(world.marit, event=held, reason="Ziek")
    [(title, _address, words)] = entries(Client().get(f"/b/{form}"))
    assert title.endswith(": Open middag")
    assert "Ziek" not in words
    found = feed_reading.discovered(Client().get("/b/").text, address="https://vaknet.example/")
    assert [one.rpartition("/")[2] for one in found] == FORMS


def test_it_can_be_subscribed_to_as_a_calendar(world: World) -> None:
    held = open_day(world, readers="public", name="Open middag")
    open_day(world, readers="members", name="Voor leden")
    answer = Client().get("/b/agenda.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["summary"]) == "Open middag"
    assert "attendee" not in event
    assert str(event["uid"]).startswith(str(held.uid))
    events.cancel_event(world.marit, event=held, reason="Ziek")
    assert Calendar.from_ical(Client().get("/b/agenda.ics").content).walk("VEVENT") == []
    again = Client().get("/b/agenda.ics", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 200
    assert timezone.now() < held.ends_at < timezone.now() + timedelta(days=400)

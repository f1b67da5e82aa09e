"""What a group reads elsewhere, from journals on a real server that means well or badly."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from tests.kit.test_feed_reading import rss_of
from tests.kit.test_feed_visits import answering
from tests.kit.web_server import WebServer, web_server
from tests.places import all_taken
from tests.world import World, bring_in
from vaknet.configuration import configuration
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.reading import actions, queries
from vaknet.domain.reading.actions.looking import MOST_AT_ONCE, MOST_KEPT
from vaknet.domain.reading.choosing import MOST
from vaknet.domain.reading.models import Source, SourceItem, Subscription
from vaknet.domain.refusal import Refused
from vaknet.interfaces.commands import _checks_database
from vaknet.interfaces.jobs import reading as jobs
from vaknet.interfaces.reaching.waiting import MEMBERS
from vaknet.interfaces.web import reading as web
from vaknet.kit.feed_reading import Item, ReadFeed
from vaknet.kit.feed_visits import Known, Trouble, Unread, Visit

HOUR = timedelta(hours=1)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    with web_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        here = replace(configuration, reachable=[ip_network("127.0.0.0/8")])
        monkeypatch.setattr(jobs, "configuration", here)
        monkeypatch.setattr(web, "configuration", here)
        yield server


@pytest.fixture
def group(world: World) -> Group:
    """Of Noor and Marit, and of nobody else."""
    made = groups.start_group(world.noor, name="Kaderleden", purpose="Samen", readers="group")
    bring_in(world.noor, made, world.marit)
    return made


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.account)
    return client


def list_of(group: Group) -> str:
    return f"/g/{group.actor.handle}/leestafel/"


def item(number: int, **more) -> Item:
    told = {
        "id": f"urn:{number}",
        "address": f"https://blad.example/{number}",
        "title": f"Artikel {number}",
        "text": "",
        "at": timezone.now() - timedelta(days=number),
    }
    return Item(**(told | more))


def seen(*items: Item, address: str = "https://blad.example/rss") -> Visit:
    return Visit(address, ReadFeed("Het Blad", "https://blad.example/", items), Known('"1"', ""))


def titles(viewer: Actor | None, group: Group) -> list[str]:
    return [row.title for row in queries.items(viewer, group)]


def test_a_steward_adds_a_journal_and_the_group_reads_it(
    world: World, group: Group, server: WebServer
) -> None:
    server.pages["/"] = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    server.answers["/rss"] = answering(
        rss_of("<item><link>/a</link><title>&lt;script>x&lt;/script>Nieuw &amp;amp; fris</title>")
    )
    answer = signed_in(world.noor).post(list_of(group), {"address": f"{server.address}/"})
    assert (answer.status_code, answer.url) == (303, list_of(group))
    page = signed_in(world.marit).get(list_of(group)).text
    assert f'href="{server.address}/a"' in page
    assert "Nieuw &amp; fris" in page
    assert "<script>x" not in page
    assert f"q=Nieuw%20%26%20fris%20{quote(server.address, safe='')}%2Fa" in page
    [told] = Activity.objects.filter(verb="followed_source")
    assert (told.actor, told.group, told.audience) == (world.noor, group.actor, "group")


def test_when_others_wait_for_elsewhere_nothing_is_visited_and_she_hears_it(
    world: World, group: Group, server: WebServer, settings
) -> None:
    """That does not count as a visit."""
    limits = settings.ACCOUNT_RATE_LIMITS | {"visit_source": "1/d/key"}
    settings.ACCOUNT_RATE_LIMITS = limits
    server.answers["/rss"] = answering()
    client, given = signed_in(world.noor), {"address": f"{server.address}/rss"}
    with all_taken(MEMBERS):
        answer = client.post(list_of(group), given)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert f'value="{server.address}/rss"' in answer.text
    assert server.asked == []
    assert client.post(list_of(group), given).status_code == 303


def test_what_is_discussed_begins_as_a_question(
    world: World, group: Group, server: WebServer
) -> None:
    server.answers["/rss"] = answering(rss_of("<item><link>/a</link><title>Iets nieuws</title>"))
    client = signed_in(world.noor)
    client.post(list_of(group), {"address": f"{server.address}/rss"})
    page = client.get(list_of(group)).text
    start = page.index("/vraag/nieuw/")
    address = page[start : page.index('"', start)].replace("&amp;", "&")
    form = client.get(address).text
    assert f"Iets nieuws {server.address}/a" in form


def test_only_stewards_and_editors_choose(world: World, group: Group, server: WebServer) -> None:
    server.answers["/rss"] = answering()
    given = {"address": f"{server.address}/rss"}
    assert signed_in(world.marit).post(list_of(group), given).status_code == 404
    assert "Add a source" not in signed_in(world.marit).get(list_of(group)).text
    with override("en"), pytest.raises(Refused, match="Only a steward or an editor"):
        actions.follow_source(world.marit, group=group, visit=seen())
    assert server.asked == []
    groups.give_duty(world.noor, group=group, person=world.marit, kind="editor")
    assert signed_in(world.marit).post(list_of(group), given).status_code == 303
    [subscription] = queries.sources(world.marit, group)
    duty = group.memberships.get(actor=world.marit).duties.get()
    groups.end_duty(world.noor, group=group, duty=duty)
    stop = f"{list_of(group)}{subscription.pk}/"
    assert signed_in(world.marit).post(stop).status_code == 404
    with override("en"), pytest.raises(Refused, match="Only a steward or an editor"):
        actions.stop_following(world.marit, group=group, subscription=subscription)
    assert signed_in(world.noor).post(stop).status_code == 303
    assert list(queries.sources(world.noor, group)) == []


def test_it_is_seen_by_whom_the_group_is_seen(world: World, group: Group) -> None:
    actions.follow_source(world.noor, group=group, visit=seen(item(1)))
    assert titles(world.marit, group) == ["Artikel 1"]
    for outsider in (world.bram, world.moderator, None):
        assert titles(outsider, group) == []
        assert list(queries.sources(outsider, group)) == []
    assert signed_in(world.bram).get(list_of(group)).status_code == 404
    assert Client().get(list_of(group)).url.startswith("/inloggen/?next=")
    stop = f"{list_of(group)}{Subscription.objects.get().pk}/"
    assert signed_in(world.bram).post(stop).status_code == 404
    elsewhere = groups.start_group(world.bram, name="Jeugd", purpose="Samen")
    stop = f"{list_of(elsewhere)}{Subscription.objects.get().pk}/"
    assert signed_in(world.bram).post(stop).status_code == 404


def test_guests_read_along_with_a_public_group(world: World) -> None:
    public = groups.start_group(world.noor, name="Open", purpose="Samen", readers="public")
    actions.follow_source(world.noor, group=public, visit=seen(item(1)))
    page = Client(headers={"accept-language": "en"}).get(list_of(public)).text
    assert "Artikel 1" in page
    assert world.noor.first_name not in page
    assert "Discuss in the group" not in page
    assert Client().post(list_of(public), {"address": "https://x.example/"}).status_code == 302


def test_what_others_followed_before_stays_theirs(world: World, group: Group) -> None:
    """Of a secret group nobody learns what it reads, also not by following the same."""
    actions.follow_source(world.noor, group=group, visit=seen(item(1), item(2)))
    other = groups.start_group(world.bram, name="Jeugd", purpose="Samen")
    actions.follow_source(world.bram, group=other, visit=seen(item(1)))
    assert titles(world.bram, other) == ["Artikel 1"]
    assert titles(world.noor, group) == ["Artikel 1", "Artikel 2"]
    assert Source.objects.count() == 1


def test_twice_is_once(world: World, group: Group) -> None:
    first = actions.follow_source(world.noor, group=group, visit=seen(item(1)))
    assert actions.follow_source(world.noor, group=group, visit=seen(item(1))) == first
    actions.stop_following(world.noor, group=group, subscription=first)
    actions.stop_following(world.noor, group=group, subscription=first)
    assert Activity.objects.filter(verb="stopped_following").count() == 1
    again = actions.follow_source(world.noor, group=group, visit=seen(item(1)))
    assert again != first
    assert titles(world.noor, group) == ["Artikel 1"]


def test_a_group_follows_so_many(world: World, group: Group) -> None:
    for number in range(MOST):
        visit = seen(address=f"https://blad.example/{number}")
        actions.follow_source(world.noor, group=group, visit=visit)
    with override("en"), pytest.raises(Refused, match="follows 30 sources"):
        actions.follow_source(world.noor, group=group, visit=seen())
    page = signed_in(world.noor).post(list_of(group), {"address": "https://blad.example/"})
    assert page.status_code == 422
    assert "The group follows 30 sources. Remove one first." in page.text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/weg", "There is nothing at this address."),
        ("/pagina", "We found no feed here. Look for RSS or Atom on the site."),
        ("/groot", "This feed is larger than 2 MB. We stopped reading."),
        ("/gestopt", "This source says that it has stopped for good."),
        ("/binnen", "This address is not on the public internet."),
    ],
)
def test_what_is_wrong_is_said_at_once(
    world: World, group: Group, server: WebServer, path: str, said: str
) -> None:
    server.pages["/pagina"] = "<p>Alleen tekst</p>"
    server.answers["/groot"] = answering(b" " * 100_000_000)
    server.answers["/gestopt"] = answering(b"", status=410)
    server.answers["/binnen"] = answering(b"", status=302, Location="https://10.0.0.1/")
    answer = signed_in(world.noor).post(list_of(group), {"address": server.address + path})
    assert answer.status_code == 422
    assert said in answer.text
    assert Subscription.objects.count() == 0


def test_our_own_machine_is_not_visited(
    world: World, group: Group, server: WebServer, monkeypatch
) -> None:
    monkeypatch.setattr(web, "configuration", replace(configuration, reachable=[]))
    server.answers["/rss"] = answering()
    answer = signed_in(world.noor).post(list_of(group), {"address": f"{server.address}/rss"})
    assert "This address is not on the public internet." in answer.text
    assert server.asked == []


def test_without_https_before_it(world: World, group: Group, server: WebServer) -> None:
    server.answers["/rss"] = answering()
    bare = f"{server.address}/rss".removeprefix("https://")
    assert signed_in(world.noor).post(list_of(group), {"address": bare}).status_code == 303
    assert signed_in(world.noor).post(list_of(group), {"address": " "}).status_code == 422


def test_the_clock_comes_back(world: World, group: Group, server: WebServer) -> None:
    server.answers["/rss"] = answering(ETag='"1"')
    found = seen(address=f"{server.address}/rss")
    source = actions.follow_source(world.noor, group=group, visit=found).source
    assert list(queries.sources_due(timezone.now())) == []
    Source.objects.update(next_look_at=timezone.now() - HOUR)
    assert list(queries.sources_due(timezone.now())) == [source]
    jobs.look_where_due()
    jobs.look_where_due()  # once is enough
    jobs.look(source.pk)
    jobs.look(987_654)
    assert titles(world.noor, group) == ["Een"]
    server.answers["/rss"] = answering(b"", status=304)
    jobs.look(source.pk)
    source.refresh_from_db()
    assert (source.trouble, source.etag, source.title) == ("", '"1"', "Blad")
    assert titles(world.noor, group) == ["Een"]
    assert server.asked[-1][1]["If-None-Match"] == '"1"'
    server.answers["/rss"] = answering(b"", status=500)
    jobs.look(source.pk)
    source.refresh_from_db()
    assert (source.trouble, source.failures) == (Trouble.REFUSED, 1)
    assert "This site does not let us read it." in signed_in(world.marit).get(list_of(group)).text


def test_who_fails_is_visited_less_and_less(world: World, group: Group) -> None:
    source = actions.follow_source(world.noor, group=group, visit=seen(item(1))).source
    at, waits = timezone.now(), []
    for _turn in range(7):
        actions.note_trouble(source=source, unread=Unread(Trouble.TOO_SLOW), at=at)
        source.refresh_from_db()
        waits.append((source.next_look_at - at) / HOUR)
    assert waits == [1, 2, 4, 8, 16, 24, 24]
    busy = Unread(Trouble.BUSY, timedelta(hours=30))
    actions.note_trouble(source=source, unread=busy, at=at)
    source.refresh_from_db()
    assert (source.next_look_at - at) / HOUR == 30
    actions.note_visit(source=source, visit=seen(item(1)), at=at)
    source.refresh_from_db()
    assert (source.trouble, source.failures, source.next_look_at) == ("", 0, at + HOUR)


def test_after_two_weeks_we_give_up_and_say_so(world: World, group: Group) -> None:
    source = actions.follow_source(world.noor, group=group, visit=seen(item(1))).source
    at = timezone.now()
    actions.note_trouble(source=source, unread=Unread(Trouble.UNREACHABLE), at=at)
    assert list(queries.sources_failing(at + HOUR)) == [source]
    assert list(queries.sources_failing(at)) == []
    later = at + timedelta(days=14)
    actions.note_trouble(source=source, unread=Unread(Trouble.UNREACHABLE), at=later)
    source.refresh_from_db()
    assert (source.paused_at, source.next_look_at) == (later, None)
    page = signed_in(world.marit).get(list_of(group)).text
    assert "Nobody answers at this address. We stopped trying on" in " ".join(page.split())
    actions.note_trouble(source=source, unread=Unread(Trouble.TOO_SLOW), at=later)
    source.refresh_from_db()
    assert source.trouble == Trouble.UNREACHABLE
    actions.follow_source(world.noor, group=group, visit=seen(item(1), item(2)))
    source.refresh_from_db()
    assert (source.trouble, source.paused_at) == ("", None)
    assert titles(world.marit, group) == ["Artikel 1", "Artikel 2"]


def test_who_is_gone_is_left_in_peace(world: World, group: Group) -> None:
    source = actions.follow_source(world.noor, group=group, visit=seen(item(1))).source
    actions.note_trouble(source=source, unread=Unread(Trouble.GONE), at=timezone.now())
    source.refresh_from_db()
    assert source.next_look_at is None
    assert titles(world.noor, group) == ["Artikel 1"]


def test_where_nobody_follows_any_more_nobody_looks(world: World, group: Group) -> None:
    other = groups.start_group(world.bram, name="Jeugd", purpose="Samen")
    ours = actions.follow_source(world.noor, group=group, visit=seen(item(1)))
    theirs = actions.follow_source(world.bram, group=other, visit=seen(item(1)))
    actions.stop_following(world.noor, group=group, subscription=ours)
    assert Source.objects.get().next_look_at is not None
    actions.stop_following(world.bram, group=other, subscription=theirs)
    assert Source.objects.get().next_look_at is None
    assert list(queries.sources_failing(timezone.now())) == []


@pytest.mark.parametrize(
    ("again", "expected"),
    [
        # Another id each time, at the same address: the same article.
        ([item(1, id="urn:nieuw", title="Anders")], ["Anders"]),
        # The same id, moved.
        ([item(1, address="https://blad.example/nieuw/1")], ["Artikel 1"]),
        # One address for all: then only the id tells.
        (
            [
                item(1, id="urn:a", address="https://blad.example/1", title="A"),
                item(2, id="urn:b", address="https://blad.example/1", title="B"),
            ],
            ["A", "B", "Artikel 1"],
        ),
        # Twice in one feed.
        ([item(1), item(1, title="Dubbel")], ["Artikel 1"]),
        # The address of an article that has its own id is not taken over.
        (
            [item(1, address="https://blad.example/x"), item(2, address="https://blad.example/1")],
            ["Artikel 1", "Artikel 2"],
        ),
    ],
    ids=["id", "address", "one-address", "twice", "taken"],
)
def test_articles_do_not_double(
    world: World, group: Group, again: list[Item], expected: list[str]
) -> None:
    source = actions.follow_source(world.noor, group=group, visit=seen(item(1))).source
    actions.note_visit(source=source, visit=seen(*again), at=timezone.now())
    assert sorted(titles(world.noor, group)) == sorted(expected)


def test_so_many_at_once_and_so_many_in_all(world: World, group: Group) -> None:
    source = actions.follow_source(
        world.noor, group=group, visit=seen(*[item(number) for number in range(80)])
    ).source
    assert SourceItem.objects.count() == MOST_AT_ONCE
    for start in range(100, 100 + MOST_KEPT, MOST_AT_ONCE):
        part = [item(number) for number in range(start, start + MOST_AT_ONCE)]
        actions.note_visit(source=source, visit=seen(*part), at=timezone.now())
    assert SourceItem.objects.count() == MOST_KEPT
    assert titles(world.noor, group)[0] == "Artikel 0"


def test_nothing_comes_from_the_future(world: World, group: Group) -> None:
    far = timezone.now() + timedelta(days=900)
    actions.follow_source(world.noor, group=group, visit=seen(item(1, at=far), item(2, at=None)))
    assert all(row.at <= timezone.now() for row in SourceItem.objects.all())


def test_a_longer_list_costs_no_more_statements(world: World, group: Group) -> None:
    client = signed_in(world.marit)
    actions.follow_source(world.noor, group=group, visit=seen(item(1)))
    client.get(list_of(group))
    with CaptureQueriesContext(connection) as short:
        client.get(list_of(group))
    for number in range(2, 9):
        visit = seen(item(number), address=f"https://blad.example/feed/{number}")
        actions.follow_source(world.noor, group=group, visit=visit)
    with CaptureQueriesContext(connection) as long:
        page = client.get(list_of(group)).text
    assert "Artikel 8" in page
    assert len(long) == len(short)


def test_nobody_sends_our_server_all_around_the_web(world: World, group: Group) -> None:
    client, given = signed_in(world.noor), {"address": "https://127.0.0.1/"}
    for _turn in range(40):
        assert "not on the public internet" in client.post(list_of(group), given).text
    assert "You tried many addresses today." in client.post(list_of(group), given).text


def test_a_question_begins_with_a_whole_address_or_none() -> None:
    long = "https://blad.example/" + "a" * 200
    assert SourceItem(title="Kort", address="https://blad.example/1").opening == (
        "Kort https://blad.example/1"
    )
    assert SourceItem(title="t" * 300, address=long).opening == "t" * 150


def test_the_operator_hears_of_what_fails_long(world: World, group: Group) -> None:
    source = actions.follow_source(world.noor, group=group, visit=seen(item(1))).source
    for days in (20, 2):
        at = timezone.now() - timedelta(days=days)
        actions.note_trouble(source=source, unread=Unread(Trouble.TOO_SLOW), at=at)
    [finding] = _checks_database.sources()
    assert (finding.subject, finding.well) == ("Reading lists", False)
    assert finding.sentence == (
        "https://blad.example/rss cannot be read for three days or more (too_slow). We gave up. "
        "If others can read it, the network of this machine may keep us out."
    )
    actions.note_visit(source=source, visit=seen(item(1)), at=timezone.now())
    assert list(_checks_database.sources()) == []

"""Pages elsewhere: whose they are is shown by a page on a real server that links back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tests.kit.web_server import WebServer, web_server
from tests.world import World
from vaknet.configuration import configuration
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.leaving.brought import plain
from vaknet.domain.leaving.reading import brought
from vaknet.domain.people import actions
from vaknet.domain.people.actions.links import MOST
from vaknet.domain.people.links import links_due_for_a_look
from vaknet.domain.people.models import ProfileLink
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import links as jobs


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    with web_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        here = replace(configuration, reachable=[ip_network("127.0.0.0/8")])
        monkeypatch.setattr(jobs, "configuration", here)
        yield server


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.account)
    return client


def page_of(actor: Actor) -> str:
    return f'<p>Ik</p><a rel="me" href="{settings.BASE_URL}/@{actor.handle}">Vaknet</a>'


def state(link: ProfileLink) -> tuple[bool, bool]:
    link.refresh_from_db()
    return link.proved_since is not None, link.next_look_at is not None


def test_from_a_link_to_one_that_links_back(world: World, server: WebServer) -> None:
    client = signed_in(world.marit)
    client.post("/ik/profiel/links/", {"url": f"{server.address}/ik"})
    [link] = ProfileLink.objects.filter(actor=world.marit)
    assert server.asked == []  # nobody visits it before she says so
    server.pages["/ik"] = page_of(world.marit)
    client.post(f"/ik/profiel/links/{link.pk}/", {"act": "look"})
    assert "We are looking." in client.get("/ik/profiel/").text
    jobs.look(link.pk)
    assert state(link) == (True, True)
    assert "Links back to you since" in client.get("/ik/profiel/").text
    seen = signed_in(world.bram).get("/@marit.hoekstra/").text
    assert f'href="{server.address}/ik" rel="me noopener nofollow ugc"' in seen
    assert "links back" in seen
    [(path, headers)] = server.asked
    told = path + "".join(f"{name}{value}" for name, value in headers.items())
    assert settings.BASE_URL not in told
    assert world.marit.handle not in told


def test_a_page_that_links_to_another_is_not_hers(world: World, server: WebServer) -> None:
    server.pages["/ik"] = page_of(world.marit)
    link = actions.add_link(world.bram, url=f"{server.address}/ik")
    actions.ask_look_at_link(world.bram, link=link)
    jobs.look(link.pk)
    assert state(link) == (False, False)
    assert "Did not link back on" in signed_in(world.bram).get("/ik/profiel/").text
    assert "links back" not in signed_in(world.marit).get(f"/@{world.bram.handle}/").text


def test_a_page_that_cannot_be_read_is_tried_again(world: World, server: WebServer) -> None:
    link = actions.add_link(world.marit, url=f"{server.address}/later")
    actions.ask_look_at_link(world.marit, link=link)
    jobs.look(link.pk)
    assert state(link) == (False, True)
    assert "Could not be read" in signed_in(world.marit).get("/ik/profiel/").text
    jobs.look(link.pk)
    jobs.look(link.pk)
    assert state(link) == (False, False)


def test_what_is_proved_is_looked_at_again(world: World, server: WebServer) -> None:
    server.pages["/ik"] = page_of(world.marit)
    link = actions.add_link(world.marit, url=f"{server.address}/ik")
    actions.ask_look_at_link(world.marit, link=link)
    jobs.look(link.pk)
    server.pages["/ik"] = "Verbouwing"
    for _number in range(3):
        jobs.look(link.pk)
        assert state(link) == (True, True)
    jobs.look(link.pk)
    assert state(link) == (False, False)


def test_our_own_machine_is_not_fetched_from(world: World, server: WebServer, monkeypatch) -> None:
    monkeypatch.setattr(jobs, "configuration", replace(configuration, reachable=[]))
    server.pages["/ik"] = page_of(world.marit)
    assert jobs.links_back(f"{server.address}/ik", world.marit) is None
    assert server.asked == []


def test_the_clock_looks_where_it_is_due(world: World) -> None:
    link = actions.add_link(world.marit, url="https://marit.example/")
    assert list(links_due_for_a_look(timezone.now())) == []
    actions.ask_look_at_link(world.marit, link=link)
    ProfileLink.objects.update(next_look_at=timezone.now() - timedelta(hours=1))
    assert list(links_due_for_a_look(timezone.now())) == [link]
    jobs.look_where_due()
    jobs.look(987_654)
    actions.note_look_at_link(link=ProfileLink(pk=987_654), links_back=True, at=timezone.now())


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("marit.example/schrijft", "https://marit.example/schrijft"),
        (" https://marit.example ", "https://marit.example"),
    ],
)
def test_as_people_type_it(world: World, typed: str, kept: str) -> None:
    assert actions.add_link(world.marit, url=typed).url == kept
    assert actions.add_link(world.marit, url=typed).url == kept
    assert ProfileLink.objects.count() == 1


@pytest.mark.parametrize(
    "typed",
    ["marit", "http://marit.example/", "javascript:alert(1)", "https://a:b@marit.example/",
     "https://marit.example/" + "a" * 300, "https://[kapot/"],
)  # fmt: skip
def test_what_is_no_page(world: World, typed: str) -> None:
    answer = signed_in(world.marit).post("/ik/profiel/links/", {"url": typed})
    assert answer.status_code == 422
    assert "This is not the address of a page" in answer.text
    assert ProfileLink.objects.count() == 0


def test_not_without_end(world: World) -> None:
    for number in range(MOST):
        actions.add_link(world.marit, url=f"https://m{number}.example/")
    with pytest.raises(Refused):
        actions.add_link(world.marit, url="https://m.example/")


def test_taken_off_and_put_back(world: World) -> None:
    link = actions.add_link(world.marit, url="https://marit.example/")
    client = signed_in(world.marit)
    assert signed_in(world.bram).post(f"/ik/profiel/links/{link.pk}/").status_code == 404
    actions.remove_link(world.bram, link=link)
    assert ProfileLink.objects.count() == 1
    client.post(f"/ik/profiel/links/{link.pk}/")
    assert "Removed: marit.example." in client.get("/ik/profiel/").text
    assert ProfileLink.objects.count() == 0
    actions.ask_look_at_link(world.marit, link=link)
    client.post("/ik/profiel/terug/")
    assert ProfileLink.objects.get().short == "marit.example"
    verbs = Activity.objects.filter(actor=world.marit).values_list("verb", flat=True)
    assert {"added_link", "removed_link"} <= set(verbs)
    assert "asked_look_at_link" not in verbs


def test_nobody_looks_for_who_left(world: World, server: WebServer) -> None:
    link = actions.add_link(world.bram, url=f"{server.address}/ik")
    Actor.objects.filter(pk=world.bram.pk).update(handle="former_0123456789abcdef")
    jobs.look(link.pk)
    assert server.asked == []


def test_along_to_another_vaknet() -> None:
    rows = [{"url": "https://marit.example/"}, {"url": "javascript:x"}, {"url": 3}, {}]
    found = brought({"links": rows})
    assert found.links == ("https://marit.example/",)
    assert brought(plain(found)) == found

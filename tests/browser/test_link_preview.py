"""Samira posts a link, sees later what is behind it, and takes that away; Joost writes without."""

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import world as worlds
from tests.browser.conftest import DESK
from tests.browser.walk import Walk
from tests.kit.web_server import WebServer, web_server
from vaknet.configuration import configuration
from vaknet.domain.activity.models import Activity
from vaknet.domain.previews import queries
from vaknet.interfaces.jobs import followups
from vaknet.interfaces.jobs import previews as jobs

PAGE = (
    "<title>Bouwen met hout: wat mag waar?</title>"
    '<meta name="description" content="Een overzicht van de regels, per gemeente en per dak.">'
    '<meta property="og:site_name" content="Het Houtblad">'
)


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    with web_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        here = replace(configuration, reachable=[ip_network("127.0.0.0/8")])
        monkeypatch.setattr(jobs, "configuration", here)
        server.pages["/hout"] = PAGE
        yield server


def work(verb: str) -> None:
    """What a worker does meanwhile."""
    followups.run(Activity.objects.filter(verb=verb).latest("pk").pk)
    for pk in queries.pages_due(timezone.now()).values_list("pk", flat=True):
        jobs.look(pk)


def reload(walk: Walk, page: Page) -> None:
    page.goto(page.url.partition("?")[0])
    walk.look(page)


def test_a_link_gets_a_card(walk: Walk, world: worlds.World, elsewhere: WebServer) -> None:
    say = walk.say
    address = f"{elsewhere.address}/hout"
    samira = walk.open(f"/gesprek/nieuw/?groep={world.group.actor.handle}", world.samira)
    bare = samira.get_by_label(say("No preview of a link"))
    expect(bare).to_be_visible(visible=not walk.javascript)
    samira.get_by_label(say("What is it about, in one sentence?")).fill("Wie bouwde er met hout?")
    samira.get_by_label(say("More to it")).fill(f"Ik las {address} en nu wil ik meer weten.")
    expect(bare).to_be_visible()
    walk.press(samira, "Post")
    walk.reads(samira, "Your conversation is there.")
    expect(samira.locator(".preview")).to_have_count(0)

    work("posted")
    reload(walk, samira)
    card = samira.locator(".preview")
    expect(card).to_contain_text("Het Houtblad")
    expect(card.get_by_role("link", name="Bouwen met hout")).to_have_attribute("href", address)

    joost = walk.open(samira.url[samira.url.index("/gesprek/") :], world.joost, width=DESK)
    expect(joost.locator(".preview")).to_contain_text("Een overzicht van de regels")
    joost.get_by_label(say("Your reply")).fill(f"Dat staat ook op {address}")
    joost.get_by_label(say("No preview of a link")).check()
    walk.press(joost, "Post reply")
    work("replied")
    reload(walk, joost)
    expect(joost.locator("article.answer")).to_contain_text("Dat staat ook op")
    expect(joost.locator(".preview")).to_have_count(1)

    walk.press(samira, "Take the preview away")
    walk.reads(samira, "The preview is gone. Under “Change” you bring it back.")
    expect(samira.locator(".preview")).to_have_count(0)
    assert walk.wrong == [], "\n".join(walk.wrong)

"""What a browser gets to put Vaknet among its apps, and what it says of whose a page is."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from vaknet.domain.activity.models import Actor
from vaknet.interfaces.web.context import mine


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(actor.account)
    return client


def told(client: Client) -> dict:
    return json.loads(client.get("/app.webmanifest").content)


def test_the_app_is_called_what_the_network_is_called(client, db, settings):
    settings.NETWORK_NAME = "Vakgenoten Publiek"
    app = told(client)
    assert app["name"] == "Vakgenoten Publiek"
    assert app["short_name"] == "Vakgenoten P"
    assert app["start_url"] == app["scope"] == app["id"] == "/"
    assert app["display"] == "standalone"


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Wie kan helpen?"), ("en", "Who can help?")]
)
def test_the_app_speaks_the_language_of_the_browser(db, language, words):
    app = told(Client(headers={"accept-language": language}))
    assert app["lang"] == language
    assert app["shortcuts"] == [{"name": words, "url": "/vraag/"}]


def test_its_icons_are_there_in_the_size_that_is_said(client, db):
    icons = told(client)["icons"]
    assert [icon["purpose"] for icon in icons] == ["any", "any", "maskable"]
    for icon in icons:
        with Image.open(finders.find(icon["src"].removeprefix("/static/"))) as drawn:
            assert "x".join(map(str, drawn.size)) == icon["sizes"]


def test_what_may_be_cut_off_is_empty(client, db):
    """A circle of four fifths holds the sign; outside it there is only the colour of the page."""
    with Image.open(finders.find("img/app-maskable-512.png")) as drawn:
        pixels = drawn.convert("RGB").load()
        outside = {
            pixels[x, y]
            for x in range(512)
            for y in range(512)
            if (x - 256) ** 2 + (y - 256) ** 2 > (0.4 * 512) ** 2
        }
    assert outside == {(0xF5, 0xF6, 0xF1)}


def test_the_worker_may_see_every_page_and_is_asked_for_anew(client, db):
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert answer.content == client.get("/sw.js").content


def test_every_file_that_the_worker_fetches_is_there(client, db):
    """One that is not, and no worker comes into being."""
    script = client.get("/sw.js").text
    files = json.loads(re.search(r"^const SHELL = (.*);$", script, re.M)[1])
    assert len(files) == 13
    assert [name for name in files if finders.find(name.removeprefix("/static/")) is None] == []
    pages = json.loads(re.search(r"^const OFFLINE = (.*);$", script, re.M)[1])
    assert [client.get(address).status_code for address in pages.values()] == [200, 200]


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Je bent offline"), ("en", "You are offline")]
)
def test_the_page_without_a_connection_is_of_nobody(world, language, words):
    """The same bytes for a member and for a guest: what is kept tells nothing of who was here."""
    hers = signed_in(world.samira).get(f"/offline/?taal={language}")
    assert f"<h1>{words}</h1>" in hers.text
    assert hers["Content-Language"] == language
    assert hers.content == Client().get(f"/offline/?taal={language}").content


def test_an_unknown_language_gives_that_of_the_browser(db):
    page = Client(headers={"accept-language": "en"}).get("/offline/?taal=tlh")
    assert page["Content-Language"] == "en"


def test_a_page_says_whose_it_is_without_saying_who(world):
    page = signed_in(world.samira).get("/")
    assert page["Vaknet-Whose"] == mine(world.samira.pk)
    assert signed_in(world.bram).get("/")["Vaknet-Whose"] == mine(world.bram.pk)
    assert mine(world.samira.pk) != mine(world.bram.pk)
    assert f'data-mine="{mine(world.samira.pk)}"' in page.text


def test_a_guest_is_nobody(client, world):
    assert "Vaknet-Whose" not in client.get("/")


def test_today_is_kept_by_nobody_between_us_and_her(world):
    page = signed_in(world.samira).get("/")
    assert page["Cache-Control"] == "private, no-cache"
    assert "Cookie" in page["Vary"]
    assert "data-kept-line hidden" in page.text

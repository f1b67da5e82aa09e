"""Every page that somebody can click to, one of each kind, found by clicking."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.connections import actions as connections
from vaknet.domain.talks import actions as talks

LINK = re.compile(r'<a\s[^>]*href="([^"#]+)')
# No pages, or pages that have a test of their own in test_look.
ELSEWHERE = {"talk-calendar", "styleguide", "about", "house-rules", "privacy", "accessibility"}


def _found(client: Client, *starts: str) -> Iterator[tuple[str, str]]:
    """All the starts, and one address of each other kind of page; with the HTML."""
    waiting, seen, kinds = list(starts), set(starts), set()
    while waiting:
        address = waiting.pop(0)
        try:
            kind = resolve(urlsplit(address).path).view_name
        except Resolver404:
            kind = f"no page: {address}"
        searched = "?" in address
        if address not in starts and ((kind, searched) in kinds or kind in ELSEWHERE):
            continue
        answer = client.get(address)
        assert answer.status_code in {200, 302}, f"{address} answers {answer.status_code}"
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        kinds.add((kind, searched))
        yield address, answer.text
        for link in LINK.findall(answer.text):
            there = urljoin(address, unescape(link))
            if there.startswith("/") and there not in seen:
                seen.add(there)
                waiting.append(there)


def _faults(visit, world_actor, found) -> dict[str, list[str]]:
    page = None
    faults = {}
    for address, html in found:
        if page is None:
            page = visit(address, actor=world_actor)
        else:
            page.goto(address)
        wrong = html_faults(html)
        for width, scheme in [(DESK, "light"), (PHONE, "dark")]:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            wrong += [f"{scheme} {width}: {one}" for one in axe(page, preload=True)]
        page.set_viewport_size({"width": 320, "height": 900})
        wrong += overflow(page) + small_targets(page)
        if wrong:
            faults[address] = wrong
    return faults


@pytest.fixture
def busy(world):
    """Samira waits for Marit, Bram for Samira; Joost proposed a talk and agreed on another."""
    purpose = "Wij willen in Waterveen van het papier af."
    asked = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose=purpose
    )
    connections.agree_to_introduce(world.joost, step=asked.steps.get())
    connections.request_connection(world.bram, recipient=world.samira, note="Wij zaten samen.")
    soon = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    times = [soon, soon + timedelta(hours=2), soon + timedelta(days=1)]
    open_talk, agreed = (
        talks.propose_talk(world.joost, invitee=world.samira, purpose=purpose, times=times)
        for purpose in ("Bijpraten over het archief", "Koffie in Waterveen")
    )
    talks.pick_time(world.samira, talk=agreed, time=agreed.proposed_times.first())
    return SimpleNamespace(world=world, introduction=asked, talk=open_talk, agreed=agreed)


def test_pages_of_a_member_who_asks(visit, busy):
    samira = busy.world.samira
    client = Client()
    client.force_login(samira.account)
    starts = [
        "/",
        f"/@{busy.world.marit.handle}/",
        f"/@{samira.handle}/",
        f"/@{busy.world.peter.handle}/kennismaken/",
        f"/@{busy.world.peter.handle}/introductie/",
        f"/ik/introducties/{busy.introduction.pk}/",
        f"/ik/afspraken/{busy.talk.pk}/",
        f"/ik/afspraken/{busy.agreed.pk}/",
        "/vraag/?q=dakkapel",
        "/vraag/?q=qqqqqq",
    ]
    assert _faults(visit, samira, _found(client, *starts)) == {}


def test_pages_of_a_member_who_is_asked(visit, busy):
    marit = busy.world.marit
    client = Client()
    client.force_login(marit.account)
    starts = ["/", f"/ik/introducties/{busy.introduction.pk}/", "/@samira.el.idrissi/"]
    assert _faults(visit, marit, _found(client, *starts)) == {}


def test_pages_of_a_guest(visit, world):
    assert _faults(visit, None, _found(Client(), "/")) == {}


@pytest.mark.parametrize(
    "address",
    ["/g/nieuw/", "/vraag/nieuw/", "/ik/profiel/rollen/", "/@peter.de.wit/kennismaken/"],
)
def test_an_empty_form_comes_back_with_what_to_do(world, address):
    client = Client()
    client.force_login(world.samira.account)
    answer = client.post(address, {})
    assert answer.status_code == 422
    assert "<title>Fout: " in answer.text
    assert 'class="error-summary"' in answer.text
    assert html_faults(answer.text) == []

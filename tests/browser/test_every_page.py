"""Every page that somebody can click to, one of each kind, found by clicking."""

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE

LINK = re.compile(r'<a\s[^>]*href="([^"#]+)')
# No pages, or pages that have a test of their own in test_look.
ELSEWHERE = {"talk-calendar", "styleguide", "about", "house-rules", "privacy", "accessibility"}


def _found(client: Client, start: str) -> Iterator[tuple[str, str]]:
    """One address of each kind of page, with its HTML."""
    waiting, seen, kinds = [start], {start}, set()
    while waiting:
        address = waiting.pop(0)
        try:
            kind = resolve(urlsplit(address).path).view_name
        except Resolver404:
            kind = f"no page: {address}"
        searched = "?" in address
        if (kind, searched) in kinds or kind in ELSEWHERE:
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
            wrong += [f"{scheme} {width}: {one}" for one in axe(page)]
        page.set_viewport_size({"width": 320, "height": 900})
        wrong += overflow(page) + small_targets(page)
        if wrong:
            faults[address] = wrong
    return faults


@pytest.mark.parametrize("who", ["samira", "marit"])
def test_pages_of_a_member(visit, world, who):
    actor = getattr(world, who)
    client = Client()
    client.force_login(actor.account)
    assert _faults(visit, actor, _found(client, "/")) == {}


def test_pages_of_a_guest(visit, world):
    assert _faults(visit, None, _found(Client(), "/")) == {}

"""Reporting what is read along, and deciding it, in a browser with script and without."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_reading_elsewhere import network, said  # noqa: F401
from tests.federation.story import known_elsewhere, said_to
from vaknet.domain.federation import queries
from vaknet.domain.governance import actions


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_she_reports_it_and_a_manager_hides_it_for_all(visit, network, script):  # noqa: F811
    fatma = known_elsewhere(network.fatma)
    post = said_to(fatma, name="Over eiken")
    page = visit(f"/elders/{post.pk}/", actor=fatma, language="en", javascript=script)
    page.get_by_role("link", name="Report", exact=True).first.click()
    expect(page.get_by_label("This network may tell their own network")).not_to_be_checked()
    page.get_by_label("It sells something").check()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_text("A moderator looks at it.")).to_be_visible()
    desk = visit("/beheer/meldingen/", actor=network.moderator, language="en", javascript=script)
    expect(desk.get_by_role("heading", name="It stands on another network")).to_be_visible()
    desk.locator("label").get_by_text("Hide", exact=True).click()
    desk.get_by_role("button", name="Send decision").click()
    expect(desk.get_by_text("Who reported it hears why.")).to_be_visible()
    assert not queries.posts_elsewhere(fatma).exists()


def test_the_pages_are_open_to_everybody(visit, network):  # noqa: F811
    fatma = known_elsewhere(network.fatma)
    post = said(fatma)
    told = {"reason": "selling", "text": "Dit is reclame."}
    case = actions.report_elsewhere(fatma, about=post, **told).case
    actions.decide(network.moderator, case=case, kind="hide", reason="Reclame.")
    person = actions.report_elsewhere(fatma, about=post.author, **told).case
    second = queries.posts_elsewhere(fatma).first()
    pages = [
        (fatma, f"/melden/elders/{second.pk}/"),
        (network.moderator, f"/beheer/meldingen/{case.pk}/"),
        (network.moderator, f"/beheer/meldingen/{person.pk}/"),
        (fatma, "/ik/instellingen/andere-netwerken/volgen/"),
    ]
    faults = {}
    for who, path in pages:
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(path, actor=who, width=width, dark=dark, language=language)
            faults[path, width] = axe(page) + overflow(page) + html_faults(page.content())
        page = visit(path, actor=who, width=320)
        faults[path, 320] = overflow(page) + small_targets(page)
    assert {case: found for case, found in faults.items() if found} == {}

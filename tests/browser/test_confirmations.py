"""Joost confirms what Marit knows; she does not show it; he withdraws."""

from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.world import acquaint
from vaknet.domain.connections import actions
from vaknet.domain.people import actions as people

WHERE = "In de werkgroep digitale dossiers"


class Words(NamedTuple):
    language: str
    open: str
    where: str
    confirm: str
    missing: str
    number: str
    yours: str
    hide: str
    hidden: str
    withdraw: str
    nothing: str


WORDS = [
    Words(
        "nl", "Bevestig", "Waar zag je dit?", "Ik bevestig dit", "Vul in waar je dit zag.",
        "1 vakgenoot bevestigt dit", "Je bevestigt dit.", "Toon niet", "Bevestigd, maar niet",
        "Trek in", "Je bevestigt nog niets",
    ),
    Words(
        "en", "Confirm", "Where did you see this?", "I confirm this", "Fill in where you saw this.",
        "1 fellow professional confirms this", "You confirm this.", "Do not show",
        "Confirmed, but not", "Withdraw", "You confirm nothing yet",
    ),
]  # fmt: skip


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_confirming_from_begin_to_end(visit, world, words, javascript):
    options = {"language": words.language, "javascript": javascript}
    topic = world.marit.known_topics.get()
    joost = visit("/@marit.hoekstra/", actor=world.joost, **options)
    joost.locator("summary").filter(has_text=words.open).click()
    joost.get_by_role("button", name=words.confirm).click()
    expect(joost.get_by_role("alert")).to_contain_text(words.missing)
    joost.get_by_label(words.where).fill(WHERE)
    joost.get_by_role("button", name=words.confirm).click()
    told = joost.locator(f"#topic-{topic.pk}")
    expect(told).to_contain_text(words.number)
    expect(told.get_by_text(words.yours, exact=True)).to_be_visible()

    marit = visit("/@marit.hoekstra/", actor=world.marit, **options)
    marit.locator("summary").filter(has_text=words.number).click()
    expect(marit.get_by_text(WHERE)).to_be_visible()
    marit.get_by_role("button", name=words.hide).click()
    expect(marit.locator(f"#topic-{topic.pk}")).to_contain_text(words.hidden)

    joost.goto("/@marit.hoekstra/")
    expect(told).to_contain_text(words.number)
    joost.get_by_role("button", name=words.withdraw).click()
    expect(joost.locator("summary").filter(has_text=words.open)).to_be_visible()
    joost.goto("/ik/bevestigd/")
    expect(joost.get_by_text(words.nothing)).to_be_visible()


def test_the_focus_stays_where_she_is(visit, world):
    """After each swap the keyboard goes on at the same topic."""
    page = visit("/@marit.hoekstra/", actor=world.joost, language="en")
    page.locator("summary").filter(has_text="Confirm").click()
    page.get_by_role("button", name="I confirm this").click()
    expect(page.locator(".error-summary")).to_be_focused()
    page.get_by_label("Where did you see this?").fill(WHERE)
    page.get_by_label("Where did you see this?").press("Enter")
    expect(page.get_by_role("button", name="Withdraw")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("summary").filter(has_text="Confirm")).to_be_focused()


def test_the_pages_are_open_to_everybody(visit, world):
    topic = world.marit.known_topics.get()
    people.add_known_topic(world.marit, text="Toezicht met weinig mensen")
    acquaint(world.fatma, world.marit)
    for by in (world.joost, world.peter, world.fatma):
        actions.confirm(by, topic=topic, where=WHERE)
    faults = {}
    topic_page = f"/@marit.hoekstra/weet/{topic.pk}/"
    visits = [
        (world.joost, "/@marit.hoekstra/"),
        (world.marit, "/@marit.hoekstra/"),
        (world.samira, "/@marit.hoekstra/"),
        (world.joost, topic_page),
        (world.marit, topic_page),
        (world.joost, "/ik/bevestigd/"),
    ]
    for actor, path in visits:
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(path, actor=actor, width=width, dark=dark, language=language)
            page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
            case = (actor.handle, path, width)
            faults[case] = axe(page) + overflow(page) + html_faults(page.content())
            page.context.close()
        page = visit(path, actor=actor, width=320)
        page.locator("main details").evaluate_all("all => all.forEach(one => one.open = true)")
        faults[actor.handle, path, 320] = overflow(page) + small_targets(page)
        page.context.close()
    assert {case: found for case, found in faults.items() if found} == {}

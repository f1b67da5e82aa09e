"""Samira tells her contacts that she looks for work; Joost helps, her colleague sees nothing."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.connections import actions
from vaknet.domain.people import actions as people

SEEKS = "Vier dagen, dichter bij huis."
SOON = timezone.localdate() + timedelta(days=30)


class Words(NamedTuple):
    language: str
    what: str
    contacts: str
    until: str
    tell: str
    readers: str
    help: str
    reference: str
    yours: str
    send: str


WORDS = [
    Words(
        "nl", "Wat zoek je?", "Mijn bekenden", "Tot wanneer?", "Vertel het deze mensen",
        "Wie het kan zien", "Stuur een tip of word referentie", "Ik wil referentie zijn",
        "Jouw woorden", "Verstuur",
    ),
    Words(
        "en", "What do you look for?", "My contacts", "Until when?", "Tell these people",
        "Who can see it", "Send a tip or be a reference", "I can be a reference",
        "Your words", "Send",
    ),
]  # fmt: skip


@pytest.fixture
def colleague(world):
    people.add_role(world.fatma, kind="work", title="x", organisation="gemeente Waterveen")
    return world.fatma


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_contacts_help_and_a_colleague_sees_nothing(visit, world, colleague, words, javascript):
    options = {"language": words.language, "javascript": javascript}
    samira = visit("/ik/werk/", actor=world.samira, **options)
    samira.get_by_label(words.what).fill(SEEKS)
    samira.get_by_label(words.contacts, exact=True).check()
    samira.get_by_label(words.until).fill(SOON.isoformat())
    samira.get_by_role("button", name=words.tell).click()
    seen = samira.get_by_role("region", name=words.readers)
    expect(seen).to_contain_text(world.joost.name)
    expect(seen).not_to_contain_text(colleague.name)

    joost = visit(f"/@{world.samira.handle}/", actor=world.joost, **options)
    joost.get_by_role("link", name=words.help).click()
    joost.get_by_label(words.reference).check()
    joost.get_by_label(words.yours).fill("Wij werkten drie jaar samen.")
    joost.get_by_role("button", name=words.send).click()
    samira.reload()
    expect(samira.locator("main")).to_contain_text("Wij werkten drie jaar samen.")

    fatma = visit(f"/@{world.samira.handle}/", actor=colleague, **options)
    expect(fatma.locator("main")).to_contain_text(world.samira.name)
    expect(fatma.locator("main")).not_to_contain_text(SEEKS)


def test_pages_are_open_to_everybody(visit, world, colleague):
    actions.look_for_work(world.samira, text=SEEKS, audience="members", until_on=SOON)
    actions.send_tip(world.joost, to=world.samira, kind="tip", text="Bij ons komt een plek vrij.")
    pages = [
        ("/ik/werk/", world.samira),
        ("/ik/werk/", world.bram),
        (f"/@{world.samira.handle}/tip/", world.joost),
        (f"/@{world.samira.handle}/", world.joost),
    ]
    faults = {}
    for path, actor in pages:
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(path, actor=actor, width=width, dark=dark, language=language)
            faults[path, width] = axe(page) + overflow(page) + html_faults(page.content())
            page.context.close()
        page = visit(path, actor=actor, width=320)
        faults[path, 320] = overflow(page) + small_targets(page)
        page.context.close()
    assert {case: found for case, found in faults.items() if found} == {}

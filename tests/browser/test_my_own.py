"""For my eyes only: a memory card is written, comes back on Today, and my network is drawn."""

from typing import NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.connections import queries


class Words(NamedTuple):
    language: str
    keep: str
    knows: str
    next_step: str
    day: str
    save: str
    kept: str
    done: str


WORDS = [
    Words(
        "nl", "Kaartje bijhouden", "Wat weet deze persoon?", "Wat is je volgende stap?",
        "Op welke dag",
        "Bewaren", "Bewaard. Alleen jij kunt het lezen.", "Gedaan",
    ),
    Words(
        "en", "Keep a memory card", "What does this person know?", "What is your next step?",
        "On which day",
        "Keep", "Kept. Only you can read it.", "Done",
    ),
]  # fmt: skip


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_card_comes_back_on_its_day(visit, world, words, javascript):
    options = {"language": words.language, "javascript": javascript}
    page = visit(f"/@{world.marit.handle}/", actor=world.samira, **options)
    page.get_by_role("link", name=words.keep).click()
    page.get_by_label(words.knows).fill("Bouwdossiers scannen")
    page.get_by_label(words.next_step).fill("Haar het bestek sturen")
    page.get_by_label(words.day).fill(timezone.localdate().isoformat())
    page.get_by_role("button", name=words.save, exact=True).click()
    expect(page.get_by_text(words.kept)).to_be_visible()

    page.goto("/")
    page.get_by_text("Haar het bestek sturen").first.wait_for(state="attached")
    page.goto("/ik/kaartjes/?q=scannen")
    page.get_by_role("link", name=world.marit.name).click()
    page.get_by_role("button", name=words.done).click()
    kept = queries.memory_of(world.samira, world.marit)
    assert kept is not None
    assert (kept.words.knows, kept.remind_on) == ("Bouwdossiers scannen", None)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_my_network_is_drawn_and_told(visit, world, language):
    for width, dark in [(DESK, False), (PHONE, True)]:
        page = visit("/ik/netwerk/", actor=world.samira, width=width, dark=dark, language=language)
        expect(page.locator("svg.drawing title")).to_have_count(3)
        expect(page.get_by_role("row", name="gemeente Duinrade")).to_be_visible()
        assert axe(page) + overflow(page) + html_faults(page.content()) == []
    assert small_targets(page) == []


def test_a_dot_leads_to_the_person_and_the_keyboard_does_not_stop_at_it(visit, world):
    page = visit("/ik/netwerk/", actor=world.samira)
    assert page.locator("svg.drawing a:not([tabindex='-1'])").count() == 0
    page.locator("svg.drawing a", has_text=world.joost.name).locator("circle").click()
    expect(page).to_have_title(f"{world.joost.name} – Vaknet")

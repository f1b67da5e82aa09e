"""A goal is set, a contact hangs from it by one click, and it is reached."""

from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.goals.test_goals import PAPERLESS, asked, introduced, talk
from vaknet.domain.connections import actions as connections
from vaknet.domain.goals import actions


class Words(NamedTuple):
    language: str
    what: str
    save: str
    which: str
    hung: str
    reached: str
    brought: str


WORDS = [
    Words(
        "nl", "Wat wil je bereiken?", "Stel dit doel", "Voor welk doel?", "Het hangt aan je doel.",
        "Ik heb het bereikt", "Doelen die je bereikte",
    ),
    Words(
        "en", "What do you want to reach?", "Set this goal", "For which goal?",
        "It hangs from your goal.",
        "I reached it", "Goals you reached",
    ),
]  # fmt: skip


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_goal_is_reached_with_a_contact(visit, world, words, javascript):
    options = {"language": words.language, "javascript": javascript}
    page = visit("/ik/doelen/", actor=world.samira, **options)
    page.get_by_label(words.what).fill(PAPERLESS)
    page.get_by_role("button", name=words.save).click()
    page.goto(f"/ik/bekenden/@{world.joost.handle}/")
    page.get_by_text(words.which).click()
    page.get_by_role("button", name=PAPERLESS).click()
    expect(page.get_by_text(words.hung)).to_be_visible()
    expect(page.locator("ol.line")).to_contain_text(world.joost.name)
    page.get_by_role("button", name=words.reached).click()
    page.goto("/ik/doelen/opbrengst/")
    expect(page.get_by_role("heading", name=words.brought)).to_be_visible()
    expect(page.get_by_role("link", name=PAPERLESS)).to_be_visible()


def test_pages_are_open_to_everybody(visit, world):
    goal = actions.set_goal(world.samira, text=PAPERLESS, shown=True)
    introduction = introduced(world)
    connections.say_outcome(world.samira, introduction=introduction, kind="helped")
    for thing in (asked(world), world.joost, introduction, talk(world)):
        actions.hang(world.samira, goal=goal, thing=thing)
    actions.note_for_goal(world.samira, goal=goal, text="Marit stuurt haar bestek.")
    pages = [
        ("/ik/doelen/", world.samira),
        ("/ik/doelen/", world.bram),
        (f"/ik/doelen/{goal.pk}/", world.samira),
        (f"/ik/doelen/{goal.pk}/wijzigen/", world.samira),
        ("/ik/doelen/opbrengst/", world.samira),
        ("/ik/doelen/opbrengst/", world.bram),
        (f"/ik/bekenden/@{world.joost.handle}/", world.samira),
        (f"/@{world.samira.handle}/", world.joost),
        ("/ik/", world.samira),
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

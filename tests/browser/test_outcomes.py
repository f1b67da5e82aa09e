"""After an introduction: Samira says that it helped, and thanks everybody with one message."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.connections import actions
from vaknet.domain.connections.models import Introduction

WORDS = {
    "nl": ("Hoe ging het?", "Het hielp", "Jouw bedankje", "Verstuur bedankje", "Het hielp, zegt"),
    "en": ("How did it go?", "It helped", "Your thanks", "Send thanks", "It helped, says"),
}
THANKS = "Dank jullie wel: we scannen nu zelf."


@pytest.fixture
def met(world) -> Introduction:
    """Nine days ago, so that Today asks for it."""
    introduction = actions.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Van papier af"
    )
    actions.agree_to_introduce(world.joost, step=introduction.steps.get())
    actions.accept_introduction(world.marit, introduction=introduction)
    Introduction.objects.update(agreed_at=timezone.now() - timedelta(days=9))
    return introduction


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_thanks_go_back_along_the_way(visit, world, met, language, javascript):
    question, helped, label, send, says = WORDS[language]
    samira = visit("/", actor=world.samira, language=language, javascript=javascript)
    expect(samira.get_by_role("heading", name=question)).to_be_visible()
    samira.get_by_role("button", name=helped, exact=True).click()
    samira.get_by_label(label).fill(THANKS)
    samira.get_by_role("button", name=send).click()
    expect(samira.locator("#outcome")).to_contain_text(THANKS)

    address = f"/ik/introducties/{met.pk}/"
    joost = visit(address, actor=world.joost, language=language, javascript=javascript)
    expect(joost.locator("#outcome")).to_contain_text(THANKS)
    expect(joost.locator("#outcome")).to_contain_text(f"{says} Samira.")


def test_pages_are_open_to_everybody(visit, world, met):
    address = f"/ik/introducties/{met.pk}/"
    for said in (False, True):
        if said:
            actions.say_outcome(world.samira, introduction=met, kind="helped")
        for path, actor in [(address, world.samira), (address, world.joost), ("/", world.marit)]:
            for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
                page = visit(path, actor=actor, width=width, dark=dark, language=language)
                assert axe(page) + overflow(page) + html_faults(page.content()) == []
            assert small_targets(page) == []

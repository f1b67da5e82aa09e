"""Samira tips Fatma of a question, she passes it on to Peter, and thanks come back."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.world import acquaint
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.tips import actions

WHY = "Jij had er vorig jaar een."


@pytest.fixture
def asked(world):
    return knowledge.ask(world.joost, group=world.group, title="Wie leest oude tekeningen?")


def give(world, by, to, asked):
    return actions.tip_colleague(by, to=to, kind="question", about=asked.pk, text=WHY)


def test_a_tip_given_and_passed_on(walk, world, asked):
    say = walk.say
    samira = walk.open(f"/vraag/{asked.pk}/", world.samira)
    walk.follow(samira, "Tip a colleague")
    samira.get_by_label(say("Who is it for?")).select_option(str(world.fatma.pk))
    walk.press(samira, "Give the tip")
    walk.reads(samira, "Say in one sentence why you give this tip.")
    samira.get_by_label(say("Why?")).fill(WHY)
    walk.press(samira, "Give the tip")
    fatma = walk.open("/", world.fatma)
    expect(fatma.locator("main")).to_contain_text(WHY)
    fatma.get_by_role("link", name=say("I know somebody who knows")).first.click()
    fatma.get_by_label(say("Who is it for?")).select_option(str(world.peter.pk))
    fatma.get_by_label(say("Why?")).fill("Of weet jij het?")
    walk.press(fatma, "Give the tip")
    peter = walk.open("/ik/tips/", world.peter)
    expect(peter.locator("main")).to_contain_text("Wie leest oude tekeningen?")
    walk.press(peter, "Not for me")
    walk.reads(peter, "Nobody gave you a tip yet.")


def test_pages_are_open_to_everybody(visit, world, asked):
    tip = give(world, world.samira, world.fatma, asked)
    give(world, world.marit, world.samira, asked)
    actions.thank_along([tip], thanked_by=world.joost)
    person = actions.tip_colleague(
        world.noor, to=world.samira, kind="person", about=world.marit.pk, text=WHY
    )
    acquaint(world.samira, world.marit)
    assert person.pk
    tip_person = "/@marit.hoekstra/doorgeven/"
    pages = [(f"/vraag/{asked.pk}/tip/", world.samira), (tip_person, world.samira)]
    pages += [("/ik/tips/", world.samira), ("/", world.fatma), ("/ik/tips/", world.fatma)]
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

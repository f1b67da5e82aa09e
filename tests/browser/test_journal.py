"""A trade journal from its start to its first reader, who tips the editors."""

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.journal.story import HERE, a_week, published
from vaknet.domain.journal import actions
from vaknet.domain.journal.models import Issue

TIP = "Vraag Fatma naar haar agenda."


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def test_marit_starts_a_journal_and_makes_its_first_issue(walk, world):
    a_week(world)
    marit = walk.open(HERE, world.marit)
    walk.follow(marit, "Start a trade journal")
    walk.follow(marit, "Start a trade journal")
    marit.get_by_label(walk.say("ISSN, if it has one")).fill("2049-3631")
    walk.press(marit, "Start a trade journal")
    expect(marit.locator(".error-summary")).to_be_visible()
    marit.get_by_label(walk.say("ISSN, if it has one")).fill("2049-3630")
    walk.press(marit, "Start a trade journal")

    walk.press(marit, "Make an issue")
    desk = marit.locator("#desk-talk").locator("xpath=ancestor::section")
    asked = marit.locator("#desk-question").locator("xpath=ancestor::section")
    asked.get_by_role("button", name=walk.say("On the cover")).click()
    walk.look(marit)
    cover = marit.locator("#desk-cover").locator("xpath=ancestor::section")
    expect(cover).to_contain_text("Wie scant zelf?")
    faces = marit.locator("#desk-new").locator("xpath=ancestor::section")
    faces.get_by_role("button", name=walk.say("Leave out")).click()
    expect(faces.get_by_role("button", name=walk.say("Put back"))).to_be_visible()
    walk.look(marit)
    expect(desk).to_contain_text("Wie meet de hoogte?")
    walk.follow(marit, "Words on the cover")
    marit.locator("#id_headline").fill("Scannen doe je zelf")
    walk.press(marit, "Save")
    walk.follow(marit, "Your own figure")
    marit.locator("#id_number").fill("12")
    marit.get_by_label(walk.say("What does it count?")).fill("werkdagen")
    marit.get_by_label(walk.say("Bars")).fill("2025: 19\n2026: 12")
    walk.press(marit, "Save")
    walk.follow(marit, "Put something on the agenda")
    walk.press(marit, "Save")
    expect(marit.locator(".error-summary")).to_be_visible()
    marit.get_by_label(walk.say("What is it?")).fill("Scandag in de kelder")
    marit.get_by_label(walk.say("Where?")).fill("Waterveen")
    walk.press(marit, "Save")
    walk.follow(marit, "Add a piece")
    dormer = marit.locator("li", has_text="dakkapel")
    dormer.get_by_role("button", name=walk.say("Add")).click()
    walk.look(marit)
    walk.reads(marit, "It is in the issue.")
    walk.follow(marit, "The issue in the making")
    walk.follow(marit, "Preview")
    for words in ("Scandag in de kelder", "Waterveen"):
        expect(marit.locator("main")).to_contain_text(words)
    walk.press(marit, "Publish")
    expect(marit.locator("h1")).to_have_text("Scannen doe je zelf")
    assert Issue.objects.get().number == 1


def test_samira_reads_it_and_tips_the_editors(walk, world):
    a_week(world)
    published(world)
    samira = walk.open("/g/", world.samira)
    samira.get_by_role("link", name=world.group.actor.name).first.click()
    walk.look(samira)
    walk.reads(samira, "End of number %(number)s.", number="1")
    expect(samira.locator("h1")).to_have_text("Hoe breng je een nee?")
    walk.follow(samira, "Tip the editors")
    walk.press(samira, "Send my tip")
    expect(samira.locator(".error-summary")).to_be_visible()
    samira.get_by_label(walk.say("What should the editors look at?")).fill(TIP)
    walk.press(samira, "Send my tip")
    walk.reads(samira, "Not read yet")

    marit = walk.open(f"{HERE}redactie/", world.marit)
    expect(marit.locator("main")).to_contain_text(TIP)
    marit.get_by_role("button", name=walk.say("Take it up")).click()
    walk.look(marit)
    walk.reads(marit, "No tips wait for you.")
    samira.reload()
    walk.reads(samira, "The editors take it up")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_are_sound_in_light_and_dark(visit, world, width):
    a_week(world)
    published(world)
    worlds.groups.give_duty(world.marit, group=world.group, person=world.noor, kind="editor")
    second = actions.begin_issue(world.noor, group=world.group)
    actions.say_of_cover(world.noor, issue=second, headline="Komt nog", lead="Volgende week.")
    pages = ["", "vragen/", "nr/", "nr/1/", "tip/", "redactie/", "redactie/vakblad/"]
    pages += [
        f"redactie/nummer/{page}"
        for page in ("", "erbij/", "agenda/", "omslag/", "omslag/foto/", "cijfer/", "voorbeeld/")
    ]
    wrong = {}
    for address in pages:
        for dark in (False, True):
            page = visit(f"{HERE}{address}", actor=world.noor, width=width, dark=dark)
            faults = overflow(page) + small_targets(page) + html_faults(page.content()) + axe(page)
            if faults:
                wrong[address, dark] = faults
            page.context.close()
    assert wrong == {}

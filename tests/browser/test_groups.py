"""Getting into a group that decides who gets in, and looking after it when its founder leaves."""

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.groups import actions, queries, succession
from vaknet.domain.groups.models import Group

QUESTION, ANSWER = "Waar loop jij tegenaan?", "Mijn rooster is elke week anders."
RULES = "Wat hier gezegd wordt, blijft **hier**.\n\n- Geen namen\n- Wees kort"


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


@pytest.fixture
def group(world: worlds.World) -> Group:
    return actions.start_group(
        world.noor,
        name="Werkdruk",
        purpose="Wat te veel werk met ons doet",
        readers="group",
        admission="request",
        join_question=QUESTION,
        house_rules=RULES,
    )


def test_bram_knocks_and_noor_lets_him_in(walk, world, group):
    bram = walk.open("/g/", world.bram)
    bram.get_by_role("link", name="Werkdruk").click()
    walk.look(bram)
    walk.reads(bram, "House rules")
    walk.follow(bram, "Knock")
    walk.press(bram, "Knock")
    expect(bram.locator(".error-summary")).to_be_visible()
    bram.get_by_label(QUESTION).fill(ANSWER)
    bram.get_by_label(walk.say("I read the house rules and agree to them")).check()
    walk.press(bram, "Knock")
    walk.reads(bram, "You knocked. You hear from us when you are let in.")

    noor = walk.open("/g/werkdruk/", world.noor)
    walk.follow(noor, "Who knocks")
    expect(noor.locator("main")).to_contain_text(ANSWER)
    noor.get_by_role("button", name=walk.say("Let in")).click()
    walk.look(noor)
    walk.reads(noor, "Nobody is at the door")
    bram.reload()
    walk.reads(bram, "You are in")
    assert queries.is_member(world.bram, group)


def test_noor_invites_fatma_who_joins(walk, world, group):
    noor = walk.open("/g/werkdruk/", world.noor)
    walk.follow(noor, "Invite somebody")
    noor.get_by_label(walk.say("Address here")).fill("@niemand.hier")
    walk.press(noor, "Invite")
    expect(noor.locator(".error-summary")).to_be_visible()
    noor.get_by_label(walk.say("Address here")).fill(f"@{world.fatma.handle}")
    noor.get_by_label(walk.say("Why you ask this person")).fill("Jij kent dit.")
    walk.press(noor, "Invite")
    walk.reads(noor, "Invited, not in yet")

    fatma = walk.open("/g/", world.fatma)
    walk.reads(fatma, "You are invited")
    fatma.get_by_role("link", name="Werkdruk").first.click()
    walk.look(fatma)
    expect(fatma.locator("main")).to_contain_text("Jij kent dit.")
    walk.follow(fatma, "Join this group")
    fatma.get_by_label(walk.say("I read the house rules and agree to them")).check()
    walk.press(fatma, "Join this group")
    walk.reads(fatma, "You are in")


def test_noor_gives_a_duty_and_leaves_and_the_host_takes_over(walk, world, group):
    rules = group.house_rules.get().pk
    actions.invite(world.noor, group=group, person=world.bram)
    actions.accept_invitation(world.bram, group=group, agreed_to=rules)
    noor = walk.open("/g/werkdruk/leden/", world.noor)
    noor.locator(f"a[href$='?aan={world.bram.handle}']").click()
    walk.look(noor)
    noor.get_by_label(walk.say("Host"), exact=True).check()
    noor.get_by_label(walk.say("What it is, in your words")).fill("Ontvangt")
    noor.get_by_label(walk.say("Until the end of")).select_option(index=3)
    walk.press(noor, "Give this duty")
    expect(noor.locator("main")).to_contain_text("Ontvangt")
    noor.goto("/g/werkdruk/")
    walk.press(noor, "Leave this group")

    bram = walk.open("/g/werkdruk/", world.bram)
    walk.reads(bram, "This group has no steward. Will you look after it?")
    walk.press(bram, "Yes, I will")
    walk.follow(bram, "Settings of the group")
    bram.get_by_label(walk.say("What is it for?")).fill("Rust op het werk")
    walk.press(bram, "Save")
    expect(bram.locator("main")).to_contain_text("Rust op het werk")
    assert [duty.membership.actor for duty in succession.stewards(group)] == [world.bram]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_are_sound_in_light_and_dark(visit, world, group, width):
    """With somebody at the door, and a steward who looks at every page of hers."""
    rules = group.house_rules.get().pk
    actions.ask_to_join(world.bram, group=group, text=ANSWER, agreed_to=rules)
    actions.invite(world.noor, group=group, person=world.fatma, text="Kom erbij")
    pages = [("", world.bram), ("meedoen/", world.joost), ("huisregels/", world.joost)]
    pages += [("", world.fatma), ("", world.joost)]
    pages += [
        (page, world.noor)
        for page in ("", "wie-klopt/", "uitnodigen/", "wie-zorgt/", "instellingen/", "huisregels/")
    ]
    wrong = {}
    for address, actor in pages:
        for dark in (False, True):
            page = visit(f"/g/werkdruk/{address}", actor=actor, width=width, dark=dark)
            faults = overflow(page) + small_targets(page) + html_faults(page.content()) + axe(page)
            if faults:
                wrong[address, actor.name, dark] = faults
            page.context.close()
    assert wrong == {}

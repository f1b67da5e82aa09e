"""Samira asks without her name; two moderators together learn it, and she hears why."""

from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.world import World
from vaknet.domain.governance.models import Unveiling
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge.models import Question

TITLE = "Mijn leidinggevende vraagt mij om iets te verzwijgen, wat nu?"
WHY = "Iemand is in gevaar. Wij bellen vandaag."


def test_asking_without_a_name_and_two_moderators(walk, world: World) -> None:
    for one in (world.fatma, world.peter):
        groups.join_group(one, group=world.group)
    page = walk.open("/vraag/nieuw/", world.samira)
    page.get_by_label(walk.say("Your question in one sentence")).fill(TITLE)
    page.get_by_label(walk.say("Ask without my name")).check()
    page.get_by_role("button", name=walk.say("Post question"), exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    walk.look(page)
    walk.reads(
        page, "Only you see that this is yours. What you do here stands without your name too."
    )
    asked = Question.objects.get(title=TITLE)
    address = f"/vraag/{asked.pk}/"

    page = walk.open(address, world.joost, width=DESK)
    walk.reads(page, "A member of this group")
    expect(page.locator("main")).not_to_contain_text("Samira")
    page.get_by_label(walk.say("Your answer")).fill("Praat met de vertrouwenspersoon.")
    walk.press(page, "Post answer")

    page = walk.open(address, world.samira)
    walk.press(page, "Best answer")
    page = walk.open(address, world.joost)
    walk.reads(page, "Best answer")
    expect(page.locator("main")).not_to_contain_text("Samira")
    page.locator("aside").get_by_role("link", name=walk.say("Report"), exact=True).click()
    page.get_by_label(walk.say("It tells private things of somebody")).check()
    walk.press(page, "Send report")

    page = walk.open("/beheer/meldingen/", world.moderator, width=DESK)
    walk.press(page, "Ask a second moderator")
    walk.reads(page, "Write why. Who it is about reads it.")
    page.get_by_label(walk.say("Why do you need to know who it is?")).fill(WHY)
    walk.press(page, "Ask a second moderator")
    expect(page.locator("main")).not_to_contain_text("Samira")
    page = walk.open("/beheer/meldingen/", world.marit)
    expect(page.locator("main")).to_contain_text(WHY)
    walk.press(page, "I agree, show us the name")
    expect(page.locator("main")).to_contain_text("Samira El Idrissi")
    assert Unveiling.objects.get().confirmed_by == world.marit

    page = walk.open("/ik/meldingen/", world.samira)
    walk.reads(page, "Who learned your name")
    expect(page.locator("main")).to_contain_text(WHY)
    page = walk.open(address, world.samira)
    walk.follow(page, "Show my name after all")
    walk.press(page, "Show my name")
    page = walk.open(address, world.peter)
    expect(page.locator("main")).to_contain_text("Samira El Idrissi")

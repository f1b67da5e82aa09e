"""A goal is set, what leads there hangs from it by one click, and it is reached."""

from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.goals.test_goals import PAPERLESS, asked, introduced, talk
from vaknet.domain.connections import actions as connections
from vaknet.domain.goals import actions


def test_a_goal_is_reached_with_what_hangs_from_it(walk, world):
    """Set, shown, and walked from the pages of a contact, question, introduction and talk."""
    introduction, question, coffee = introduced(world), asked(world), talk(world)
    samira = walk.open("/ik/doelen/", world.samira)
    walk.press(samira, "Set this goal")
    expect(samira.locator(".error-summary")).to_be_visible()
    samira.get_by_label(walk.say("What do you want to reach?")).fill(PAPERLESS)
    samira.get_by_label(walk.say("My contacts may read this goal")).check()
    walk.press(samira, "Set this goal")
    for path in (
        f"/ik/bekenden/@{world.joost.handle}/",
        f"/vraag/{question.pk}/",
        f"/ik/introducties/{introduction.pk}/",
        f"/ik/afspraken/{coffee.pk}/",
    ):
        samira.goto(path)
        samira.get_by_text(walk.say("For which goal?")).click()
        samira.get_by_role("button", name=PAPERLESS).click()
        walk.reads(samira, "It hangs from your goal. Only you see that.")
    samira.get_by_label(walk.say("What did it bring you?")).fill("Wij scannen nu zelf.")
    walk.press(samira, "Note it")
    line = samira.locator("ol.line")
    for stop in (world.joost.name, question.title, world.marit.name, "Koffie", "Wij scannen"):
        expect(line).to_contain_text(stop)

    joost = walk.open(f"/@{world.samira.handle}/", world.joost, width=DESK)
    expect(joost.locator("main")).to_contain_text(PAPERLESS)
    bram = walk.open(f"/@{world.samira.handle}/", world.bram)
    expect(bram.locator("main")).not_to_contain_text(PAPERLESS)

    walk.press(samira, "I reached it")
    samira.goto("/ik/doelen/opbrengst/")
    walk.look(samira)
    expect(samira.get_by_role("heading", name=walk.say("Goals you reached"))).to_be_visible()
    expect(samira.get_by_role("link", name=PAPERLESS)).to_be_visible()


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

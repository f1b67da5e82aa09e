"""Samira reports, Ingrid decides, Marit reads why and appeals."""

from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.governance.story import WHY, reported, second_manager
from tests.world import World
from vaknet.domain.governance.models import Appeal, Decision, Report


def test_from_report_to_appeal(walk, world: World) -> None:
    second_manager(world.peter)
    question = f"/vraag/{world.question.pk}/"
    page = walk.open(question, world.samira)
    page.locator(f"#answer-{world.answer.pk}").get_by_role(
        "link", name=walk.say("Report"), exact=True
    ).click()
    walk.look(page)
    walk.press(page, "Send report")
    walk.reads(page, "Choose what is wrong with it.")
    page.get_by_label(walk.say("It is about the person, not about the subject")).check()
    page.get_by_label(walk.say("In your own words")).fill("Zo praat je niet.")
    walk.press(page, "Send report")
    walk.reads(page, "Thank you. A moderator looks at it. The author learns no name.")
    assert Report.objects.get().by == world.samira

    page = walk.open("/beheer/meldingen/", world.moderator, width=DESK)
    walk.reads(page, "It is about the person, not about the subject")
    expect(page.locator("main")).to_contain_text("Zo praat je niet.")
    page.get_by_text(walk.say("Hide"), exact=True).click()  # all of the card is its label
    page.get_by_label(walk.say("Reason")).fill("")
    walk.press(page, "Send decision")
    walk.reads(page, "Write why. Who it is about reads it.")
    page.get_by_label(walk.say("Reason")).fill(WHY)
    walk.press(page, "Send decision")
    walk.reads(page, "No report waits")
    made = Decision.objects.get()
    assert (made.kind, made.by) == ("hide", world.moderator)

    page = walk.open(question, world.samira)
    expect(page.locator("main")).not_to_contain_text("Bijna nooit.")
    page = walk.open("/ik/", world.marit)
    walk.follow(page, "Reports and decisions")
    walk.follow(page, "Hidden")
    expect(page.locator("main")).to_contain_text(WHY)
    expect(page.locator("main")).to_contain_text("Bijna nooit.")
    page.get_by_label(walk.say("Why do you not agree?")).fill("Het klopt gewoon.")
    walk.press(page, "Send appeal")
    walk.reads(page, "Your appeal is sent. Somebody else looks at it.")
    assert Appeal.objects.get().by == world.marit

    page = walk.open("/beheer/meldingen/", world.peter)
    page.get_by_role("navigation", name=walk.say("Reports")).get_by_role("link").first.click()
    walk.look(page)
    page.get_by_label(walk.say("The decision is undone")).check()
    page.get_by_label(walk.say("Reason")).fill("Je hebt gelijk.")
    walk.press(page, "Send decision")
    page = walk.open(question, world.samira, width=DESK)
    expect(page.locator("main")).to_contain_text("Bijna nooit.")


def test_asking_a_colleague(walk, world: World) -> None:
    """Ingrid doubts, asks, and reads on the case what Peter thinks."""
    second_manager(world.peter)
    case = reported(world.samira, world.answer, text="Zo praat je niet.").case
    here, what = f"/beheer/meldingen/{case.pk}/", "Is dit nog scherp of al gemeen?"
    page = walk.open(here, world.moderator)
    walk.press(page, "Send question")
    walk.reads(page, "Write what you want to know.")
    page.get_by_label(walk.say("What do you want to know?")).fill(what)
    walk.press(page, "Send question")
    walk.reads(page, "Sent. You get a letter when a colleague answers.")
    walk.reads(page, "No answer yet. You do not have to wait for it.")
    expect(page.get_by_role("button", name=walk.say("Send question"))).to_have_count(0)

    page = walk.open(here, world.peter, width=DESK)
    expect(page.locator("main")).to_contain_text(what)
    page.get_by_label(walk.say("What do you think?")).fill("Ik vind het al gemeen.")
    walk.press(page, "Answer your colleague")
    walk.reads(page, "Sent. Your colleague gets a letter.")
    page = walk.open(here, world.moderator)
    expect(page.locator("main")).to_contain_text("Ik vind het al gemeen.")
    page = walk.open("/beheer/logboek/", world.moderator)
    walk.reads(page, "Asked colleagues")
    walk.reads(page, "Answered a colleague")

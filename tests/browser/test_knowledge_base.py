"""What a group knows stays true: Joost looks it over, Samira asks it again and is led there."""

from playwright.sync_api import expect

from tests.browser.conftest import DESK
from tests.world import World
from vaknet.domain.finding import actions as finding
from vaknet.domain.knowledge.models import AnswerCheck, SameQuestion, Upkeep

AGAIN = "Mag een dakkapel aan de voorkant zonder vergunning?"
DOUBT = "Vanaf 1 januari staat dit in het omgevingsplan."


def test_an_answer_is_looked_over_and_looked_after(walk, world: World) -> None:
    page = walk.open(f"/g/{world.group.actor.handle}/", world.joost)
    walk.follow(page, "Knowledge base")
    page.get_by_role("link", name=world.question.title).click()
    walk.look(page)
    walk.press(page, "I keep it up to date")
    walk.reads(page, "You keep this answer up to date.")
    walk.press(page, "It still holds")
    walk.follow(page, "Not any more")
    walk.press(page, "Say so")
    walk.reads(page, "Say in one sentence what changed.")
    page.get_by_label(walk.say("What is not right any more?")).fill(DOUBT)
    walk.press(page, "Say so")
    expect(page.locator("aside")).to_contain_text(DOUBT)
    assert Upkeep.objects.get().actor == world.joost
    assert list(AnswerCheck.objects.order_by("pk").values_list("doubt", flat=True)) == ["", DOUBT]

    page = walk.open(f"/g/{world.group.actor.handle}/kennisbank/", world.noor, width=DESK)
    walk.follow(page, "To be checked")
    expect(page.get_by_role("link", name=world.question.title)).to_be_visible()
    walk.reads(page, "In doubt")


def test_a_question_asked_before_leads_there_and_back(walk, world: World) -> None:
    finding.index_everything()
    page = walk.open(f"/vraag/nieuw/?groep={world.group.actor.handle}", world.samira)
    page.get_by_label(walk.say("Your question in one sentence")).press_sequentially(AGAIN, delay=1)
    if walk.javascript:
        beside = page.locator("#asked-before")
        expect(beside.get_by_role("link", name=world.question.title)).to_be_visible()
        walk.look(page)
    walk.press(page, "Post question")
    walk.follow(page, "It was asked before")
    page.get_by_label(world.question.title).check()
    walk.press(page, "It is the same")
    walk.reads(page, "Do you know the answer? Then give it there.")
    assert SameQuestion.objects.get().original == world.question
    page.get_by_role("link", name=world.question.title).first.click()
    walk.look(page)
    walk.reads(page, "Asked again as")
    page.get_by_role("link", name=AGAIN).click()
    walk.press(page, "This is another question")
    walk.reads(page, "It stands by itself again.")
    assert not SameQuestion.objects.exists()

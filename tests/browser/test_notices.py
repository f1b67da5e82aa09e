"""Joost reads what happened on one device, and on the other it is read; he chooses a digest."""

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import faults
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.activity.models import Activity
from vaknet.domain.connections import actions as connections
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.notices.models import Digest, Rhythm
from vaknet.domain.searching import actions as searching
from vaknet.interfaces.jobs import followups

SAID = "Bij ons mag het tot een meter."


@pytest.fixture
def world(transactional_db) -> worlds.World:
    """Joost is asked to introduce, and Noor and Samira answered what he asked."""
    world = worlds.build()
    last = Activity.objects.latest("pk").pk
    connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Een half uur bellen."
    )
    for author in (world.noor, world.samira):
        knowledge.answer(author, question=world.question, text=SAID)
    knowledge.start_conversation(world.noor, groups=[world.group], title="Een plan", body="Kort.")
    for activity in Activity.objects.filter(pk__gt=last).order_by("pk"):
        followups.run(activity.pk)
    searching.index_everything()
    return world


def test_what_is_read_on_one_device_is_read_on_the_other(walk, world) -> None:
    phone = walk.open("/", world.joost)
    desk = walk.open("/meldingen/", world.joost, width=DESK)
    happened = desk.get_by_role("region", name=walk.say("What happened"))
    expect(happened).to_contain_text(walk.say("new"))
    waits = desk.get_by_role("region", name=walk.say("Needs you"))
    expect(waits).to_contain_text("Samira El Idrissi")
    expect(desk.get_by_role("region", name=walk.say("Can wait"))).to_contain_text("Vergunningen")

    walk.follow(phone, "All notices")
    phone.get_by_role("region", name=walk.say("What happened")).get_by_role("link").first.click()
    expect(phone.locator("main")).to_contain_text(SAID)

    desk.reload()
    expect(happened).not_to_contain_text(walk.say("I have read this"))
    waits.get_by_role("link").first.click()
    expect(desk.locator("main")).to_contain_text("Een half uur bellen.")


def test_put_away_and_chosen_otherwise(walk, world) -> None:
    page = walk.open("/meldingen/", world.joost)
    walk.press(page, "I have read this")
    walk.reads(page, "Put away as read, on all your devices.")
    walk.follow(page, "Choose how you hear of it")
    page.get_by_label(walk.say("Answers to your questions")).select_option("digest")
    walk.press(page, "Save")
    walk.reads(page, "Choose how often you want the digest.")
    page.get_by_label(walk.say("A digest: one letter with all that could wait")).select_option(
        "day"
    )
    walk.press(page, "Save")
    walk.reads(page, "Saved.")
    assert Digest.objects.get(actor=world.joost).every == "day"


def test_her_choices_fit_a_telephone(visit, world) -> None:
    """Without a script too: what goes with a digest is there for who wants one."""
    page = visit(
        "/ik/instellingen/meldingen/", actor=world.joost, width=PHONE, language="en",
        javascript=False,
    )  # fmt: skip
    save = page.get_by_role("button", name="Save")
    assert save.bounding_box()["y"] < 1.5 * 844  # one and a half telephones
    hour, until = page.get_by_label("At what hour?"), page.get_by_label("Until")
    for part in (hour, until):
        expect(part).to_be_hidden()
    page.get_by_label("A digest: one letter with all that could wait").select_option("week")
    page.get_by_label("No letters from").select_option("22")
    hour.select_option("9")
    page.get_by_label("If weekly: on which day?").select_option("2")
    until.select_option("7")
    save.click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    digest = Digest.objects.get(actor=world.joost)
    assert (digest.every, digest.hour, digest.weekday) == ("week", 9, 2)
    rhythm = Rhythm.objects.get(actor=world.joost)
    assert (rhythm.quiet_from, rhythm.quiet_until) == (22, 7)


@pytest.mark.parametrize("path", ["/meldingen/", "/ik/instellingen/meldingen/"])
@pytest.mark.parametrize(("width", "dark"), [(PHONE, True), (DESK, False), (320, False)])
def test_the_pages_are_open_to_everybody(visit, world, path, width, dark) -> None:
    for actor in (world.joost, world.bram):
        page = visit(path, actor=actor, width=width, dark=dark, language="en")
        assert faults(page, script=True) == []

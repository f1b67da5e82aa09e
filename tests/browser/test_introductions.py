"""A whole introduction in real browsers: by page and by letter, with a script and without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.activity.links import action_token
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.models import Introduction

ASK_ONE = "Ask %(name)s for an introduction"
PURPOSE = "Wij willen in Waterveen van het papier af. Een half uur bellen is genoeg."


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_samira_is_introduced_to_marit_in_dutch(visit, world, javascript):
    samira = visit("/@marit.hoekstra/introductie/", actor=world.samira, javascript=javascript)
    expect(samira.get_by_role("radio", name=re.compile("Via Joost"))).to_be_checked()
    samira.get_by_label("Waar gaat het over?").fill(PURPOSE)
    press(samira, "Vraag om een introductie")
    expect(samira.locator("main")).to_contain_text("Wacht op Joost.")
    introduction = Introduction.objects.get()

    joost = visit("/ik/introducties/", actor=world.joost, javascript=javascript, width=PHONE)
    joost.get_by_role("link", name="Samira wil kennismaken met Marit Hoekstra").click()
    joost.get_by_text("Vraag eerst door").click()
    joost.get_by_label("Jouw vraag").fill("Hoe lang duurt het?")
    press(joost, "Vraag het Samira")
    samira.reload()
    samira.get_by_label("Jouw antwoord").fill("Een half uur.")
    press(samira, "Verstuur je antwoord")
    joost.reload()
    expect(joost.locator("main")).to_contain_text("Een half uur.")
    press(joost, "Ja, ik stel jullie voor")
    expect(joost.locator("main")).to_contain_text("Dank je, je zei ja.")

    marit = visit("/ik/introducties/", actor=world.marit, javascript=javascript)
    marit.get_by_role("link", name="Samira wil met jou kennismaken").click()
    press(marit, "Ja, ik wil kennismaken met Samira")
    for page in (samira, joost, marit):
        page.goto(f"/ik/introducties/{introduction.pk}/")
        expect(page.locator("main")).to_contain_text("Samira en Marit kennen elkaar nu.")
    assert queries.are_connected(world.samira, world.marit)
    marit.get_by_label("Jouw bericht").fill("Dinsdag om 10 uur?")
    press(marit, "Verstuur")
    press(joost, "Verlaat het gesprek")
    samira.reload()
    expect(samira.locator("main")).to_contain_text("Dinsdag om 10 uur?")


def test_two_go_betweens_are_thanked_with_one_message(walk, world):
    """Noor knows Fatma, who knows Peter, who knows Marit. Everybody says yes, one by one."""
    worlds.acquaint(world.noor, world.fatma)
    actions.end_connection(world.noor, contact=world.samira)
    noor = walk.open("/@marit.hoekstra/introductie/", world.noor)
    purpose = noor.get_by_label(walk.say("What is it about?"))
    purpose.fill("")
    walk.press(noor, ASK_ONE, name="Fatma")
    expect(noor.locator(".error-summary")).to_be_visible()
    purpose.fill(PURPOSE)
    walk.press(noor, ASK_ONE, name="Fatma")
    address = f"/ik/introducties/{Introduction.objects.get().pk}/"
    for person in (world.fatma, world.peter):
        page = walk.open(address, person, width=DESK)
        walk.press(page, "Yes, I introduce you")
    walk.reads(page, "Thank you, you said yes. You hear when there is news.")
    marit = walk.open(address, world.marit)
    walk.press(marit, "Yes, I would like to meet %(asker)s", asker="Noor")
    walk.press(marit, "We spoke")

    noor.goto(address)
    walk.look(noor)
    walk.press(noor, "It helped")
    noor.get_by_label(walk.say("Your thanks")).fill("Dank jullie wel!")
    walk.press(noor, "Send thanks")
    for person in (world.fatma, world.peter, world.marit):
        page = walk.open(address, person)
        expect(page.locator("#outcome")).to_contain_text("Dank jullie wel!")


def test_being_a_go_between_is_a_choice(walk, world):
    joost = walk.open("/ik/introducties/", world.joost)
    walk.press(joost, "Stop being a go-between")
    samira = walk.open("/@marit.hoekstra/introductie/", world.samira, width=DESK)
    expect(samira.locator("main")).not_to_contain_text("Joost")
    walk.press(joost, "Yes, through me")
    samira.reload()
    expect(samira.locator("main")).to_contain_text("Joost")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_joost_and_marit_answer_from_their_letters_in_english(visit, world, javascript):
    introduction = actions.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose=PURPOSE
    )
    step = introduction.steps.get()
    link = f"/i/{action_token(world.joost, 'step', step.pk)}/"
    joost = visit(link, javascript=javascript, language="en", width=PHONE, dark=True)
    expect(joost.get_by_role("heading", level=1)).to_have_text(
        "Samira El Idrissi would like to meet Marit Hoekstra"
    )
    press(joost, "Yes, I introduce you")
    expect(joost.locator("main")).to_contain_text("you said yes")

    link = f"/i/{action_token(world.marit, 'introduction', introduction.pk)}/"
    marit = visit(link, javascript=javascript, language="en")
    press(marit, "Yes, I would like to meet Samira")
    expect(marit.locator("main")).to_contain_text("Samira and Marit know each other now.")
    assert queries.are_connected(world.samira, world.marit)


def test_a_no_by_keyboard_is_seen_by_nobody(visit, world):
    introduction = actions.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose=PURPOSE
    )
    joost = visit(f"/ik/introducties/{introduction.pk}/", actor=world.joost, language="en")
    joost.get_by_role("button", name="No", exact=True).focus()
    joost.keyboard.press("Enter")
    expect(joost.locator("main")).to_contain_text("You said no. Nobody is told.")
    samira = visit(f"/ik/introducties/{introduction.pk}/", actor=world.samira, language="en")
    expect(samira.locator("main")).to_contain_text("Waiting for Joost.")


def _pages(world) -> list[tuple[str, worlds.Actor | None]]:
    introduction = actions.ask_introduction(
        world.samira, target=world.marit, route=[world.fatma, world.peter], purpose=PURPOSE
    )
    actions.agree_to_introduce(world.fatma, step=introduction.steps.get(position=1))
    step = introduction.steps.get(position=2)
    actions.write_to_step(world.peter, step=step, text="Waar gaat het precies over?")
    request = actions.request_connection(world.bram, recipient=world.samira, note="Hallo!")
    one = f"/ik/introducties/{introduction.pk}/"
    return [
        ("/@marit.hoekstra/kennismaken/", world.noor),
        ("/@bram.kuipers/introductie/", world.samira),
        ("/@marit.hoekstra/introductie/", world.noor),
        ("/@peter.de.wit/introductie/", world.samira),
        ("/ik/bekenden/", world.samira),
        ("/ik/bekenden/", world.bram),
        ("/ik/bekenden/@joost.van.der.meer/", world.samira),
        (f"/ik/bekenden/verzoek/{request.pk}/", world.samira),
        ("/ik/introducties/", world.samira),
        ("/ik/introducties/", world.peter),
        (one, world.samira),
        (one, world.peter),
        (f"/i/{action_token(world.peter, 'step', step.pk)}/", None),
        (f"/i/{action_token(world.samira, 'request', request.pk)}/", None),
        ("/i/kapot/", None),
    ]


def test_pages_are_open_to_everybody(visit, world):
    faults = {}
    for path, actor in _pages(world):
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(path, actor=actor, width=width, dark=dark, language=language)
            faults[path, width] = axe(page) + overflow(page) + html_faults(page.content())
            page.context.close()
        page = visit(path, actor=actor, width=320)
        faults[path, 320] = overflow(page) + small_targets(page)
        page.context.close()
    assert {case: found for case, found in faults.items() if found} == {}

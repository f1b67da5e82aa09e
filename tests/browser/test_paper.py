"""Marit prints a letter for Wil, and types on her phone what he wrote."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.paper import actions


@pytest.fixture
def wil(world):
    for title in ("Wie leest oude tekeningen?", "Hoe lang bewaren jullie een dossier?"):
        knowledge.ask(world.joost, group=world.group, title=title, body="Wij komen er niet uit.")
    return actions.bring_on_paper(
        world.marit,
        group=world.group,
        name="Wil Vonk",
        profession="archivaris",
        how="spoken",
        asked_on=timezone.localdate(),
        knows=["Oude tekeningen"],
    )


def test_from_a_letter_to_an_answer_on_a_phone(walk, world, wil):
    say = walk.say
    marit = walk.open("/ik/op-papier/", world.marit)
    marit.get_by_role("link", name=wil.actor.name, exact=True).click()
    walk.press(marit, "Make a letter of these")
    expect(marit.locator("article")).to_contain_text("Wie leest oude tekeningen?")
    walk.follow(marit, "Back")
    marit.set_viewport_size({"width": PHONE, "height": 844})
    marit.get_by_role("link", name=say("Enter a reply")).click()
    marit.get_by_label("1. Wie leest oude tekeningen?").check()
    marit.get_by_label(say("What does the reply say?")).fill("Ik. Kom maar langs met de rol.")
    walk.press(marit, "Send")
    joost = walk.open(marit.url, world.joost)
    answer = joost.locator(".answer")
    expect(answer).to_contain_text(wil.actor.name)
    expect(answer).to_contain_text(say("By letter, entered by %(name)s", name="Marit Hoekstra"))


def test_pages_are_open_to_everybody(visit, world, wil):
    [ask, *_more] = actions.make_letter(world.marit, paper=wil)
    given = actions.answer_for(world.marit, paper=wil, number=ask.number, text="Ik.")
    actions.make_letter(world.marit, paper=wil)
    home = f"/ik/op-papier/{wil.pk}/"
    pages = ["/ik/op-papier/", "/ik/op-papier/nieuw/", home, f"{home}brief/", f"{home}kaart/"]
    pages += [
        f"{home}antwoord/",
        f"{home}eruit/",
        f"{home}verbeteren/",
        f"/vraag/{given.question_id}/",
    ]
    faults = {}
    for path in pages:
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            page = visit(path, actor=world.marit, width=width, dark=dark, language=language)
            faults[path, width] = axe(page) + overflow(page) + html_faults(page.content())
            page.context.close()
        page = visit(path, actor=world.marit, width=320)
        faults[path, 320] = overflow(page) + small_targets(page)
        page.context.close()
    assert {case: found for case, found in faults.items() if found} == {}

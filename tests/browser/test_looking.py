"""Samira tells her contacts that she looks for work; Joost helps, her colleague sees nothing."""

from datetime import timedelta
from typing import NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.connections import actions
from vaknet.domain.people import actions as people

SEEKS = "Vier dagen, dichter bij huis."
ASKS = "Zou jij iets over mijn werk willen zeggen?"
SOON = timezone.localdate() + timedelta(days=30)


class Words(NamedTuple):
    language: str
    what: str
    contacts: str
    until: str
    tell: str
    readers: str
    help: str
    reference: str
    yours: str
    send: str


WORDS = [
    Words(
        "nl", "Wat zoek je?", "Mijn bekenden", "Tot wanneer?", "Vertel het deze mensen",
        "Wie het kan zien", "Stuur een tip of word referentie", "Ik wil referentie zijn",
        "Jouw woorden", "Verstuur",
    ),
    Words(
        "en", "What do you look for?", "My contacts", "Until when?", "Tell these people",
        "Who can see it", "Send a tip or be a reference", "I can be a reference",
        "Your words", "Send",
    ),
]  # fmt: skip


@pytest.fixture
def colleague(world):
    people.add_role(world.fatma, kind="work", title="x", organisation="gemeente Waterveen")
    return world.fatma


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_contacts_help_and_a_colleague_sees_nothing(visit, world, colleague, words, javascript):
    options = {"language": words.language, "javascript": javascript}
    samira = visit("/ik/werk/", actor=world.samira, **options)
    samira.get_by_label(words.what).fill(SEEKS)
    samira.get_by_label(words.contacts, exact=True).check()
    samira.get_by_label(words.until).fill(SOON.isoformat())
    samira.get_by_role("button", name=words.tell).click()
    seen = samira.get_by_role("region", name=words.readers)
    expect(seen).to_contain_text(world.joost.name)
    expect(seen).not_to_contain_text(colleague.name)

    joost = visit(f"/@{world.samira.handle}/", actor=world.joost, **options)
    joost.get_by_role("link", name=words.help).click()
    joost.get_by_label(words.reference).check()
    joost.get_by_label(words.yours).fill("Wij werkten drie jaar samen.")
    joost.get_by_role("button", name=words.send).click()
    samira.reload()
    expect(samira.locator("main")).to_contain_text("Wij werkten drie jaar samen.")

    fatma = visit(f"/@{world.samira.handle}/", actor=colleague, **options)
    expect(fatma.locator("main")).to_contain_text(world.samira.name)
    expect(fatma.locator("main")).not_to_contain_text(SEEKS)


def test_pages_are_open_to_everybody(visit, world, colleague):
    actions.look_for_work(world.samira, text=SEEKS, audience="members", until_on=SOON)
    actions.send_tip(world.joost, to=world.samira, kind="tip", text="Bij ons komt een plek vrij.")
    pages = [
        ("/ik/werk/", world.samira),
        ("/ik/werk/", world.bram),
        (f"/@{world.samira.handle}/tip/", world.joost),
        (f"/@{world.samira.handle}/", world.joost),
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


def test_chosen_contacts_are_told_searched_for_asked_and_told_no_longer(walk, world, colleague):
    say = walk.say
    samira = walk.open("/ik/werk/", world.samira)
    samira.get_by_label(say("What do you look for?")).fill(SEEKS)
    samira.get_by_label(say("Contacts that I choose"), exact=True).check()
    samira.get_by_label(say("Until when?")).fill(SOON.isoformat())
    walk.press(samira, "Tell these people")
    walk.reads(samira, "Choose at least one contact.")
    expect(samira.get_by_label(say("What do you look for?"))).to_have_value(SEEKS)
    for person in (world.joost, colleague):
        samira.get_by_label(person.name, exact=True).check()
    walk.press(samira, "Tell these people")
    seen = samira.get_by_role("region", name=say("Who can see it"))
    expect(seen).to_contain_text(world.joost.name)
    for other in (world.noor, colleague):
        expect(seen).not_to_contain_text(other.name)

    walk.follow(samira, "Ask for a reference")
    expect(samira.locator("select option")).to_have_count(2)
    walk.press(samira, "Ask")
    walk.reads(samira, "Choose a contact who can see it.")
    samira.get_by_label(say("Whom do you ask?")).select_option(label=world.joost.name)
    samira.get_by_label(say("Your words")).fill(ASKS)
    walk.press(samira, "Ask")
    walk.reads(samira, "Asked. You hear it when the answer is yes.")

    joost = walk.open("/", world.joost)
    expect(joost.locator("main")).to_contain_text(ASKS)
    walk.follow(joost, "Read and decide")
    expect(joost.locator("main")).to_contain_text(SEEKS)
    joost.get_by_label(say("Your words")).fill("Je bent grondig en snel.")
    walk.press(joost, "Send")
    samira.reload()
    expect(samira.locator("main")).to_contain_text("Je bent grondig en snel.")

    samira.get_by_text(say("Change what you tell, or to whom")).click()
    samira.get_by_label(say("Everyone here"), exact=True).check()
    walk.press(samira, "Tell these people")
    for typed, found in (("bram", True), ("fatma", False)):
        samira.get_by_label(say("Can somebody see it? Search a name")).fill(typed)
        walk.press(samira, "Search")
        expect(seen.get_by_text(world.bram.name)).to_have_count(int(found))
    walk.reads(samira, "Nobody of that name can see it.")
    walk.press(samira, "Tell it no longer")
    walk.reads(samira, "You no longer tell that you look for work.")


def test_a_no_to_a_reference_is_one_click_and_leaves_nothing_to_see(walk, world):
    actions.look_for_work(world.samira, text=SEEKS, audience="contacts", until_on=SOON)
    actions.ask_reference(world.samira, reader=world.joost, text=ASKS)
    joost = walk.open(f"/@{world.samira.handle}/tip/", world.joost)
    walk.press(joost, "Rather not")
    walk.reads(joost, "Your no is not passed on.")
    joost.goto("/")
    expect(joost.locator("main")).not_to_contain_text(ASKS)
    samira = walk.open("/ik/werk/", world.samira)
    expect(samira.get_by_role("region", name=walk.say("References"))).to_contain_text(ASKS)

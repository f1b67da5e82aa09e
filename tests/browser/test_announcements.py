"""Noor tells of a new role; Samira congratulates her from Today, and offers help."""

from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.connections import actions
from vaknet.domain.connections.models import RoleAnnouncement
from vaknet.domain.goals import actions as goals

OFFER = "Ik heb twee uur over"


class Words(NamedTuple):
    language: str
    open: str
    title: str
    tell: str
    add: str
    congratulate: str
    offer: str
    offered: str


WORDS = [
    Words(
        "nl", "Rol toevoegen", "Functie", "Vertel mijn bekenden over deze rol", "Voeg deze rol toe",
        "Feliciteer", "Bied je hulp aan?", "Je biedt hulp aan:",
    ),
    Words(
        "en", "Add a role", "Job title", "Tell my contacts of this role", "Add this role",
        "Congratulate", "Do you offer help?", "You offer help:",
    ),
]  # fmt: skip


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_a_new_role_is_told_and_congratulated(visit, world, words, javascript):
    options = {"language": words.language, "javascript": javascript}
    noor = visit("/ik/profiel/", actor=world.noor, **options)
    noor.locator("#roles summary").click()
    noor.get_by_label(words.title).fill("Voorzitter")
    expect(noor.get_by_label(words.tell)).not_to_be_checked()
    noor.get_by_label(words.tell).check()
    noor.get_by_role("button", name=words.add).click()
    noor.goto("/")

    samira = visit("/", actor=world.samira, **options)
    samira.get_by_label(words.offer).fill(OFFER)
    samira.get_by_role("button", name=words.congratulate, exact=True).click()
    expect(samira.locator(".stop.is-done")).to_contain_text(words.congratulate)
    samira.goto(f"/rol/{RoleAnnouncement.objects.get().pk}/")
    expect(samira.locator("main")).to_contain_text(f"{words.offered} {OFFER}")
    noor.reload()
    expect(noor.locator("main")).to_contain_text(OFFER)


def test_pages_are_open_to_everybody(visit, world):
    role = world.noor.roles.get()
    told = actions.announce_role(world.noor, role=role, text="Vanaf vandaag, voor de hele regio.")
    goal = goals.set_goal(world.samira, text="De regio beter leren kennen")
    actions.congratulate(world.samira, announcement=told, text="Wat mooi!", offer=OFFER)
    other = actions.announce_role(world.joost, role=world.joost.roles.first(), text="Nieuw!")
    page = f"/rol/{told.pk}/"
    pages = [
        (page, world.noor),
        (page, world.samira),
        (f"/rol/{other.pk}/", world.samira),
        ("/", world.samira),
        ("/", world.noor),
        (f"/ik/doelen/{goal.pk}/", world.samira),
        (f"/@{world.noor.handle}/", world.samira),
        ("/ik/profiel/", world.noor),
        (f"/ik/profiel/rollen/{role.pk}/", world.noor),
    ]
    assert RoleAnnouncement.objects.count() == 2
    faults = {}
    for path, actor in pages:
        for width, dark, language in [(PHONE, True, "nl"), (DESK, False, "en")]:
            seen = visit(path, actor=actor, width=width, dark=dark, language=language)
            faults[path, width] = axe(seen) + overflow(seen) + html_faults(seen.content())
            seen.context.close()
        seen = visit(path, actor=actor, width=320)
        faults[path, 320] = overflow(seen) + small_targets(seen)
        seen.context.close()
    assert {case: found for case, found in faults.items() if found} == {}


def test_congratulations_get_thanks_and_what_was_told_is_taken_back(walk, world):
    told = actions.announce_role(world.noor, role=world.noor.roles.get(), text="Nieuw!")
    actions.follow(world.bram, person=world.noor)
    page = f"/rol/{told.pk}/"
    for reader in (world.samira, world.bram):
        seen = walk.open(page, reader)
        seen.locator("textarea").fill(" ")
        walk.press(seen, "Congratulate")
        walk.reads(seen, "Write a few words, then send.")
        seen.locator("textarea").fill(f"Hoera, zegt {reader.first_name}!")
        seen.get_by_label(walk.say("Do you offer help?")).fill(OFFER)
        walk.press(seen, "Congratulate")
        walk.reads(seen, "You offer help:")

    noor = walk.open(page, world.noor)
    for reader in (world.samira, world.bram):
        expect(noor.locator("main")).to_contain_text(f"Hoera, zegt {reader.first_name}!")
    walk.press(noor, "Send thanks")
    walk.reads(noor, "Write a few words, then send.")
    noor.locator("textarea").fill("Dank jullie wel")
    walk.press(noor, "Send thanks")
    walk.reads(noor, "You thanked everybody")
    samira = walk.open(page, world.samira)
    expect(samira.locator("main")).to_contain_text("Dank jullie wel")
    walk.press(noor, "Tell of it no longer")
    walk.reads(noor, "You no longer tell of it. Nobody hears that.")
    assert samira.goto(page).status == 404
    samira.goto("/")
    expect(samira.locator("main")).not_to_contain_text("Dank jullie wel")

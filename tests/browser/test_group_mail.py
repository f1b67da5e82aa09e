"""From choosing what to get, by an issue in the letterbox, to one click that stops it."""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from tests import postbox
from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.journal.story import HERE, a_week, published
from tests.mail.test_issues import react
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.mail import stop_token
from vaknet.domain.groups.models import GroupMembership
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Mention
from vaknet.domain.people.models import Account


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


def test_bram_chooses_reads_an_issue_and_stops_it(walk, world, browser):
    Account.objects.filter(actor=world.bram).update(language=walk.language)
    bram = walk.open(HERE, world.bram)
    walk.follow(bram, "Choose what you get")
    bram.get_by_label(walk.say("Everything: each workday what is new, and all below")).check()
    walk.press(bram, "Join this group")
    walk.reads(bram, "By mail:")
    walk.follow(bram, "Choose what you get")
    bram.get_by_label(walk.say("The issue: each issue when it is out, and all below")).check()
    walk.press(bram, "Save")

    a_week(world)
    published(world)
    react()
    postbox.empty()
    [letter] = [one for one in mail.outbox if one.to == [world.bram.account.email]]
    opened = browser.new_page()  # as in a mail program: outside our pages
    opened.set_content(str(letter.alternatives[0][0]))
    expect(opened.locator("h1")).to_have_text("Hoe breng je een nee?")
    expect(opened.locator("body")).to_contain_text(
        walk.say("End of number %(number)s.", number="1")
    )
    opened.close()
    [stop] = set(re.findall(r"/afmelden/groep/[^/]+/", str(letter.body)))

    reader = walk.open(stop, None)
    walk.press(reader, "Stop mail of this group")
    walk.reads(reader, "You get no mail of this group any more")
    seats = GroupMembership.objects.filter(actor=world.bram, until=None)
    assert seats.get().mail == "nothing"
    walk.press(reader, "Undo")
    assert seats.get().mail == "issue"


def test_samira_was_named_and_reads_it(walk, world):
    knowledge.start_conversation(
        world.noor, groups=[world.group], title="Een plan", body="Dag @samira.el.idrissi"
    )
    samira = walk.open("/", world.samira)
    walk.reads(samira, "You were named")
    walk.press(samira, "Read it")
    expect(samira.locator("h1")).to_have_text("Een plan")
    assert Mention.objects.get().read_at


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_pages_are_sound_in_light_and_dark(visit, world, width):
    groups.choose_mail(world.samira, group=world.group, mail="mentions")
    link = f"/afmelden/groep/{stop_token(world.samira.account, world.group.pk)}/"
    wrong = {}
    for address in (f"{HERE}mail/", "/ik/instellingen/", link):
        for dark in (False, True):
            page = visit(address, actor=world.samira, width=width, dark=dark)
            faults = overflow(page) + small_targets(page) + html_faults(page.content()) + axe(page)
            if faults:
                wrong[address, dark] = faults
            page.context.close()
    assert wrong == {}

"""Samira had a second account at her former work, and makes the two one."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_addresses import sign_in
from tests.browser.test_getting_in import check, heading
from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Connection
from vaknet.domain.people import actions as people
from vaknet.domain.people.addresses import MERGE
from vaknet.domain.people.models import Account, Merge, Profile

OLD = "samira@oudwerk.example"
WORDS = {
    "nl": {
        "begin": "Maak er één van, en verlies niets.",
        "label": "Een mailadres van je andere account",
        "send": "Stuur de brief",
        "sent": f"Er is een brief onderweg naar {OLD}.",
        "title": "Er één account van maken?",
        "same": "Je kent dezelfde mensen met allebei: 1.",
        "do": "Maak er één account van",
        "tick": "Zet het vinkje.",
        "sure": "Ik begrijp dat dit niet terug kan.",
        "done": "Je twee accounts zijn nu één.",
    },
    "en": {
        "begin": "Make them one, and lose nothing.",
        "label": "A mail address of your other account",
        "send": "Send the letter",
        "sent": f"A letter to {OLD} is on its way.",
        "title": "Make it one account?",
        "same": "You know the same people with both accounts: 1.",
        "do": "Make it one account",
        "tick": "Tick the box.",
        "sure": "I understand that this cannot be undone.",
        "done": "Your two accounts are one now.",
    },
}


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


@pytest.fixture
def double(world: worlds.World) -> Actor:
    """She knows Joost with both, and Marit only with this one."""
    double = worlds.member("Samira Idrissi", OLD, profession="jurist")
    for contact in (world.joost, world.marit):
        worlds.acquaint(double, contact)
    for one, promise in ((world.samira, "Ik maak het digitaal"), (double, "Ik ken het recht")):
        Profile.objects.filter(actor=one).update(promise=promise)
    people.mute(double, other=world.peter)
    people.go_along(double)
    return double


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_two_accounts_become_one(visit, world, double, language, script):
    says = WORDS[language]
    Account.objects.filter(actor=world.samira).update(language=language)
    width, dark = (PHONE, True) if language == "en" else (DESK, False)
    way = {"language": language, "javascript": script, "width": width, "dark": dark}
    page = visit("/inloggen/?next=/ik/inloggen/", **way)
    sign_in(page)
    page.get_by_role("link", name=says["begin"]).click()
    check(page, script=script)
    page.get_by_label(says["label"]).fill(OLD)
    page.get_by_role("button", name=says["send"]).click()
    expect(page.locator("main")).to_contain_text(says["sent"])

    here, asked = urlsplit(page.url), Merge.objects.get()
    token = action_token(world.samira, MERGE, asked.pk)
    page.goto(f"{here.scheme}://{here.netloc}/ik/samenvoegen/{token}/")
    heading(page, says["title"])
    expect(page.locator("main")).to_contain_text(says["same"])
    check(page, script=script)
    page.get_by_label("Ik ken het recht").check()
    page.get_by_role("button", name=says["do"]).click()
    expect(page.get_by_role("alert")).to_contain_text(says["tick"])
    expect(page.get_by_label("Ik ken het recht")).to_be_checked()
    check(page, script=script)
    page.get_by_label(says["sure"]).check()
    page.get_by_role("button", name=says["do"]).click()
    expect(page.locator("main")).to_contain_text(says["done"])
    assert Profile.objects.get(actor=world.samira).promise == "Ik ken het recht"
    page.goto(f"{here.scheme}://{here.netloc}/@{double.handle}/")
    page.wait_for_url(f"**/@{world.samira.handle}/")
    assert Connection.objects.filter(holder=world.samira, contact=world.marit, until=None).exists()

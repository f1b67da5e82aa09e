"""Looking somebody up at a partner network, from the list of people to an introduction."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import faults, stops
from tests.browser.conftest import DESK, PHONE
from tests.introducing.test_pages import ADA
from tests.networks.conftest import connected, partner
from tests.world import World, build
from vaknet.domain.introducing.models import IntroductionAcross

__all__ = ["connected", "partner"]


@pytest.fixture
def there(transactional_db, partner) -> tuple[World, str]:
    """The people page of Vaknet West, where Ada agreed to be found."""
    world, treaty = build(), partner.in_force("directory")
    found = {"people": [ADA]}
    partner.answers["directory"] = lambda told: found if told["text"] == "ada" else {"people": []}
    return world, f"/netwerken/{treaty.network_id}/mensen/"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_from_the_list_of_people_to_an_introduction(visit, there, script) -> None:
    world, _path = there
    page = visit("/mensen/", actor=world.samira, language="en", javascript=script)
    page.get_by_role("link", name="People at Vaknet West").click()
    field = page.get_by_label("A name, a kind of work, or what somebody knows")
    field.fill("viool")
    field.press("Enter")
    expect(page.get_by_role("heading", name="Nobody found there.")).to_be_visible()
    field.fill("ada")
    field.press("Enter")
    page.get_by_role("button", name="Introduce me").click()
    page.get_by_label("Why would you like to meet?").fill("Over jullie archief, graag even bellen.")
    page.get_by_role("button", name="Ask for an introduction").click()
    expect(page.get_by_text("Your words go to Vaknet West.")).to_be_visible()
    assert IntroductionAcross.objects.get().other_name == "Ada de Boer"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_is_open_to_everybody(visit, there, language) -> None:
    world, path = there
    wrong = {}
    for width in (PHONE, DESK):
        for dark in (False, True):
            page = visit(path, actor=world.samira, width=width, dark=dark, language=language)
            wrong["empty", width, dark] = faults(page)
            for text in ("viool", "ada"):
                page.locator("#q").fill(text)
                page.locator("#q").press("Enter")
                expect(page.locator("#found")).to_be_visible()
                wrong[text, width, dark] = faults(page)
            wrong["keys", width, dark] = stops(page)[1]
            page.context.close()
    assert {case: found for case, found in wrong.items() if found} == {}

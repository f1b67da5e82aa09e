"""Events on other networks to which a member goes, in a browser with script and without."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.federation.story import known_elsewhere, somebody_elsewhere
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import GoingElsewhere

HERE = "/ik/instellingen/andere-netwerken/bijeenkomsten/"
LONG = "https://elders.example/" + "een-heel-lang-adres-zonder-einde/" * 5
Answer = GoingElsewhere.Answer


@pytest.fixture
def network(world: World, settings) -> World:
    settings.FEDERATION, settings.BASE_URL = True, "https://vaknet.example"
    return world


def goes(member: Actor, number: int, **more: object) -> GoingElsewhere:
    at = timezone.now() + timedelta(days=number)
    told = {
        "organiser": somebody_elsewhere("Tuin van de Buren", host="elders.example"),
        "uri": f"https://elders.example/events/{number}",
        "page": f"https://elders.example/events/{number}",
        "name": f"Zaaidag {number}",
        "starts_at": at,
        "ends_at": at + timedelta(hours=2),
        "zone": "Europe/Amsterdam",
        "place": "De Kas, Laan 1, Zwolle",
        "token": f"token{number}",
    }
    return GoingElsewhere.objects.create(person=member, **told | more)


def everywhere(member: Actor) -> None:
    """With each answer, off, long and bare."""
    for number, answer in enumerate(Answer, start=1):
        until = timezone.now() if answer == Answer.NO else None
        goes(member, number, answer=answer, until=until)
    goes(member, 8, answer=Answer.YES, cancelled_at=timezone.now())
    goes(member, 9, name=LONG, page=LONG, place=LONG, zone="America/Paramaribo")
    goes(member, 10, place="", ends_at=None, zone="")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_she_sees_what_was_answered_and_stays_away(visit, network, script):
    fatma = known_elsewhere(network.fatma)
    page = visit(HERE, actor=fatma, language="en", javascript=script)
    expect(page.get_by_text("You go to no event on another network.")).to_be_visible()
    expect(page.get_by_label("Address of the event")).to_be_visible()
    everywhere(fatma)
    page.reload()
    with translation.override("en"):
        said = [str(answer.label) for answer in Answer]
    for words in said:
        expect(page.get_by_text(words, exact=True).first).to_be_visible()
    off = page.get_by_role("listitem").filter(has_text="Zaaidag 8")
    expect(off.get_by_text("cancelled", exact=True)).to_be_visible()
    expect(off.get_by_text("You are coming.")).to_have_count(0)
    before = page.get_by_role("button", name="I do not come").count()
    page.get_by_role("button", name="I do not come Zaaidag 3").click()
    expect(page.get_by_text("You do not come. The organisers hear it.")).to_be_visible()
    expect(page.get_by_role("link", name="Zaaidag 3")).to_have_count(0)
    expect(page.get_by_role("button", name="I do not come")).to_have_count(before - 1)


def test_the_page_is_open_to_everybody(visit, network):
    fatma, peter = known_elsewhere(network.fatma), known_elsewhere(network.peter)
    everywhere(fatma)
    faults = {}
    for who in (fatma, peter, network.bram):
        for width, dark, language in [
            (PHONE, True, "nl"),
            (PHONE, False, "en"),
            (DESK, False, "nl"),
            (DESK, True, "en"),
        ]:
            page = visit(HERE, actor=who, width=width, dark=dark, language=language)
            faults[who, width, dark] = axe(page) + overflow(page) + html_faults(page.content())
        page = visit(HERE, actor=who, width=320)
        faults[who, 320, False] = overflow(page) + small_targets(page)
    assert {case: found for case, found in faults.items() if found} == {}

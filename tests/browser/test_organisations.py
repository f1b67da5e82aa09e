"""Samira finds the town where she works, says how large it is, leaves it, and stays a member."""

import pytest
from click.testing import CliRunner
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.world import World
from vaknet.domain.people import actions
from vaknet.domain.people.models import (
    DomainProof,
    Occupation,
    OccupationGroup,
    Organisation,
    Profile,
)
from vaknet.interfaces.commands import confirm_domain

TOWN = "gemeente Waterveen"
OWN = "waterveen.example"
LEFT = "Your mail goes to %(address)s. Is that of this employer? Then add one of your own."
NOTHING = (
    "Try a shorter name. All Dutch public bodies are here. Another one comes when somebody has a "
    "role there."
)
WAITS = "This is a public body: your network first looks whether the domain is right."
THERE = (
    "Your line is there. This is a public body: your network first looks whether the domain is "
    "right."
)
TRADES = {
    "nl": ("vergunningverlener", "toezichthouder", "Ambtenaren met een vergunning"),
    "en": ("licensing officer", "inspector", "Licensing officials"),
}


@pytest.fixture
def town(world: World) -> Organisation:
    """Known by the official list, beside one that merged into it."""
    Organisation.objects.create(
        name="gemeente Oud-Waterveen",
        uri="https://bodies.example/gm0001",
        kind="municipality",
        ended=True,
    )
    row = Organisation.objects.get(name=TOWN)
    row.uri = "https://bodies.example/gm0002"
    row.save()
    return row


@pytest.fixture
def trades(world: World) -> None:
    """Samira and Joost do the same, Marit something near it; Joost works at as large a place."""
    OccupationGroup.objects.create(
        code="335", label_nl="Ambtenaren met een vergunning", label_en="Licensing officials"
    )
    rows = [
        Occupation.objects.create(uri=f"esco:{isco}", isco=isco, label_nl=nl, label_en=en)
        for isco, nl, en in (
            ("3354", "vergunningverlener", "licensing officer"),
            ("3359", "toezichthouder", "inspector"),
        )
    ]
    for person, row in ((world.samira, 0), (world.joost, 0), (world.marit, 1)):
        Profile.objects.filter(actor=person).update(occupation=rows[row])
    Organisation.objects.filter(name__in=[TOWN, "gemeente Duinrade"]).update(size="small")
    Organisation.objects.filter(name="gemeente Oosterhage").update(size="large")


def test_from_a_name_to_leaving_and_staying_a_member(walk, world, town):
    page = walk.open("/ik/", world.samira)
    walk.follow(page, "Organisations")
    page.get_by_label(walk.say("Find an organisation")).fill("waterven")
    walk.press(page, "Search")
    walk.reads(page, "merged into another one")
    page.get_by_label(walk.say("Find an organisation")).fill("zzzzzz")
    walk.press(page, "Search")
    walk.reads(page, NOTHING)
    page.get_by_label(walk.say("Find an organisation")).fill("gemeente waterveen")
    walk.press(page, "Search")
    page.get_by_role("link", name=TOWN, exact=True).click()
    walk.reads(page, "How many people work here is not told yet.")
    walk.press(page, "50 to 250 people")
    expect(page.locator("header .meta").last).to_have_text(walk.say("50 to 250 people"))

    page.goto("/ik/profiel/")
    walk.follow(page, "Change: %(what)s", what="vergunningverlener")
    page.get_by_label(walk.say("Until year")).fill(str(timezone.localdate().year))
    walk.press(page, "Save")
    walk.reads(page, LEFT, address="samira@waterveen.example")
    page.get_by_role("status").get_by_role("link", name=walk.say("Your mail addresses")).click()
    walk.look(page)
    expect(page.get_by_role("heading", name=walk.say("Your mail addresses"))).to_be_visible()

    page.goto(f"/o/{town.pk}/")
    walk.look(page)
    before = page.get_by_role("region", name=walk.say("Worked here before"))
    years = walk.say("%(since)d to %(until)d", since=2023, until=timezone.localdate().year)
    expect(before).to_contain_text(f"vergunningverlener · {years}")
    expect(page.get_by_role("heading", name=walk.say("You work here"))).to_have_count(0)
    page.goto("/vandaag/")
    expect(page.get_by_role("link", name=walk.say("Me"), exact=True).first).to_be_visible()


def test_the_network_looks_before_a_town_has_its_domain(walk, world, town):
    place = f"/o/{town.pk}/domein/"
    page = walk.open(place, world.samira)
    page.get_by_role("button", name="waterveen.example").click()
    walk.look(page)
    walk.reads(page, "Your network looks first whether %(domain)s is right.", domain=OWN)
    walk.reads(page, WAITS)
    page.get_by_label(walk.say("Domain of your organisation")).fill("stadhuis.example")
    walk.press(page, "Give me the line")
    proof = DomainProof.objects.get(domain="stadhuis.example")
    actions.note_look(proof=proof, found=True, at=timezone.now())
    page.goto(place)
    walk.look(page)
    walk.reads(page, THERE)

    town_page = walk.open(f"/o/{town.pk}/", world.noor)
    expect(town_page.get_by_text("stadhuis.example")).to_have_count(0)
    CliRunner().invoke(confirm_domain.command, ["stadhuis.example", TOWN])
    town_page.reload()
    walk.reads(town_page, "shown in the domain name system")
    page.goto(place)
    walk.look(page)
    expect(page.get_by_text(OWN)).to_have_count(0)


def test_peers_by_profession_and_by_the_size_of_where_they_work(walk, world, trades):
    page = walk.open("/vakgenoten/", world.samira)
    joost, marit = (page.locator(".peer", has_text=one.name) for one in (world.joost, world.marit))
    trade, near, group = TRADES[walk.language]
    expect(joost).to_contain_text(walk.say("Same work: %(what)s", what=trade))
    expect(marit).to_contain_text(walk.say("Related work: %(what)s", what=near))
    expect(marit).to_contain_text(walk.say("Same group of professions: %(what)s", what=group))
    walk.follow(page, "Same size of organisation")
    expect(joost).to_be_visible()
    expect(marit).to_have_count(0)
    walk.follow(page, "Exactly the same work")
    expect(joost).to_be_visible()
    walk.follow(page, "Same size of organisation")
    expect(marit).to_have_count(0)
    walk.follow(page, "Exactly the same work")
    expect(marit).to_be_visible()


@pytest.mark.parametrize(("width", "dark"), [(PHONE, True), (DESK, False)])
def test_the_pages_of_a_town_are_sound(visit, world, town, language, *, width, dark):
    for domain in (OWN, "stadhuis.example"):
        proof = actions.ask_domain(world.samira, organisation=town, domain=domain)
    actions.note_look(proof=proof, found=True, at=timezone.now())
    actions.prove_domain_by_mail(world.samira, organisation=town, domain=OWN)
    for address in ("/o/?q=waterveen", f"/o/{town.pk}/", f"/o/{town.pk}/domein/"):
        page = visit(address, actor=world.samira, width=width, dark=dark, language=language)
        faults = axe(page) + overflow(page) + html_faults(page.content()) + small_targets(page)
        assert faults == [], address

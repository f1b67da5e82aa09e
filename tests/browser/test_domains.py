"""Samira shows whose waterveen.example is; Bram, who says that he works there too, cannot."""

from typing import NamedTuple

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from vaknet.domain.people import actions
from vaknet.domain.people.models import DomainProof


class Words(NamedTuple):
    language: str
    show: str
    mail: str
    field: str
    give: str
    missed: str
    look: str
    by_mail: str
    by_line: str
    off: str
    works: str


WORDS = [
    Words(
        "nl", "Laat met een domein zien dat dit de echte is", "waterveen.example is van ons",
        "Domein van je organisatie", "Geef me de regel", "Nog niet gevonden",
        "Kijk nu naar stadhuis.example", "aangetoond met een mailadres",
        "aangetoond in het domeinnamensysteem", "Haal stadhuis.example eraf", "Jij werkt hier",
    ),
    Words(
        "en", "Show with a domain that this is the real one", "waterveen.example belongs to us",
        "Domain of your organisation", "Give me the line", "Not there yet",
        "Look for stadhuis.example now", "shown by a mail address",
        "shown in the domain name system", "Take stadhuis.example off", "You work here",
    ),
]  # fmt: skip


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_from_nothing_to_a_line(visit, world, words, javascript):
    options = {"language": words.language, "javascript": javascript}
    place = world.samira.roles.get().organisation
    actions.add_role(world.bram, kind="work", title="jurist", organisation=place.name)
    page = visit(f"/o/{place.pk}/", actor=world.samira, **options)
    page.get_by_role("link", name=words.show).click()
    page.get_by_role("button", name=words.mail).click()
    page.goto(f"/o/{place.pk}/")
    expect(page.get_by_text(words.by_mail)).to_be_visible()

    page.goto(f"/o/{place.pk}/domein/")
    page.get_by_label(words.field).fill("https://www.stadhuis.example/")
    page.get_by_role("button", name=words.give).click()
    expect(page.get_by_text("_vaknet.stadhuis.example")).to_be_visible()
    proof = DomainProof.objects.get(domain="stadhuis.example")
    expect(page.get_by_text(f"vaknet={proof.token}")).to_be_visible()
    actions.note_look(proof=proof, found=False, at=timezone.now())
    page.reload()
    expect(page.get_by_text(words.missed)).to_be_visible()
    page.get_by_role("button", name=words.look).click()
    actions.note_look(proof=proof, found=True, at=timezone.now())
    page.goto(f"/o/{place.pk}/domein/")
    expect(page.get_by_role("button", name=words.off)).to_be_visible()
    page.goto(f"/o/{place.pk}/")
    expect(page.get_by_text(words.by_line)).to_be_visible()
    expect(page.get_by_text("waterveen.example")).to_have_count(0)

    bram = visit(f"/o/{place.pk}/", actor=world.bram, **options)
    expect(bram.get_by_text("stadhuis.example")).to_be_visible()
    expect(bram.get_by_text(words.works)).to_have_count(0)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_page_is_sound(visit, world, language, width):
    place = world.samira.roles.get().organisation
    proof = actions.ask_domain(world.samira, organisation=place, domain="stadhuis.example")
    actions.note_look(proof=proof, found=True, at=timezone.now())
    for number in range(2):
        other = actions.ask_domain(world.samira, organisation=place, domain=f"o{number}.example")
    actions.note_look(proof=other, found=False, at=timezone.now())
    for address in (f"/o/{place.pk}/domein/", f"/o/{place.pk}/"):
        page = visit(address, actor=world.samira, language=language, width=width)
        faults = overflow(page) + small_targets(page) + html_faults(page.content()) + axe(page)
        assert faults == []

"""What organisers of an event make of it, in a browser: paper, a picture; a guest who chooses."""

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.events.test_covers import a_photo
from tests.programme.a_programme import Day, published, sits
from tests.programme.test_guests import guest_of_day, page_of, round_of
from vaknet.domain.events import actions
from vaknet.domain.events.models import EventGuest, EventPrint


@pytest.fixture
def day(transactional_db: None) -> Day:
    world = worlds.build()
    day = published(world, readers="public", takes_guests=True, seats=1)
    sits(world.joost, day, day.scanning)
    return day


@pytest.fixture
def wil(day: Day) -> EventGuest:
    guest = guest_of_day(day)
    actions.choose_cover(
        day.world.marit, event=day.event, photo=a_photo(), description="De zaal", credit="Wies"
    )
    asked = actions.ask_print(day.world.marit, event=day.event, kind="list", language="nl")
    actions.keep_print(printed=asked, pdf=b"%PDF-", undrawn="张伟\nМария Иванова")
    actions.ask_print(day.world.marit, event=day.event, kind="badges", language="nl")
    return guest


def test_a_guest_chooses(visit, day: Day, wil: EventGuest, javascript: bool) -> None:
    page = visit(page_of(wil), width=PHONE, javascript=javascript)
    page.locator(f"label[for=session_{day.asking.pk}]").click()
    page.get_by_role("button", name="Bewaar mijn keuzes").click()
    expect(page.locator("main")).to_contain_text("Bewaard: 1 keuze.")
    assert page.locator(f"[name={round_of(day.asking)}][value='{day.asking.pk}']").is_checked()


def test_the_page_looks_again_until_it_is_made(visit, day: Day, wil: EventGuest) -> None:
    page = visit(f"/b/{day.event.pk}/op-papier/", actor=day.world.marit)
    files = page.locator("#files")
    expect(files).to_contain_text("We maken het")
    for row in EventPrint.objects.filter(made_at=None):
        actions.keep_print(printed=row, pdf=b"%PDF-", undrawn="")
    expect(files.get_by_role("link", name="Haal op")).to_have_count(2)


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_a_fault(visit, day: Day, wil: EventGuest, width: int, dark: bool) -> None:
    marit, home = day.world.marit, f"/b/{day.event.pk}/"
    pages = {
        "paper": (f"{home}op-papier/", marit),
        "picture": (f"{home}beeld/", marit),
        "event": (home, None),
        "events": ("/b/", None),
        "desk": (f"{home}maken/", marit),
        "change": (f"{home}wijzigen/", marit),
        "guest": (page_of(wil).removesuffix("programma/"), None),
        "choosing": (page_of(wil), None),
    }
    wrong = {}
    for name, (path, actor) in pages.items():
        page = visit(path, actor=actor, width=width, dark=dark)
        found = [*axe(page), *overflow(page), *small_targets(page), *html_faults(page.content())]
        if found:
            wrong[name] = found
    assert wrong == {}

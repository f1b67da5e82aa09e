"""A programme in a browser: choosing in one form, with and without a script, and pages without a
fault on telephone and desk."""

import re
from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.programme.a_programme import Day, choose, published, sits, taken
from vaknet.domain.events import actions as events
from vaknet.domain.programme import actions


class Words(NamedTuple):
    language: str
    keep: str
    chosen: str
    full: str
    wait: str


WORDS = [
    Words(
        "nl", "Bewaar mijn keuzes", "Bewaard: 1 keuze.",
        "“Van papier naar scherm” is net vol. Je staat op de wachtlijst als je wilt.",
        "vol, je wacht",
    ),
    Words(
        "en", "Keep my choices", "Kept: 1 choice.",
        "“Van papier naar scherm” has just filled up. You can go on the waiting list.",
        "full, you wait",
    ),
]  # fmt: skip


@pytest.fixture
def day(transactional_db: None) -> Day:
    """Peter said yes to speak in scanning, which has one seat; Ans comes from elsewhere."""
    world = worlds.build()
    day = published(world, seats=1, readers="public")
    actions.name_round(
        world.marit, event=day.event, starts_at=day.scanning.starts_at, name="Workshops, ronde 1"
    )
    actions.name_speaker(world.marit, session=day.opening, name="Ans Vink", affiliation="Ons")
    actions.ask_speaker(world.marit, session=day.scanning, handle="peter.de.wit")
    actions.agree_to_speak(world.peter, session=day.scanning)
    events.register(world.samira, event=day.event)
    return day


def faults(page) -> list[str]:
    return [*axe(page), *overflow(page), *small_targets(page), *html_faults(page.content())]


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
def test_choosing_filling_up_and_waiting(visit, day, words, javascript) -> None:
    world, path = day.world, f"/b/{day.event.pk}/programma/"
    page = visit(
        path, actor=world.samira, language=words.language, width=PHONE, javascript=javascript
    )
    page.locator(f"label[for=session_{day.scanning.pk}]").click()
    sits(world.joost, day, day.scanning)
    page.get_by_role("button", name=words.keep).click()
    expect(page.locator(".error-summary")).to_contain_text(words.full)
    assert not javascript or faults(page) == []  # what looks into a page needs a script in it
    page.locator(f"[name=wait][value='{day.scanning.pk}']").check()
    page.locator(f"label[for=session_{day.asking.pk}]").click()
    page.get_by_role("button", name=words.keep).click()
    expect(page.locator("main")).to_contain_text(words.chosen)
    expect(page.locator("main")).to_contain_text(words.wait)
    assert taken(day.asking) == 1


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_page_has_a_fault(visit, day, width: int, dark: bool) -> None:
    world, pk = day.world, day.event.pk
    sits(world.joost, day, day.scanning)
    choose(world.samira, day, day.asking, waiting=(day.scanning,))
    base = f"/b/{pk}/programma/"
    pages = [
        (base, world.samira),
        (base, None),
        (f"{base}{day.scanning.pk}/", world.samira),
        (f"{base}{day.scanning.pk}/", world.marit),
        (f"{base}maken/", world.marit),
        (f"{base}maken/ronde/", world.marit),
        (f"{base}zaal/{day.small.pk}/", world.marit),
        (f"{base}{day.scanning.pk}/wijzigen/", world.marit),
        (f"/b/{pk}/voorstel/", world.marit),
    ]
    wrong = {}
    for path, actor in pages:
        page = visit(path, actor=actor, width=width, dark=dark)
        if found := faults(page):
            wrong[path] = found
    assert wrong == {}


def test_a_day_is_one_sheet_of_paper(visit, day) -> None:
    page = visit(f"/b/{day.event.pk}/programma/", actor=day.world.samira, width=DESK)
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b(?!s)", pdf)) == 1

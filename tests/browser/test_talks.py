"""Three times to talk are proposed, one is picked, and it stands in both calendars."""

from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
import time_machine
from django.utils import timezone
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests import world as worlds
from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE
from tests.kit.test_busy_visits import serve
from tests.kit.web_server import web_server
from tests.talks.test_free_times import busy_from, point
from vaknet.configuration import configuration
from vaknet.domain.talks import actions
from vaknet.domain.talks.models import Talk
from vaknet.interfaces.web.free_times import slots, value
from vaknet.kit import busy_visits

PURPOSE = "Hoe jullie de bouwdossiers scanden"
PLACE = "Gemeentehuis Oosterhage, kamer 2"


class Words(NamedTuple):
    language: str
    purpose: str
    where: str
    propose: str
    agree: str
    calendar: str
    cancel: str
    cancelled: str


WORDS = [
    Words(
        "nl", "Waar wil je over praten?", "Waar?", "Stel voor", "Spreek deze tijd af",
        "Zet het in mijn agenda", "Zeg dit gesprek af", "Dit gesprek is afgezegd.",
    ),
    Words(
        "en", "What do you want to talk about?", "Where?", "Propose", "Agree on this time",
        "Put it in my calendar", "Cancel this talk", "This talk is cancelled.",
    ),
]  # fmt: skip
IN_BOTH_LANGUAGES = pytest.mark.parametrize("words", WORDS, ids=lambda words: words.language)
WITH_AND_WITHOUT = pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


@pytest.fixture
def talk(world) -> Talk:
    """Joost proposes to Marit."""
    soon = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    times = [soon, soon + timedelta(days=1), soon + timedelta(days=2)]
    return actions.propose_talk(
        world.joost, invitee=world.marit, purpose=PURPOSE, times=times, location=PLACE
    )


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def calendar_of(page: Page, link: str):
    with page.expect_download() as download:
        page.get_by_role("link", name=link).click()
    return Calendar.from_ical(Path(download.value.path()).read_bytes())


@IN_BOTH_LANGUAGES
@WITH_AND_WITHOUT
def test_from_three_times_to_one_in_both_calendars(visit, world, words, javascript):
    def look(path, actor, **more):
        return visit(path, actor=actor, language=words.language, javascript=javascript, **more)

    joost = look("/@marit.hoekstra/afspraak/", world.joost)
    joost.get_by_label(words.purpose).fill(PURPOSE)
    joost.get_by_label(words.where).fill(PLACE)
    day = timezone.localdate() + timedelta(days=3)
    for number, hour in ((1, "09:30"), (2, "13:00"), (3, "16:00")):
        joost.locator(f"[name=date_{number}]").fill(day.isoformat())
        joost.locator(f"[name=time_{number}]").fill(hour)
    press(joost, words.propose)
    expect(joost.get_by_role("heading", level=1)).to_have_text(PURPOSE)
    held = Talk.objects.get()

    marit = look("/ik/afspraken/", world.marit, width=PHONE)
    marit.get_by_role("link", name=PURPOSE).click()
    marit.locator(".slot", has_text="13").click()
    press(marit, words.agree)
    joost.reload()
    for page in (joost, marit):
        expect(page.locator("main")).to_contain_text(PLACE)
        (event,) = calendar_of(page, words.calendar).walk("VEVENT")
        assert event["SUMMARY"] == PURPOSE
        assert event["LOCATION"] == PLACE
        start = timezone.localtime(event.decoded("DTSTART"))
        assert (start.date(), start.hour, start.minute) == (day, 13, 0)
        assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(minutes=30)

    press(joost, words.cancel)
    marit.goto(f"/ik/afspraken/{held.pk}/")
    expect(marit.locator("main")).to_contain_text(words.cancelled)


@IN_BOTH_LANGUAGES
@WITH_AND_WITHOUT
def test_moved_by_one_and_fine_for_the_other(visit, world, talk, words, javascript):
    actions.pick_time(world.marit, talk=talk, time=talk.proposed_times.order_by("starts_at")[0])
    path, other = f"/ik/afspraken/{talk.pk}/", words.language == "en"

    def look(path, actor, **more):
        return visit(path, actor=actor, language=words.language, javascript=javascript, **more)

    joost = look(path, world.joost, width=PHONE)
    joost.get_by_role("link", name="Move this talk" if other else "Verzet dit gesprek").click()
    press(joost, "Move it" if other else "Verzet het")
    expect(joost.locator(".error-summary")).to_be_visible()
    if javascript:
        assert (axe(joost), overflow(joost), small_targets(joost)) == ([], [], [])
    joost.locator(".slot").first.click()
    press(joost, "Move it" if other else "Verzet het")
    marit = look(path, world.marit)
    said = "Joost moved it." if other else "Joost heeft het verzet."
    expect(marit.locator("main")).to_contain_text(said)
    if javascript:
        assert axe(marit) == []
    press(marit, "The new time suits me" if other else "De nieuwe tijd is goed")
    expect(marit.locator("main")).not_to_contain_text(said)
    talk.refresh_from_db()
    assert talk.starts_at == talk.proposed_times.order_by("starts_at")[1].starts_at


@pytest.fixture
def server(tmp_path, monkeypatch):
    with web_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        monkeypatch.setattr(type(configuration), "may_reach", lambda *_told: True)
        monkeypatch.setattr(busy_visits, "THINKING", 60)  # this machine may be busy
        yield server


@WITH_AND_WITHOUT
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_free_half_hours_are_chosen(visit, world, server, javascript, width):
    first, second, *_others, last = slots()
    serve(server, busy_from(first))
    point(world.joost, server)
    path = "/@marit.hoekstra/afspraak/"
    joost = visit(path, actor=world.joost, language="en", javascript=javascript, width=width)
    expect(joost.locator("[name=slot]:disabled")).to_have_count(2)
    if javascript:
        assert (axe(joost), overflow(joost), small_targets(joost)) == ([], [], [])
        assert html_faults(joost.content()) == []
    joost.get_by_label("What do you want to talk about?").fill(PURPOSE)
    expect(joost.locator(f"[name=slot][value='{value(second)}']")).to_be_disabled()
    joost.get_by_text("More days", exact=True).click()
    joost.locator(f"label:has([value='{value(last)}'])").click()
    press(joost, "Propose")
    expect(joost.get_by_role("heading", level=1)).to_have_text(PURPOSE)
    assert [one.starts_at for one in Talk.objects.get().proposed_times.all()] == [last]


@WITH_AND_WITHOUT
def test_an_address_for_her_calendar(visit, world, javascript):
    marit = visit("/ik/agenda/", actor=world.marit, javascript=javascript, width=PHONE)
    press(marit, "Geef me een adres")
    address = marit.get_by_label("Adres", exact=True).input_value()
    assert address.endswith(".ics")
    expect(marit.get_by_role("img", name="Hetzelfde adres")).to_be_visible()
    if javascript:
        assert (axe(marit), overflow(marit), small_targets(marit)) == ([], [], [])
        assert html_faults(marit.content()) == []
    marit.get_by_label("Adres van je agenda").fill("agenda")
    press(marit, "Kijk in deze agenda")
    expect(marit.locator(".error-summary")).to_contain_text("Dit is geen adres van een agenda.")
    marit.get_by_label("Adres van je agenda").fill("webcal://agenda.example/geheim.ics")
    press(marit, "Kijk in deze agenda")
    expect(marit.locator("main")).to_contain_text("We kijken in je agenda bij agenda.example")
    press(marit, "Kijk er niet meer in")
    press(marit, "Stop dit adres")
    expect(marit.get_by_role("button", name="Geef me een adres")).to_be_visible()


@WITH_AND_WITHOUT
def test_a_no_is_heard_by_nobody(visit, world, talk, javascript):
    marit = visit(f"/ik/afspraken/{talk.pk}/", actor=world.marit, javascript=javascript)
    press(marit, "Nee, bedankt (niemand hoort dat)")
    expect(marit.locator("main")).to_contain_text("Je zei nee. Niemand krijgt dat te horen.")
    joost = visit(f"/ik/afspraken/{talk.pk}/", actor=world.joost, language="en")
    expect(joost.locator("main")).to_contain_text("Marit Hoekstra has not picked a time yet.")


def test_a_time_picked_by_keyboard_alone(visit, world, talk):
    marit = visit(f"/ik/afspraken/{talk.pk}/", actor=world.marit, language="en")
    marit.locator("[name=time]").first.focus()
    marit.keyboard.press("ArrowDown")
    marit.keyboard.press("Tab")
    marit.keyboard.press("Enter")
    expect(marit.get_by_role("link", name="Put it in my calendar")).to_be_visible()
    talk.refresh_from_db()
    assert talk.starts_at == talk.proposed_times.order_by("starts_at")[1].starts_at


def test_nothing_typed_is_lost_when_no_time_is_given(visit, world):
    joost = visit("/@marit.hoekstra/afspraak/", actor=world.joost, language="en", width=PHONE)
    joost.get_by_label("What do you want to talk about?").fill(PURPOSE)
    press(joost, "Propose")
    expect(joost.locator(".error-summary")).to_be_focused()
    expect(joost.locator(".error-summary")).to_contain_text("Propose at least one time.")
    expect(joost.get_by_label("What do you want to talk about?")).to_have_value(PURPOSE)
    assert axe(joost) == []


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_pages_are_sound(visit, world, talk, width, dark):
    other = actions.propose_talk(
        world.samira, invitee=world.joost, purpose="Koffie", times=[talk_time(talk)]
    )
    actions.pick_time(world.joost, talk=other, time=other.proposed_times.get())
    for path, actor in (
        ("/@marit.hoekstra/afspraak/", world.joost),
        (f"/ik/afspraken/{talk.pk}/", world.joost),
        (f"/ik/afspraken/{talk.pk}/", world.marit),
        (f"/ik/afspraken/{other.pk}/", world.samira),
        ("/ik/afspraken/", world.joost),
        ("/ik/afspraken/", world.bram),
    ):
        page = visit(path, actor=actor, width=width, dark=dark)
        assert (path, axe(page), overflow(page), small_targets(page)) == (path, [], [], [])
        assert html_faults(page.content()) == []


def talk_time(talk: Talk):
    return talk.proposed_times.order_by("starts_at")[0].starts_at


def test_the_day_after_today_asks_how_it_went(transactional_db, walk):
    world = worlds.build()
    began = timezone.now() - timedelta(hours=20)
    with time_machine.travel(began - timedelta(days=2)):
        talk = actions.propose_talk(
            world.joost, invitee=world.marit, purpose=PURPOSE, times=[began]
        )
        actions.pick_time(world.marit, talk=talk, time=talk.proposed_times.get())
    marit = walk.open("/", world.marit)
    walk.reads(marit, "You had a talk with %(name)s.", name="Joost van der Meer")
    marit.get_by_label(walk.say("A note for yourself")).fill("Ik stuur het stappenplan.")
    walk.press(marit, "It helped")
    walk.reads(marit, "You told how it went.")
    said = walk.say("You had a talk with %(name)s.", name="Joost van der Meer")
    expect(marit.locator("main")).not_to_contain_text(said)
    marit.goto(f"/ik/afspraken/{talk.pk}/")
    walk.reads(marit, "You said: it helped.")
    expect(marit.locator("main")).to_contain_text("Ik stuur het stappenplan.")

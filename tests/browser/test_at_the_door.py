"""At the door of an event: the camera, two helpers at once, and no connection at all.

Chromium on Linux (looked at: 156) has no BarcodeDetector, which the page asks for. So in the story
with a camera the frames come from Chromium's own camera, played from a film that is made here, and
are read by zxing-cpp in its place. What the page does with what is read is its own.
"""

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests import world as worlds
from tests.browser.checks import faults
from tests.browser.conftest import PHONE, Visit, program
from tests.browser.test_offline import READY
from tests.browser.words import words_in
from tests.events.a_day import comes, open_day
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event, Registration
from vaknet.kit.qr import squares

WIDTH, HEIGHT, UNIT = 640, 480, 12
# In the place of the one that the browser of a telephone has.
DETECTOR = """
globalThis.BarcodeDetector = class {
  constructor(options) { this.formats = options.formats; }
  async detect(film) {
    const sheet = document.createElement("canvas");
    [sheet.width, sheet.height] = [film.videoWidth, film.videoHeight];
    if (!sheet.width) return [];
    sheet.getContext("2d").drawImage(film, 0, 0);
    const code = await readCode(sheet.toDataURL("image/png").split(",")[1], this.formats);
    return code ? [{ rawValue: code }] : [];
  }
};
"""
WAITING = "async () => (await outbox.of(document.body.dataset.mine)).length"


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


@dataclass
class Door:
    """Of an event that Marit and Noor organise; the ticket is that of Samira."""

    world: worlds.World
    event: Event
    ticket: Registration
    language: str

    def __post_init__(self) -> None:
        self.say = words_in(self.language)

    def open(self, visit: Callable[..., Page], who: Actor, part: str = "deur", **options) -> Page:
        path = f"/b/{self.event.pk}/{part}/"
        return visit(path, actor=who, language=self.language, width=PHONE, **options)

    def type(self, page: Page, row: Registration) -> None:
        page.get_by_label(self.say("Code on the ticket")).fill(row.code)
        page.keyboard.press("Enter")


@pytest.fixture
def door(world, language) -> Door:
    event = open_day(world)
    events.add_organiser(world.marit, event=event, organiser=world.noor)
    return Door(world, event, comes(world.samira, event), language)


def test_who_lets_nobody_in_any_more_reads_so(door, visit):
    page = door.open(visit, door.world.noor)
    events.stop_organising(door.world.marit, event=door.event, organiser=door.world.noor)
    door.type(page, door.ticket)
    expect(page.locator("#door-said")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        door.say("This page does not exist (any more)")
    )


def drawn(text: str) -> np.ndarray:
    """A picture in grey, of the squares that stand on her ticket."""
    drawing = squares(text)
    picture = np.full((drawing.size, drawing.size), 255, np.uint8)
    for square in drawing.path.split("z")[:-1]:
        x, y = map(int, square[1 : square.index("h")].split())
        picture[y, x] = 0
    return picture.repeat(UNIT, axis=0).repeat(UNIT, axis=1)


def film(path: Path, text: str) -> Path:
    """Two frames that show her ticket, before a grey wall (YUV4MPEG2, as Chromium plays it)."""
    code = drawn(text)
    frame = np.full((HEIGHT, WIDTH), 128, np.uint8)
    top, left = (HEIGHT - len(code)) // 2, (WIDTH - len(code)) // 2
    frame[top : top + len(code), left : left + len(code)] = code
    colours = np.full(HEIGHT * WIDTH // 2, 128, np.uint8).tobytes()
    one = b"FRAME\n" + frame.tobytes() + colours
    path.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + one + one)
    return path


def read_code(picture: str, formats: list[str]) -> str:
    assert formats == ["qr_code"]
    with Image.open(BytesIO(base64.b64decode(picture))) as image:
        found = zxingcpp.read_barcodes(image.convert("L"), formats=zxingcpp.BarcodeFormat.QRCode)
    return found[0].text if found else ""


@pytest.fixture
def with_camera(browser: Browser, live_server, door, tmp_path) -> Iterator[Visit]:
    """A browser whose camera looks at her ticket."""
    seen = film(tmp_path / "ticket.y4m", door.ticket.code)
    chromium = browser.browser_type.launch(
        executable_path=program(),
        args=[
            "--no-sandbox",
            "--disable-gpu",
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={seen}",
        ],
    )
    visiting = Visit(chromium, live_server.url)
    yield visiting
    chromium.close()
    assert visiting.complaints == []


def came_in(row: Registration) -> int:
    """How often that was written down."""
    return Activity.objects.filter(verb="checked_in", object_id=row.pk).count()


def test_the_drawing_on_the_ticket_is_read_by_another_hand():
    for text in ("ABCD2345", "https://vaknet.example/b/12/ontmoet/x~y/"):
        found = zxingcpp.read_barcodes(drawn(text), formats=zxingcpp.BarcodeFormat.QRCode)
        assert [one.text for one in found] == [text]


def test_the_camera_lets_somebody_in_once(with_camera, door):
    page = door.open(with_camera, door.world.marit)
    page.context.expose_function("readCode", read_code)
    page.context.add_init_script(DETECTOR)
    page.reload()
    scan = page.get_by_role("button", name=door.say("Scan with the camera"))
    scan.click()
    expect(page.locator("[data-scanner]")).to_be_visible()
    expect(page.locator("#door-said")).to_contain_text("Samira El Idrissi")
    assert faults(page) == []
    expect(page.locator(".arrival--again")).to_be_visible()  # she still holds it before the camera
    scan.click()
    expect(page.locator("[data-scanner]")).to_be_hidden()
    door.ticket.refresh_from_db()
    assert door.ticket.checked_in_at is not None
    assert came_in(door.ticket) == 1


def test_where_a_browser_reads_no_codes_they_are_typed(visit, door):
    page = door.open(visit, door.world.marit)
    expect(page.locator("[data-scan]")).to_be_hidden()
    door.type(page, door.ticket)
    expect(page.locator("#door-said")).to_contain_text("Samira El Idrissi")


def test_two_helpers_with_one_ticket_at_one_moment(visit, door):
    other = comes(door.world.joost, door.event)
    pages = [door.open(visit, who) for who in (door.world.marit, door.world.noor)]
    for page in pages:
        page.get_by_label(door.say("Code on the ticket")).fill(door.ticket.code)
    for page in pages:  # neither waits for what the other hears
        page.evaluate("document.querySelector('form[data-door]').requestSubmit()")
    for page in pages:
        expect(page.locator("#door-said")).to_contain_text("Samira El Idrissi")
    again = sum(page.locator(".arrival--again").count() for page in pages)
    assert (again, came_in(door.ticket)) == (1, 1)
    door.type(pages[1], other)
    expect(pages[1].locator("#door-said")).to_contain_text("Joost van der Meer")
    expect(pages[0].locator("#door-said")).to_contain_text("Samira El Idrissi")


IS_KEPT = "async (path) => !!await (await caches.open('pages')).match(path, { ignoreVary: true })"


def until(page: Page, condition: str, argument: str = "") -> None:
    """`wait_for_function` takes the promise of an answer for a yes."""
    page.evaluate(
        f"""async (argument) => {{
            while (!await ({condition})(argument)) await new Promise((go) => setTimeout(go, 50));
        }}""",
        argument,
    )


def with_worker(page: Page) -> Page:
    """The worker is there, and saw this page."""
    until(page, READY)
    page.reload()
    until(page, IS_KEPT, page.evaluate("location.pathname"))
    return page


def test_the_ticket_opens_without_a_connection(visit, door):
    page = with_worker(door.open(visit, door.world.samira, "kaartje", worker=True))
    address, ticket = page.url, door.ticket
    page.context.set_offline(True)
    page.reload()
    code = f"{ticket.code[:4]} {ticket.code[4:]}"
    expect(page.locator(".ticket .key")).to_have_text(code)
    assert faults(page) == []
    with Image.open(BytesIO(page.locator(".ticket svg.qr").screenshot())) as image:
        [found] = zxingcpp.read_barcodes(image.convert("L"))
    assert found.text == ticket.code
    page.goto(f"/b/{door.event.pk}/")
    expect(page.get_by_role("heading", name=door.say("You are offline"))).to_be_visible()
    page.goto(address)
    expect(page.locator(".ticket .key")).to_have_text(code)


def test_a_seat_that_was_given_back_leaves_no_ticket(visit, door):
    page = with_worker(door.open(visit, door.world.samira, "kaartje", worker=True))
    address = page.url
    events.cancel_registration(door.world.samira, event=door.event)
    page.goto(address)  # with a connection: there is none any more
    until(page, IS_KEPT.replace("!!", "!"), page.evaluate("location.pathname"))
    page.context.set_offline(True)
    page.goto(address)
    expect(page.get_by_role("heading", name=door.say("You are offline"))).to_be_visible()


def test_codes_wait_for_a_connection_and_count_once(visit, door):
    samira, joost = door.ticket, comes(door.world.joost, door.event)
    page = with_worker(door.open(visit, door.world.marit, worker=True))
    page.context.set_offline(True)
    page.reload()
    for row in (samira, joost, samira):  # she showed hers twice
        door.type(page, row)
        expect(page.get_by_label(door.say("Code on the ticket"))).to_have_value("")
    assert page.evaluate(WAITING) == 3
    assert faults(page) == []
    assert (came_in(samira), came_in(joost)) == (0, 0)
    page.context.set_offline(False)
    until(page, f"async () => !await ({WAITING})()")
    assert (came_in(samira), came_in(joost)) == (1, 1)
    page.reload()
    expect(page.locator("main")).to_contain_text("Joost van der Meer")
    assert (came_in(samira), came_in(joost)) == (1, 1)

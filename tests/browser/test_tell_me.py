"""Tell me when there is an answer: the browser is asked after the button, and not before."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests import world as worlds
from tests.browser.checks import faults, until
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_offline import with_worker
from tests.browser.words import words_in
from tests.offline.push_service import Browser
from vaknet.domain.pushing.models import Device, Wish
from vaknet.domain.pushing.queries import our_key

TELL_ME = "Tell me when there is an answer"
# Chromium without a window knows no push service and shows no messages: what one with a window
# would say of itself stands here.
SERVICE = """
window.asked = [];
Object.defineProperty(Notification, "permission", { get: () => "default" });
Notification.requestPermission = async () => { window.asked.push("permission"); return "%s"; };
PushManager.prototype.getSubscription = async () => null;
PushManager.prototype.subscribe = async (how) => {
    window.asked.push(how.applicationServerKey, how.userVisibleOnly);
    return { toJSON: () => (%s) };
};
"""
TELEPHONE = Browser("https://push.example/telephone").subscription


@pytest.fixture
def world(transactional_db) -> worlds.World:
    return worlds.build()


@pytest.fixture
def say(language):
    return words_in(language)


def question_of(visit, world, language, *, permission: str, actor=None) -> Page:
    keys = {"p256dh": TELEPHONE.key, "auth": TELEPHONE.secret}
    made = json.dumps({"endpoint": TELEPHONE.endpoint, "keys": keys})
    page = with_worker(visit("/", actor=actor or world.samira, language=language, worker=True))
    page.context.add_init_script(SERVICE % (permission, made))
    page.goto(f"/vraag/{world.question.pk}/")
    return page


def test_she_is_asked_only_after_the_button(visit, world, language, say):
    page = question_of(visit, world, language, permission="granted")
    assert page.evaluate("window.asked") == []
    expect(page.locator("[data-by-push]")).to_be_visible()
    assert faults(page) == []
    with page.expect_navigation():
        page.get_by_role("button", name=say(TELL_ME)).click()
    device = Device.objects.get()
    assert (device.endpoint, device.key, device.secret) == tuple(vars(TELEPHONE).values())
    assert device.signed_by == our_key()
    assert not Wish.objects.get().by_mail
    told = say("We tell you when there is an answer.")
    expect(page.get_by_text(told, exact=True)).to_be_visible()
    assert page.evaluate("window.asked") == []
    assert faults(page) == []
    page.get_by_role("button", name=say("No longer")).click()
    expect(page.get_by_role("button", name=say(TELL_ME))).to_be_visible()


def test_who_says_no_may_have_mail(visit, world, language, say):
    page = question_of(visit, world, language, permission="denied")
    page.get_by_role("button", name=say(TELL_ME)).click()
    no = say("This browser shows no messages. Press once more, and you get an e-mail.")
    expect(page.get_by_text(no)).to_be_visible()
    assert not Wish.objects.exists()
    assert faults(page) == []
    page.get_by_role("button", name=say(TELL_ME)).click()
    expect(page.get_by_text(say("You get an e-mail when there is an answer."))).to_be_visible()
    assert Wish.objects.get().by_mail
    assert not Device.objects.exists()


def test_who_asked_gets_mail_already(visit, world, language, say):
    """So without a script, or where nothing can be shown, there is no button for her."""
    page = visit(
        f"/vraag/{world.question.pk}/", actor=world.joost, language=language, javascript=False
    )
    expect(page.locator("#tell-me")).to_be_hidden()
    page = question_of(visit, world, language, permission="granted", actor=world.joost)
    expect(page.get_by_role("button", name=say(TELL_ME))).to_be_visible()


def test_without_a_script_it_is_mail(visit, world, language, say):
    page = visit(
        f"/vraag/{world.question.pk}/", actor=world.samira, language=language, javascript=False
    )
    expect(page.get_by_text(say("You get an e-mail."), exact=True)).to_be_visible()
    page.get_by_role("button", name=say(TELL_ME)).click()
    assert Wish.objects.get().by_mail


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_her_devices(visit, world, say, language, width):
    page = question_of(visit, world, language, permission="granted")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if width == PHONE else "light")
    with page.expect_navigation():
        page.get_by_role("button", name=say(TELL_ME)).click()
    page.goto("/ik/instellingen/")
    page.get_by_role("link", name=say("Devices that tell you")).click()
    expect(page.get_by_text(say("this device"), exact=True)).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name=say("Stop")).click()
    expect(page.get_by_text(say("That device gets no messages any more."))).to_be_visible()
    assert not Device.objects.exists()


def test_what_comes_in_is_shown_by_the_worker(visit, world):
    page = with_worker(visit("/", actor=world.samira, worker=True))
    [worker] = page.context.service_workers
    worker.evaluate("""() => {
        self.shown = new Promise((done, fail) => {
            registration.showNotification = async (title, { body, data }) => {
                done({ title, body, url: data });
            };
            setTimeout(fail, 60_000, new Error("Nothing was shown."));
        });
    }""")
    cdp, found = page.context.new_cdp_session(page), []
    updated = "ServiceWorker.workerRegistrationUpdated"
    cdp.on(updated, lambda told: found.extend(told["registrations"]))
    cdp.send("ServiceWorker.enable")
    until(page, lambda: bool(found))
    message = {"title": "Vaknet", "body": "Er is een antwoord.", "url": "/vraag/1/"}
    what = {
        "origin": page.evaluate("location.origin"),
        "registrationId": found[0]["registrationId"],
        "data": json.dumps(message).ljust(1024),
    }
    cdp.send("ServiceWorker.deliverPushMessage", what)
    assert worker.evaluate("() => shown") == message

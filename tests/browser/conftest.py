"""Pages in a real browser (tests/made_once.py) that must not complain."""

import os
import shutil
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, Response, expect

if TYPE_CHECKING:
    from tests.browser.walk import Walk
    from tests.federation.elsewhere import Elsewhere
    from vaknet.domain.activity.models import Actor

# Playwright runs its own event loop in this thread; the tests use the database in the same thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
WINDOWLESS = "chromium-headless-shell"  # the others draw a whole window for every page
NAMES = (WINDOWLESS, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_WORKER = "Service Worker registration blocked by Playwright"
PHONE, DESK = 390, 1280
# On a machine that is busy with other things; who finds what she looks for does not wait.
PATIENCE = 30_000  # ms
# Htmx marks what it asks, and our script a form for which another page comes.
ON_ITS_WAY = ".htmx-request, form[data-sent]:not([hx-get], [hx-post])"
# Where nothing runs, the page that goes is marked: it is left when the mark is gone.
MARK_IF_IT_GOES = """(part, isEnter) => {
    const button = part.closest("button, input[type=submit]");
    const pressed = button?.type === "submit" || isEnter && part.matches("input");
    const form = pressed && part.form;
    const isSent = form && (form.noValidate || button?.formNoValidate || form.checkValidity());
    if (isSent) document.documentElement.dataset.goes = "";
}"""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)
    if not os.environ.get("VAKNET_TEST_ALL_FOUR"):
        config.hook.pytest_deselected(items=[item for item in items if _is_the_other_pair(item)])
        items[:] = [item for item in items if not _is_the_other_pair(item)]


def _is_the_other_pair(item: pytest.Item) -> bool:
    """Of four combinations of language and script a story runs in two, with each of both in it.

    Which two differs from story to story (docs/decisions/0031).
    """
    given = item.callspec.params if hasattr(item, "callspec") else {}
    spoken = given.get("language", getattr(given.get("words"), "language", None))
    if spoken not in {"nl", "en"} or "javascript" not in given:
        return False
    turn = zlib.crc32(item.originalname.encode()) % 2
    return (spoken == "nl") ^ bool(given["javascript"]) ^ bool(turn)


def program() -> str:
    for name in (os.environ.get("VAKNET_TEST_BROWSER", ""), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    raise RuntimeError("No Chromium: install it, or name one in VAKNET_TEST_BROWSER.")


@dataclass
class Visit:
    """How somebody comes in, and every complaint of the browser on the way."""

    browser: Browser
    address: str
    complaints: list[str] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)

    def __call__(
        self,
        path: str,
        *,
        actor: "Actor | None" = None,
        width: int = DESK,
        dark: bool = False,
        language: str = "nl",
        javascript: bool = True,
        worker: bool = False,
        **more: str,
    ) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            locale=language,
            java_script_enabled=javascript,
            reduced_motion="reduce",
            base_url=self.address,
            service_workers="allow" if worker else "block",
            **more,
        )
        context.set_default_timeout(PATIENCE)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if actor is not None:
            cookies[settings.SESSION_COOKIE_NAME] = session_of(actor)
        context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.goto(path)
        _look_before_going_on(page)
        if not javascript:
            WITHOUT_SCRIPT.add(page)
        self.pages.append(page)
        return page

    def _note(self, kind: str, text: str) -> None:
        # A page that is an error on purpose is "failed to load" to the browser.
        if text == NO_WORKER:
            return
        if kind in {"error", "warning"} and "the server responded with a status of 4" not in text:
            self.complaints.append(f"{kind}: {text}")


WITHOUT_SCRIPT: WeakSet[Page] = WeakSet()


def wait_for_answers(page: Page) -> None:
    """A script asks, and a form is sent, after `click()` has returned."""
    expect(page.locator(f"{ON_ITS_WAY}, html[data-goes]")).to_have_count(0)


def _answered(act: Callable[..., None]) -> Callable[..., None]:
    def do(there: Locator, *given: Any, **more: Any) -> None:
        if there.page in WITHOUT_SCRIPT and act.__name__ in {"click", "press"}:
            there.evaluate(MARK_IF_IT_GOES, given[:1] == ("Enter",))
        act(there, *given, **more)
        if not there.page.is_closed():
            wait_for_answers(there.page)

    return do


@pytest.fixture(scope="session", autouse=True)
def _answers_are_waited_for() -> Iterator[None]:
    """What a click did is in the database before the story looks there."""
    expect.set_options(timeout=PATIENCE)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("click", "press", "check", "uncheck", "select_option"):
            patch.setattr(Locator, name, _answered(getattr(Locator, name)))
        yield


def _look_before_going_on(page: Page) -> None:
    """Somebody sees what her click did before she opens another page; `goto` would not wait. With
    her keyboard she sees it too.
    """
    go, reload, press = page.goto, page.reload, page.keyboard.press

    def goto(path: str, **options: str) -> Response | None:
        wait_for_answers(page)
        return go(path, **options)

    def again(**options: str) -> Response | None:
        wait_for_answers(page)
        return reload(**options)

    def press_key(key: str, **options: float) -> None:
        if page in WITHOUT_SCRIPT and key == "Enter":
            page.evaluate(f"({MARK_IF_IT_GOES})(document.activeElement, true)")
        press(key, **options)
        wait_for_answers(page)

    page.goto, page.reload, page.keyboard.press = goto, again, press_key


def session_of(actor: "Actor") -> str:
    """Signed in without the sign-in pages, which have tests of their own."""
    client = Client()
    client.force_login(actor.account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def visit(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`visit("/over/", actor=…, width=390, dark=True, language="en", javascript=False)`.

    Fails when the browser complained: an error in a script, a broken Content-Security-Policy.
    """
    cache.clear()  # codes and letters that the last story asked for do not count in this one
    visiting = Visit(browser, live_server.url)
    yield visiting
    for page in visiting.pages:
        page.context.close()
    assert visiting.complaints == []


@pytest.fixture(params=["nl", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def javascript(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def there(settings, monkeypatch) -> "Iterator[Elsewhere]":
    """Another network, over sockets."""
    from tests.federation.elsewhere import connect, network_elsewhere

    with network_elsewhere() as one:
        connect(settings, monkeypatch, one)
        yield one


@pytest.fixture
def walk(visit: Callable[..., Page], language: str, javascript: bool) -> Iterator["Walk"]:
    """The same story in two languages, with and without a script; no page may have a fault."""
    from tests.browser.walk import Walk

    walking = Walk(visit, language, javascript)
    yield walking
    assert walking.wrong == []

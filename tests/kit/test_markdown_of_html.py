"""What comes in from elsewhere is kept as words that one would have typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.kit.markdown import in_words, to_html
from vaknet.kit.markdown_of_html import markdown_of


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Hallo <b>Samira</b></p><p>Dag</p>", "Hallo **Samira**\n\nDag"),
        ("Een<br>twee", "Een\ntwee"),
        ("<p><em>Zo</em> en <i>zo</i></p>", "*Zo* en *zo*"),
        (
            '<a href="https://a.example/x"><span class="invisible">https://</span>a.example/x</a>',
            "[a.example/x](https://a.example/x)",
        ),
        (
            '<span class="invisible">een <span>twee</span></span>drie',
            "drie",
        ),
        ('<a href="javascript:alert(1)">klik</a>', "klik"),
        ('<a href="https://a.example/(x)">klik</a>', "klik"),
        ("<a>los</a>", "los"),
        ('<a class="mention" href="https://a.example/@jo">@jo</a> ja', "@jo ja"),
        ('<a class="hashtag" href="https://a.example/t/wonen">#wonen</a>', "#wonen"),
        ("<ul><li>een</li><li>twee</li></ul>", "- een\n\n- twee"),
        ("<ol><li>een</li><li>twee</li></ol>", "1. een\n\n2. twee"),
        ('<ol start="4"><li>vier</li></ol>', "4. vier"),
        ('<ol start="veel"><li>een</li></ol>', "1. een"),
        ("<li>los</li>", "- los"),
        ("<ul><li>een<ul><li>twee</li></ul></li></ul>", "- een\n\n  - twee"),
        ("<ul><li><p>een</p><p>meer</p></li></ul>", "- een\n\n  meer"),
        ("<blockquote>gezegd<br>door jou</blockquote>ja", "> gezegd\n> door jou\n\nja"),
        ("<h2>Kop</h2><p>tekst</p>", "# Kop\n\ntekst"),
        ("<p>gebruik <code>make test</code></p>", "gebruik `make test`"),
        ("<pre><code>a\n  b</code></pre>", "```\na\n  b\n```"),
        ("<pre>a ``` b</pre>", "````\na ``` b\n````"),
        ("een<hr>twee", "een\n\n---\n\ntwee"),
        ("<p>2 * 3 * 4 [x] `y` a_b &lt;z&gt;</p>", r"2 \* 3 \* 4 \[x\] \`y\` a\_b \<z\>"),
        ("<p># geen kop</p>", r"\# geen kop"),
        ("<p>- geen punt</p>", r"\- geen punt"),
        ("<p>1. geen nummer</p>", r"1\. geen nummer"),
        ("<p></p><p> </p>", ""),
        ("<script>alert(1)</script><img src=x onerror=y>dag", "dag"),
        ("</a></ul></li></p>dag", "dag"),
    ],
)
def test_it_is_what_one_would_have_typed(html: str, words: str) -> None:
    assert markdown_of(html) == words


def test_it_reads_the_same_afterwards() -> None:
    html = "<p>1. is <b>geen</b> lijst, *dit* geen nadruk</p><ul><li>dit <i>wel</i></li></ul>"
    made = to_html(markdown_of(html))
    assert in_words(made) == "1. is geen lijst, *dit* geen nadruk dit wel"
    assert made.count("<li>") == made.count("<em>") == made.count("<strong>") == 1


@given(st.text(max_size=200))
def test_words_stay_words(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    html = to_html(markdown_of(f"<p>{escaped}</p>"))
    assert {part.split(">")[0] for part in html.split("<")[1:]} <= {"p", "/p"}


@given(
    st.lists(
        st.sampled_from(
            [
                "<ul>",
                "<ol>",
                "<li>",
                "</li>",
                "</ul>",
                "<blockquote>",
                "</blockquote>",
                "<pre>",
                "</pre>",
                "<code>",
                "<a href='https://a.example'>",
                "</a>",
                "<b>",
                "een",
                "<br>",
                "<h3>",
                "</p>",
                "<span class='invisible'>",
                "</span>",
            ]
        ),
        max_size=40,
    )
)
def test_any_heap_of_tags_is_read(pieces: list[str]) -> None:
    to_html(markdown_of("".join(pieces)))

"""Whose word an address is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaknet.engine.activitypub import Unreadable
from vaknet.engine.activitypub.origins import (
    LONGEST,
    Origin,
    host_name,
    identifier,
    is_page,
    origin,
    same_origin,
    without_fragment,
)

SAME = [
    ("https://ver.example/a", "https://ver.example/b?c#d"),
    ("https://ver.example", "https://VER.example/"),
    ("https://ver.example", "https://ver.example:443/"),
    ("http://ver.example", "http://ver.example:80/"),
    ("https://ver.example", "https://ver.example./"),
    ("https://münchen.example/", "https://xn--mnchen-3ya.example/"),
    ("https://MÜNCHEN.example/", "https://xn--mnchen-3ya.example/"),
]
OTHERS = [
    ("https://ver.example/", "http://ver.example/"),
    ("https://ver.example/", "https://ver.example:8443/"),
    ("https://ver.example/", "https://www.ver.example/"),
    ("https://ver.example/", "https://ver.example.elders.example/"),
    ("https://ver.example/", "https://ver.examp1e/"),
    ("https://ver.example/", "https://ver.example@elders.example/"),
    ("https://ver.example/", "https://elders.example\\@ver.example/"),
    ("https://ver.example/", "https://elders.example#@ver.example/"),
    ("https://ver.example/", "https://elders.example?@ver.example/"),
    ("https://ver.example/", ""),
    ("nergens", "nergens"),
    ("https://straße.example/", "https://strasse.example/"),
    ("https://ver.example/", "https://vеr.example/"),
]  # the last with a letter of the Cyrillic alphabet


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_origin_however_it_is_written(one: str, other: str) -> None:
    assert same_origin(one, other)
    assert same_origin(other, one)


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_another_origin_however_alike(one: str, other: str) -> None:
    assert not same_origin(one, other)
    assert not same_origin(other, one)


def test_an_origin_in_words() -> None:
    assert str(origin("https://ver.example:443/x")) == "https://ver.example"
    assert origin("http://ver.example:8080/x").authority == "ver.example:8080"
    assert origin("https://[::1]:8001/x") == Origin("https", "::1", 8001)
    assert str(origin("https://[::1]:8001/x")) == "https://[::1]:8001"
    assert without_fragment("https://ver.example/a#b") == "https://ver.example/a"


@pytest.mark.parametrize(
    "url",
    ["", "ver.example", "//ver.example/", "ftp://ver.example/", "https://", "https:///a", "https://:1/",
     "https://ver.example:port/", "https://ver.example:0/", "https://ver.example:99999/",
     "https://[::1", "https://ver.example/a b", "https://ver.example/\n", "https://ver.example\\a",
     "https://noor@ver.example/", "https://:geheim@ver.example/", "https://\u202ever.example/",
     "https://xn--\u00fc.example/", "https://" + "ü" * 80 + ".example/", "acct:noor@ver.example"],
)  # fmt: skip
def test_what_is_no_address_of_the_web(url: str) -> None:
    with pytest.raises(Unreadable):
        origin(url)
    assert not is_page(url)


def test_hosts_of_other_alphabets_by_the_newer_rules() -> None:
    assert host_name("straße.example") == "xn--strae-oqa.example"
    assert host_name("Ver.Example.") == "ver.example"
    with pytest.raises(Unreadable):
        host_name("ü..example")


@pytest.mark.parametrize(
    "value",
    ["https://ver.example/users/noor", "https://ver.example/@noor?page=1", "https://ver.example",
     "https://ver.example/a#main-key", "https://ver.example:8443/a", "https://xn--mnchen-3ya.example/a",
     "https://a_b.ver.example/a", "https://ver.example/ü", "https://ver.example/a%20b", "https://1.ver.nl/"],
)  # fmt: skip
def test_an_id(value: str) -> None:
    assert identifier(value) == value


@pytest.mark.parametrize(
    "value",
    [None, 1, True, [], {}, ["https://ver.example/a"], "", "noor", "acct:noor@ver.example",
     "http://ver.example/a", "https://VER.example/a", "HTTPS://ver.example/a",
     "https://ver.example:443/a", "https://ver.example./a", "https://münchen.example/a",
     "https://noor@ver.example/a", "https://ver.example/a/../b", "https://ver.example/./b",
     "https://ver.example/..", "https://localhost/a", "https://ver/a", "https://127.0.0.1/a",
     "https://2130706433/a", "https://0x7f.0.0.1/a", "https://0177.0.0.1/", "https://[::1]/a",
     "https://1.2.3.4/", "https://drukker.local/a", "https://a.localhost/a", "https://a.internal/a",
     "https://ver.example/<script>", 'https://ver.example/"x', "https://ver.example/{a}",
     "https://-ver.example/a", "https://ver..example/a", "javascript:alert(1)",
     "https://ver.example/" + "a" * LONGEST, "https://" + ("a" * 60 + ".") * 5 + "nl/"],
)  # fmt: skip
def test_what_is_no_id(value: object) -> None:
    with pytest.raises(Unreadable):
        identifier(value)


def test_an_actor_has_no_fragment() -> None:
    with pytest.raises(Unreadable):
        identifier("https://ver.example/users/noor#x", fragment=False)
    assert identifier("https://ver.example/users/noor", fragment=False)


def test_hosts_of_a_test_and_no_others() -> None:
    here = {"127.0.0.1:8001"}
    assert identifier("http://127.0.0.1:8001/noor", test_hosts=here)
    for other in ("http://127.0.0.1:8002/noor", "http://127.0.0.1/noor", "http://ver.example/noor"):
        with pytest.raises(Unreadable):
            identifier(other, test_hosts=here)
    with pytest.raises(Unreadable):
        identifier("http://127.0.0.1:8001/noor")


@pytest.mark.parametrize(
    "url", ["https://ver.example/'x", 'https://ver.example/"', "https://v.nl/<"]
)
def test_what_would_break_out_of_a_link(url: str) -> None:
    assert not is_page(url)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_an_id_or_unreadable(text: str) -> None:
    for one in (
        text,
        f"https://{text}",
        f"https://ver.example/{text}",
        f"https://ver.example{text}",
    ):
        try:
            assert identifier(one) == one
        except Unreadable:
            continue
        assert same_origin(one, one)
        assert str(origin(one)) == one[: len(str(origin(one)))]

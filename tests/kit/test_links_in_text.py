"""Which page elsewhere a text leads to."""

import pytest

from vaknet.kit.links_in_text import first_page, is_at
from vaknet.kit.markdown import to_html

OURS = "https://vak.example"


def page(text: str, title: str = "") -> str:
    return first_page(to_html(text), title, ours=OURS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zie https://blad.example/hout.", "https://blad.example/hout"),
        ("(zie https://blad.example/a_(b))", "https://blad.example/a_(b)"),
        ("[hier](https://blad.example/x?a=1&b=2 'titel')", "https://blad.example/x?a=1&b=2"),
        ("<http://blad.example/>", "http://blad.example/"),
        ("https://een.example/ en https://twee.example/", "https://een.example/"),
        ("https://blad.example/lang#deel-2", "https://blad.example/lang"),
        ("Geen adres, wel een woord://", ""),
        ("`https://code.example/` en https://blad.example/", "https://blad.example/"),
        ("```\nhttps://code.example/\n```", ""),
        ("ftp://blad.example/ en mailto://iemand", ""),
        ("https:///weg en https://[::1", ""),
        ("https://blad.example:99999/", "https://blad.example:99999/"),
        (f"https://blad.example/{'a' * 1000}", ""),
        ("https://blad.example/café", ""),
    ],
)
def test_the_first_page_that_a_text_leads_to(text: str, found: str) -> None:
    assert page(text) == found


def test_the_words_come_before_the_title() -> None:
    assert page("Wat vinden jullie?", "Hout https://blad.example/1") == "https://blad.example/1"
    assert page("https://twee.example/", "Hout https://blad.example/1") == "https://twee.example/"
    assert page("", "a&b https://blad.example/?a=1&b='2'") == "https://blad.example/?a=1&b='2"


@pytest.mark.parametrize(
    "address",
    [
        "https://samira:geheim@blad.example/",
        "https://samira@blad.example/",
        "https://blad.example/?token=x",
        "https://blad.example/?a=1&ACCESS_TOKEN=x",
        "https://blad.example/?a=1;password=x",
        "https://blad.example/?X-Amz-Signature=x",
        "https://blad.example/?sig=x",
        "https://blad.example/?api_key=x",
        "https://blad.example/?PHPSESSID=x",
        "https://blad.example/?code=123",
        "https://blad.example/?invite=",
        "https://blad.example/lijst;jsessionid=12AB",
        "https://blad.example/#access_token=x",
    ],
)
def test_what_lets_in_whoever_has_it_is_passed_over(address: str) -> None:
    assert page(f"[a]({address})") == ""
    assert page(address) == ""
    assert page(f"{address} https://blad.example/open") == "https://blad.example/open"


@pytest.mark.parametrize(
    "address", ["https://vak.example/vraag/1/", "http://vak.example/", "https://VAK.example:443/"]
)
def test_what_is_ours_is_passed_over(address: str) -> None:
    assert page(address) == ""


def test_where_an_address_is() -> None:
    assert is_at("https://vak.example/x", OURS)
    assert not is_at("https://vak.example:8443/", OURS)
    assert not is_at("https://ander.vak.example/", OURS)
    assert not is_at("https://[::1", OURS)
    assert not is_at("https://vak.example:99999/", OURS)

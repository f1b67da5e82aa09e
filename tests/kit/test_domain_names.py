"""Domain names as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.kit.domain_names import (
    BadDomain,
    domain_name,
    domain_of,
    is_of_employer,
    whole_domain,
    with_parents,
)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("waterveen.nl", "waterveen.nl"),
        (" WWW.Waterveen.NL. ", "waterveen.nl"),
        ("https://www.waterveen.nl/contact?over=ons", "waterveen.nl"),
        ("waterveen.nl:8443/", "waterveen.nl"),
        ("ict.waterveen.nl", "ict.waterveen.nl"),
        ("www.nl", "www.nl"),
        ("súdwest.frl", "xn--sdwest-pya.frl"),
    ],
)
def test_what_people_type(typed, name):
    assert domain_name(typed) == name


@pytest.mark.parametrize(
    "typed",
    [
        *["", "waterveen", "nl.", "127.0.0.1", "[::1", "[::1]", "a..nl", "-a.nl", "a_b.nl"],
        *["é" * 70 + ".nl", ".".join(["abcdefgh"] * 30), "samira@", "waterveen.nl x"],
    ],
)
def test_what_is_no_domain(typed):
    with pytest.raises(BadDomain):
        domain_name(typed)


@given(st.text(max_size=300))
def test_anything_is_a_domain_or_it_is_said(typed):
    try:
        name = domain_name(typed)
    except BadDomain:
        return
    assert not name.endswith(".")
    assert with_parents(name)[0] == name


def test_addresses():
    assert domain_of("Samira@Waterveen.NL") == "waterveen.nl"
    assert is_of_employer("waterveen.nl")
    assert not is_of_employer("ziggo.nl")
    assert with_parents("bouw.ict.waterveen.nl") == [
        "bouw.ict.waterveen.nl",
        "ict.waterveen.nl",
        "waterveen.nl",
    ]


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("waterveen.nl", "waterveen.nl"),
        ("a.b.Waterveen.nl.", "waterveen.nl"),
        ("a.waterveen.co.uk", "waterveen.co.uk"),
        ("co.uk", "co.uk"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("2001:db8::a", "2001:db8::a"),
    ],
)
def test_the_domain_that_somebody_registered(host: str, domain: str) -> None:
    assert whole_domain(host) == domain

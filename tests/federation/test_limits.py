"""A host that was closed stays closed, however its name is written."""

import pytest
from django.utils import timezone

from vaknet.domain.federation.models import HostLimit
from vaknet.domain.federation.queries.limits import limits, refused, refuses

pytestmark = pytest.mark.django_db


def close(host: str, kind: str = "suspend", **more: object) -> HostLimit:
    return HostLimit.objects.create(host=host, kind=kind, **more)


@pytest.mark.parametrize(
    "written",
    [
        "elm.example",
        "ELM.Example",
        "elm.example.",
        "elm.example:8443",
        "ELM.example.:8443",
        "social.elm.example",
        "a.b.c.elm.example",
        "elm\N{IDEOGRAPHIC FULL STOP}example",
        "ｅｌｍ.example",
        "https://elm.example/inbox",
        "//elm.example",
    ],
)
def test_a_block_is_not_passed_by_another_way_to_write_it(written: str) -> None:
    close("elm.example")
    assert refuses(written)


@pytest.mark.parametrize(
    "other", ["oak.example", "helm.example", "elm.example.org", "example", "elm-example.org"]
)
def test_others_may_come_in(other: str) -> None:
    close("elm.example")
    assert not refuses(other) or other == "example"


def test_a_name_in_other_letters_is_one_with_its_letters_of_ascii() -> None:
    close("xn--strae-oqa.example")
    assert refuses("straße.example")
    assert refuses("XN--STRAE-OQA.example")
    assert not refuses("strasse.example")


@pytest.mark.parametrize("none", ["", "127.0.0.1", "[::1]", "localhost", "elm example", "a:b:c"])
def test_what_is_no_host_of_another_network_is_refused(none: str) -> None:
    assert refuses(none)


def test_a_limit_is_no_block_and_ends() -> None:
    close("elm.example", "limit")
    close("oak.example", until=timezone.now())
    assert not refuses("elm.example")
    assert limits("www.elm.example")
    assert not refuses("oak.example")
    assert not limits("oak.example")


def test_of_many_hosts_it_is_one_statement(django_assert_num_queries) -> None:
    close("elm.example")
    with django_assert_num_queries(1):
        assert refused(["a.elm.example", "oak.example", "ash.example"]) == {"a.elm.example"}


def test_networks_of_a_trial_are_told_apart_by_their_ports(settings) -> None:
    settings.FEDERATION_TRIAL = frozenset({"127.0.0.1:8001", "127.0.0.1:8002"})
    close("127.0.0.1:8001")
    assert refuses("127.0.0.1:8001")
    assert not refuses("127.0.0.1:8002")

"""The line between two networks: who may ask, and what becomes of everybody else."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.http import HttpRequest
from django.urls import path
from django.utils import timezone

import vaknet.urls
from tests.networks.partner import Partner, sent, without_end
from tests.places import all_taken
from vaknet.domain.federation.models import SigningKey as Row
from vaknet.domain.networks import queries
from vaknet.domain.networks.actions import forget_heard
from vaknet.domain.networks.actions.line import MOST_A_MINUTE
from vaknet.domain.networks.actions.ourselves import our_key, our_uri
from vaknet.domain.networks.models import Heard, Network, Share
from vaknet.engine.activitypub import SigningKey, message_signatures
from vaknet.interfaces.federation import who
from vaknet.interfaces.federation.addresses import actor_address
from vaknet.interfaces.federation.partners import (
    NoPartner,
    PartnerSilent,
    ask_partner,
    for_partners,
)
from vaknet.interfaces.reaching.waiting import PROGRAMS

pytestmark = pytest.mark.django_db


@for_partners("echo", Share.AGENDA)
def echo(_request: HttpRequest, network: Network, told) -> dict[str, object]:
    if told.get("for") == "somebody else":
        raise NoPartner("not for this one")
    return {"to": network.name, "told": told}


urlpatterns = [path("ap/partners/echo", echo), *vaknet.urls.urlpatterns]
NOTHING = b'{"error": "Not found"}'


@pytest.fixture(autouse=True)
def _an_address(settings) -> None:
    settings.ROOT_URLCONF = __name__


def is_nothing(answer) -> bool:
    return (answer.status_code, answer.content) == (404, NOTHING)


def test_a_partner_asks_and_is_answered(partner: Partner) -> None:
    partner.in_force("agenda")
    answer = partner.asks("echo", {"a": 1})
    assert answer.json() == {"to": "Vaknet West", "told": {"a": 1}}
    assert answer["Cache-Control"] == "no-store"
    assert partner.read == []


def test_the_same_asked_twice_in_one_second_is_answered_twice(partner: Partner) -> None:
    partner.in_force("agenda")
    now = timezone.now()
    assert [partner.asks("echo", {}, at=now).status_code for _time in range(2)] == [200, 200]


def test_what_was_sent_once_is_nothing_the_second_time(partner: Partner) -> None:
    partner.in_force("agenda")
    request = partner.request("echo", {})
    assert sent(request).status_code == 200
    assert is_nothing(sent(request))


def test_who_is_no_partner_hears_nothing(partner: Partner) -> None:
    assert is_nothing(partner.asks("echo", {}))
    treaty = partner.in_force("groups")
    assert is_nothing(partner.asks("echo", {}))
    treaty.shares.update(kind="agenda")
    assert partner.asks("echo", {}).status_code == 200
    treaty.in_force_until = timezone.now() - timedelta(seconds=1)
    treaty.save()
    assert is_nothing(partner.asks("echo", {}))
    assert queries.in_force(treaty.network) is None
    treaty.in_force_until = None
    treaty.save()
    assert queries.in_force(treaty.network) == treaty
    treaty.ended_at = timezone.now()
    treaty.save()
    assert is_nothing(partner.asks("echo", {}))


def test_what_is_not_for_this_partner_is_nothing_too(partner: Partner) -> None:
    partner.in_force("agenda")
    assert is_nothing(partner.asks("echo", {"for": "somebody else"}))


def test_what_was_changed_or_not_signed_is_nothing(partner: Partner) -> None:
    partner.in_force("agenda")
    address, body, headers = partner.request("echo", {"a": 1})
    assert is_nothing(sent((address, body.replace(b"1", b"2"), headers)))
    assert is_nothing(sent((address, body, {})))
    assert is_nothing(sent((address, body, headers | {"Content-Type": "text/plain"})))
    other = Partner(partner.base)
    forged = SigningKey(partner.key.id, other.key.key)
    assert is_nothing(partner.asks("echo", {}, key=forged))


def test_what_is_no_json_or_too_much_is_nothing(partner: Partner) -> None:
    partner.in_force("agenda")
    assert is_nothing(partner.asks("echo", b"[1]"))
    assert is_nothing(partner.asks("echo", {"a": "x" * 300_000}))


@pytest.mark.parametrize("minutes", [-6, 6])
def test_what_was_signed_long_ago_or_later_is_nothing(partner: Partner, minutes: int) -> None:
    partner.in_force("agenda")
    assert is_nothing(partner.asks("echo", {}, at=timezone.now() + timedelta(minutes=minutes)))


def test_a_new_key_is_read_at_its_own_address_and_once_in_five_minutes(partner: Partner) -> None:
    partner.in_force("agenda")
    partner.new_key()
    assert partner.asks("echo", {}).status_code == 200
    assert len(partner.read) == 1
    partner.new_key()
    assert is_nothing(partner.asks("echo", {}))
    assert len(partner.read) == 1
    Network.objects.update(read_at=timezone.now() - timedelta(minutes=6))
    with all_taken(PROGRAMS):
        answer = partner.asks("echo", {})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert len(partner.read) == 1
    assert partner.asks("echo", {}).status_code == 200


def test_who_has_no_treaty_hears_nothing_of_others_who_wait(partner: Partner) -> None:
    """Else anybody could ask, in its name, whether we talk with that network."""
    partner.row()
    partner.new_key()
    told = {"token": "t" * 22, "why": ""}
    with all_taken(PROGRAMS):
        assert is_nothing(partner.asks("treaty/end", told))
    assert partner.read == []
    assert partner.asks("treaty/end", told).status_code == 200


def test_a_new_key_that_does_not_stand_there_is_nothing(partner: Partner) -> None:
    partner.in_force("agenda")
    unknown = SigningKey(f"{partner.uri}#other", Ed25519PrivateKey.generate())
    assert is_nothing(partner.asks("echo", {}, key=unknown))
    Network.objects.update(read_at=timezone.now() - timedelta(minutes=6))
    partner.kind = "Person"
    assert is_nothing(partner.asks("echo", {}, key=unknown))


def test_who_asks_too_much_has_to_wait(partner: Partner) -> None:
    treaty = partner.in_force("agenda")
    Heard.objects.bulk_create(
        Heard(network=treaty.network, mark=str(number), at=timezone.now())
        for number in range(MOST_A_MINUTE)
    )
    answer = partner.asks("echo", {})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    Heard.objects.update(at=timezone.now() - timedelta(minutes=16))
    forget_heard(now=timezone.now())
    assert Heard.objects.count() == 0
    assert partner.asks("echo", {}).status_code == 200


def test_only_by_post_and_only_where_it_is_on(partner: Partner, client, settings) -> None:
    assert client.get("/ap/partners/echo").status_code == 405
    settings.FEDERATION = False
    assert client.get("/ap/partners/echo").status_code == 404


def test_what_we_ask_is_signed_by_our_network(partner: Partner) -> None:
    partner.answers["agenda"] = lambda told: {"events": [told["since"]]}
    assert ask_partner(partner.row(), "agenda", {"since": "é"}) == {"events": ["é"]}
    [(what, message)] = partner.heard
    claim = message_signatures.claim(message, now=timezone.now())
    key = our_key()
    proven = claim.proved_by(key.public(our_uri()))
    assert (what, proven.content) == ("agenda", '{"since": "é"}'.encode())
    assert our_uri() == actor_address(who.identity(who.network()).token)
    assert key.id.partition("#")[0] == our_uri()


@pytest.mark.parametrize("answer", [b"[]", b"no", b'{"a": 1, "a": 2}', b'{"a": NaN}'])
def test_garbage_is_no_answer(partner: Partner, answer: bytes) -> None:
    partner.answers["agenda"] = lambda _told: answer
    with pytest.raises(PartnerSilent):
        ask_partner(partner.row(), "agenda", {})


def test_an_answer_without_end_too_slow_or_no_is_no_answer(partner: Partner) -> None:
    network = partner.row()
    with pytest.raises(PartnerSilent, match="answered 404"):
        ask_partner(network, "agenda", {})
    partner.raw["/ap/partners/agenda"] = without_end
    with pytest.raises(PartnerSilent, match="larger than we read"):
        ask_partner(network, "agenda", {})
    partner.raw["/ap/partners/agenda"] = lambda handler: without_end(handler, pause=0.1)
    with pytest.raises(PartnerSilent, match="no whole answer in time"):
        ask_partner(network, "agenda", {}, seconds=0.5)


def test_nobody_is_asked_where_we_may_not_go(partner: Partner, settings) -> None:
    network = partner.row()
    settings.FEDERATION_TRIAL = frozenset()
    with pytest.raises(PartnerSilent, match="a host that is closed"):
        ask_partner(network, "agenda", {})
    assert partner.heard == []


def test_with_a_key_that_cannot_be_opened_we_stay_silent(partner: Partner) -> None:
    network = partner.row()
    who.identity(who.network())
    Row.objects.update(sealed=b"")
    with pytest.raises(PartnerSilent, match="cannot be opened"):
        ask_partner(network, "agenda", {})

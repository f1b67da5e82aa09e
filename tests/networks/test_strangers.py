"""Networks that we never heard of, and addresses that lead somewhere else."""

from datetime import timedelta
from time import monotonic

import pytest
from django.utils import timezone

from tests.networks.partner import Partner, a_partner, without_end
from tests.places import all_taken
from vaknet.domain.networks import actions, queries
from vaknet.domain.networks.actions.line import MOST_KNOCKS, MOST_KNOCKS_OF_ONE
from vaknet.domain.networks.actions.receiving import MOST_PROPOSALS, MOST_TEXTS, MOST_WAITING
from vaknet.domain.networks.models import Knock, Network, Terms, Treaty
from vaknet.engine.activitypub import SigningKey
from vaknet.interfaces.federation import partners_treaties
from vaknet.interfaces.reaching.networks import NotFound, read_network
from vaknet.interfaces.reaching.waiting import PROGRAMS

pytestmark = pytest.mark.django_db


def proposes(partner: Partner, **more) -> int:
    told = {"signed": partner.signs(partner.terms(**more))}
    return partner.asks("treaty/propose", told).status_code


def test_somebody_who_lives_there_is_not_the_network(partner: Partner) -> None:
    partner.kind = "Person"
    assert proposes(partner) == 404
    partner.kind = "Application"
    member = SigningKey(f"{partner.base}/ap/{'m' * 22}#key-1", partner.key.key)
    told = {"signed": partner.signs(partner.terms())}
    assert partner.asks("treaty/propose", told, key=member).status_code == 404
    other = Partner(partner.base)
    assert other.asks("treaty/propose", told).status_code == 404
    forged = SigningKey(partner.key.id, other.key.key)
    assert partner.asks("treaty/propose", told, key=forged).status_code == 404
    assert (Network.objects.count(), Treaty.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9", "https://127.0.0.1", "https://localhost", "https://169.254.169.254",
     "https://[::1]", "https://0x7f.1", "https://nas.local", "file:///etc/passwd", "west",
     "https://user@west.example", "http://west.example"],
)  # fmt: skip
def test_no_address_leads_into_our_own_network(partner: Partner, address: str) -> None:
    with pytest.raises(NotFound):
        read_network(address)
    key = SigningKey(f"{address}/ap/{'x' * 22}#key-1", partner.key.key)
    told = {"signed": partner.signs(partner.terms())}
    assert partner.asks("treaty/propose", told, key=key).status_code in {404, 429}
    assert partner.read == []


def test_a_network_that_leads_elsewhere_is_not_followed(partner: Partner, settings) -> None:
    with a_partner() as other:
        settings.FEDERATION_TRIAL |= {other.base.removeprefix("http://")}

        def moved(handler) -> None:
            handler.send_response(302)
            handler.send_header("Location", f"{other.base}{handler.path}")
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        partner.raw["/.well-known/nodeinfo"] = moved
        with pytest.raises(NotFound):
            read_network(partner.base)
        del partner.raw["/.well-known/nodeinfo"]
        assert read_network(partner.base).name == "Vaknet West"
        assert other.read == []


def test_what_is_no_vaknet_is_not_found(partner: Partner) -> None:
    actor = partner.uri.removeprefix(partner.base)
    partner.raw[actor] = without_end
    with pytest.raises(NotFound):
        read_network(partner.base)
    del partner.raw[actor]
    partner.documents = lambda: {}  # type: ignore[method-assign]
    with pytest.raises(NotFound):
        read_network(partner.base)
    links = {"links": [{"rel": "x", "href": partner.uri}]}
    told = {"/.well-known/nodeinfo": ("application/json", links)}
    partner.documents = lambda: told  # type: ignore[method-assign]
    with pytest.raises(NotFound):
        read_network(partner.base)
    links["links"][0] |= {
        "rel": "https://www.w3.org/ns/activitystreams#Application",
        "href": "https://elders.example/ap/x",
    }
    with pytest.raises(NotFound):
        read_network(partner.base)
    links["links"][0]["href"] = f"{partner.base}/ap/{'x' * 600}"
    with pytest.raises(NotFound):
        read_network(partner.base)


def test_an_actor_with_another_id_is_not_the_network(partner: Partner) -> None:
    actor = partner.actor() | {"id": f"{partner.base}/ap/other", "inbox": f"{partner.base}/in"}
    partner.actor = lambda: actor  # type: ignore[method-assign]
    with pytest.raises(NotFound):
        read_network(partner.base)


def test_who_knocks_all_the_time_is_not_looked_at(partner: Partner) -> None:
    now = timezone.now()
    host = "127.0.0.1"  # whatever its port
    Knock.objects.bulk_create(Knock(host=host, at=now) for _one in range(MOST_KNOCKS_OF_ONE))
    assert proposes(partner) == 429
    assert partner.read == []
    Knock.objects.all().delete()
    Knock.objects.bulk_create(Knock(host=f"{one}.example") for one in range(MOST_KNOCKS))
    assert proposes(partner) == 429
    Knock.objects.update(at=now - timedelta(hours=2))
    assert proposes(partner) == 200
    actions.forget_heard(now=now + timedelta(days=2))
    assert Knock.objects.count() == 0


def test_more_proposals_than_anybody_reads_are_refused(partner: Partner) -> None:
    for number in range(MOST_WAITING):
        other = Partner(f"https://{number}.example").row()
        Treaty.objects.create(network=other, token=f"x{number:021d}", proposed_by="there")
    assert queries.waiting_proposals().count() == MOST_WAITING
    assert proposes(partner, token="b" * 22) == 429


def test_one_network_does_not_propose_all_day(partner: Partner) -> None:
    tokens = [f"{number:022d}" for number in range(MOST_PROPOSALS + 1)]
    for token in tokens[:-1]:
        assert proposes(partner, token=token) == 200
        partner.asks("treaty/end", {"token": token})
    assert proposes(partner, token=tokens[-1]) == 429
    assert proposes(partner, token=tokens[0]) == 200
    assert Treaty.objects.count() == MOST_PROPOSALS
    yesterday = timezone.now() - timedelta(days=1)
    Treaty.objects.update(proposed_at=yesterday)
    Terms.objects.update(signed_there_at=yesterday)
    assert proposes(partner, token=tokens[-1]) == 200


def test_one_network_does_not_send_other_texts_all_day(partner: Partner) -> None:
    assert proposes(partner) == 200
    answers = [
        partner.asks("treaty/counter", {"signed": partner.signs(partner.terms(number))})
        for number in range(2, MOST_TEXTS + 2)
    ]
    assert [one.status_code for one in answers] == [200] * (MOST_TEXTS - 1) + [429]
    assert answers[-1]["Retry-After"] == "60"
    assert Terms.objects.count() == MOST_TEXTS


def test_all_hosts_of_one_domain_are_counted_together() -> None:
    now = timezone.now()
    hosts = [f"{number}.elders.example" for number in range(MOST_KNOCKS_OF_ONE + 1)]
    looked = [actions.may_knock(host=host, now=now) for host in hosts]
    assert looked == [True] * MOST_KNOCKS_OF_ONE + [False]
    assert actions.may_knock(host="west.example", now=now)


def test_one_stranger_at_a_time_is_looked_at(partner: Partner) -> None:
    with partners_treaties._LOOKING:
        answer = partner.asks("treaty/propose", {"signed": partner.signs(partner.terms())})
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert (partner.read, Knock.objects.count()) == ([], 0)
    assert proposes(partner) == 200


def test_nor_one_when_others_wait_for_a_key(partner: Partner) -> None:
    with all_taken(PROGRAMS):
        assert proposes(partner) == 429
    assert (partner.read, Knock.objects.count()) == ([], 0)
    assert proposes(partner) == 200


def test_a_slow_stranger_is_not_waited_for(partner: Partner, monkeypatch) -> None:
    path = "/.well-known/nodeinfo"
    partner.raw[path] = lambda handler: without_end(handler, pause=0.1)
    with monkeypatch.context() as briefly:
        briefly.setattr(partners_treaties, "SECONDS", 0.3)
        began = monotonic()
        assert proposes(partner) == 404
        assert monotonic() - began < 30  # it takes a quarter of an hour
    del partner.raw[path]
    assert proposes(partner) == 200


def test_a_token_of_others_tells_nothing(partner: Partner) -> None:
    other = Partner("https://elders.example").row()
    Treaty.objects.create(network=other, token="t" * 22, proposed_by="there")
    told = {"signed": partner.signs(partner.terms())}
    assert partner.asks("treaty/propose", told).json() == {"state": "unknown"}
    given = {"token": "t" * 22, "why": ""}
    assert partner.asks("treaty/end", given).json() == {"state": "unknown"}
    assert partner.asks("treaty/end", {"token": 1}).status_code == 404
    stranger = Partner(partner.base.replace("127.0.0.1", "localhost"))
    assert stranger.asks("treaty/end", given).status_code == 404

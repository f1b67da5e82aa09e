"""Who may read: everybody, or only networks that say who they are; refused ones never."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.federation.conftest import BASE
from tests.federation.elsewhere import (
    ACTIVITY,
    WAYS,
    Elsewhere,
    Someone,
    connect,
    network_elsewhere,
    private,
)
from tests.federation.going_out import conversation, id_of, joined, told
from tests.federation.story import said_to
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import HostLimit, RemoteActor
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.engine.activitypub import SigningKey
from vaknet.interfaces.federation import urls, who


@pytest.fixture
def there(world: World, settings, monkeypatch) -> Iterator[Elsewhere]:
    settings.FEDERATION_SIGNED_READS = True
    with network_elsewhere() as one:
        connect(settings, monkeypatch, one)
        yield one


def plain(path: str) -> int:
    return Client().get(path, headers={"accept": ACTIVITY}).status_code


def pages(actor: Actor) -> list[str]:
    mine = f"/ap/{queries.token_of(actor)}"
    return [mine, f"{mine}/outbox", f"{mine}/followers", f"/@{actor.handle}/"]


@pytest.mark.parametrize("way", WAYS, ids=["draft", "rfc9421"])
def test_who_says_who_she_is_may_read(there: Elsewhere, fatma: Actor, way) -> None:
    noor = there.someone()
    for path in pages(fatma):
        assert plain(path) == 401
        answer = noor.get(path, way=way)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "private, no-store"
    assert there.paths == ["/users/noor"]


def test_the_network_itself_is_read_by_everybody(there: Elsewhere) -> None:
    """Else two such networks would wait for each other's keys for ever."""
    assert plain(f"/ap/{who.identity(who.network()).token}") == 200


def test_without_a_signature_nobody_is_told_from_nobody(there: Elsewhere, fatma: Actor) -> None:
    *documents, page = pages(fatma)
    nobody = f"/ap/{'A' * 22}"
    for together in ([*documents, nobody, f"{nobody}/outbox"], [page, "/@niemand.hier/"]):
        seen = set()
        for path in together:
            answer = Client().get(path, headers={"accept": ACTIVITY})
            seen.add((answer.status_code, answer.content, tuple(sorted(answer.items()))))
        assert len(seen) == 1
    assert there.someone().get(f"/ap/{'A' * 22}").status_code == 404


def test_people_are_still_sent_to_her_page(there: Elsewhere, fatma: Actor) -> None:
    answer = Client().get(f"/@{fatma.handle}/", headers={"accept": "text/html"})
    assert answer["Content-Type"].startswith("text/html")


def test_a_key_with_a_document_of_its_own(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    key = f"{noor.id}/main-key"
    noor.told["publicKey"]["id"] = key
    there.again(noor)
    there.serve("/users/noor/main-key", {"id": key, "type": "Key", "owner": noor.id})
    noor.key = SigningKey(key, private(0))
    path = pages(fatma)[0]
    assert noor.get(path).status_code == 200
    assert noor.get(path).status_code == 200
    assert there.paths == ["/users/noor/main-key", "/users/noor"]
    stub = {"id": f"{noor.id}/b", "type": "Person", "publicKey": {"id": key, "owner": noor.id}}
    RemoteActor.objects.all().delete()
    there.serve("/users/noor/b", stub)
    noor.key = SigningKey(f"{noor.id}/b", private(0))
    assert noor.get(path).status_code == 401  # her own document does not name it


def test_a_key_leads_us_to_no_third_network(
    there: Elsewhere, fatma: Actor, settings, monkeypatch
) -> None:
    """Neither one whose owner lives there, nor one whose document says that it does."""
    path = pages(fatma)[0]
    with network_elsewhere() as far:
        connect(settings, monkeypatch, there, far)
        otto, noor = far.someone("otto"), there.someone()
        one, other = f"{there.address}/keys/1", f"{there.address}/keys/2"
        there.serve("/keys/1", {"id": one, "type": "Key", "owner": otto.id})
        there.serve("/keys/2", {"id": f"{far.address}/keys/2", "type": "Key", "owner": otto.id})
        for key in (one, other):
            noor.key = SigningKey(key, private(0))
            assert noor.get(path).status_code == 401
        assert there.paths == ["/keys/1", "/keys/2"]
        assert far.paths == []


def test_what_is_signed_wrongly_is_not_read(there: Elsewhere, fatma: Actor) -> None:
    noor, path = there.someone(), pages(fatma)[0]
    noor.get(path)
    forged = Someone(noor.id, SigningKey(noor.key.id, private(1)), noor.told)
    assert forged.get(path).status_code in {401, 503}
    ours = Someone(noor.id, SigningKey(f"{BASE}/ap/x#key-1", private(1)), noor.told)
    assert ours.get(path).status_code == 401


def test_a_key_with_a_name_longer_than_we_keep(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    noor.key = SigningKey(f"{there.address}/{'k' * 600}", noor.key.key)
    assert noor.get(pages(fatma)[0]).status_code == 401
    assert there.asked == []


@pytest.mark.parametrize("needed", [True, False])
def test_a_host_that_is_refused_reads_nothing_that_it_signs(
    there: Elsewhere, fatma: Actor, world: World, settings, needed: bool
) -> None:
    settings.FEDERATION_SIGNED_READS = needed
    HostLimit.objects.create(host=there.host, kind=HostLimit.Kind.SUSPEND, by=world.moderator)
    assert [there.someone().get(path).status_code for path in pages(fatma)] == [403] * 4
    assert there.asked == []


def test_where_it_is_not_needed_a_signature_costs_nothing(
    there: Elsewhere, fatma: Actor, settings
) -> None:
    settings.FEDERATION_SIGNED_READS = False
    noor, path = there.someone(), pages(fatma)[0]
    assert noor.get(path).status_code == 200
    answer = Client().get(path, headers={"accept": ACTIVITY, "signature": "nonsense"})
    assert answer.status_code == 200
    assert there.asked == []


# Every address that there is for other networks

OPEN = {"webfinger", "host-meta", "nodeinfo", "nodeinfo-document"}
BROUGHT = {"federated-inbox", "federated-shared-inbox"} | {str(one.name) for one in urls.PARTNERS}


@pytest.fixture
def addresses(world: World, settings, fatma: Actor, open_group: Group) -> dict[str, list[str]]:
    """By the name of each address in the map of them all: where something stands."""
    settings.FEDERATION_SIGNED_READS = False
    post = conversation(joined(fatma, open_group), open_group)
    knowledge.reply(world.noor, post=post, text="Ik ook.")
    thing = told(post)["id"].removeprefix(BASE)
    written = actions.answer_elsewhere(fatma, post=said_to(fatma), text="Hier ook.")
    member, group = (id_of(one).removeprefix(BASE) for one in (fatma, open_group.actor))
    lists = ("outbox", "followers", "following", "featured")
    parts, token = [f"{thing}/context", f"{thing}/replies"], thing.rpartition("/")[2]
    partners = {str(one.name): [f"/{one.pattern}"] for one in urls.PARTNERS}
    return partners | {
        "webfinger": [f"/.well-known/webfinger?resource=acct:{fatma.handle}@vaknet.example"],
        "host-meta": ["/.well-known/host-meta"],
        "nodeinfo": ["/.well-known/nodeinfo"],
        "nodeinfo-document": ["/nodeinfo/2.0", "/nodeinfo/2.1"],
        "federated-shared-inbox": ["/ap/inbox"],
        "federated-inbox": [f"{member}/inbox", f"{group}/inbox"],
        "federated-words": [f"/ap/words/{written.token}"],
        "federated-actor": [member, group],
        "federated-collection": [f"{one}/{name}" for one in (member, group) for name in lists],
        "federated-moderators": [f"{group}/moderators"],
        "federated-outbox-page": [f"{group}/outbox/first", f"{group}/outbox/{token}"],
        "federated-thing": [thing],
        "federated-conversation": parts,
        "federated-conversation-page": [f"{part}/first" for part in parts],
    }


def test_every_address_asks_who_reads_but_those_that_tell_who_we_are(
    there: Elsewhere, world: World, settings, addresses: dict[str, list[str]]
) -> None:
    """An address that is not among these yet fails here, until it is."""
    assert set(addresses) == {one.name for one in urls.urlpatterns}
    noor = there.someone()
    for name, paths in addresses.items():
        usual = 405 if name in BROUGHT else 200
        for path in paths:
            settings.FEDERATION_SIGNED_READS = False
            before = Client().get(path, headers={"accept": ACTIVITY})
            assert before.status_code == usual, path
            settings.FEDERATION_SIGNED_READS = True
            assert plain(path) == (200 if name in OPEN else 401), path
            signed = noor.get(path)
            assert (signed.status_code, signed.content) == (usual, before.content), path
    HostLimit.objects.create(host=there.host, kind=HostLimit.Kind.SUSPEND, by=world.moderator)
    for needed in (True, False):
        settings.FEDERATION_SIGNED_READS = needed
        for name, paths in addresses.items():
            refused = [noor.get(path).status_code for path in paths]
            assert refused == [200 if name in OPEN else 403] * len(paths), paths


def test_people_with_a_browser_are_no_exception(
    there: Elsewhere, settings, addresses: dict[str, list[str]]
) -> None:
    """Else whoever says that it is a browser learns which of our addresses there are."""
    settings.FEDERATION_SIGNED_READS = True
    for path in (addresses["federated-thing"][0], f"/ap/things/{'A' * 22}"):
        assert Client().get(path, headers={"accept": "text/html"}).status_code == 401

"""What another network reads: WebFinger, NodeInfo, actors, and who is nobody there."""

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.federation.conftest import BASE
from tests.federation.story import be_public, known_elsewhere
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import FederatedId
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.people import actions as people
from vaknet.engine.activitypub import Document, webfinger
from vaknet.engine.activitypub import actor as read_actor
from vaknet.engine.activitypub.nodeinfo import APPLICATION

ACTIVITY = "application/activity+json"
LD = 'application/ld+json; profile="https://www.w3.org/ns/activitystreams"'
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def finger(resource: str, **more: str) -> Any:
    return Client().get("/.well-known/webfinger", {"resource": resource} | more)


def read(path: str, accept: str = ACTIVITY, **headers: str) -> Any:
    return Client().get(path.removeprefix(BASE), headers={"accept": accept} | headers)


def id_of(actor: Actor) -> str:
    return f"{BASE}/ap/{FederatedId.objects.get(actor=actor).token}"


@pytest.mark.parametrize(
    "resource",
    [
        "acct:fatma.yildiz@vaknet.example",
        "ACCT:@Fatma.Yildiz@VAKNET.example",
        "@fatma.yildiz@vaknet.example",
        "fatma.yildiz@vaknet.example",
        "https://vaknet.example/@fatma.yildiz/",
        "https://Vaknet.Example/@Fatma.Yildiz",
    ],
)
def test_she_is_found_in_every_way_that_people_write_her(fatma: Actor, resource: str) -> None:
    answer = finger(resource)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/jrd+json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    told = answer.json()
    assert told["subject"] == "acct:fatma.yildiz@vaknet.example"
    page, address = f"{BASE}/@fatma.yildiz/", id_of(fatma)
    assert told["aliases"] == [page, address]
    said = [link for link in told["links"] if "href" in link]
    assert [(link["rel"], link["type"], link["href"]) for link in said] == [
        ("self", ACTIVITY, address),
        ("self", LD, address),
        ("http://webfinger.net/rel/profile-page", "text/html", page),
    ]
    assert finger(address).json() == told
    assert webfinger.read(answer.content).actor == address


def test_of_links_only_those_that_are_asked_for(fatma: Actor) -> None:
    told = finger("acct:fatma.yildiz@vaknet.example", rel="self").json()
    assert {link["rel"] for link in told["links"]} == {"self"}


@pytest.mark.parametrize("resource", ["", "fatma.yildiz", "acct:@", "https:", "https://u:p@x.nl/"])
def test_what_is_no_question_is_no_answer(fatma: Actor, resource: str) -> None:
    assert finger(resource).status_code == 400
    assert Client().get("/.well-known/webfinger").status_code == 400


@pytest.mark.parametrize("name", ["vaknet", "vaknet.example"])
def test_the_network_has_a_handle(world: World, name: str) -> None:
    address = finger("https://vaknet.example/").json()["links"][0]["href"]
    told = finger(f"acct:{name}@vaknet.example").json()
    assert told["subject"] == "acct:vaknet@vaknet.example"
    assert told["links"][0]["href"] == address


def test_the_network_itself_is_found_by_its_address(world: World) -> None:
    for resource in ("https://vaknet.example/", "https://vaknet.example"):
        told = finger(resource).json()
        assert told["subject"] == "https://vaknet.example/"
        [link] = told["links"]
        assert link["rel"] == "https://www.w3.org/ns/activitystreams#Service"
    document = read(link["href"]).json()
    assert document["type"] == "Application"
    assert document["preferredUsername"] == "vaknet"
    assert document["url"] == "https://vaknet.example/"
    links = Client().get("/.well-known/nodeinfo").json()["links"]
    assert {one["rel"]: one["href"] for one in links}[APPLICATION] == link["href"]
    assert read(link["href"], BROWSER)["Location"] == "https://vaknet.example/"


def _hidden(world: World) -> dict[str, str]:
    """Everybody and every group that is nobody elsewhere, by the address of a page."""
    be_public(world.marit)  # a page for everyone is not the same as being known elsewhere
    stopped = known_elsewhere(world.peter)
    actions.stop_federating(stopped)
    switched_off = known_elsewhere(world.joost)
    switched_off.account.is_active = False
    switched_off.account.save()
    found = {
        "nobody": "@niemand.hier",
        "a member": "@bram.kuipers",
        "a public page": "@marit.hoekstra",
        "who stopped": "@peter.de.wit",
        "switched off": "@joost.van.der.meer",
    }
    for readers in ("members", "group"):
        group = groups.start_group(world.noor, name=readers, purpose="Intern", readers=readers)
        found[f"a group for {readers}"] = f"g/{group.actor.handle}"
    home = groups.start_group(world.noor, name="Thuis", purpose="Hier", readers="public")
    actions.keep_home(world.noor, group=home)
    found["kept home"] = f"g/{home.actor.handle}"
    masked = Actor.objects.create(kind="pseudonym", handle="pseudonym-x", name=" ")
    found["a pseudonym"] = f"@{masked.handle}"
    people.block(world.fatma, other=world.bram)
    return found


def _answer(path: str, query: dict[str, str], accept: str) -> tuple[Any, ...]:
    """All that a stranger can see of it, and what PostgreSQL was asked."""
    with CaptureQueriesContext(
        connection,
    ) as asked:
        answer = Client().get(path, query, headers={"accept": accept})
    headers = {name: value for name, value in answer.items() if name != "Location"}
    return answer.status_code, answer.content, headers, len(asked)


def test_to_webfinger_all_of_these_are_nobody(world: World) -> None:
    seen: dict[str, set[str]] = {}
    for who, page in _hidden(world).items():
        name = page.removeprefix("@").removeprefix("g/")
        for resource in (f"acct:{name}@vaknet.example", f"{BASE}/{page}/"):
            answer = _answer("/.well-known/webfinger", {"resource": resource}, "*/*")
            seen.setdefault(repr(answer), set()).add(who)
    [(answer, who)] = seen.items()
    assert answer.startswith("(404, ")
    assert answer.endswith(", 1)")
    assert len(who) == 9


def test_a_program_gets_of_these_what_it_gets_of_nobody(world: World) -> None:
    """Their pages are as they were before a program asked: for a guest, the door."""
    found = _hidden(world)
    readable = {"a public page", "kept home", "who stopped"}  # what every guest reads
    answers = {
        who: _answer(f"/{page}/", {}, ACTIVITY)
        for who, page in found.items()
        if who not in readable
    }
    people_there = {repr(answers[who]) for who in answers if not who.startswith("a group")}
    assert len(people_there) == 1
    groups_there = {repr(answers[who]) for who in answers if who.startswith("a group")}
    groups_there.add(repr(_answer("/g/bestaat-niet/", {}, ACTIVITY)))
    assert len(groups_there) == 1
    for who in readable:
        program = Client().get(f"/{found[who]}/", headers={"accept": ACTIVITY})
        assert program["Content-Type"].startswith("text/html")


def test_who_closed_her_account_is_nobody(world: World, fatma: Actor) -> None:
    from vaknet.domain.leaving import actions as leaving

    address = id_of(fatma)
    leaving.close_account(fatma, answers="stay")
    gone = _answer("/.well-known/webfinger", {"resource": "fatma.yildiz@vaknet.example"}, "*/*")
    never = _answer("/.well-known/webfinger", {"resource": "niemand@vaknet.example"}, "*/*")
    assert gone == never
    assert read(address).status_code == 404


def test_her_document(fatma: Actor) -> None:
    answer = read(id_of(fatma))
    assert answer.status_code == 200
    assert answer["Content-Type"] == ACTIVITY
    told = answer.json()
    assert told["@context"][0] == "https://www.w3.org/ns/activitystreams"
    address = id_of(fatma)
    seen = read_actor(Document(answer.content))
    assert (seen.id, seen.kind, seen.username) == (address, "Person", "fatma.yildiz")
    assert (seen.name, seen.summary.text) == ("Fatma Yıldız", "<p>toezichthouder</p>")
    assert seen.page == f"{BASE}/@fatma.yildiz/"
    assert (seen.inbox, seen.shared_inbox) == (f"{address}/inbox", f"{BASE}/ap/inbox")
    assert (seen.outbox, seen.followers) == (f"{address}/outbox", f"{address}/followers")
    assert (seen.following, told["featured"]) == (f"{address}/following", f"{address}/featured")
    assert [key.is_rsa for key in seen.keys] == [True, False]
    assert {key.id for key in seen.keys} == {
        f"{address}#{row.name}" for row in queries.signing_keys(fatma)
    }
    assert seen.webfinger == "fatma.yildiz@vaknet.example"
    assert seen.software == ("https://datatracker.ietf.org/doc/html/rfc9421",)
    assert (seen.asks_first, seen.discoverable, seen.indexable) == (True, False, False)
    assert (seen.image, seen.published, seen.also_known_as) == (None, None, ())
    assert fatma.handle not in address
    assert str(fatma.pk) not in told["id"].removeprefix(BASE) or len(str(fatma.pk)) < 3


def test_what_she_allows_stands_in_it(fatma: Actor) -> None:
    actions.allow(fatma, actor=fatma, kinds=["list", "search", "follow"])
    actions.say_also_known(fatma, uri="https://elders.example/users/fatma")
    seen = read_actor(Document(read(id_of(fatma)).content))
    assert (seen.asks_first, seen.discoverable, seen.indexable) == (False, True, True)
    assert seen.also_known_as == ("https://elders.example/users/fatma",)


def test_her_photo_is_for_members_and_not_in_it(world: World, fatma: Actor) -> None:
    from tests.people.pictures import a_picture
    from vaknet.kit.pictures import squares

    people.set_photo(fatma, squares=squares(a_picture()))
    told = read(id_of(fatma))
    assert "icon" not in told.json()
    assert Actor.objects.get(pk=fatma.pk).photo not in told.content.decode()


def test_keys_of_before_stand_in_it_for_a_week(fatma: Actor) -> None:
    from datetime import timedelta

    from vaknet.domain.federation.models import SigningKey

    before = {row.name for row in queries.signing_keys(fatma)}
    long_ago = queries.signing_keys(fatma)[0].since - timedelta(days=1)
    SigningKey.objects.filter(actor=fatma).update(since=long_ago)
    actions.renew_keys(fatma, actor=fatma)
    told = read(id_of(fatma)).json()
    now = {row.name for row in queries.signing_keys(fatma)}
    ids = {one["id"].partition("#")[2] for one in told["assertionMethod"]}
    assert told["publicKey"]["id"].partition("#")[2] in now
    assert ids < now | before
    assert before < ids
    rsa = next(one for one in told["assertionMethod"] if len(one["publicKeyMultibase"]) > 100)
    assert rsa["publicKeyMultibase"].startswith("z4MX")  # how every RSA key of 2048 bits begins
    assert read_actor(Document(read(id_of(fatma)).content)).keys[0].is_rsa


def test_of_a_group(world: World, open_group: Group) -> None:
    answer = read(f"/g/{open_group.actor.handle}/")
    seen = read_actor(Document(answer.content))
    assert (seen.kind, seen.name, seen.asks_first) == ("Group", "Bouwen met hout", False)
    assert seen.summary.text == "<p>Houtbouw &amp; meer</p>"
    assert seen.id == id_of(open_group.actor)
    assert seen.page == f"{BASE}/g/{open_group.actor.handle}/"
    said = answer.json()
    for kind in ("publicKey", "assertionMethod"):
        del said[kind]  # any four letters stand in a key by chance
    assert "noor" not in str(said).lower()


def test_of_the_network(world: World, settings: Any) -> None:
    """What who runs it says it is for, if anything."""
    network = actions.this_network().actor
    assert "summary" not in read(id_of(network)).json()
    settings.NETWORK_DESCRIPTION = "Voor wie bouwt & bewaart."
    seen = read_actor(Document(read(id_of(network)).content))
    assert (seen.kind, seen.summary.text) == (
        "Application",
        "<p>Voor wie bouwt &amp; bewaart.</p>",
    )


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (ACTIVITY, ACTIVITY),
        (LD, LD),
        ("application/ld+json", LD),
        (f"{LD}, {ACTIVITY};q=0.9", LD),
        (f"{ACTIVITY}, {LD};q=0.5, text/html;q=0.1", ACTIVITY),
        (BROWSER, None),
        ("*/*", None),
        ("application/json", None),
    ],
)
def test_one_page_for_people_and_programs(
    fatma: Actor, accept: str, content_type: str | None
) -> None:
    answer = read("/@fatma.yildiz/", accept)
    assert "Accept" in answer["Vary"].split(", ")
    if content_type:
        assert answer["Content-Type"] == content_type
        assert answer.json() == read(id_of(fatma)).json()
    else:
        assert answer["Content-Type"].startswith("text/html")


def test_people_who_open_her_id_come_to_her_page(fatma: Actor) -> None:
    answer = read(id_of(fatma), BROWSER)
    assert (answer.status_code, answer["Location"]) == (302, f"{BASE}/@fatma.yildiz/")
    assert "Accept" in answer["Vary"]
    for accept in ("*/*", ACTIVITY, LD):
        assert read(id_of(fatma), accept).json()["id"] == id_of(fatma)


def test_the_page_of_a_person_is_not_that_of_a_group(fatma: Actor, open_group: Group) -> None:
    assert not read("/g/fatma.yildiz/")["Content-Type"].startswith("application/")
    assert not read(f"/@{open_group.actor.handle}/")["Content-Type"].startswith("application/")


def test_what_is_signed_for_is_kept_by_nobody_else(fatma: Actor) -> None:
    assert read(id_of(fatma))["Cache-Control"] == "public, max-age=300"
    signed = read(id_of(fatma), signature='keyId="https://elders.example/#k"')
    assert signed["Cache-Control"] == "private, no-store"
    assert signed["Vary"].startswith("Accept, Signature, Signature-Input")


def test_who_stopped_is_gone_and_no_word_of_who_it_was(fatma: Actor) -> None:
    address = id_of(fatma)
    actions.stop_federating(fatma)
    answer = read(address)
    assert answer.status_code == 410
    assert answer.json() == {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": address,
        "type": "Tombstone",
    }
    assert read(f"{address}/outbox").status_code == 410
    assert "fatma" not in answer.content.decode()


def test_collections_tell_nothing_of_others(fatma: Actor) -> None:
    address = id_of(fatma)
    for name in ("followers", "following"):
        assert read(f"{address}/{name}").json() == {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": f"{address}/{name}",
            "type": "OrderedCollection",
            "attributedTo": address,
        }
    told = read(f"{address}/featured").json()
    assert (told["totalItems"], told["orderedItems"]) == (0, [])
    told = read(f"{address}/outbox").json()
    assert told["first"] == f"{address}/outbox/first"
    assert "totalItems" not in told


def test_what_is_read_cannot_be_written(fatma: Actor) -> None:
    answer = Client(enforce_csrf_checks=True).post("/.well-known/webfinger")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_an_id_of_nobody_is_an_address_that_is_not_there(world: World) -> None:
    token = "A" * 22
    for path in (f"/ap/{token}", f"/ap/{token}/inbox", f"/ap/{token}/outbox"):
        assert read(path).status_code == 404
    assert finger(f"{BASE}/ap/{token}").status_code == 404


def test_of_another_host_we_know_nothing(fatma: Actor) -> None:
    for resource in ("acct:fatma.yildiz@elders.example", "https://elders.example/@fatma.yildiz/"):
        assert finger(resource).status_code == 404
    assert finger("https://vaknet.example/over/").status_code == 404


def test_host_meta(world: World) -> None:
    answer = Client().get("/.well-known/host-meta")
    assert answer["Content-Type"] == "application/xrd+xml"
    link = ET.fromstring(answer.content)[0]  # noqa: S314 - our own
    assert link.get("template") == f"{BASE}/.well-known/webfinger?resource={{uri}}"


# What the schemas of NodeInfo ask for (nodeinfo.diaspora.software, 2.0 and 2.1).
NEEDED = {
    "version", "software", "protocols", "services", "openRegistrations", "usage", "metadata",
}  # fmt: skip
OF_USERS = {"total", "activeHalfyear", "activeMonth"}


@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_nodeinfo(fatma: Actor, version: str) -> None:
    links = Client().get("/.well-known/nodeinfo").json()["links"]
    schema = f"http://nodeinfo.diaspora.software/ns/schema/{version}"
    address = {one["rel"]: one["href"] for one in links}[schema]
    answer = Client().get(address.removeprefix(BASE))
    assert answer["Content-Type"] == f'application/json; profile="{schema}#"'
    assert answer["Access-Control-Allow-Origin"] == "*"
    told = answer.json()
    assert set(told) == NEEDED
    assert told["version"] == version
    assert told["protocols"] == ["activitypub"]
    assert told["software"]["name"] == "vaknet"
    assert set(told["software"]) <= {"name", "version", "repository", "homepage"}
    assert set(told["services"]) == {"inbound", "outbound"}
    assert set(told["usage"]["users"]) <= OF_USERS
    assert isinstance(told["openRegistrations"], bool)
    assert told["metadata"]["upstream"]["name"] == "mastodon"
    assert told["metadata"]["nodeName"] == "Vaknet Oost"


def test_nodeinfo_does_not_tell_how_many_are_here(world: World) -> None:
    told = Client().get("/nodeinfo/2.1").json()
    assert told["usage"] == {"users": {}}
    assert Client().get("/nodeinfo/1.0").status_code == 404


ALL = [
    "/.well-known/webfinger?resource=acct:fatma.yildiz@vaknet.example",
    "/.well-known/host-meta",
    "/.well-known/nodeinfo",
    "/nodeinfo/2.0",
    "/nodeinfo/2.1",
    "/ap/inbox",
    "/ap/{token}",
    "/ap/{token}/inbox",
    "/ap/{token}/outbox",
    "/ap/{token}/followers",
]


@pytest.mark.parametrize("method", ["get", "post"])
def test_off_none_of_it_is_there(fatma: Actor, settings, method: str) -> None:
    settings.FEDERATION = False
    token = fatma.federated_id.token
    answers = set()
    for path in [*ALL, "/bestaat-niet"]:
        with CaptureQueriesContext(connection) as asked:
            answer = getattr(Client(enforce_csrf_checks=True), method)(path.format(token=token))
        answers.add((answer.status_code, len(asked), tuple(sorted(answer.headers))))
    assert len(answers) == 1
    assert read("/@fatma.yildiz/")["Content-Type"].startswith("text/html")
    assert "Accept" not in read("/@fatma.yildiz/").get("Vary", "").split(", ")


def test_documents_are_json_of_one_meaning(fatma: Actor, open_group: Group) -> None:
    """No key twice, no NaN, and all text as it is."""
    content = read(id_of(fatma)).content.decode()
    assert "Yıldız" in content
    assert json.loads(content, object_pairs_hook=_once)["name"] == "Fatma Yıldız"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len({name for name, _value in pairs}) == len(pairs)
    return dict(pairs)

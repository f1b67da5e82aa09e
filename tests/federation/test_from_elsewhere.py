"""Who is at home on another network follows from there; and a member brings here what she found."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.federation.conftest import BASE
from tests.federation.other_server import ACTIVITY, OtherServer, on_trial, other_server
from tests.federation.test_pages import signed_in
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import HostLimit
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.engine.activitypub.webfinger import INTENTS, SUBSCRIBE

TOKEN = re.compile(r"[A-Za-z0-9]{64}")
AWAY = "/van-elders/"
BACK = "/authorize_interaction"


@pytest.fixture
def there(world: World, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[OtherServer]:
    cache.clear()  # what other tests asked for does not count
    with other_server() as server:
        on_trial(settings, monkeypatch, server)
        yield server


def guest() -> Client:
    client = Client(headers={"accept-language": "en"})
    client.cookies["language"] = "en"
    return client


def goes(server: OtherServer, page: str, home: str = "") -> Any:
    return guest().post(AWAY, {"wie": page, "home": home or f"@ida@{server.host}"})


def subscribe(server: OtherServer, template: str = "/volg?wie={uri}") -> dict[str, str]:
    whole = template if template.startswith("http") else server.origin + template
    return {"rel": SUBSCRIBE, "template": whole}


def test_the_page_of_a_public_group_says_how(open_group: Group) -> None:
    page = guest().get(f"/g/{open_group.actor.handle}/").text
    assert "Follow from another network" in page
    assert f'value="@{open_group.actor.handle}@vaknet.example"' in page


def test_so_does_the_page_of_who_is_known_elsewhere(fatma: Actor) -> None:
    page = guest().get("/@fatma.yildiz/").text
    assert 'value="@fatma.yildiz@vaknet.example"' in page


def test_of_nobody_else(world: World, open_group: Group, settings: Any) -> None:
    from tests.federation.story import be_public
    from vaknet.domain.federation import actions

    be_public(world.marit)
    assert "another network" not in guest().get("/@marit.hoekstra/").text
    actions.keep_home(world.noor, group=open_group)
    page = f"/g/{open_group.actor.handle}/"
    assert "another network" not in guest().get(page).text
    actions.let_out(world.noor, group=open_group)
    settings.FEDERATION = False
    assert "another network" not in guest().get(page).text
    assert guest().get(AWAY, {"wie": page}).status_code == 404


@pytest.mark.parametrize(
    "link",
    [
        {"rel": SUBSCRIBE, "template": "/volg?wie={uri}"},
        {"rel": f"{INTENTS}Follow", "template": "/volg?wie={object}&klaar={on-success}"},
    ],
)
def test_she_goes_on_at_home(there: OtherServer, open_group: Group, link: dict[str, str]) -> None:
    there.tells_of("ida", link | {"template": there.origin + link["template"]})
    page = f"/g/{open_group.actor.handle}/"
    answer = goes(there, page)
    assert answer.status_code == 200
    way = f"{there.origin}/volg?wie={quote(BASE + page, safe='')}"
    assert way in answer.text
    assert 'http-equiv="refresh"' in answer.text
    assert there.asked == [f"/.well-known/webfinger?resource=acct%3Aida%40{quote(there.host)}"]


def test_a_page_for_it_without_a_script(there: OtherServer, fatma: Actor) -> None:
    page = guest().get(AWAY, {"wie": "/@fatma.yildiz/"}).text
    assert 'value="@fatma.yildiz@vaknet.example"' in page
    assert 'name="home"' in page
    assert guest().head(AWAY, {"wie": "/@fatma.yildiz/"}).status_code == 200


@pytest.mark.parametrize(
    "template",
    [
        "https://elders.example/volg?wie={uri}",
        "https://127.0.0.1.elders.example/?{uri}",
        "javascript:alert({uri})",
        "//elders.example/{uri}",
        "https://{uri}/",
        "/volg",
    ],
)
def test_it_leads_nowhere_but_to_the_server_that_she_named(
    there: OtherServer, fatma: Actor, template: str
) -> None:
    there.tells_of("ida", {"rel": SUBSCRIBE, "template": template})
    answer = goes(there, "/@fatma.yildiz/")
    assert answer.status_code == 422
    assert "elders.example" not in answer.text
    assert "That server does not say how to follow from there." in answer.text
    assert f'value="@ida@{there.host}"' in answer.text  # nothing typed is lost


def test_a_host_may_lead_to_its_server(
    there: OtherServer, fatma: Actor, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where the address is @ida@club.example, and the server sociaal.club.example."""
    with other_server() as server:
        on_trial(settings, monkeypatch, there, server)
        there.says["/.well-known/webfinger"] = (
            302,
            "text/html",
            f"{server.origin}/.well-known/webfinger",
        )
        server.tells_of("ida", subscribe(server))
        assert f"{server.origin}/volg" in goes(there, "/@fatma.yildiz/").text
        third = subscribe(server, "https://derde.example/volg?wie={uri}")
        server.tells_of("ida", third)
        assert "derde.example" not in goes(there, "/@fatma.yildiz/").text


def test_what_is_wrong_is_said(there: OtherServer, fatma: Actor) -> None:
    def said(home: str = "") -> str:
        answer = goes(there, "/@fatma.yildiz/", home)
        assert answer.status_code == 422
        return str(answer.text)

    assert "Write your address as @you@your.server." in said("ida")
    assert "Fill in this field." in said(" ")
    assert "That server does not know this address." in said()
    there.says["/.well-known/webfinger"] = (500, ACTIVITY, {})
    assert "That server does not answer." in said()
    there.says["/.well-known/webfinger"] = (200, "text/html", {})
    assert "That server does not answer." in said()
    there.says["/.well-known/webfinger"] = (200, "application/json", {})
    assert "That server does not say how to follow from there." in said()
    there.tells_of("ida")
    assert "That server does not say how to follow from there." in said()


def test_only_the_internet_is_asked(there: OtherServer, fatma: Actor) -> None:
    for home in ("@ida@127.0.0.1:1", "@ida@localhost", "@ida@10.0.0.1", "@ida@printer.local"):
        assert "Write your address as" in goes(there, "/@fatma.yildiz/", home).text
    assert there.asked == []


def test_nobody_has_our_server_knock_all_day(there: OtherServer, fatma: Actor) -> None:
    there.tells_of("ida", subscribe(there))
    answers = [goes(there, "/@fatma.yildiz/") for _time in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [422]
    assert "You tried this many times." in answers[-1].text
    assert len(there.asked) == 10


def test_who_is_nobody_elsewhere_is_nobody_here(world: World, there: OtherServer) -> None:
    group = groups.start_group(world.noor, name="Onder ons", purpose="Hier", readers="group")
    pages = ["/@niemand/", "/@bram.kuipers/", f"/g/{group.actor.handle}/", "/@bram.kuipers"]
    for method in ("get", "post"):
        seen = set()
        for page in pages:
            with CaptureQueriesContext(connection) as statements:
                answer = getattr(guest(), method)(AWAY, {"wie": page, "home": "@i@x.example"})
            text = TOKEN.sub("", answer.text).replace(quote_plus(page), "")
            seen.add((answer.status_code, text, len(statements) if page[-1] == "/" else 1))
        assert len(seen) == 1
        assert seen.pop()[0] == 404
    assert there.asked == []


def test_a_group_is_not_a_person(open_group: Group, there: OtherServer) -> None:
    assert guest().get(AWAY, {"wie": f"/@{open_group.actor.handle}/"}).status_code == 404


def test_who_is_at_home_here_goes_on_here(there: OtherServer, fatma: Actor) -> None:
    answer = goes(there, "/@fatma.yildiz/", "@wie.dan.ook@vaknet.example")
    assert answer.status_code == 303
    uri = quote(f"{BASE}/@fatma.yildiz/", safe="")
    assert answer["Location"] == f"{BACK}?uri={uri}"


# A member brings here what she found elsewhere


def looks(client: Client, uri: str) -> Any:
    return client.post(BACK, {"uri": uri})


def ida(there: OtherServer, **more: Any) -> str:
    fields = {"type": "Person", "preferredUsername": "ida", "name": "Ida Elders"}
    fields |= {"summary": "<p>Tuiniert<script>alert(1)</script></p>"}
    return there.has("/users/ida", inbox=f"{there.origin}/users/ida/inbox", **(fields | more))


def test_a_guest_signs_in_first(there: OtherServer) -> None:
    answer = looks(Client(), ida(there))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/inloggen/")
    assert there.asked == []


def test_a_link_has_nothing_asked_until_she_says_so(world: World, there: OtherServer) -> None:
    """Who made the link would learn by it that a member opened it."""
    uri = ida(there)
    for client in (signed_in(world.bram), Client()):
        client.get(BACK, {"uri": uri})
        client.head(BACK, {"uri": uri})
    page = signed_in(world.bram).get(BACK, {"uri": uri})
    assert (page.status_code, there.asked) == (200, [])
    assert f'<input type="hidden" name="uri" value="{uri}">' in page.text
    assert "Look it up" in page.text
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = signed_in(world.bram).cookies
    assert careful.post(BACK, {"uri": uri}).status_code == 403
    assert there.asked == []


def test_a_host_that_is_closed_is_not_asked(world: World, there: OtherServer, fatma: Actor) -> None:
    HostLimit.objects.create(host=there.host, kind=HostLimit.Kind.SUSPEND, by=world.moderator)
    there.tells_of("ida", subscribe(there))
    assert looks(signed_in(world.bram), ida(there)).status_code == 422
    assert looks(signed_in(world.bram), f"@ida@{there.host}").status_code == 422
    assert goes(there, "/@fatma.yildiz/").status_code == 422
    assert there.asked == []


def test_she_sees_who_it_is(world: World, there: OtherServer) -> None:
    page = looks(signed_in(world.bram), ida(there))
    assert page.status_code == 200
    for words in ("Ida Elders", f"@ida@{there.host}", "Tuiniert"):
        assert words in page.text
    assert "alert(1)" not in page.text
    there.tells_of("ida")
    assert "Ida Elders" in looks(signed_in(world.bram), f"acct:ida@{there.host}").text


def test_she_sees_that_it_is_a_group(world: World, there: OtherServer) -> None:
    uri = ida(there, type="Group", name="", preferredUsername="tuin")
    page = looks(signed_in(world.bram), uri).text
    assert f"@tuin@{there.host}" in page
    assert "Group ·" in page


def test_she_sees_what_it_is(world: World, there: OtherServer) -> None:
    uri = there.has(
        "/notes/1",
        type="Note",
        attributedTo=f"{there.origin}/users/ida",
        content="<p>De bonen staan <b>hoog</b>.</p><img src=x onerror=alert(1)>",
    )
    page = looks(signed_in(world.bram), uri).text
    assert "<b>hoog</b>" in page
    assert "onerror" not in page
    there.has("/notes/2", type="Tombstone")
    gone = looks(signed_in(world.bram), f"{there.origin}/notes/2")
    assert "We cannot read it there." in gone.text


def test_the_page_of_something_leads_to_its_id(world: World, there: OtherServer) -> None:
    ida(there)
    there.says["/@ida"] = there.says["/users/ida"]
    assert "Ida Elders" in looks(signed_in(world.bram), f"{there.origin}/@ida").text
    assert there.asked == ["/@ida", "/users/ida"]
    there.says["/users/ida"] = (
        there.has("/users/anders", type="Person") and there.says["/users/anders"]
    )
    forged = looks(signed_in(world.bram), f"{there.origin}/@ida")
    assert forged.status_code == 422


def test_what_cannot_be_read_is_said(world: World, there: OtherServer) -> None:
    client = signed_in(world.bram)
    for uri, words in [
        ("", "This is no address on another network."),
        ("javascript:alert(1)", "This is no address on another network."),
        ("http://10.0.0.1/x", "We cannot read it there."),
        (f"{there.origin}/niets", "We cannot read it there."),
    ]:
        answer = looks(client, uri)
        assert answer.status_code == 422
        assert words in answer.text
    there.says["/x"] = (200, "text/html", {})
    assert "We cannot read it there." in looks(client, f"{there.origin}/x").text
    there.says["/x"] = (503, ACTIVITY, {})
    assert "That server does not answer." in looks(client, f"{there.origin}/x").text
    there.says["/y"] = (200, "application/ld+json", {})
    assert "We cannot read it there." in looks(client, f"{there.origin}/y").text


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        (f"{BASE}/@marit.hoekstra/", "/@marit.hoekstra/"),
        (f"{BASE}//elders.example/", "/"),
        ("@Marit.Hoekstra@vaknet.example", "/@marit.hoekstra/"),
        (f"{BASE}/@niemand/", "/@niemand/"),
    ],
)
def test_what_is_ours_is_on_its_own_page(
    world: World, there: OtherServer, uri: str, path: str
) -> None:
    answer = looks(signed_in(world.bram), uri)
    assert (answer.status_code, answer["Location"]) == (302, path)


def test_a_member_has_our_server_look_so_many_times(world: World, there: OtherServer) -> None:
    client, uri = signed_in(world.bram), ida(there)
    answers = [looks(client, uri) for _time in range(61)]
    assert [answer.status_code for answer in answers] == [200] * 60 + [422]
    assert "You tried this many times." in answers[-1].text


def test_off_it_is_not_there(world: World, settings: Any) -> None:
    settings.FEDERATION = False
    assert looks(signed_in(world.bram), BASE).status_code == 404
    assert looks(Client(), BASE).status_code == 404


# What we say of our own


def test_our_server_says_where_she_goes_on(fatma: Actor, open_group: Group) -> None:
    def ways(handle: str) -> dict[str, str]:
        query = {"resource": f"acct:{handle}@vaknet.example"}
        links = Client().get("/.well-known/webfinger", query).json()["links"]
        return {link["rel"]: link["template"] for link in links if "template" in link}

    assert ways("fatma.yildiz") == {
        SUBSCRIBE: f"{BASE}/authorize_interaction?uri={{uri}}",
        f"{INTENTS}Create": f"{BASE}/gesprek/nieuw/?titel={{name}}&tekst={{content}}",
        f"{INTENTS}Follow": f"{BASE}/authorize_interaction?uri={{object}}",
        f"{INTENTS}Object": f"{BASE}/authorize_interaction?uri={{object}}",
    }
    assert ways(open_group.actor.handle) == {}


def test_she_begins_with_what_she_brings(world: World) -> None:
    query = {"titel": "Van <elders>", "tekst": "Kijk & lees"}
    page = signed_in(world.noor).get("/gesprek/nieuw/", query).text
    assert "Van &lt;elders&gt;" in page
    assert "Kijk &amp; lees" in page

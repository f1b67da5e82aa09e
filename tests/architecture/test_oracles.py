"""Who is a member is a secret (art. 9 GDPR): every way that we know of to ask is tried, and fails.

Time is not measured here: a clock in a test lies. What takes the time is counted instead, the
statements to the database.
"""

import re
from time import time
from urllib.parse import quote, quote_plus

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.architecture.test_doors import _at
from tests.architecture.test_doors import things as things  # noqa: PLC0414 -- a fixture
from tests.doors import DOORS, Guest
from tests.world import World, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding import queries as finder
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.people import actions as people
from vaknet.domain.people.actions.bulk import NewPerson, NewRole, create_people
from vaknet.domain.people.models import Account
from vaknet.domain.people.unsubscribing import unsubscribe_token
from vaknet.interfaces.jobs import letters

SECRET_EMPLOYER = "Drukkerij De Zwijgzame Ekster"
TOKEN = re.compile(r"[A-Za-z0-9]{64}")


@pytest.fixture
def secret(world: World) -> World:
    """Marit works where nobody else does, and the finder has read it."""
    people.add_role(world.marit, kind="work", title="drukker", organisation=SECRET_EMPLOYER)
    finding.index_everything()
    return world


OF_THE_MOMENT = {"Set-Cookie", "Date", "Expires", "Last-Modified", "Content-Length", "Location"}


def asked(
    client: Client, address: str, accept: str = "", also: str = "", **given: str
) -> tuple[object, ...]:
    """All that an answer tells: without what was asked, and without tokens that differ anyway.

    `also`: the word of the answer beside it, where a page may hold it for a reason of its own.
    """
    more = {"headers": {"accept": accept}} if accept else {}
    with CaptureQueriesContext(connection) as statements:
        response = client.get(address, given, **more)
    text = response.getvalue().decode(errors="replace")
    for word in sorted({*given.values(), also} - {""}, key=len, reverse=True):
        for written in (word, quote(word), quote_plus(word), quote_plus(quote_plus(word))):
            text = text.replace(written, "")
    place = response.headers.get("Location", "").partition("?")[0]
    headers = {name: said for name, said in response.headers.items() if name not in OF_THE_MOMENT}
    return response.status_code, place, headers, TOKEN.sub("", text), len(statements)


def nonsense(word: str) -> str:
    """As long and of the same shape, and nobody's."""
    return re.sub("[a-zë]", "q", re.sub("[A-Z]", "Q", word))


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.account)
    return client


# A guest


def test_signing_in_tells_nothing(world: World) -> None:
    def answer(email: str) -> tuple[object, ...]:
        client = Client()
        with CaptureQueriesContext(connection) as statements:
            response = client.post("/inloggen/", {"email": email})
        return response.status_code, response.headers["Location"], len(statements)

    people.knock("eerder@elders.example", language="nl")
    assert answer(world.marit.account.email) == answer("niemand@elders.example")


KINDS = ["vak", "onderwerp", "organisatie", "plaats"]


@pytest.mark.parametrize("kind", KINDS)
def test_suggestions_tell_a_guest_nothing_of_members(secret: World, kind: str) -> None:
    for word in (SECRET_EMPLOYER, secret.marit.name, secret.marit.account.email):
        known = asked(Client(), f"/suggesties/{kind}/", q=word)
        assert known == asked(Client(), f"/suggesties/{kind}/", q=nonsense(word))


FIELDS = ("q", "name", "email", "handle", "next", "text", "zoek")


def test_no_open_page_answers_a_guest_who_asks_for_somebody(
    secret: World, things: dict[str, dict[str, object]]
) -> None:
    """Whatever is put behind the address of any page that a guest may open, in every field."""
    told, open_doors = {}, {Guest.OPEN, Guest.PUBLIC}
    pages = {
        name: _at(name, door, things)
        for name, door in DOORS.items()
        if door.guest in open_doors and not door.post_only
    }
    group = groups.start_group(secret.marit, name="Open", purpose="x", readers="public")
    question = knowledge.ask(secret.marit, group=group, title="Wie drukt dit?")
    pages["a public group"] = f"/g/{group.actor.handle}/"
    pages["a public question"] = f"/vraag/{question.pk}/"
    for name, page in pages.items():
        for word in (secret.marit.name, secret.marit.handle, secret.marit.account.email):
            known, unknown = (
                asked(Client(), page, also=word, **dict.fromkeys(FIELDS, one))
                for one in (word, nonsense(word))
            )
            told[name, word] = known == unknown
    assert [where for where, same in told.items() if not same] == []


# What other networks ask: an answer may be wanted as ActivityPub wants it

NETWORKS_ASK = [
    "/.well-known/webfinger?resource=acct:{}@localhost",
    "/.well-known/webfinger?resource=https://localhost/@{}/",
    "/.well-known/host-meta?resource=acct:{}@localhost",
    "/.well-known/nodeinfo?user={}",
    "/nodeinfo/2.1?user={}",
    "/users/{}",
    "/users/{}/outbox",
    "/api/v1/accounts/lookup?acct={}",
    "/@{}",
    "/@{}/",
    "/@{}/outbox/",
    "/@{}/followers/",
    "/g/{}/",
]
FORMS = ["", "application/activity+json", "application/ld+json", "application/jrd+json"]


@pytest.mark.parametrize("accept", FORMS)
@pytest.mark.parametrize("who", ["guest", "blocked"])
def test_other_networks_learn_nothing_by_asking(secret: World, who: str, accept: str) -> None:
    people.block(secret.marit, other=secret.bram)
    client = Client() if who == "guest" else signed_in(secret.bram)
    told = {}
    for address in NETWORKS_ASK:
        answers = [
            _without(handle, asked(client, address.format(handle), accept))
            for handle in (secret.marit.handle, nonsense(secret.marit.handle))
        ]
        told[address] = answers[0] == answers[1]
    assert told == dict.fromkeys(NETWORKS_ASK, True)


def test_a_member_learns_in_no_other_way_than_by_looking(secret: World) -> None:
    told = {}
    for address in NETWORKS_ASK:
        answers = [
            _without(handle, asked(signed_in(secret.bram), address.format(handle), FORMS[1]))
            for handle in (secret.marit.handle, nonsense(secret.marit.handle))
        ]
        told[address] = answers[0] == answers[1]
    assert told == dict.fromkeys(NETWORKS_ASK, True) | {"/@{}/": False}


def _without(handle: str, answer: tuple[object, ...]) -> list[str]:
    return [str(part).replace(handle, "") for part in answer]


@pytest.mark.parametrize(
    "address", ["/@{}/", "/@{}/kennismaken/", "/@{}/afspraak/", "/@{}/kaartje/", "/g/{}/"]
)
def test_addresses_tell_a_guest_nothing(secret: World, address: str) -> None:
    known = asked(Client(), address.format(secret.marit.handle))
    unknown = asked(Client(), address.format("niemand.hier"))
    assert known == unknown


def test_the_finder_is_behind_the_door(secret: World) -> None:
    assert asked(Client(), "/vraag/", q="drukker") == asked(Client(), "/vraag/", q="qxqxqxq")


@pytest.mark.parametrize("field", ["naam", "organisatie", "regio", "vak", "na", "q"])
def test_the_directory_is_behind_the_door(secret: World, field: str) -> None:
    """The same page and as many statements, whatever a guest asks for."""
    for word in (secret.marit.name, secret.marit.handle, SECRET_EMPLOYER):
        known = asked(Client(), "/mensen/", **{field: word})
        assert known == asked(Client(), "/mensen/", **{field: "qx" * (len(word) // 2)})


# A member, of whom she is kept apart from, and of what is nobody's business


def test_no_page_tells_a_member_the_mail_address_of_another(
    secret: World, things: dict[str, dict[str, object]]
) -> None:
    """Whoever has an address in her contacts must not be able to look up whose it is here."""
    addresses = set(Account.objects.values_list("email", flat=True))
    telling = []
    for viewer in (secret.bram, secret.joost, secret.samira, secret.moderator):
        client = Client()
        client.force_login(viewer.account)
        for name, door in DOORS.items():
            if door.post_only:
                continue
            text = client.get(_at(name, door, things)).getvalue().decode(errors="replace")
            others = addresses - {viewer.account.email}
            telling += [(viewer.name, name) for email in others if email in text]
    assert telling == []


def test_the_finder_does_not_know_mail_addresses(secret: World) -> None:
    def found(text: str) -> list[int]:
        return [one.actor.pk for one in finder.who_can_help(secret.bram, text).people]

    Account.objects.filter(actor=secret.marit).update(email="kwispel@fjord.example")
    finding.index_everything()
    assert found("kwispel@fjord.example") == found("niemand@elders.example") == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("why", ["hers alone", "for contacts", "blocked"])
def test_suggestions_tell_a_member_nothing_that_is_kept_from_him(
    secret: World, kind: str, why: str
) -> None:
    shown = asked(signed_in(secret.bram), "/suggesties/organisatie/", q=SECRET_EMPLOYER)
    if why == "blocked":
        people.block(secret.marit, other=secret.bram)
    else:
        who = {"hers alone": "me", "for contacts": "contacts"}[why]
        people.show_parts(secret.marit, who_sees={"work": who})
    for word in (SECRET_EMPLOYER, secret.marit.name, secret.marit.account.email):
        known = asked(signed_in(secret.bram), f"/suggesties/{kind}/", q=word)
        assert known == asked(signed_in(secret.bram), f"/suggesties/{kind}/", q=nonsense(word))
        assert known != shown  # then it was there


def test_who_is_blocked_finds_her_no_more(secret: World) -> None:
    """That every door of hers is shut to him: test_kept_apart."""
    assert secret.marit.pk in _found(secret.bram)
    people.block(secret.marit, other=secret.bram)
    assert secret.marit.pk not in _found(secret.bram)


@pytest.mark.parametrize("typed", ["Marit Hoekstra", "marit", "Marrit Hoekstr"])
def test_who_is_blocked_looks_her_up_in_vain(secret: World, typed: str) -> None:
    """Word for word what a name of nobody gives; of her there was the name that is like it."""
    client = Client()
    client.force_login(secret.bram.account)
    assert f"/@{secret.marit.handle}/" in client.get("/mensen/", {"naam": typed}).text
    people.block(secret.marit, other=secret.bram)
    known = asked(client, "/mensen/", naam=typed)
    assert known == asked(client, "/mensen/", naam="Qxqxq Qxqxqxq"[: len(typed)])


def test_a_muted_member_notices_nothing(secret: World) -> None:
    before = _found(secret.bram)
    people.mute(secret.marit, other=secret.bram)
    assert _found(secret.bram) == before


def test_a_newcomer_who_has_not_joined_is_a_guest(secret: World) -> None:
    """A code to the door is not yet a seat at the table."""
    newcomer = people.knock("nieuw@elders.example", language="nl")
    client = Client()
    client.force_login(newcomer)
    known = client.get(f"/@{secret.marit.handle}/")
    unknown = client.get("/@niemand.hier/")
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    text = client.get("/suggesties/organisatie/", {"q": SECRET_EMPLOYER}).content.decode()
    assert SECRET_EMPLOYER not in text


def test_joining_with_a_taken_name_tells_not_how_many_there_are(secret: World) -> None:
    """Namesakes exist: the next gets a number made of chance, and nobody is told why."""
    handles = {
        member(secret.marit.name, f"marit{number}@elders.example").handle for number in range(3)
    }
    assert len(handles) == 3
    assert all(re.fullmatch(rf"{secret.marit.handle}[1-9]\d\d", handle) for handle in handles)


# Whom an operator brought along, and who never came in (docs/decisions/0007)

REGISTER = {"name": "Wilma Kwak", "email": "wilma@dorpsveld.example", "place": ""}


@pytest.fixture
def brought(secret: World) -> Actor:
    [actor] = create_people(
        people=[
            NewPerson(
                name=REGISTER["name"],
                email=REGISTER["email"],
                language="nl",
                profession="drukker",
                roles=[NewRole(kind="work", title="drukker", organisation="Zetterij De Kwak")],
                knows=["Loden letters zetten"],
            )
        ]
    )
    finding.index_everything()
    return actor


def test_the_door_says_nothing_of_whom_the_register_brought(brought: Actor) -> None:
    people.knock("eerder@elders.example", language="nl")
    told = []
    for email in (REGISTER["email"], "niemand@elders.example"):
        with CaptureQueriesContext(connection) as statements:
            answer = Client().post("/inloggen/", {"email": email})
        letters.mail_code(email, "BCDF23", "nl", until=time() + 60)
        letter = mail.outbox[-1]
        said = (letter.subject, letter.body, letter.alternatives)
        told.append((answer.status_code, answer.headers["Location"], len(statements), said))
    assert told[0] == told[1]


def test_a_guest_learns_nothing_of_whom_the_register_brought(brought: Actor) -> None:
    for address in ("/@{}/", "/@{}/kennismaken/"):
        known = asked(Client(), address.format(brought.handle))
        assert known == asked(Client(), address.format("niemand.hier"))
    for word in ("Zetterij De Kwak", brought.name):
        known = asked(Client(), "/suggesties/organisatie/", q=word)
        assert known == asked(Client(), "/suggesties/organisatie/", q=nonsense(word))


def test_members_see_whom_the_register_brought_as_any_other(brought: Actor, secret: World) -> None:
    """An association may let its members find each other; and a block works for her too."""
    place = brought.roles.get().organisation_id
    pages = [f"/@{brought.handle}/", "/vraag/?q=drukker+loden+letters+zetten", f"/o/{place}/"]

    def named() -> list[bool]:
        return [brought.name in signed_in(secret.bram).get(page).text for page in pages]

    assert named() == [True] * 3
    assert "Zetterij" in signed_in(secret.bram).get("/suggesties/organisatie/?q=zetterij").text
    people.block(brought, other=secret.bram)
    assert named() == [False] * 3
    assert "Zetterij" not in signed_in(secret.bram).get("/suggesties/organisatie/?q=zett").text


def test_the_link_of_an_erased_account_is_like_no_link(secret: World) -> None:
    """It is signed by us, and all the same it tells no more than a made-up one."""
    gone = people.knock("weg@elders.example", language="nl")
    token = unsubscribe_token(gone)
    assert Client().get(f"/afmelden/{token}/").status_code == 200
    Account.objects.filter(pk=gone.pk).delete()
    answers = [Client().get(f"/afmelden/{one}/") for one in (token, "verzonnen")]
    assert answers[0].status_code == answers[1].status_code != 200
    pages = [TOKEN.sub("", one.text).replace(token, "") for one in answers]
    assert pages[0] == pages[1].replace("verzonnen", "")


def _found(viewer: Actor) -> set[int]:
    return {one.actor.pk for one in finder.who_can_help(viewer, "drukker bouwdossiers").people}

"""Who is a member is a secret (art. 9 GDPR): every way that we know of to ask is tried, and fails.

Time is not measured here: a clock in a test lies. What takes the time is counted instead, the
statements to the database.
"""

import re

import pytest
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
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account

SECRET_EMPLOYER = "Drukkerij De Zwijgzame Ekster"
TOKEN = re.compile(r"[A-Za-z0-9]{64}")


@pytest.fixture
def secret(world: World) -> World:
    """Marit works where nobody else does, and the finder has read it."""
    people.add_role(world.marit, kind="work", title="drukker", organisation=SECRET_EMPLOYER)
    finding.index_everything()
    return world


def asked(client: Client, address: str, **given: str) -> tuple[object, ...]:
    """All that an answer tells: without what was asked, and without tokens that differ anyway."""
    with CaptureQueriesContext(connection) as statements:
        response = client.get(address, given)
    text = response.content.decode()
    for word in given.values():
        text = text.replace(word, "").replace(word.replace("@", "%40"), "")
    place = response.headers.get("Location", "").partition("?")[0]
    return response.status_code, place, TOKEN.sub("", text), len(statements)


# A guest


def test_signing_in_tells_nothing(world: World) -> None:
    def answer(email: str) -> tuple[object, ...]:
        client = Client()
        with CaptureQueriesContext(connection) as statements:
            response = client.post("/inloggen/", {"email": email})
        return response.status_code, response.headers["Location"], len(statements)

    people.knock("eerder@elders.example", language="nl")
    assert answer(world.marit.account.email) == answer("niemand@elders.example")


@pytest.mark.parametrize("kind", ["vak", "onderwerp", "organisatie", "plaats"])
def test_suggestions_tell_a_guest_nothing_of_members(secret: World, kind: str) -> None:
    for word in (SECRET_EMPLOYER, secret.marit.name, secret.marit.account.email):
        known = asked(Client(), f"/suggesties/{kind}/", q=word)
        nonsense = asked(Client(), f"/suggesties/{kind}/", q="qx" * (len(word) // 2))
        assert known == nonsense


def test_no_open_page_answers_a_guest_who_asks_for_somebody(
    secret: World, things: dict[str, dict[str, object]]
) -> None:
    """Whatever is put behind the address of any page that a guest may open."""
    telling = []
    for name, door in DOORS.items():
        if door.guest is not Guest.OPEN or door.post_only:
            continue
        for word in (secret.marit.name, secret.marit.handle, secret.marit.account.email):
            for field in ("q", "name", "email", "handle", "next", "text", "zoek"):
                response = Client().get(_at(name, door, things), {field: word})
                text = response.content.decode()
                if SECRET_EMPLOYER in text or secret.marit.headline in text:
                    telling.append((name, field))
    assert telling == []


@pytest.mark.parametrize(
    "address", ["/@{}/", "/@{}/kennismaken/", "/@{}/afspraak/", "/@{}/kaartje/", "/g/{}/"]
)
def test_addresses_tell_a_guest_nothing(secret: World, address: str) -> None:
    known = asked(Client(), address.format(secret.marit.handle))
    unknown = asked(Client(), address.format("niemand.hier"))
    assert known == unknown


def test_the_finder_is_behind_the_door(secret: World) -> None:
    assert asked(Client(), "/vraag/", q="drukker") == asked(Client(), "/vraag/", q="qxqxqxq")


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


@pytest.mark.parametrize("address", ["/@{}/", "/@{}/kennismaken/", "/@{}/introductie/"])
def test_who_is_blocked_asks_in_vain(secret: World, address: str) -> None:
    people.block(secret.marit, other=secret.bram)
    client = Client()
    client.force_login(secret.bram.account)
    known = asked(client, address.format(secret.marit.handle))
    unknown = asked(client, address.format("niemand.hier"))
    assert [str(part).replace(secret.marit.handle, "") for part in known] == [
        str(part).replace("niemand.hier", "") for part in unknown
    ]
    assert secret.marit.pk not in _found(secret.bram)


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


def test_joining_with_a_taken_name_tells_nothing(secret: World) -> None:
    """Namesakes exist: the second gets a number, and nobody is told why."""
    namesake = member(secret.marit.name, "andere.marit@elders.example")
    assert namesake.handle != secret.marit.handle


def _found(viewer: Actor) -> set[int]:
    return {one.actor.pk for one in finder.who_can_help(viewer, "drukker bouwdossiers").people}

"""Reading what others say: signed, bounded, and only what is said at its own address."""

from typing import Any

import pytest

from tests.federation.elsewhere import ACTIVITY, Elsewhere, connect, network_elsewhere
from tests.world import World
from vaknet.domain.federation import keys
from vaknet.domain.federation.models import HostLimit, SigningKey
from vaknet.interfaces.reaching.fetching import Unread, find_actor, read_actor, read_document


def test_somebody_is_read_with_a_signature_of_the_network(there: Elsewhere) -> None:
    noor = there.someone()
    found = read_actor(noor.id)
    assert (found.id, found.username) == (noor.id, "noor")
    asked = there.asked[0][1]
    assert asked["Accept"].startswith(ACTIVITY)
    assert 'headers="(request-target) host date"' in asked["Signature"]
    assert "Cookie" not in asked


@pytest.mark.parametrize("status", [401, 403])
def test_who_refuses_the_older_way_is_asked_in_the_newer(there: Elsewhere, status: int) -> None:
    noor = there.someone()
    there.serve("/users/noor", b"", status=status)
    with pytest.raises(Unread, match=str(status)) as unread:
        read_actor(noor.id)
    assert not unread.value.may_pass
    assert ["Signature-Input" in headers for _path, headers in there.asked] == [False, True]


def test_without_a_key_it_asks_unsigned(there: Elsewhere) -> None:
    noor = there.someone()
    read_actor(noor.id)
    SigningKey.objects.update(sealed=b"")
    assert all(keys.private(row) is None for row in SigningKey.objects.all())
    read_actor(noor.id)
    assert "Signature" not in there.asked[-1][1]


@pytest.mark.parametrize("kind", ["text/html", "application/json", "application/ld+json", ""])
def test_what_is_not_sent_as_activitystreams_is_not_read(there: Elsewhere, kind: str) -> None:
    noor = there.someone()
    there.serve("/users/noor", noor.told, kind=kind)
    with pytest.raises(Unread):
        read_actor(noor.id)


def test_an_id_elsewhere_is_asked_for_once_there(there: Elsewhere, settings, monkeypatch) -> None:
    noor = there.someone()
    there.serve("/@noor", noor.told)
    assert read_actor(f"{there.address}/@noor").id == noor.id
    assert there.paths == ["/@noor", "/users/noor"]
    idle = there.someone("idle")
    idle.told["id"] = f"{there.address}/users/again"
    there.again(idle)
    there.serve("/users/again", idle.told | {"id": f"{there.address}/users/idle"})
    with pytest.raises(Unread, match="something else"):
        read_actor(f"{there.address}/users/idle")
    with network_elsewhere() as other:
        connect(settings, monkeypatch, there, other)
        there.serve("/users/copy", other.someone("piet").told)
        assert read_actor(f"{there.address}/users/copy").id == f"{other.address}/users/piet"
        other.answers.clear()
        with pytest.raises(Unread, match="404") as unread:
            read_actor(f"{there.address}/users/copy")
        assert unread.value.is_gone


def test_it_leads_on_within_one_host_only(there: Elsewhere, settings, monkeypatch) -> None:
    noor = there.someone()
    there.serve("/@noor", b"", status=302, location="/users/noor")
    assert read_actor(f"{there.address}/@noor").id == noor.id
    there.serve("/loop", b"", status=302, location="/loop")
    with pytest.raises(Unread, match="on and on"):
        read_document(f"{there.address}/loop")
    with network_elsewhere() as other:
        connect(settings, monkeypatch, there, other)
        piet = other.someone("piet")
        there.serve("/away", b"", status=302, location=piet.id)
        with pytest.raises(Unread):
            read_document(f"{there.address}/away")
        assert other.asked == []
    with network_elsewhere() as inside:  # on this machine, and not of the trial
        there.serve("/inside", b"", status=302, location=f"{inside.address}/users/x")
        with pytest.raises(Unread):
            read_document(f"{there.address}/inside")
        with pytest.raises(Unread):
            read_document(f"{inside.address}/users/x")
        assert inside.asked == []


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://10.0.0.1/x",
        "https://0x7f.1/x",
        "https://[::1]/x",
        "http://elders.example/x",
        "https://u:p@elders.example/x",
        "https://vaknet.example/ap/x",
        "ftp://elders.example/x",
        "",
    ],
)
def test_what_is_no_other_network_is_never_asked(there: Elsewhere, address: str) -> None:
    with pytest.raises(Unread):
        read_document(address)


def test_a_host_that_is_refused_is_never_asked(there: Elsewhere, world: World) -> None:
    noor = there.someone()
    HostLimit.objects.create(host=there.host, kind=HostLimit.Kind.SUSPEND, by=world.moderator)
    with pytest.raises(Unread):
        read_actor(noor.id)
    assert there.asked == []


def test_no_more_than_1_mb_and_no_longer_than_it_may_take(there: Elsewhere) -> None:
    there.serve("/large", b" " * 1_000_001)
    with pytest.raises(Unread, match="larger"):
        read_document(f"{there.address}/large")
    with pytest.raises(Unread) as unread:
        read_document(there.someone().id, seconds=0.0)
    assert unread.value.may_pass


@pytest.mark.parametrize(
    ("status", "is_gone", "may_pass"),
    [(404, True, False), (410, True, False), (429, False, True), (503, False, True),
     (400, False, False)],
)  # fmt: skip
def test_what_an_answer_means(there: Elsewhere, status: int, is_gone: bool, may_pass: bool) -> None:
    noor = there.someone()
    there.serve("/users/noor", b"", status=status)
    with pytest.raises(Unread) as unread:
        read_actor(noor.id)
    assert (unread.value.is_gone, unread.value.may_pass) == (is_gone, may_pass)


@pytest.mark.parametrize("leave_out", ["inbox", "preferredUsername", "type"])
def test_a_stripped_actor_is_none(there: Elsewhere, leave_out: str) -> None:
    noor = there.someone()
    del noor.told[leave_out]
    there.again(noor)
    if leave_out == "preferredUsername":
        assert read_actor(noor.id).username == ""
    else:
        with pytest.raises(Unread):
            read_actor(noor.id)


def asked_at(there: Elsewhere, name: str) -> str:
    """Where WebFinger is asked for somebody of this host."""
    return f"/.well-known/webfinger?resource=acct%3A{name}%40{there.host.replace(':', '%3A')}"


def finger(there: Elsewhere, name: str, actor: str, *, subject: str = "") -> None:
    told: dict[str, Any] = {
        "subject": subject or f"acct:{name}@{there.host}",
        "links": [{"rel": "self", "type": ACTIVITY, "href": actor}],
    }
    there.serve(asked_at(there, name), told, kind="application/jrd+json")


def leads(there: Elsewhere, to: Elsewhere, name: str = "noor") -> None:
    """As Mastodon has it where the handles are of a domain apart."""
    path = asked_at(there, name)
    there.serve(path, b"", status=301, location=f"{to.address}{path}")


def test_by_name_as_people_write_it(there: Elsewhere) -> None:
    noor = there.someone()
    finger(there, "noor", noor.id)
    assert find_actor(f"@noor@{there.host}").id == noor.id
    assert find_actor(f"{there.address}/users/noor").id == noor.id
    for wrong in ("noor", f"@piet@{there.host}", "@x@127.0.0.1", 'https://e.nl/"x'):
        with pytest.raises(Unread):
            find_actor(wrong)


def test_two_servers_have_to_say_the_same_of_one_name(
    there: Elsewhere, settings, monkeypatch
) -> None:
    with network_elsewhere() as other:
        connect(settings, monkeypatch, there, other)
        noor = other.someone()
        finger(there, "noor", noor.id, subject=f"acct:noor@{other.host}")
        with pytest.raises(Unread):
            find_actor(f"@noor@{there.host}")
        finger(other, "noor", f"{other.address}/users/piet")
        with pytest.raises(Unread, match="something else"):
            find_actor(f"@noor@{there.host}")
        finger(other, "noor", noor.id)
        assert find_actor(f"@noor@{there.host}").id == noor.id


def speaks_for(far: Elsewhere, there: Elsewhere, actor: str, *, subject: str) -> None:
    """What `far` says of who is asked for at `there`."""
    told = {"subject": subject, "links": [{"rel": "self", "type": ACTIVITY, "href": actor}]}
    far.serve(asked_at(there, "noor"), told, kind="application/jrd+json")


def test_handles_of_a_domain_apart_lead_to_their_server(there: Elsewhere, far: Elsewhere) -> None:
    leads(there, far)
    noor = far.someone()
    speaks_for(far, there, noor.id, subject=f"acct:noor@{there.host}")
    assert find_actor(f"@noor@{there.host}").id == noor.id
    assert there.paths == [asked_at(there, "noor")]
    speaks_for(far, there, noor.id, subject=f"acct:noor@{far.host}")  # it prefers its own
    finger(far, "noor", noor.id)
    assert find_actor(f"@noor@{there.host}").id == noor.id


def test_where_it_leads_speaks_for_no_third_host(
    there: Elsewhere, far: Elsewhere, settings, monkeypatch
) -> None:
    with network_elsewhere() as third:
        connect(settings, monkeypatch, there, far, third)
        leads(there, far)
        piet, false = third.someone("piet"), far.someone("piet")
        finger(third, "piet", piet.id)
        speaks_for(far, there, false.id, subject=f"acct:piet@{third.host}")
        with pytest.raises(Unread, match="something else"):
            find_actor(f"@noor@{there.host}")
        far.serve("/users/piet", piet.told)  # nor by showing her document as its own
        speaks_for(far, there, false.id, subject=f"acct:noor@{there.host}")
        third.asked.clear()
        assert find_actor(f"@noor@{there.host}").id == piet.id
        assert third.paths == ["/users/piet"]


@pytest.mark.parametrize("where", ["closed", "inside", "here", "plain"])
def test_it_leads_to_no_host_that_we_do_not_ask(
    there: Elsewhere, far: Elsewhere, world: World, settings, where: str
) -> None:
    leads(there, far)
    noor = far.someone()
    speaks_for(far, there, noor.id, subject=f"acct:noor@{there.host}")
    if where == "closed":
        HostLimit.objects.create(host=far.host, kind=HostLimit.Kind.SUSPEND, by=world.moderator)
    elif where == "inside":
        settings.FEDERATION_TRIAL = frozenset({there.host})  # it is on this machine
    else:
        to = {"here": settings.BASE_URL, "plain": "http://elders.example"}[where]
        there.serve(asked_at(there, "noor"), b"", status=301, location=f"{to}/x")
    with pytest.raises(Unread, match="public internet"):
        find_actor(f"@noor@{there.host}")
    assert far.asked == []


def test_one_time_for_all_that_is_asked(there: Elsewhere) -> None:
    noor = there.someone()
    finger(there, "noor", noor.id)
    with pytest.raises(Unread, match="in time") as unread:
        find_actor(f"@noor@{there.host}", seconds=0.0)
    assert unread.value.may_pass
    assert there.asked == []

"""Who comes first with an id does not own it: a neighbour on her server may have taken it."""

from typing import Any

import pytest

from tests.federation.elsewhere import Elsewhere, Someone, handled
from tests.federation.reading import brought, follows, note, reads, serve
from tests.federation.story import known_elsewhere
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import queries
from vaknet.domain.federation.models import Announced, PostArrival, Received, RemotePost

HERS = "De eiken staan er goed bij."
CLAIMED = {"content": "<p>Vals.</p>"}


@pytest.fixture
def peter(world: World) -> Actor:
    return known_elsewhere(world.peter)


@pytest.fixture
def ida(there: Elsewhere) -> Someone:
    return there.someone("ida")


@pytest.fixture
def piet(there: Elsewhere) -> Someone:
    """Her neighbour."""
    return there.someone("piet", key=1)


@pytest.fixture
def readers(
    there: Elsewhere, ida: Someone, piet: Someone, fatma: Actor, peter: Actor
) -> tuple[Actor, Actor]:
    """The one follows her, the other him."""
    follows(fatma, there, ida)
    follows(peter, there, piet)
    return fatma, peter


def claims(piet: Someone, ida: Someone, **more: Any) -> dict[str, Any]:
    """In his own name, under the id of what she is about to say."""
    said = note(ida) | CLAIMED | {"attributedTo": piet.id} | more
    assert brought(piet, "Create", said) == [""]
    assert RemotePost.objects.get().author.uri == piet.id
    return note(ida)


def read_by(member: Actor) -> list[tuple[str, str]]:
    return [(post.author.uri, post.opening) for post in reads(member)]


def test_what_she_did_is_hers_whoever_used_its_id(
    there: Elsewhere, ida: Someone, piet: Someone, fatma: Actor
) -> None:
    follow = ida.does("Follow", f"https://vaknet.example/ap/{fatma.federated_id.token}")
    said = brought(piet, "Flag", ["https://vaknet.example/x"], id=follow["id"])
    assert said == ["it reports nothing of ours"]
    for _time in range(2):
        assert ida.send(follow).status_code == 202
    assert Received.objects.filter(uri=follow["id"]).count() == 2
    assert brought(ida, "Like", "https://vaknet.example/x") == [""]  # of that nothing is kept
    [asking] = queries.follows_elsewhere(fatma).asking
    assert asking.follower.uri == ida.id


@pytest.mark.parametrize("is_for_all", [True, False])
def test_her_note_is_read_at_its_own_address(
    there: Elsewhere, ida: Someone, piet: Someone, readers: tuple[Actor, Actor], is_for_all: bool
) -> None:
    fatma, peter = readers
    more: dict[str, Any] = {} if is_for_all else {"to": [f"{piet.id}/followers"], "cc": []}
    said = claims(piet, ida, **more)
    serve(there, said)
    assert brought(ida, "Create", said) == [""]
    assert read_by(fatma) == [(ida.id, HERS)]
    assert read_by(peter) == []
    assert [one.by.uri for one in PostArrival.objects.all()] == [ida.id]


def test_what_its_own_address_says_is_his_stays_his(
    there: Elsewhere, ida: Someone, piet: Someone, fatma: Actor
) -> None:
    follows(fatma, there, ida)
    follows(fatma, there, piet)
    his = note(piet)
    assert brought(piet, "Create", his) == [""]
    serve(there, his)
    assert brought(ida, "Create", his | CLAIMED | {"attributedTo": ida.id}) == [""]
    assert read_by(fatma) == [(piet.id, HERS)]


def test_what_does_not_show_whose_it_is_stays_as_it_came(
    there: Elsewhere, ida: Someone, piet: Someone, fatma: Actor
) -> None:
    follows(fatma, there, ida)
    follows(fatma, there, piet)
    said = claims(piet, ida)
    serve(there, said, status=404)
    assert brought(ida, "Create", said) == [""]
    assert Announced.objects.get().trouble == "it answers 404"
    assert read_by(fatma) == [(piet.id, "Vals.")]


def test_so_it_is_when_a_group_passed_it_on_before_he_claimed_it(
    there: Elsewhere, ida: Someone, piet: Someone, fatma: Actor, peter: Actor
) -> None:
    """Whom nobody follows has her own words in her own name too."""
    group = there.someone("houtbouw", kind="Group", key=2)
    follows(fatma, there, group)
    follows(peter, there, piet)
    said = note(ida)
    group.send(group.does("Announce", serve(there, said)))
    piet.send(piet.does("Create", said | CLAIMED | {"attributedTo": piet.id}))
    assert handled() == ["", ""]
    assert read_by(fatma) == [(ida.id, HERS)]
    assert read_by(peter) == []

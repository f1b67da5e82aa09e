"""Whose word is worth what."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.activitypub.making import (
    BRAM,
    ELSEWHERE,
    NOOR,
    NOW,
    OURS,
    PUBLIC,
    THERE,
    create,
    document,
    note,
    outgoing,
    received,
    rsa_key,
)
from tests.engine.activitypub.test_documents import JSON
from vaknet.engine.activitypub import (
    Activity,
    Found,
    Proven,
    Source,
    Unproven,
    Unreadable,
    Verb,
    activity,
    claim,
    found_at,
    performed,
    source_of,
)
from vaknet.engine.activitypub.cavage import signed
from vaknet.engine.activitypub.trust import check_found_again


def proven(value: dict, *, by: str = NOOR) -> Proven:
    message, key = outgoing(value), rsa_key(by)
    return claim(received(message, signed(message, key, now=NOW)), now=NOW).proved_by(
        key.public(by)
    )


def read(**changes: object) -> Activity:
    return activity(document(create(**changes)))


def why_not(**changes: object) -> str:
    with pytest.raises(Unreadable) as caught:
        read(**changes)
    return caught.value.reason


def test_what_somebody_did() -> None:
    found = performed(proven(create(target=f"{THERE}/x", content="waarom")), ours=OURS)
    assert (found.verb, found.actor, found.id) == (Verb.CREATE, NOOR, f"{THERE}/activities/1")
    assert found.part.id == note()["id"]
    assert found.part.fields is not None
    assert found.part.fields.value["content"] == "<p>Dag</p>"
    assert (found.target, found.content, found.is_public) == (f"{THERE}/x", "waarom", True)
    assert not read(to=NOOR, cc=[BRAM]).is_public


@pytest.mark.parametrize("verb", list(Verb))
def test_all_verbs(verb: Verb) -> None:
    assert read(type=verb.value).verb is verb
    assert read(type=[f"as:{verb}"], object=[NOOR]).part.id == NOOR


def test_an_activity_without_an_id() -> None:
    assert performed(proven(create(id=None)), ours=OURS).id is None


@pytest.mark.parametrize("kind", [None, "", "create", "Note", 1, ["x"], {}])
def test_no_verb(kind: object) -> None:
    assert why_not(type=kind) == "no kind of activity that we know"


@pytest.mark.parametrize("thing", [None, "", [], [[]], 1, "x", [NOOR, BRAM], [None], True])
def test_about_nothing_or_too_much(thing: object) -> None:
    assert why_not(object=thing)


def test_a_report_is_about_several() -> None:
    assert [part.id for part in read(type="Flag", object=[NOOR, BRAM]).parts] == [NOOR, BRAM]
    assert why_not(type="Flag", object=[NOOR] * 101) == "about nothing, or about too much"


@pytest.mark.parametrize("actor", [None, "", [], 1, "x", [NOOR, BRAM], {"id": 1}, {}, [[NOOR]]])
def test_by_nobody(actor: object) -> None:
    assert why_not(actor=actor)


@pytest.mark.parametrize("actor", [[NOOR], {"id": NOOR, "type": "Person"}, [{"id": NOOR}]])
def test_by_one_in_other_shapes(actor: object) -> None:
    assert read(actor=actor).actor == NOOR


@pytest.mark.parametrize(
    "actor", [BRAM, ELSEWHERE, f"{OURS}mensen/samira/", f"{NOOR}/", f"{NOOR}#x"]
)
def test_signed_by_somebody_else(actor: str) -> None:
    """Also by a neighbour on the same server: many live there."""
    with pytest.raises(Unproven, match="somebody else"):
        performed(proven(create(actor=actor)), ours=OURS)


def test_an_id_that_belongs_to_another_server() -> None:
    """It would make the later, real activity look like one that was here before."""
    with pytest.raises(Unproven, match="an id of somebody elsewhere"):
        performed(proven(create(id=f"{ELSEWHERE}/activities/1")), ours=OURS)


def test_somebody_of_ours_never_comes_from_outside() -> None:
    samira = f"{OURS}mensen/samira/"
    with pytest.raises(Unproven, match="somebody here"):
        performed(proven(create(actor=samira, id=f"{samira}1"), by=samira), ours=OURS)


def test_what_is_signed_and_no_document() -> None:
    for value in ({"@graph": []}, {"type": "Create"}):
        with pytest.raises(Unreadable):
            performed(proven(value), ours=OURS)


def test_what_came_along_is_believed_of_its_own_server_only() -> None:
    """Else an Announce could hold a forged note of anybody (Misskey, 2023-11)."""
    assert source_of(f"{THERE}/notes/1", vouched_by=NOOR, ours=OURS) is Source.HERE
    assert source_of(None, vouched_by=NOOR, ours=OURS) is Source.HERE
    assert source_of(ELSEWHERE, vouched_by=NOOR, ours=OURS) is Source.THERE
    assert source_of("https://ver.example:8443/1", vouched_by=NOOR, ours=OURS) is Source.THERE
    assert source_of(f"{OURS}vraag/1/", vouched_by=NOOR, ours=OURS) is Source.OURS


@pytest.mark.parametrize(
    ("url", "found"),
    [
        (f"{THERE}/notes/1", Found.ITSELF),
        (f"{THERE}/notes/1#x", Found.ITSELF),
        (f"{THERE}/@noor/1", Found.ELSEWHERE),
        (f"{THERE}/notes/1?x", Found.ELSEWHERE),
        ("https://elders.example/notes/1", Found.ELSEWHERE),
    ],
)
def test_what_was_found_at_an_address(url: str, found: Found) -> None:
    assert found_at(document(note()), url) is found


def test_a_document_without_an_id_is_nothing() -> None:
    with pytest.raises(Unreadable):
        found_at(document({"type": "Note"}), f"{THERE}/notes/1")


def test_once_more_and_no_further() -> None:
    """FEP-fe34: fetched by its id, from an address of the origin of that id."""
    thing = document(note())
    check_found_again(thing, f"{THERE}/notes/1", f"{THERE}/api/notes/1")
    for thing_id, url in [
        (f"{THERE}/notes/1", "https://elders.example/notes/1"),
        (f"{THERE}/notes/2", f"{THERE}/notes/2"),
    ]:
        with pytest.raises(Unreadable, match="each time"):
            check_found_again(thing, thing_id, url)


def test_hosts_of_a_test() -> None:
    here = "http://127.0.0.1:8001/users/noor"
    value = create(actor=here, id=f"{here}/1", object=f"{here}/2")
    with pytest.raises(Unreadable):
        performed(proven(value, by=here), ours=OURS)
    found = performed(proven(value, by=here), ours=OURS, test_hosts={"127.0.0.1:8001"})
    assert found.part.id == f"{here}/2"


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*create(), "cc", "target", "published"]), JSON))
def test_anything_is_an_activity_or_a_no(changes: dict) -> None:
    value = create(**changes)
    try:
        found = performed(proven(value), ours=OURS)
    except (Unproven, Unreadable):
        return
    assert found.actor == NOOR
    assert PUBLIC in json.dumps(value) or not found.is_public

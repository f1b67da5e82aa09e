"""A member votes in a poll that she reads of another network: once, in her own name."""

from contextlib import suppress
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.connections.test_races import at_once
from tests.federation.conftest import BASE
from tests.federation.elsewhere import Elsewhere, handled
from tests.federation.going_out import id_of, read
from tests.federation.reading import follows
from tests.federation.story import known_elsewhere, said_to
from tests.federation.taking_part import page, poll, press, sent
from tests.world import World, build
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import (
    BlockElsewhere,
    Federating,
    Following,
    HostLimit,
    RemoteActor,
    RemotePost,
    VoteElsewhere,
)
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused

SILENT = "This cannot be sent from here."


def test_her_vote_is_a_note_for_whoever_asked(fatma: Actor) -> None:
    post = poll(fatma)
    text = page(fatma, post)
    for words in ("Your name and your choice go to elders.example", 'type="radio"', "Until "):
        assert words in text
    answer = press(fatma, post, "vote", choices="Beuk")
    assert (answer.status_code, answer["Location"]) == (303, f"/elders/{post.pk}/")
    [told] = sent("Create")
    author = post.author
    assert told["went to"] == [author.inbox]
    assert (told["actor"], told["to"], told["cc"]) == (id_of(fatma), [author.uri], [])
    note = told["object"]
    assert note["id"].startswith(f"{id_of(fatma)}#vote-")
    assert told["id"] == f"{note['id']}-create"
    assert note == {
        "id": note["id"],
        "type": "Note",
        "name": "Beuk",
        "attributedTo": id_of(fatma),
        "inReplyTo": post.uri,
        "to": [author.uri],
        "cc": [],
    }
    text = page(fatma, post)
    assert '<strong dir="auto">Beuk</strong>' in text
    assert "It cannot be changed." in text
    assert 'value="vote"' not in text
    assert Activity.objects.get(verb="voted_elsewhere").audience == "self"


def test_where_one_may_choose_several_each_is_a_note(fatma: Actor) -> None:
    post = poll(fatma, 1, "Eik", "Beuk", "Es", kind="anyOf")
    assert 'type="checkbox"' in page(fatma, post)
    assert press(fatma, post, "vote", choices=["Es", "Eik", "Es"]).status_code == 303
    told = [one["object"] for one in sent("Create")]
    assert [one["name"] for one in told] == ["Es", "Eik"]
    assert len({one["id"] for one in told}) == 2
    assert VoteElsewhere.objects.get().choices == ["Es", "Eik"]


def test_the_very_words_go_back(fatma: Actor) -> None:
    """What is shown is on one line and without what cannot be seen."""
    words = ("Ja,  graag \u200d!", "x" * 501)
    post = poll(fatma, 1, *words)
    assert press(fatma, post, "vote", choices="Ja, graag !").status_code == 303
    assert [one["object"]["name"] for one in sent("Create")] == [words[0]]
    assert "Ja, graag !" in page(fatma, post)


@pytest.mark.parametrize(
    ("choices", "more", "says"),
    [
        (["Es"], {}, "This choice is not there any more."),
        ([], {}, "Choose one of the answers."),
        (["Eik"], {"endTime": "2020-01-01T10:00:00Z"}, "This poll is closed. Nothing was sent."),
        (["Eik"], {"closed": "2020-01-01T10:00:00Z"}, "This poll is closed. Nothing was sent."),
    ],
)
def test_what_is_no_vote_says_so_and_goes_nowhere(
    fatma: Actor, choices: list[str], more: Any, says: str
) -> None:
    post = poll(fatma, **more)
    answer = press(fatma, post, "vote", choices=choices)
    assert answer.status_code == 422
    assert says in answer.text
    assert sent("Create") == []
    assert not VoteElsewhere.objects.exists()


def test_several_where_one_chooses_one_are_none(fatma: Actor) -> None:
    with pytest.raises(Refused, match="Choose one"):
        actions.vote_elsewhere(fatma, post=poll(fatma), choices=["Eik", "Beuk"])
    with pytest.raises(Refused, match="not there any more"):
        actions.vote_elsewhere(fatma, post=poll(fatma), choices=["Es"])
    assert sent("Create") == []


def test_a_post_without_a_poll_takes_no_vote(fatma: Actor) -> None:
    answer = press(fatma, said_to(fatma), "vote", choices="Eik")
    assert answer.status_code == 422
    assert "There is nothing to vote about." in answer.text


def test_choices_that_cannot_be_told_apart_are_no_poll(there: Elsewhere, fatma: Actor) -> None:
    """What two choices of one name mean nobody knows: it is not kept, so nobody votes in it."""
    ida = there.someone()
    follows(fatma, there, ida)
    names = [{"type": "Note", "name": "Ja"}, {"type": "Note", "name": "Ja "}]
    told = {"id": f"{ida.id}/q/1", "type": "Question", "attributedTo": ida.id, "oneOf": names}
    public = "https://www.w3.org/ns/activitystreams#Public"
    assert ida.send(ida.does("Create", told | {"to": public})).status_code == 202
    assert handled() == ["choices that cannot be told apart"]
    assert not RemotePost.objects.exists()


def test_once_and_it_stands(fatma: Actor) -> None:
    post = poll(fatma)
    press(fatma, post, "vote", choices="Eik")
    answer = press(fatma, post, "vote", choices="Beuk")
    assert answer.status_code == 422
    assert "You voted already." in answer.text
    assert [one["object"]["name"] for one in sent("Create")] == ["Eik"]
    assert VoteElsewhere.objects.get().choices == ["Eik"]


def test_a_poll_without_an_end_is_open(fatma: Actor) -> None:
    post = poll(fatma, endTime=None)
    assert press(fatma, post, "vote", choices="Eik").status_code == 303


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_is_one_vote(transactional_db: None) -> None:
    fatma = known_elsewhere(build().fatma)
    post = poll(fatma)

    def vote() -> None:
        with suppress(Refused):
            actions.vote_elsewhere(fatma, post=post, choices=["Eik"])

    at_once(*[vote] * 4)
    assert VoteElsewhere.objects.count() == 1
    assert len(sent("Create")) == 1


def test_of_who_cannot_it_is_not_there_and_nothing_goes(fatma: Actor, world: World) -> None:
    post, peter = poll(fatma), known_elsewhere(world.peter)
    for member in (peter, world.bram):
        assert press(member, post, "vote", choices="Eik").status_code == 404
        with pytest.raises(RemotePost.DoesNotExist):
            actions.vote_elsewhere(member, post=post, choices=["Eik"])
    Following.objects.update(until=timezone.now())
    assert press(fatma, post, "vote", choices="Eik").status_code == 404
    Following.objects.update(until=None)
    Federating.objects.filter(actor=fatma).update(until=timezone.now())
    assert 'value="vote"' not in page(fatma, post)
    assert press(fatma, post, "vote", choices="Eik").status_code == 404
    assert sent("Create") == []
    assert not VoteElsewhere.objects.exists()


@pytest.mark.parametrize("act", ["vote", "thank", "unthank", "answer"])
def test_whom_she_blocked_gets_nothing(fatma: Actor, act: str) -> None:
    post = poll(fatma)
    people.block(fatma, other=post.author.actor)
    assert press(fatma, post, act, choices="Eik", text="Ja.").status_code == 404
    assert sent("Create", "Like", "Undo") == []


def test_it_may_have_gone_while_she_pressed(fatma: Actor, monkeypatch: Any) -> None:
    post = poll(fatma)
    known = queries.is_known
    asked = []

    def then_it_goes(viewer: Actor) -> bool:
        asked.append(viewer)
        if len(asked) == 1:
            RemotePost.objects.all().delete()
        return known(viewer)

    monkeypatch.setattr(queries, "is_known", then_it_goes)
    assert press(fatma, post, "vote", choices="Eik").status_code == 404


def test_another_member_sees_nothing_of_it(fatma: Actor, world: World) -> None:
    post = poll(fatma)
    peter = known_elsewhere(world.peter)
    poll(peter)
    before = page(peter, post)
    press(fatma, post, "vote", choices="Eik")
    assert _without_tokens(page(peter, post)) == _without_tokens(before)
    assert press(peter, post, "vote", choices="Beuk").status_code == 303
    assert VoteElsewhere.objects.count() == 2


def _without_tokens(text: str) -> list[str]:
    return [line for line in text.splitlines() if "csrf" not in line.lower()]


def test_who_does_not_want_her_or_is_closed_gets_nothing(fatma: Actor, world: World) -> None:
    """One sentence, whatever it is: it may not tell who blocked her."""
    post = poll(fatma)
    BlockElsewhere.objects.create(by=post.author, whom=fatma)
    blocked = press(fatma, post, "vote", choices="Eik")
    assert BlockElsewhere.objects.all().delete()[0] == 1
    RemoteActor.objects.filter(pk=post.author_id).update(gone_at=timezone.now())
    gone = press(fatma, post, "vote", choices="Eik")
    RemoteActor.objects.filter(pk=post.author_id).update(gone_at=None)
    HostLimit.objects.create(host="elders.example", kind="suspend", by=world.moderator)
    closed = press(fatma, post, "vote", choices="Eik")
    for answer in (blocked, gone, closed):
        assert answer.status_code == 422
        assert _without_tokens(answer.text) == _without_tokens(blocked.text)
        assert SILENT in answer.text
    HostLimit.objects.all().delete()
    post.author.host.pruned_at = timezone.now()
    post.author.host.save()
    assert SILENT in press(fatma, post, "vote", choices="Eik").text
    assert sent("Create") == []
    assert not VoteElsewhere.objects.exists()


def test_a_block_comes_in_and_is_taken_back(there: Elsewhere, fatma: Actor) -> None:
    ida, other = there.someone(), there.someone("otto", key=1)
    follows(fatma, there, ida)
    block = ida.does("Block", id_of(fatma))
    for _time in range(2):
        ida.send(block | {"id": f"{ida.id}/did/block-{_time}"})
    assert handled() == ["", ""]
    row = BlockElsewhere.objects.get()
    assert (row.by.uri, row.whom) == (ida.id, fatma)
    assert not Following.objects.filter(until=None).exists()
    inside = {name: value for name, value in block.items() if name != "@context"}
    other.send(other.does("Undo", inside))
    assert handled() != [""]
    other.send(other.does("Undo", inside | {"actor": other.id}))
    assert handled() == [""]
    assert BlockElsewhere.objects.exists()
    ida.send(ida.does("Undo", inside))
    assert handled() == [""]
    assert not BlockElsewhere.objects.exists()


def test_who_votes_very_often_waits(fatma: Actor, settings: Any) -> None:
    limits = settings.ACCOUNT_RATE_LIMITS | {"take_part_elsewhere": "1/h/key"}
    settings.ACCOUNT_RATE_LIMITS = limits
    assert press(fatma, poll(fatma), "vote", choices="Eik").status_code == 303
    answer = press(fatma, poll(fatma, 2), "vote", choices="Eik")
    assert answer.status_code == 422
    assert "You tried this many times." in answer.text


def test_off_there_is_no_form(fatma: Actor, settings: Any) -> None:
    post = poll(fatma)
    settings.FEDERATION = False
    assert press(fatma, post, "vote", choices="Eik").status_code == 404
    with pytest.raises(RemotePost.DoesNotExist):
        actions.vote_elsewhere(fatma, post=post, choices=["Eik"])


def test_its_id_leads_to_nothing_more_than_she_is(fatma: Actor) -> None:
    before = read(id_of(fatma)).json()
    press(fatma, poll(fatma), "vote", choices="Eik")
    [told] = sent("Create")
    address = told["object"]["id"].partition("#")[0]
    assert read(address).json() == before
    assert address.startswith(BASE)


def test_a_warning_folds_the_choices_too(fatma: Actor) -> None:
    post = poll(fatma, summary="Gezaagde bomen")
    text = page(fatma, post).partition("<article")[2]
    assert "Eik" not in text.partition("<details")[0]
    before, _vote, _after = text.partition('value="vote"')
    assert before.rindex("<details") > before.rindex("</details>")


def test_as_many_statements_for_two_choices_as_for_twenty(fatma: Actor) -> None:
    few = poll(fatma)
    many = poll(fatma, 2, *[f"Boom {number}" for number in range(20)])
    page(fatma, few)
    counts = []
    for post in (few, many):
        with CaptureQueriesContext(connection) as asked:
            page(fatma, post)
        counts.append(len(asked))
    assert counts[0] == counts[1]

"""What somebody elsewhere wrote comes in by the inbox, and the group passes it on."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.federation.conftest import BASE
from tests.federation.story import follows, somebody_elsewhere
from tests.federation.test_arriving import address
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.actions.receiving import KEPT
from vaknet.domain.federation.models import Delivery, Host, Parcel, Received, RemoteActor
from vaknet.domain.governance.models import Case
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.domain.surveys import actions as surveys
from vaknet.domain.surveys.models import Vote
from vaknet.engine.activitypub import PUBLIC, Document, Verb, activity
from vaknet.interfaces.federation import who
from vaknet.interfaces.federation.handling import handle

NOTE = "https://bouw.example/notes/1"


@pytest.fixture
def lemmy(open_group: Group) -> RemoteActor:
    """Somebody on a server that knows groups follows this one."""
    who.identity(open_group.actor)
    one = somebody_elsewhere("Lea", host="lemmy.example")
    Host.objects.filter(name="lemmy.example").update(software="lemmy")
    follows(one, open_group.actor)
    return one


def note(by: RemoteActor, about: str, html: str = "<p>Wij wel.</p>", **more: Any) -> dict[str, Any]:
    told = {"id": NOTE, "type": "Note", "attributedTo": by.uri, "to": [PUBLIC], "content": html}
    return {**told, "inReplyTo": about, **more}


def does(by: RemoteActor, verb: str, thing: object, **more: Any) -> str:
    """It came in and is done; the trouble with it is what the operator reads."""
    count = Received.objects.count()
    told = {"id": f"{by.uri}#{count}", "type": verb, "actor": by.uri, "object": thing, **more}
    content, at = json.dumps(told).encode(), timezone.now()
    actions.receive(by=by, uri=told["id"], verb=verb, content=content, at=at)
    row = Received.objects.get(uri=told["id"])
    handle(row.pk)
    row.refresh_from_db()
    assert row.done_at is not None
    return row.trouble


def passed_on() -> list[dict[str, Any]]:
    return [json.loads(bytes(row.content)) for row in Parcel.objects.order_by("pk")]


def test_an_answer_comes_changes_and_goes(
    asked: Question, wout: RemoteActor, lemmy: RemoteActor
) -> None:
    about = address(asked)
    assert does(wout, "Create", note(wout, about)) == ""
    assert (
        does(wout, "Update", note(wout, about, "<p>Nu zeker.</p>", updated="2026-11-02T09:00:00Z"))
        == ""
    )
    given = asked.answers.get()
    assert (given.author, given.text) == (wout.actor, "Nu zeker.")
    assert does(wout, "Delete", {"id": NOTE, "type": "Tombstone"}) == ""
    given.refresh_from_db()
    assert given.withdrawn_at is not None
    told = passed_on()
    assert [one["object"]["type"] for one in told] == ["Create", "Update", "Delete"]
    assert {row.inbox for row in Delivery.objects.all()} == {lemmy.shared_inbox}
    assert len({one["id"] for one in told}) == 3
    for one in told:
        read = activity(Document(json.dumps(one).encode()))
        assert (read.verb, read.actor) == (Verb.ANNOUNCE, one["actor"])
        assert one["actor"].startswith(f"{BASE}/ap/")
        assert one["id"].startswith(BASE)


def test_a_reply_is_passed_on_as_it_came(
    begun: Post, wout: RemoteActor, lemmy: RemoteActor, open_group: Group
) -> None:
    follows(wout, open_group.actor)
    said = note(wout, address(begun), tag=[{"type": "Hashtag", "name": "#stro"}])
    assert does(wout, "Create", said, signature={"type": "x"}) == ""
    assert begun.replies.get().text == "Wij wel."
    [told] = passed_on()
    assert told["object"]["object"] == said
    assert told["object"]["signature"] == {"type": "x"}


def test_nothing_is_passed_on_where_nobody_knows_groups(
    asked: Question, wout: RemoteActor, open_group: Group
) -> None:
    follows(wout, open_group.actor)
    assert does(wout, "Create", note(wout, address(asked))) == ""
    assert asked.answers.count() == 1
    assert passed_on() == []


def test_a_group_that_stays_home_passes_nothing_on(
    asked: Question, wout: RemoteActor, lemmy: RemoteActor, world: World
) -> None:
    about = address(asked)
    actions.keep_home(world.noor, group=asked.group)
    does(wout, "Create", note(wout, about))
    assert passed_on() == []


def test_the_same_note_twice_is_once(
    asked: Question, wout: RemoteActor, lemmy: RemoteActor
) -> None:
    about = address(asked)
    for _time in range(2):
        assert does(wout, "Create", note(wout, about)) == ""
    assert asked.answers.count() == 1
    assert len(passed_on()) == 1


def test_old_words_are_not_passed_on(
    asked: Question, wout: RemoteActor, lemmy: RemoteActor
) -> None:
    about, later = address(asked), "2026-11-02T09:00:00Z"
    does(wout, "Create", note(wout, about, updated=later))
    assert does(wout, "Update", note(wout, about, "<p>Oud.</p>", updated=later)) == ""
    assert asked.answers.get().text == "Wij wel."
    assert len(passed_on()) == 1


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        ({"id": "https://elders.example/1"}, "it does not come along"),
        ({"id": f"{BASE}/ap/things/x"}, "it does not come along"),
        ({"id": None}, "it does not come along"),
        ({"id": f"https://bouw.example/{'a' * 500}"}, "its address is longer than we keep"),
        ({"attributedTo": "https://bouw.example/users/els"}, "it is not in her own name"),
        ({"type": "Tombstone"}, "it is not in her own name"),
        ({"to": ["https://bouw.example/users/els"]}, "it is not for everybody"),
    ],
)
def test_what_is_not_taken_in(
    asked: Question, wout: RemoteActor, change: dict[str, Any], trouble: str
) -> None:
    assert does(wout, "Create", note(wout, address(asked)) | change) == trouble
    assert does(wout, "Create", NOTE) == "it does not come along"
    assert not asked.answers.exists()


def test_what_our_rooms_say_no_to_is_no_trouble_of_ours(begun: Post, wout: RemoteActor) -> None:
    assert does(wout, "Create", note(wout, address(begun))).startswith(("Join", "Word"))
    assert not Reply.objects.exists()


def test_nothing_of_ours_or_of_others_is_taken_away(
    asked: Question, wout: RemoteActor, lemmy: RemoteActor
) -> None:
    els = somebody_elsewhere("Els")
    strangers = [address(asked), "https://elders.example/notes/1", els.uri]
    for uri in strangers:
        assert does(wout, "Delete", uri) == "it is of somebody else"
        assert queries.remote_thing(uri) is None
    assert passed_on() == []


def test_only_what_stood_here_is_passed_on_when_it_goes(
    asked: Question, wout: RemoteActor, lemmy: RemoteActor
) -> None:
    assert does(wout, "Delete", f"{NOTE}00") == ""
    assert passed_on() == []
    does(wout, "Create", note(wout, address(asked)))
    for _time in range(2):
        assert does(wout, "Delete", NOTE) == ""
    assert [one["object"]["type"] for one in passed_on()] == ["Create", "Delete"]


def test_only_other_words_are_passed_on(
    asked: Question, begun: Post, wout: RemoteActor, lemmy: RemoteActor, open_group: Group
) -> None:
    follows(wout, open_group.actor)
    for number, about in enumerate((address(asked), address(begun))):
        said = note(wout, about, id=f"{NOTE}{number}")
        does(wout, "Create", said)
        for minute in (1, 2):
            again = said | {"updated": f"2026-11-02T09:0{minute}:00Z", "tag": []}
            assert does(wout, "Update", again) == ""
    assert [one["object"]["type"] for one in passed_on()] == ["Create"] * 2


def test_what_she_said_goes_also_when_its_group_is_closed(
    begun: Post, wout: RemoteActor, lemmy: RemoteActor, open_group: Group
) -> None:
    follows(wout, open_group.actor)
    about = address(begun)
    does(wout, "Create", note(wout, about))
    Group.objects.filter(pk=open_group.pk).update(readers="members")
    newer = note(wout, about, "<p>Anders.</p>", updated="2026-11-02T09:00:00Z")
    assert does(wout, "Update", newer) == "guests cannot read it"
    assert does(wout, "Delete", NOTE) == ""
    assert begun.replies.get().withdrawn_at is not None


def test_what_she_said_goes_also_when_it_stands_nowhere_any_more(
    begun: Post, wout: RemoteActor, open_group: Group
) -> None:
    follows(wout, open_group.actor)
    does(wout, "Create", note(wout, address(begun)))
    begun.placements.update(until=timezone.now())
    assert does(wout, "Delete", NOTE) == ""
    assert begun.replies.get().withdrawn_at is not None
    told = Activity.objects.get(verb="withdrew_reply")
    assert (told.actor, told.audience) == (wout.actor, "self")


def test_what_never_came_is_remembered_for_a_while(asked: Question, wout: RemoteActor) -> None:
    kept, early = NOTE, f"{NOTE}00"
    does(wout, "Create", note(wout, address(asked)))
    does(wout, "Delete", kept)
    does(wout, "Delete", early)
    now = timezone.now()
    actions.forget_gone(now=now + KEPT - timedelta(hours=1))
    assert queries.remote_thing(early) is not None
    actions.forget_gone(now=now + KEPT + timedelta(hours=1))
    assert queries.remote_thing(early) is None
    assert queries.remote_thing(kept) is not None


def test_that_another_says_that_it_is_gone_keeps_nothing_out(
    asked: Question, wout: RemoteActor
) -> None:
    els = somebody_elsewhere("Els Peeters", host="bouw.example")
    assert does(els, "Delete", NOTE) == ""
    assert does(wout, "Create", note(wout, address(asked))) == ""
    assert asked.answers.get().author == wout.actor


def test_what_somebody_else_wrote_is_not_taken_away(asked: Question, wout: RemoteActor) -> None:
    does(wout, "Create", note(wout, address(asked)))
    els = somebody_elsewhere("Els")
    assert does(els, "Delete", NOTE) == "it is of somebody else"
    assert does(els, "Delete", {"type": "Tombstone"}) == "it takes away nothing that has a name"
    long = f"https://bouw.example/{'a' * 500}"
    assert does(els, "Delete", long) == "it takes away nothing that has a name"
    assert asked.answers.get().withdrawn_at is None


def test_who_passes_it_on_changes_nothing_here(
    asked: Question, wout: RemoteActor, world: World
) -> None:
    about = address(knowledge.answer(world.marit, question=asked, text="Wij."))
    assert does(wout, "Announce", about) == ""
    assert does(wout, "Undo", {"type": "Announce", "actor": wout.uri, "object": about}) == ""


def test_a_report_comes_in_by_the_same_door(asked: Question, wout: RemoteActor) -> None:
    assert does(wout, "Flag", [address(asked)], content="Reclame") == ""
    assert Case.objects.get().thing == asked
    assert does(wout, "Flag", ["https://elders.example/1"]) == "it reports nothing of ours"


def test_what_was_never_here_is_remembered_as_gone(asked: Question, wout: RemoteActor) -> None:
    assert does(wout, "Delete", NOTE) == ""
    does(wout, "Create", note(wout, address(asked)))
    assert not Answer.objects.filter(author=wout.actor).exists()


def test_of_whom_moderators_hid_nothing_comes_in(
    asked: Question, open_group: Group, wout: RemoteActor, world: World
) -> None:
    """What stands here stays as it was; what she takes away goes."""
    about, later = address(asked), {"updated": "2026-11-02T09:00:00Z"}
    poll = surveys.ask_poll(
        world.noor,
        group=open_group,
        question="Welk hout eerst?",
        choices=["Eiken", "Vuren"],
        closes_on=timezone.localdate() + timedelta(days=7),
        takes_elsewhere=True,
    )
    asked_poll = address(poll)
    follows(wout, open_group.actor)
    assert does(wout, "Create", note(wout, about)) == ""
    actions.hide_elsewhere(uri=wout.uri, at=timezone.now())
    vote = {"id": f"{NOTE}3", "name": "Eiken", "content": None}
    for verb, thing in (
        ("Create", note(wout, about, id=f"{NOTE}2")),
        ("Create", note(wout, asked_poll, **vote)),
        ("Update", note(wout, about, "<p>Koop hier.</p>", **later)),
    ):
        assert "moderators hid it" in does(wout, verb, thing)
    assert [given.text for given in asked.answers.all()] == ["Wij wel."]
    assert not Vote.objects.exists()
    assert does(wout, "Delete", {"id": NOTE, "type": "Tombstone"}) == ""
    assert asked.answers.get().withdrawn_at is not None
    actions.show_elsewhere(uri=wout.uri, at=timezone.now())
    assert does(wout, "Create", note(wout, about, id=f"{NOTE}2")) == ""
    assert does(wout, "Create", note(wout, asked_poll, **vote)) == ""
    assert Vote.objects.exists()


def test_what_moderators_hid_does_not_come_in_as_an_answer_either(
    asked: Question, wout: RemoteActor
) -> None:
    about = address(asked)
    actions.hide_elsewhere(uri=NOTE, at=timezone.now())
    assert "moderators hid it" in does(wout, "Create", note(wout, about))
    assert does(wout, "Create", note(wout, about, id=f"{NOTE}2")) == ""

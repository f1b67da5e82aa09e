"""Who moderates from elsewhere takes back what she took away; and nobody else does."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from tests import postbox
from tests.federation.going_out import after, asked, conversation, follower, joined
from tests.federation.story import (
    follower_elsewhere,
    follows,
    public_group,
    somebody_elsewhere,
)
from tests.federation.test_arriving_words import does, note
from tests.federation.test_decisions import link_in
from tests.federation.test_moderating import at, stands
from tests.federation.test_pages import signed_in
from tests.world import World
from vaknet.domain.federation import actions
from vaknet.domain.federation.models import ModeratorElsewhere, Parcel, RemoteActor
from vaknet.domain.governance import actions as governance
from vaknet.domain.governance import openly
from vaknet.domain.governance.everything import everything_of
from vaknet.domain.governance.models import Case, Decision
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Post, Reply
from vaknet.interfaces.federation import who

HERS = "https://elders.example/notes/7"


@pytest.fixture
def wout(world: World, open_group: Group) -> RemoteActor:
    return follower_elsewhere(open_group)


@pytest.fixture
def row(world: World, open_group: Group, wout: RemoteActor) -> ModeratorElsewhere:
    wanted = actions.ask_moderator(world.noor, group=open_group, uri=wout.uri)
    actions.begin_moderating(wout.actor, pk=wanted.pk)
    return ModeratorElsewhere.objects.get(pk=wanted.pk)


@pytest.fixture
def post(world: World, open_group: Group) -> Post:
    return conversation(world.noor, open_group)


@pytest.fixture
def said(world: World, open_group: Group, post: Post, row: ModeratorElsewhere) -> Reply:
    return knowledge.reply(joined(world.marit, open_group), post=post, text="Koop mijn leem.")


@pytest.fixture
def ella(open_group: Group) -> RemoteActor:
    one = somebody_elsewhere("Ella", host="elders.example")
    follows(one, open_group.actor)
    return one


def delete(by: RemoteActor, uri: str, verb: str = "Delete") -> dict[str, Any]:
    return {"type": verb, "id": f"{by.uri}#x", "actor": by.uri, "object": uri}


def undo(by: RemoteActor, uri: str, **more: Any) -> str:
    return does(by, "Undo", delete(more.pop("of", by), uri, more.pop("verb", "Delete")), **more)


@pytest.mark.parametrize("verb", ["Delete", "Remove"])
def test_she_puts_it_back_and_everybody_who_heard_hears_of_it(
    world: World, said: Reply, wout: RemoteActor, verb: str
) -> None:
    uri = at(said)
    governance.report(world.fatma, thing=said, reason="selling")
    assert does(wout, "Delete", uri, summary="Reclame.") == ""
    after("took_away")
    assert undo(wout, uri, verb=verb, summary="<p>Toch niet.</p>") == ""
    assert stands(said)
    assert at(said) != uri  # others were told that the old one is gone for good
    hidden, left = Decision.objects.order_by("pk")
    assert (left.kind, left.by, left.reason) == ("leave", wout.actor, "Toch niet.")
    assert hidden.dropped_at == left.carried_at
    postbox.empty()
    mail.outbox.clear()
    after("decided_case")
    postbox.empty()
    assert {letter.to[0] for letter in mail.outbox} == {
        world.marit.account.email,
        world.fatma.account.email,
    }
    page = signed_in(world.marit).get(f"/ik/besluiten/{hidden.pk}/").text
    assert "It can be read again." in page
    assert "Wout" not in page
    assert signed_in(world.marit).get(f"/ik/besluiten/{left.pk}/").status_code == 404
    assert "Toch niet." in signed_in(world.fatma).get(f"/ik/besluiten/{left.pk}/").text
    assert undo(wout, uri) == "You did not take this away."
    again = at(said)
    assert does(wout, "Delete", again, summary="Toch wel.") == ""
    assert undo(wout, again) == "It was put back already today. Ask a steward of the group."
    assert not stands(said)
    Decision.objects.update(dropped_at=F("dropped_at") - timedelta(days=1))
    assert undo(wout, again) == ""
    assert stands(said)


def test_ten_replies_that_go_along_are_as_many_statements_as_one(
    world: World, post: Post, row: ModeratorElsewhere, wout: RemoteActor, ella: RemoteActor
) -> None:
    follower(row.group.actor, software="lemmy", host="lemmy.example")
    many = [f"{HERS}{number}" for number in range(10)]
    costs = []
    for uris in (many[:1], many[1:]):
        for uri in uris:
            assert does(ella, "Create", note(ella, at(post)) | {"id": uri}) == ""
        address = at(post)
        assert does(wout, "Delete", address) == ""
        went = statements_after("took_away")
        assert undo(wout, address) == ""
        costs.append((went, statements_after("brought_back")))
        Parcel.objects.all().delete()  # all arrived
        Decision.objects.update(dropped_at=F("dropped_at") - timedelta(days=1))
    assert [more - few for few, more in zip(*costs, strict=True)] == [9, 9]  # the looks


def statements_after(verb: str) -> int:
    """With one for each parcel by which this test looks what went out."""
    with CaptureQueriesContext(connection) as statements:
        after(verb)
    return len(statements)


def test_what_came_from_elsewhere_comes_back_there_too(
    world: World, post: Post, row: ModeratorElsewhere, wout: RemoteActor, ella: RemoteActor
) -> None:
    knowing = follower(row.group.actor, software="lemmy", host="lemmy.example")
    assert does(ella, "Create", note(ella, at(post)) | {"id": HERS}) == ""
    assert does(wout, "Delete", HERS) == ""
    [(_, removed, _)] = after("took_away")
    assert undo(wout, HERS) == ""
    assert stands(Reply.objects.get())
    assert "put it back" in Decision.objects.latest("pk").reason
    [(sender, announce, to)] = after("brought_back")
    assert (sender, to) == (row.group.actor.handle, {knowing})
    undone = announce["object"]
    assert (announce["type"], undone["type"], undone["object"]["object"]) == (
        "Announce",
        "Undo",
        HERS,
    )
    assert undone["object"]["id"] == removed["object"]["id"]
    [(_, letter, to)] = after("decided_case")
    assert to == {ella.inbox}
    text = Client(headers={"accept-language": "en"}).get(link_in(letter)).text
    assert "It can be read again." in text
    assert "Send appeal" not in text


def _another_one_undoes(world: World, said: Reply, uri: str, wout: RemoteActor) -> str:
    els = somebody_elsewhere("Els", host="elders.example")
    group = ModeratorElsewhere.objects.get().group
    follows(els, group.actor)
    wanted = actions.ask_moderator(world.noor, group=group, uri=els.uri)
    actions.begin_moderating(els.actor, pk=wanted.pk)
    assert undo(els, uri, of=wout) == "what somebody else did"
    return undo(els, uri)


def _no_moderator_any_more(world: World, said: Reply, uri: str, wout: RemoteActor) -> str:
    row = ModeratorElsewhere.objects.get()
    actions.end_moderator(world.noor, group=row.group, pk=row.pk)
    return undo(wout, uri)


def _the_author_appealed(world: World, said: Reply, uri: str, wout: RemoteActor) -> str:
    governance.appeal(world.marit, decision=Decision.objects.get(), text="Ik geef het weg.")
    return undo(wout, uri)


def _somebody_of_here_decided(world: World, said: Reply, uri: str, wout: RemoteActor) -> str:
    Decision.objects.update(by=world.noor)
    return undo(wout, uri)


def _managers_look(world: World, said: Reply, uri: str, wout: RemoteActor) -> str:
    told = {"kind": "limit", "reason": "Nee.", "by": world.moderator}
    Decision.objects.create(case=Case.objects.create(reply=said), **told)
    return undo(wout, uri)


def _only_named(world: World, said: Reply, uri: str, wout: RemoteActor) -> str:
    return does(wout, "Undo", f"{wout.uri}#1") or "nothing is known of it"


NOBODY_ELSE = [
    (_another_one_undoes, "You did not take this away."),
    (_no_moderator_any_more, "it is of somebody else"),
    (_the_author_appealed, "The people of this network decide on this. You cannot put it back."),
    (_somebody_of_here_decided, "You did not take this away."),
    (_managers_look, "You did not take this away."),
    (_only_named, "nothing is known of it"),
]


@pytest.mark.parametrize(("happens", "trouble"), NOBODY_ELSE)
def test_nobody_else_and_nothing_that_people_here_decide(
    world: World, said: Reply, wout: RemoteActor, happens: Any, trouble: str
) -> None:
    uri = at(said)
    assert does(wout, "Delete", uri) == ""
    assert happens(world, said, uri, wout) == trouble
    assert not stands(said)
    assert not Decision.objects.exclude(dropped_at=None).exists()
    assert Decision.objects.filter(kind="leave").count() == 0


def test_managers_decided_in_a_case_before(world: World, said: Reply, wout: RemoteActor) -> None:
    """The last word of hers stands in a case that came after theirs."""
    uri = at(said)
    case = governance.report(world.fatma, thing=said, reason="selling").case
    assert does(wout, "Delete", uri) == ""
    other = Case.objects.create(reply=said, closed_at=case.opened_at)
    Decision.objects.create(case=other, kind="limit", reason="Nee.", by=world.moderator)
    Decision.objects.filter(kind="hide").update(case=Case.objects.create(reply=said))
    assert "The people of this network decide" in undo(wout, uri)
    assert not stands(said)


def test_what_was_never_taken_away_or_is_not_here(
    world: World, said: Reply, wout: RemoteActor, post: Post
) -> None:
    assert undo(wout, at(said)) == "it is of somebody else"
    assert undo(wout, "https://elders.example/notes/99") == "it is not here"
    uri = at(said)
    assert does(wout, "Delete", uri) == ""
    Decision.objects.all().delete()
    assert undo(wout, uri) == "You did not take this away."
    assert stands(post)


def test_what_was_said_to_a_conversation_that_is_gone_goes_there_too(
    world: World, post: Post, row: ModeratorElsewhere, ella: RemoteActor
) -> None:
    """The group passed it on, so the group takes it away; and back when it is back."""
    knowing = follower(row.group.actor, software="lemmy", host="lemmy.example")
    follower(row.group.actor, host="mastodon.example")
    assert does(ella, "Create", note(ella, at(post)) | {"id": HERS}) == ""
    knowledge.withdraw_post(world.noor, post=post)
    sent = after("withdrew_post")
    removals = [one for one in sent if one[1].get("object", {}).get("object") == HERS]
    [(sender, announce, to)] = removals
    assert (sender, to) == (row.group.actor.handle, {knowing})
    assert (announce["type"], announce["object"]["type"]) == ("Announce", "Delete")
    assert "Wij beginnen" not in str(sent)


@pytest.mark.parametrize("is_question", [False, True])
def test_it_does_not_come_back_elsewhere_where_its_conversation_is_gone(
    world: World, row: ModeratorElsewhere, wout: RemoteActor, ella: RemoteActor, is_question: bool
) -> None:
    follower(row.group.actor, software="lemmy", host="lemmy.example")
    said_to = asked(world.noor, row.group) if is_question else conversation(world.noor, row.group)
    assert does(ella, "Create", note(ella, at(said_to)) | {"id": HERS}) == ""
    assert does(wout, "Delete", HERS) == ""
    after("took_away")
    if isinstance(said_to, Post):
        knowledge.withdraw_post(world.noor, post=said_to)
    else:
        knowledge.withdraw_question(world.noor, question=said_to)
    assert undo(wout, HERS) == ""
    assert after("brought_back") == []


def test_moderators_took_a_question_away_and_brought_it_back(
    world: World, open_group: Group, row: ModeratorElsewhere, ella: RemoteActor
) -> None:
    follower(open_group.actor, software="lemmy", host="lemmy.example")
    question = knowledge.ask(world.noor, group=open_group, title="Wie bouwt er met leem?")
    assert does(ella, "Create", note(ella, at(question)) | {"id": HERS}) == ""
    case = governance.report(world.fatma, thing=question, reason="selling").case
    made = governance.decide(world.moderator, case=case, kind="hide", reason="Reclame.")
    told = [one["object"] for _, one, _ in after("took_away") if one["type"] == "Announce"]
    assert [one["object"] for one in told] == [HERS]
    appeal = governance.appeal(world.noor, decision=made, text="Echt niet.")
    second = governance.appoint_manager(handle=world.peter.handle)
    assert second
    governance.decide_appeal(world.peter, appeal=appeal, upheld=False, reason="Klopt.")
    back = [one["object"] for _, one, _ in after("brought_back") if one["type"] == "Announce"]
    assert [(one["type"], one["object"]["object"]) for one in back if one["type"] == "Undo"] == [
        ("Undo", HERS)
    ]


def test_taken_out_of_one_group_it_goes_there_alone(
    world: World, open_group: Group, row: ModeratorElsewhere, ella: RemoteActor
) -> None:
    other = public_group(world.noor)
    for number, group in enumerate((open_group, other)):
        who.identity(group.actor)
        follower(group.actor, software="lemmy", host=f"lemmy{number}.example")
    words = {"title": "Kruislaaghout", "body": "Wie?"}
    post = knowledge.start_conversation(world.noor, groups=[open_group, other], **words)
    assert does(ella, "Create", note(ella, at(post)) | {"id": HERS}) == ""
    knowledge.take_out(world.noor, post=post, group=other)
    removed = [one for one in after("took_out_post") if one[1]["object"].get("object") == HERS]
    assert [(sender, to) for sender, _, to in removed] == [
        (other.actor.handle, {"https://lemmy1.example/inbox"})
    ]


def test_what_its_author_took_away_since_does_not_come_back(
    post: Post, row: ModeratorElsewhere, wout: RemoteActor, ella: RemoteActor
) -> None:
    assert does(ella, "Create", note(ella, at(post)) | {"id": HERS}) == ""
    assert does(wout, "Delete", HERS) == ""
    assert does(ella, "Delete", HERS) == ""
    assert undo(wout, HERS) == "it is not here"
    assert not stands(Reply.objects.get())


@pytest.mark.parametrize("is_question", [False, True])
def test_nor_when_an_appeal_is_upheld(
    world: World, open_group: Group, row: ModeratorElsewhere, ella: RemoteActor, is_question: bool
) -> None:
    said_to = asked(world.noor, open_group) if is_question else conversation(world.noor, open_group)
    assert does(ella, "Create", note(ella, at(said_to)) | {"id": HERS}) == ""
    hers = (Answer if is_question else Reply).objects.get(author=ella.actor)
    case = governance.report(world.fatma, thing=hers, reason="selling").case
    made = governance.decide(world.noor, case=case, kind="hide", reason="Reclame.")
    appeal = governance.appeal(ella.actor, decision=made, text="Echt niet.")
    assert does(ella, "Delete", HERS) == ""
    governance.decide_appeal(world.moderator, appeal=appeal, upheld=False, reason="Klopt.")
    hers.refresh_from_db()
    assert not stands(hers)


def test_nor_what_a_member_took_away_since(world: World, said: Reply, wout: RemoteActor) -> None:
    uri = at(said)
    assert does(wout, "Delete", uri) == ""
    knowledge.withdraw_reply(world.marit, reply=said)
    assert undo(wout, uri) == "Its author took it away."
    assert not stands(said)
    assert not Decision.objects.filter(kind="leave").exists()


def test_a_steward_takes_one_reply_away(
    world: World, post: Post, row: ModeratorElsewhere, ella: RemoteActor
) -> None:
    follower(row.group.actor, software="lemmy", host="lemmy.example")
    assert does(ella, "Create", note(ella, at(post)) | {"id": HERS}) == ""
    knowledge.withdraw_reply(world.noor, reply=Reply.objects.get())
    [(_, announce, _)] = after("withdrew_reply")
    assert announce["object"]["object"] == HERS
    knowledge.withdraw_post(world.noor, post=post)
    assert HERS not in str(after("withdrew_post"))  # that was told


def test_what_its_author_took_away_is_not_told_again(
    world: World, post: Post, row: ModeratorElsewhere, ella: RemoteActor
) -> None:
    follower(row.group.actor, software="lemmy", host="lemmy.example")
    assert does(ella, "Create", note(ella, at(post)) | {"id": HERS}) == ""
    assert does(ella, "Delete", HERS) == ""
    knowledge.withdraw_post(world.noor, post=post)
    assert HERS not in str(after("withdrew_post"))


def test_what_she_took_back_does_not_stand_as_if_it_held(
    world: World, said: Reply, wout: RemoteActor
) -> None:
    """In the list of its author, and in what that one takes along."""
    uri, marit = at(said), Client(headers={"Accept-Language": "en"})
    marit.force_login(world.marit.account)
    page = "/ik/meldingen/"
    with travel(datetime(2026, 5, 4, 12, tzinfo=UTC)):
        assert does(wout, "Delete", uri, summary="Reclame.") == ""
        assert "taken back on" not in marit.get(page).text
        assert undo(wout, uri) == ""
        assert "taken back on Monday 4 May" in marit.get(page).text
    [part] = [one for one in everything_of(world.marit) if one.name == "decisions_about_me"]
    [row] = part.rows()
    told = dict(zip(part.columns, row, strict=True))
    hidden = Decision.objects.get(kind="hide")
    assert (told["kind"], told["dropped_at"]) == ("hide", hidden.dropped_at)


def counted(number: int) -> dict[str, int | None]:
    """The figures of that quarter of 2026, as everybody reads them at the end of the year."""
    with travel(datetime(2027, 1, 4, tzinfo=UTC)):
        [found] = [one for one in openly.figures() if one.number == number]
    return {one.kind: one.number for one in found.figures if one.number}


def test_taken_back_later_it_does_not_change_the_figures_of_before(
    said: Reply, wout: RemoteActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(openly, "FEW", 1)
    uri = at(said)
    with travel(datetime(2026, 5, 4, 12, tzinfo=UTC)):
        assert does(wout, "Delete", uri, summary="Reclame.") == ""
    before = counted(2)
    assert before == {"hide": 1}
    with travel(datetime(2026, 8, 4, 12, tzinfo=UTC)):
        assert undo(wout, uri) == ""
    assert (counted(2), counted(3)) == (before, {"taken_back": 1})
    with travel(datetime(2027, 1, 4, tzinfo=UTC)):
        page = Client(headers={"Accept-Language": "en"}).get("/huisregels/cijfers/").text
    for words in ("Taken back by the moderator", "What was taken back counts twice"):
        assert words in page

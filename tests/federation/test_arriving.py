"""Answers and replies from other networks go through the same house as ours."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.federation.conftest import BASE
from tests.federation.story import follows, somebody_elsewhere
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import queries
from vaknet.domain.federation.models import FederatedThing, Parcel, RemoteActor, RemoteThing
from vaknet.domain.governance.models import Case
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Edit, Post, Question, Reply
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import PUBLIC, Document, Tombstone, activity, post
from vaknet.engine.activitypub import Post as Written
from vaknet.interfaces.federation import gathering
from vaknet.interfaces.federation.arrived import Nothing
from vaknet.interfaces.federation.arriving import change, report, take_away, take_in
from vaknet.interfaces.federation.passing_on import was_taken_away
from vaknet.interfaces.jobs import followups


@pytest.fixture
def signed_in() -> Callable[[Actor], Client]:
    def as_her(person: Actor) -> Client:
        client = Client()
        client.force_login(person.account)
        return client

    return as_her


def address(thing: Any) -> str:
    """What others call it."""
    token = token_urlsafe(16)
    FederatedThing.objects.create(token=token, object=thing)
    return f"{BASE}/ap/things/{token}"


def says(
    author: RemoteActor, about: str | None, html: str = "<p>Wij, in <b>Gent</b>.</p>", **more: Any
) -> Written:
    told = {
        "id": f"{author.uri}/notes/{token_urlsafe(4)}",
        "type": "Note",
        "attributedTo": author.uri,
        "to": PUBLIC,
        "content": html,
        "inReplyTo": about,
    }
    found = post(Document(json.dumps(told | more).encode()))
    assert not isinstance(found, Tombstone)
    return found


def test_an_answer_from_elsewhere_is_an_answer(asked: Question, wout: RemoteActor) -> None:
    kept = take_in(says(wout, address(asked)), author=wout)
    given = asked.answers.get()
    assert (given.author, given.text) == (wout.actor, "Wij, in **Gent**.")
    assert kept.object == given
    happened = Activity.objects.get(verb="answered", actor=wout.actor)
    assert happened.group == asked.group.actor


def test_twice_is_once(asked: Question, wout: RemoteActor) -> None:
    said = says(wout, address(asked))
    assert take_in(said, author=wout) == take_in(said, author=wout)
    assert asked.answers.count() == 1


def test_who_follows_the_group_replies_in_its_conversations(
    begun: Post, wout: RemoteActor, open_group: Group
) -> None:
    about = address(begun)
    with pytest.raises(Refused, match="Join one of the groups"):
        take_in(says(wout, about), author=wout)
    assert not RemoteThing.objects.exists()
    follows(wout, open_group.actor)
    take_in(says(wout, about), author=wout)
    assert begun.replies.get().author == wout.actor


def test_what_is_said_to_an_answer_or_reply_stands_below_it(
    begun: Post, asked: Question, wout: RemoteActor, open_group: Group, world: World
) -> None:
    follows(wout, open_group.actor)
    ours = knowledge.answer(world.noor, question=asked, text="Wij misschien.")
    take_in(says(wout, address(ours), "<p>Wij zeker.</p>"), author=wout)
    assert asked.answers.filter(author=wout.actor).get().text == "Wij zeker."
    first = says(wout, address(begun))
    take_in(first, author=wout)
    take_in(says(wout, first.id, "<p>En dit nog.</p>"), author=wout)
    assert begun.replies.count() == 2


@pytest.mark.parametrize("readers", ["members", "group"])
def test_what_guests_cannot_read_is_not_answered(
    asked: Question, begun: Post, wout: RemoteActor, world: World, readers: str
) -> None:
    """Also by who read it while it was open, and follows the group still."""
    group, asked_at, begun_at = asked.group, address(asked), address(begun)
    follows(wout, group.actor)
    groups.change_group(
        world.noor, group=group, name="Bouwen", purpose="Hout", readers=readers, admission="request"
    )
    for about in (asked_at, begun_at):
        with pytest.raises(Nothing, match="guests cannot read"):
            take_in(says(wout, about), author=wout)
    assert not Answer.objects.exclude(question=world.question).exists()
    assert not Reply.objects.exists()


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"inReplyTo": None}, "it answers nothing"),
        ({"inReplyTo": "https://elders.example/1"}, "nothing of ours"),
        ({"inReplyTo": f"{BASE}/ap/things/{'x' * 22}"}, "nothing of ours"),
        ({"inReplyTo": f"{BASE}/vraag/1/"}, "nothing of ours"),
        ({"to": "https://vaknet.example/ap/abc"}, "not for everybody"),
        ({"type": "Image"}, "it is no text"),
        ({"content": None, "name": "Ja"}, "it is no text"),
    ],
)
def test_what_is_nothing_for_us(asked: Question, wout: RemoteActor, more, why: str) -> None:
    with pytest.raises(Nothing, match=why):
        take_in(says(wout, address(asked), **more), author=wout)
    assert not asked.answers.exists()
    assert not RemoteThing.objects.exists()


def test_a_thing_that_has_no_room_for_answers(wout: RemoteActor, open_group: Group) -> None:
    with pytest.raises(Nothing, match="cannot be answered"):
        take_in(says(wout, address(open_group)), author=wout)


def test_what_went_away_here_is_not_answered(asked: Question, wout: RemoteActor) -> None:
    about = address(asked)
    FederatedThing.objects.update(gone_at=timezone.now())
    with pytest.raises(Nothing, match="nothing of ours"):
        take_in(says(wout, about), author=wout)


def test_somebody_else_cannot_speak_for_her(asked: Question, wout: RemoteActor) -> None:
    said = says(wout, address(asked))
    take_in(said, author=wout)
    other = somebody_elsewhere("Els Peeters")
    for act in (
        lambda: take_in(said, author=other),
        lambda: change(said, author=other),
        lambda: take_away(said.id, author=other),
    ):
        with pytest.raises(Nothing, match="somebody else"):
            act()
    assert asked.answers.get().withdrawn_at is None


def at(minutes: int) -> str:
    moment = datetime(2026, 11, 2, 9, tzinfo=UTC) + timedelta(minutes=minutes)
    return moment.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize("to_answer", [True, False])
def test_she_puts_it_better_and_old_words_do_not_come_back(
    asked: Question, begun: Post, wout: RemoteActor, open_group: Group, *, to_answer: bool
) -> None:
    follows(wout, open_group.actor)
    said = says(wout, address(asked if to_answer else begun))
    kept = take_in(said, author=wout)
    for minutes, words in ((5, "Nieuw"), (2, "Oud"), (5, "Ook oud")):
        newer = says(wout, said.in_reply_to, f"<p>{words}</p>", id=said.id, updated=at(minutes))
        change(newer, author=wout)
    change(says(wout, said.in_reply_to, "<p>Zonder dag</p>", id=said.id), author=wout)
    thing = kept.object
    thing.refresh_from_db()
    assert thing.text == "Nieuw"
    assert Edit.objects.get().previous == "Wij, in **Gent**."


@pytest.mark.parametrize("to_answer", [True, False])
def test_she_takes_it_away_and_it_stays_away(
    asked: Question, begun: Post, wout: RemoteActor, open_group: Group, *, to_answer: bool
) -> None:
    follows(wout, open_group.actor)
    said = says(wout, address(asked if to_answer else begun))
    thing = take_in(said, author=wout).object
    take_away(said.id, author=wout)
    take_away(said.id, author=wout)
    thing.refresh_from_db()
    assert thing.withdrawn_at is not None
    take_in(said, author=wout)
    assert (Answer if to_answer else Reply).objects.filter(author=wout.actor).count() == 1
    with pytest.raises(Nothing, match="not here"):
        change(said, author=wout)
    with pytest.raises(Nothing, match="nothing of ours"):
        take_in(says(wout, said.id), author=wout)


def test_what_a_steward_took_away_she_may_take_away_too(
    begun: Post, wout: RemoteActor, open_group: Group, world: World
) -> None:
    follows(wout, open_group.actor)
    said = says(wout, address(begun))
    kept = take_in(said, author=wout)
    knowledge.withdraw_reply(world.noor, reply=kept.object)
    take_away(said.id, author=wout)
    assert queries.remote_thing(said.id).gone_at is not None


def test_what_was_taken_away_before_it_came_does_not_come(
    asked: Question, wout: RemoteActor
) -> None:
    said = says(wout, address(asked))
    take_away(said.id, author=wout)
    take_in(said, author=wout)
    assert not asked.answers.exists()


def test_what_she_took_away_herself_does_not_come_whoever_said_so_before(
    asked: Question, wout: RemoteActor
) -> None:
    said, els = says(wout, address(asked)), somebody_elsewhere("Els Peeters", host="bouw.example")
    for one in (els, wout, els):
        take_away(said.id, author=one)
    assert (was_taken_away(said.id, author=wout), RemoteThing.objects.count()) == (True, 2)
    take_in(said, author=wout)
    assert not asked.answers.exists()


def test_nobody_keeps_out_what_another_of_her_server_is_about_to_say(
    asked: Question, wout: RemoteActor
) -> None:
    """She says that it is gone, before it came: that is only her word."""
    said, els = says(wout, address(asked)), somebody_elsewhere("Els Peeters", host="bouw.example")
    take_away(said.id, author=els)
    assert queries.remote_thing(said.id).author == els
    kept = take_in(said, author=wout)
    assert (kept.author, kept.object) == (wout, asked.answers.get())
    with pytest.raises(Nothing, match="somebody else"):
        take_away(said.id, author=els)
    take_away(said.id, author=wout)
    take_in(said, author=wout)
    assert asked.answers.get().withdrawn_at is not None


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"summary": "Let op: lang"}, "**Let op: lang**\n\nWij, in **Gent**."),
        ({"type": "Page", "name": "Over *hout*"}, "**Over \\*hout\\***\n\nWij, in **Gent**."),
        (
            {"content": "2 * 3\n<b>", "mediaType": "text/plain"},
            "2 \\* 3\n\\<b\\>",
        ),
        (
            {
                "attachment": [
                    {"type": "Document", "url": "https://bouw.example/a.jpg", "name": "Een [muur]"},
                    {"type": "Document", "url": "https://bouw.example/b(1).jpg"},
                    {"type": "Document", "url": "https://bouw.example/c.pdf"},
                ]
            },
            "Wij, in **Gent**.\n\n- [Een \\[muur\\]](https://bouw.example/a.jpg)\n"
            "- [https://bouw.example/c.pdf](https://bouw.example/c.pdf)",
        ),
        ({"content": "<p>" + "woord " * 5000 + "</p>"}, None),
    ],
)
def test_what_comes_along(asked: Question, wout: RemoteActor, more, text: str | None) -> None:
    take_in(says(wout, address(asked), **more), author=wout)
    kept = asked.answers.get().text
    if text is None:
        assert len(kept) <= 18_002
        assert kept.endswith(" …")
    else:
        assert kept == text


def test_a_newcomer_from_elsewhere_is_a_newcomer(asked: Question) -> None:
    new = somebody_elsewhere()
    links = "".join(f'<p><a href="https://spam.example/{n}">koop</a></p>' for n in range(6))
    with pytest.raises(Refused, match="at most 5 links"):
        take_in(says(new, address(asked), links), author=new)


def test_her_page_here_is_for_who_may_read_what_she_said(
    asked: Question, wout: RemoteActor, world: World, begun: Post, signed_in
) -> None:
    where = f"/@{wout.actor.handle}@bouw.example/"
    marit: Client = signed_in(world.marit)
    assert marit.get(where).status_code == 404
    follows(wout, asked.group.actor)
    assert marit.get(where).status_code == 404  # that she follows is between her and the group
    take_in(says(wout, address(asked)), author=wout)
    take_in(says(wout, address(begun)), author=wout)
    page = marit.get(where).content.decode()
    for words in (asked.title, begun.title, f'href="{wout.page}"', "@wout.verhulst@bouw.example"):
        assert words in page
    assert f'href="{where}"' in marit.get(f"/vraag/{asked.pk}/").content.decode()
    for guest in (Client().get(where), Client().get("/@niemand@bouw.example/")):
        assert guest.status_code == 302
    assert marit.get("/@wout.verhulst/").status_code == 404


def test_who_blocks_her_sees_her_no_more_and_may_come_back_to_it(
    asked: Question, wout: RemoteActor, world: World, signed_in
) -> None:
    take_in(says(wout, address(asked)), author=wout)
    where = f"/@{wout.actor.handle}@bouw.example/"
    marit: Client = signed_in(world.marit)
    assert marit.post(where, {}).status_code == 200
    assert marit.post(where, {"act": "block"}).url.endswith("/")
    assert marit.get(where).status_code == 404
    assert "Wout" not in marit.get(f"/vraag/{asked.pk}/").content.decode()
    page = marit.get("/ik/afstand/").content.decode()
    assert 'value="wout.verhulst@bouw.example"' in page
    marit.post("/ik/afstand/", {"act": "unblock", "handle": "wout.verhulst@bouw.example"})
    assert marit.get(where).status_code == 200


def test_to_guests_she_has_no_name_like_everybody(asked: Question, wout: RemoteActor) -> None:
    take_in(says(wout, address(asked)), author=wout)
    page = Client().get(f"/vraag/{asked.pk}/").content.decode()
    assert "Gent" in page
    assert "Wout" not in page


def test_she_is_in_no_list_of_members(
    asked: Question, wout: RemoteActor, world: World, signed_in
) -> None:
    take_in(says(wout, address(asked)), author=wout)
    marit: Client = signed_in(world.marit)
    for where in ("/mensen/", "/mensen/?naam=wout", "/vraag/?q=houtvezel", "/vraag/?q=Gent"):
        page = marit.get(where).content.decode()
        assert "Verhulst" not in page, where


def test_nobody_proposes_a_talk_to_somebody_who_has_no_page_for_it(
    asked: Question, wout: RemoteActor, world: World, signed_in
) -> None:
    take_in(says(wout, address(asked)), author=wout)
    page = signed_in(world.noor).get(f"/vraag/{asked.pk}/").content.decode()
    assert "Wout Verhulst" in page
    assert "/@wout.verhulst/" not in page


def reports(by: RemoteActor, *about: str, content: str | None = "Dit is <b>reclame</b>."):
    told = {"type": "Flag", "actor": by.uri, "object": list(about), "content": content}
    return activity(Document(json.dumps(told).encode()))


def test_a_report_from_elsewhere_reaches_our_moderators(
    asked: Question, begun: Post, wout: RemoteActor, open_group: Group, world: World
) -> None:
    follows(wout, open_group.actor)
    said = says(wout, address(begun))
    kept = take_in(said, author=wout)
    ours = address(asked)
    nobody = "https://elders.example/users/iemand"
    other = somebody_elsewhere("De server", host="elders.example")
    report(reports(other, nobody, ours, said.id), by=other)
    report(reports(other, nobody, ours, content=None), by=other)
    one, two = Case.objects.order_by("pk")
    assert (one.thing, two.thing) == (asked, kept.object)
    assert one.reports.get().text == two.reports.get().text == "elders.example: Dit is reclame."


def test_a_report_says_where_it_is_from_also_without_words(
    asked: Question, wout: RemoteActor
) -> None:
    report(reports(wout, address(asked), content=None), by=wout)
    assert Case.objects.get().reports.get().text == "bouw.example"


def test_a_report_of_what_is_not_here_or_not_for_guests_opens_nothing(
    asked: Question, wout: RemoteActor, world: World
) -> None:
    for named in ("https://elders.example/1", address(world.question), address(asked.group)):
        with pytest.raises(Nothing, match="nothing of ours"):
            report(reports(wout, named), by=wout)
    assert not Case.objects.exists()


def test_what_came_from_elsewhere_is_not_said_once_more_by_us(
    asked: Question, begun: Post, wout: RemoteActor, open_group: Group
) -> None:
    follows(wout, open_group.actor)
    take_in(says(wout, address(asked)), author=wout)
    take_in(says(wout, address(begun)), author=wout)
    keys = [(Answer, asked.answers.get().pk), (Reply, begun.replies.get().pk)]
    assert gathering.found(keys) == []
    for happened in Activity.objects.filter(actor=wout.actor):
        followups.run(happened.pk)
    assert not Parcel.objects.exists()

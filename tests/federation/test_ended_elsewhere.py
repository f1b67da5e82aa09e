"""What members said elsewhere ends: taken back, or with her; whoever heard of her hears it."""

import json
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.federation.going_out import after, id_of, read
from tests.federation.story import (
    follow_both_ways,
    go_somewhere,
    known_elsewhere,
    said_to,
    somebody_elsewhere,
)
from tests.federation.taking_part import english, page, poll, press, sent
from tests.leaving.test_closing import after_two_weeks, close
from tests.leaving.two_accounts import merge
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import GoingElsewhere
from vaknet.domain.federation import actions, queries, rules
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.models import (
    AnswerElsewhere,
    BlockElsewhere,
    Delivery,
    Following,
    Host,
    HostLimit,
    RemoteActor,
    ThanksElsewhere,
    VoteElsewhere,
)
from vaknet.domain.refusal import Refused

SAID = "/elders/gezegd/"
NOT_NOW = "That network does not answer now. Try again later."


def deleted(address: str) -> set[str]:
    """Inboxes that hear that all of hers is gone."""
    told = [one["went to"] for one in sent("Delete") if one["object"] == address]
    return {inbox for went_to in told for inbox in went_to}


def waits(kind: str) -> list[str]:
    """Ids of what waits to be sent."""
    rows = Delivery.objects.filter(given_up_at=None).select_related("parcel")
    told = [json.loads(bytes(row.parcel.content)) for row in rows.order_by("pk")]
    return [one["id"] for one in told if one["type"] == kind]


@pytest.mark.parametrize("how", ["stops", "unfollowed before", "long after"])
def test_whoever_got_her_vote_hears_that_she_stopped(fatma: Actor, how: str) -> None:
    post, address = poll(fatma), id_of(fatma)
    press(fatma, post, "vote", choices="Eik")
    if how == "unfollowed before":
        actions.unfollow_elsewhere(fatma, pk=Following.objects.get(until=None).pk)
    if how == "long after":
        actions.forget_posts(now=timezone.now() + timedelta(days=31))
    actions.stop_federating(fatma)
    after("stopped_federating")
    assert deleted(address) == {post.author.shared_inbox}


def test_once_also_when_she_did_not_read_it_for_a_while(fatma: Actor) -> None:
    press(fatma, poll(fatma), "vote", choices="Eik")
    actions.unfollow_elsewhere(fatma, pk=Following.objects.get(until=None).pk)
    again = poll(fatma)
    text = page(fatma, again)
    assert '<strong dir="auto">Eik</strong>' in text
    assert "It cannot be changed." in text
    assert press(fatma, again, "vote", choices="Beuk").status_code == 422
    assert len(sent("Create")) == 1
    assert VoteElsewhere.objects.get().choices == ["Eik"]


def test_of_two_accounts_that_heard_of_the_address_that_ended_hear_it(
    fatma: Actor, world: World
) -> None:
    """And whoever heard of the other one alone does not: what has one to do with the other?"""
    post, address = poll(fatma), id_of(fatma)
    press(fatma, post, "vote", choices="Eik")
    kept = known_elsewhere(world.peter)
    other = somebody_elsewhere()
    told = {"address": kept.federated_id, "author": other, "uri": f"{other.uri}/1"}
    VoteElsewhere.objects.create(person=kept, choices=["Ja"], **told)
    merge(kept, fatma)
    after("merged_accounts")
    assert deleted(address) == {post.author.shared_inbox}
    assert VoteElsewhere.objects.filter(person=kept).count() == 2
    actions.stop_federating(kept)
    after("stopped_federating")
    assert deleted(id_of(kept)) == {other.shared_inbox}


def test_where_both_voted_each_vote_stands_and_the_first_is_shown(
    fatma: Actor, world: World
) -> None:
    kept = known_elsewhere(world.peter)
    for member, choice in ((fatma, "Eik"), (kept, "Beuk")):
        post = poll(member)
        press(member, post, "vote", choices=choice)
        actions.thank_elsewhere(member, post=post)
        BlockElsewhere.objects.create(by=post.author, whom=member)
    merge(kept, fatma)
    assert VoteElsewhere.objects.filter(person=kept).count() == 2
    found = queries.vote_in(kept, post)
    assert found is not None
    assert found.choices == ["Eik"]
    assert BlockElsewhere.objects.get().whom == kept
    ended = ThanksElsewhere.objects.filter(person=kept).order_by("pk")
    assert [one.until is None for one in ended] == [False, True]


def test_off_an_account_that_ends_tells_nothing(fatma: Actor, world: World, settings: Any) -> None:
    press(fatma, poll(fatma), "vote", choices="Eik")
    address = id_of(fatma)
    settings.FEDERATION = False
    merge(world.peter, fatma)
    assert deleted(address) == set()


@pytest.mark.parametrize("how", ["silent", "closed"])
def test_what_cannot_be_told_now_is_not_taken_back(fatma: Actor, world: World, how: str) -> None:
    post = said_to(fatma)
    thanks = actions.thank_elsewhere(fatma, post=post)
    row = actions.answer_elsewhere(fatma, post=post, text="Hier ook.")
    if how == "silent":
        Host.objects.update(pruned_at=timezone.now())
    else:
        actions.limit_host(world.moderator, host="elders.example", kind="suspend")
    said = english(fatma).post(f"{SAID}{row.pk}/terug/", follow=True).text
    assert NOT_NOW in said
    assert "We told that network." not in said
    assert "Hier ook." in said
    said = english(fatma).post(SAID, {"number": thanks.pk}, follow=True).text
    assert NOT_NOW in said
    assert "Your thanks are taken back." not in said
    if how == "silent":
        assert NOT_NOW in press(fatma, post, "unthank").text
    assert sent("Delete", "Undo") == []
    Host.objects.update(pruned_at=None)
    HostLimit.objects.update(until=timezone.now())
    assert english(fatma).get(f"{SAID}{row.pk}/terug/").status_code == 200
    actions.take_back_answer_elsewhere(fatma, pk=row.pk)
    actions.take_back_thanks_elsewhere(fatma, pk=thanks.pk)
    assert len(sent("Delete", "Undo")) == 2


def test_thanks_that_wait_are_not_sent_once_they_are_taken_back(fatma: Actor) -> None:
    """What else waits about the same stays."""
    post = said_to(fatma)
    row = actions.thank_elsewhere(fatma, post=post)
    mine = id_of(fatma)
    name = f"{mine}#join-{token_urlsafe(16)}"
    joins = {"type": "Join", "id": name, "actor": mine, "object": post.uri}
    with transaction.atomic():
        deliver(fatma, joins, [post.author.inbox])
    [like] = waits("Like")
    actions.take_back_thanks_elsewhere(fatma, pk=row.pk)
    assert waits("Like") == []
    assert waits("Join") == [joins["id"]]
    assert len(waits("Undo")) == 1
    again = actions.thank_elsewhere(fatma, post=post)
    assert waits("Like") == [f"{mine}#like-{again.token}"] != [like]


def test_stopping_asks_as_much_for_many_as_for_one(fatma: Actor) -> None:
    counts = []
    for most in (1, 6):
        known_elsewhere(fatma)
        rows = []
        for number in range(most):
            post = said_to(fatma, 10 * most + number)
            actions.thank_elsewhere(fatma, post=post)
            rows.append(actions.answer_elsewhere(fatma, post=post, text=f"Ja {number}."))
        before = len(sent("Undo", "Delete"))
        with CaptureQueriesContext(connection) as asked:
            actions.stop_federating(fatma)
        counts.append(len(asked))
        told = sent("Undo", "Delete")[before:]
        likes = [one["object"]["object"] for one in told if one["object"]["type"] == "Like"]
        assert sorted(likes) == sorted(row.uri for row in rows)
        gone = [one["object"]["id"] for one in told if one["type"] == "Delete"]
        assert gone == [rules.id_of_words(row.token) for row in rows]
        assert all(one["went to"] == [post.author.inbox] for one in told)
        assert waits("Like") == waits("Create") == []
    assert counts[0] == counts[1]


def test_when_she_stops_what_cannot_be_told_ends_too(fatma: Actor, world: World) -> None:
    post = said_to(fatma)
    actions.thank_elsewhere(fatma, post=post)
    actions.answer_elsewhere(fatma, post=post, text="Ja.")
    Host.objects.update(pruned_at=timezone.now())
    actions.stop_federating(fatma)
    assert sent("Undo", "Delete") == []
    for model in (ThanksElsewhere, AnswerElsewhere):
        assert not model.objects.filter(until=None).exists()


def test_who_never_was_known_there_tells_nothing(world: World) -> None:
    actions.end_follows_elsewhere(actor=world.bram, at=timezone.now())
    assert sent("Undo", "Delete") == []


def test_who_blocked_her_is_asked_nothing_and_the_answer_tells_nothing(fatma: Actor) -> None:
    """One sentence, whether she is blocked or that one is gone."""
    ella = somebody_elsewhere("Ella", host="elders.example")
    said = []
    for change in ("blocks", "gone"):
        if change == "blocks":
            BlockElsewhere.objects.create(by=ella, whom=fatma)
        else:
            BlockElsewhere.objects.all().delete()
            RemoteActor.objects.filter(pk=ella.pk).update(gone_at=timezone.now())
            ella.refresh_from_db()
        with pytest.raises(Refused) as found:
            actions.follow_elsewhere(fatma, remote=ella)
        said.append((str(found.value), found.value.field))
        later = timezone.now() + timedelta(days=1)
        uri = "https://elders.example/events/1"
        there = events.EventThere(
            uri, uri, "Zaaidag", later, None, "", "", ella.uri, (), True, False
        )
        with pytest.raises(Refused) as found:
            events.go_elsewhere(fatma, there=there, organiser=ella)
        said.append((str(found.value), found.value.field))
    assert len(set(said)) == 1
    assert sent("Follow", "Join") == []
    assert not Following.objects.exists()


def test_who_moved_and_blocked_her_at_her_new_address_is_not_asked(
    fatma: Actor, world: World
) -> None:
    peter = known_elsewhere(world.peter)
    old = said_to(fatma).author
    said_to(peter)
    new = somebody_elsewhere("Iris Nieuw", host="nieuw.example")
    BlockElsewhere.objects.create(by=new, whom=fatma)
    with transaction.atomic():
        assert actions.move_followings(old=old, new=new, at=timezone.now())
    assert [row.follower for row in Following.objects.filter(followed=new)] == [peter]
    assert len(sent("Follow")) == 1


def test_an_answer_of_who_closed_her_account_is_gone_and_then_unknown(fatma: Actor) -> None:
    row = actions.answer_elsewhere(fatma, post=said_to(fatma), text="Ja.")
    address = rules.id_of_words(row.token)
    close(fatma)
    assert len(sent("Delete")) == 1
    assert read(address).status_code == 410
    after_two_weeks()
    assert read(address).status_code == 404


def test_of_two_accounts_what_was_said_at_the_address_that_ended_is_taken_back(
    fatma: Actor, world: World
) -> None:
    """Also where the one that is kept was never known there, and has no address."""
    post, mine = said_to(fatma), id_of(fatma)
    actions.thank_elsewhere(fatma, post=post)
    row = actions.answer_elsewhere(fatma, post=post, text="Hier ook.")
    merge(world.bram, fatma)
    [gone] = sent("Delete")
    assert (gone["actor"], gone["object"]["id"]) == (mine, rules.id_of_words(row.token))
    assert [one["actor"] for one in sent("Undo") if one["object"]["type"] == "Like"] == [mine]
    after("merged_accounts")
    assert deleted(mine) == {post.author.shared_inbox}
    assert read(rules.id_of_words(row.token)).status_code == 410
    assert "Hier ook." not in english(world.bram).get(SAID).text


def test_each_says_what_it_is(fatma: Actor) -> None:
    post = poll(fatma)
    vote = actions.vote_elsewhere(fatma, post=post, choices=["Eik"])
    thanks = actions.thank_elsewhere(fatma, post=post)
    answer = actions.answer_elsewhere(fatma, post=post, text="Ja.")
    block = BlockElsewhere.objects.create(by=post.author, whom=fatma)
    assert str(vote) == f"{fatma.pk} in {post.uri}"
    assert str(thanks) == f"{fatma.pk} for {post.uri}"
    assert str(answer) == f"{fatma.pk} to {post.uri}"
    assert str(block) == f"{fatma.pk} by {post.author_id}"


def test_she_comes_to_nothing_where_nobody_can_be_told(fatma: Actor) -> None:
    follow_both_ways(fatma)
    Host.objects.update(pruned_at=timezone.now())
    with pytest.raises(Refused, match="does not answer now"):
        go_somewhere(fatma)
    assert not GoingElsewhere.objects.exists()


def test_stopping_asks_as_much_however_many_she_follows(fatma: Actor) -> None:
    counts = []
    for most in (1, 5):
        known_elsewhere(fatma)
        names = [f"Wie {most} {number}" for number in range(most)]
        for name in names:
            actions.follow_elsewhere(fatma, remote=somebody_elsewhere(name))
        before = len(sent("Undo"))
        with CaptureQueriesContext(connection) as asked:
            actions.stop_federating(fatma)
        counts.append(len(asked))
        told = sent("Undo")[before:]
        assert [one["object"]["type"] for one in told] == ["Follow"] * most
        assert len({one["object"]["id"] for one in told}) == most
    assert counts[0] == counts[1]
    assert queries.follows_elsewhere(fatma).following == []

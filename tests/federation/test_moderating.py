"""Somebody on another network moderates a group of ours: asked, with her yes, and nothing more."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from tests.federation.conftest import BASE
from tests.federation.going_out import after, conversation, follower, id_of, joined, read
from tests.federation.story import (
    follower_elsewhere,
    follows,
    public_group,
    somebody_elsewhere,
)
from tests.federation.test_arriving_words import does, note
from tests.federation.test_pages import signed_in
from tests.governance.story import second_manager
from tests.world import World
from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import (
    Follower,
    ModeratorElsewhere,
    Parcel,
    RemoteActor,
    RemotePost,
)
from vaknet.domain.federation.rules import MODERATE_ELSEWHERE
from vaknet.domain.governance import actions as governance
from vaknet.domain.governance.actions import decisions
from vaknet.domain.governance.models import Appeal, Case, Decision, Unveiling
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Post, Question, Reply
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Post as Written
from vaknet.engine.activitypub.fields import Fields
from vaknet.engine.activitypub.posts import read_post
from vaknet.interfaces.federation import gathering, who

WOUT = "https://bouw.example/users/wout.verhulst"


@pytest.fixture
def wout(world: World, open_group: Group) -> RemoteActor:
    return follower_elsewhere(open_group)


def asked(world: World, group: Group) -> ModeratorElsewhere:
    return actions.ask_moderator(world.noor, group=group, uri=WOUT)


@pytest.fixture
def appointed(world: World, open_group: Group, wout: RemoteActor) -> ModeratorElsewhere:
    row = asked(world, open_group)
    actions.begin_moderating(wout.actor, pk=row.pk)
    return ModeratorElsewhere.objects.get(pk=row.pk)


@pytest.fixture
def said(world: World, open_group: Group) -> Reply:
    """By Marit, in a conversation of the group."""
    post = conversation(world.noor, open_group)
    return knowledge.reply(joined(world.marit, open_group), post=post, text="Koop mijn leem.")


def at(thing: Post | Reply | Question) -> str:
    """What others call it."""
    [own] = gathering.addressed(gathering.found([(type(thing), thing.pk)]))
    return own.id


def listed(group: Group) -> list[str]:
    found: list[str] = read(f"{id_of(group.actor)}/moderators").json()["orderedItems"]
    return found


def stands(thing: Post | Reply | Question) -> bool:
    thing.refresh_from_db()
    return thing.withdrawn_at is None


def link_in(letter: dict[str, Any]) -> str:
    found = re.search(r'href="https://vaknet.example(/modereren/[^"]+)"', str(letter))
    assert found is not None
    return found[1]


def test_she_is_asked_and_says_yes_before_anybody_reads_her_name(
    world: World, open_group: Group, wout: RemoteActor
) -> None:
    inbox = follower(open_group.actor, software="lemmy", host="lemmy.example")
    row = asked(world, open_group)
    assert asked(world, open_group) == row
    assert listed(open_group) == []
    [(sender, letter, to)] = after("asked_moderator_elsewhere")
    assert (sender, to) == (open_group.actor.handle, {wout.inbox})
    assert letter["to"] == [wout.uri]
    where = link_in(letter)
    page = Client(headers={"accept-language": "en"}).get(where)
    assert "Do you want to moderate" in page.text
    assert "no-store" in page["Cache-Control"]
    assert Client().post(where, {"act": "other"}).status_code == 303
    assert listed(open_group) == []
    assert Client().post(where, {"act": "yes"}).status_code == 303
    assert Client().post(where, {"act": "yes"}).status_code == 303
    assert "You moderate" in Client(headers={"accept-language": "en"}).get(where).text
    assert listed(open_group) == [wout.uri]
    told = after("began_moderating_elsewhere")
    group = id_of(open_group.actor)
    passed = next(one for _, one, to in told if to == {inbox})
    add = next(one for _, one, to in told if to == {wout.shared_inbox})
    assert (passed["type"], passed["object"]["type"], add["type"]) == ("Announce", "Add", "Add")
    assert (add["actor"], add["object"], add["target"]) == (group, wout.uri, f"{group}/moderators")
    assert passed["object"] == add
    document = read(group).json()
    assert document["attributedTo"] == f"{group}/moderators"


def test_she_says_no_and_nobody_hears_of_it(
    world: World, open_group: Group, wout: RemoteActor
) -> None:
    asked(world, open_group)
    [(_, letter, _)] = after("asked_moderator_elsewhere")
    where = link_in(letter)
    Client().post(where, {"act": "no"})
    assert after("stopped_moderating_elsewhere") == []
    page = Client(headers={"accept-language": "en"}).get(where).text
    assert "This is over" in page
    assert open_group.actor.name not in page
    again = Client(headers={"accept-language": "en"}).post(where, {"act": "yes"}, follow=True).text
    assert "not asked of you any more" in again
    assert listed(open_group) == []


def test_a_link_that_is_old_broken_or_for_something_else(
    world: World, open_group: Group, wout: RemoteActor, settings
) -> None:
    row = asked(world, open_group)
    token = action_token(wout.actor, MODERATE_ELSEWHERE, row.pk)
    assert Client().get(f"/modereren/{token}x/").status_code == 404
    other = action_token(wout.actor, "something_else", row.pk)
    assert Client().get(f"/modereren/{other}/").status_code == 404
    member = action_token(world.marit, MODERATE_ELSEWHERE, row.pk)
    assert Client().post(f"/modereren/{member}/", {"act": "yes"}).status_code == 404
    with travel(timezone.now() + timedelta(days=40)):
        assert Client().get(f"/modereren/{token}/").status_code == 410
    settings.FEDERATION = False
    assert Client().get(f"/modereren/{token}/").status_code == 404


def test_what_she_takes_away_is_decided_told_and_can_be_appealed(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, said: Reply
) -> None:
    follower(appointed.group.actor, software="lemmy", host="lemmy.example")
    uri = at(said)
    assert does(wout, "Delete", uri, summary="<p>Dit is <b>reclame</b>.</p>") == ""
    assert not stands(said)
    made = Decision.objects.get()
    assert (made.by, made.kind, made.reason) == (wout.actor, "hide", "Dit is reclame.")
    assert made.carried_at is not None
    assert [one["type"] for _, one, _ in after("took_away")] == ["Delete"]
    ingrid = signed_in(world.moderator)
    for path in (reverse("moderation-log"), reverse("case", args=[made.case_id])):
        assert ingrid.get(path).status_code == 200
    assert "Wout" in ingrid.get(reverse("case", args=[made.case_id])).text
    page = signed_in(world.marit).get(f"/ik/besluiten/{made.pk}/").text
    assert "Dit is reclame." in page
    assert "Wout" not in page
    appeal = governance.appeal(world.marit, decision=made, text="Ik geef het weg.")
    governance.decide_appeal(world.noor, appeal=appeal, upheld=False, reason="Geen reclame.")
    assert stands(said)
    assert Appeal.objects.get().decided_by == world.noor


def test_what_came_from_elsewhere_goes_there_too(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, open_group: Group
) -> None:
    ella = somebody_elsewhere("Ella", host="elders.example")
    follows(ella, open_group.actor)
    follower(open_group.actor, software="lemmy", host="lemmy.example")
    post = conversation(world.noor, open_group)
    told = note(ella, at(post)) | {"id": "https://elders.example/notes/7"}
    assert does(ella, "Create", told) == ""
    reply = Reply.objects.get()
    assert does(wout, "Delete", "https://elders.example/notes/7") == ""
    assert not stands(reply)
    assert Decision.objects.get().reason
    [(sender, announce, _)] = after("took_away")
    assert (sender, announce["type"]) == (open_group.actor.handle, "Announce")
    assert announce["object"]["object"] == "https://elders.example/notes/7"
    letters = after("decided_case")
    assert [to for _, _, to in letters] == [{ella.inbox}]


def test_also_what_is_read_of_its_author_by_who_follows_her(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, open_group: Group, fatma: Actor
) -> None:
    """It goes out of the group. Who follows her reads on what she says on her own network."""
    ella, neighbour = (somebody_elsewhere(name, host="elders.example") for name in ("Ella", "Buur"))
    for one in (ella, neighbour):
        follows(one, open_group.actor)
    uri = "https://elders.example/notes/7"
    told = note(ella, at(conversation(world.noor, open_group))) | {"id": uri}
    assert does(ella, "Create", told) == ""
    reply = Reply.objects.get()
    read_along(fatma, ella, told)
    newer = told | {"content": "<p>Zeker niet.</p>", "updated": "2026-11-02T09:00:00Z"}
    assert does(ella, "Update", newer) == ""
    reply.refresh_from_db()
    assert (reply.text, RemotePost.objects.get().opening) == ("Zeker niet.", "Zeker niet.")
    assert does(neighbour, "Delete", uri) == "it is of somebody else"
    assert (stands(reply), RemotePost.objects.count()) == (True, 1)
    assert does(wout, "Delete", uri, summary="Nee.") == ""
    assert (stands(reply), RemotePost.objects.count()) == (False, 1)
    assert Decision.objects.get().by == wout.actor
    assert does(ella, "Delete", uri) == ""
    assert not RemotePost.objects.exists()


def read_along(member: Actor, author: RemoteActor, told: dict[str, Any]) -> None:
    """She follows whoever wrote it, and it is kept for that too, as when somebody passes it on."""
    asked = actions.follow_elsewhere(member, remote=author)
    moment = timezone.now()
    actions.be_answered(following=asked, is_yes=True, at=moment)
    written = read_post(Fields(told))
    assert isinstance(written, Written)
    assert actions.keep_post(written, author=author, by=author, activity="", at=moment)


def test_whole_conversations_and_questions_too_and_once(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, open_group: Group
) -> None:
    post = conversation(world.noor, open_group)
    question = knowledge.ask(world.noor, group=open_group, title="Wie bouwt er met leem?")
    known = {at(thing): thing for thing in (post, question)}
    for uri, thing in known.items():
        assert does(wout, "Delete", {"id": uri, "type": "Tombstone"}, summary="Nee.") == ""
        assert not stands(thing)
        assert does(wout, "Delete", uri) != ""
    assert Decision.objects.count() == 2


def test_a_case_that_was_open_is_decided_with_it(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, said: Reply
) -> None:
    report = governance.report(world.fatma, thing=said, reason="selling")
    asks = {"kind": "change", "reason": "Kan dit anders?"}
    governance.decide(world.noor, case=report.case, **asks)
    assert does(wout, "Delete", at(said), summary="Nee.") == ""
    assert Case.objects.get().closed_at is not None
    assert [one.kind for one in Decision.objects.order_by("pk")] == ["change", "hide"]


def _a_removal_waits(world: World, case: Case) -> None:
    governance.decide(world.moderator, case=case, kind="remove", reason="Tegen de wet.")


def _a_manager_asked_for_a_change(world: World, case: Case) -> None:
    governance.decide(world.moderator, case=case, kind="change", reason="Kan dit anders?")


def _a_manager_limited_the_account(world: World, case: Case) -> None:
    governance.decide(world.moderator, case=case, kind="limit", reason="Een week rust.")


def _a_manager_left_it(world: World, case: Case) -> None:
    governance.decide(world.moderator, case=case, kind="leave", reason="Dit mag.")


def _it_came_back_on_appeal(world: World, case: Case) -> None:
    made = governance.decide(world.noor, case=case, kind="hide", reason="Reclame.")
    appeal = governance.appeal(world.marit, decision=made, text="Ik geef het weg.")
    governance.decide_appeal(world.moderator, appeal=appeal, upheld=False, reason="Het mag.")


def _two_learn_who_it_is(world: World, case: Case) -> None:
    """Of what was said without a name: who proposes it waits for the second."""
    Unveiling.objects.create(case=case, by=world.moderator, reason="Wij bellen vandaag.")


OF_MANAGERS = [
    _a_removal_waits,
    _a_manager_asked_for_a_change,
    _a_manager_limited_the_account,
    _a_manager_left_it,
    _it_came_back_on_appeal,
    _two_learn_who_it_is,
]


@pytest.mark.parametrize("happens", OF_MANAGERS)
def test_what_managers_look_at_is_out_of_her_hands(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, said: Reply, happens
) -> None:
    uri = at(said)
    case = governance.report(world.fatma, thing=said, reason="selling").case
    happens(world, case)
    before = list(Decision.objects.order_by("pk").values("pk", "carried_at", "dropped_at"))
    closed = Case.objects.get().closed_at
    assert "managers of this network" in does(wout, "Delete", uri, summary="Nee.")
    assert stands(said)
    assert Case.objects.get().closed_at == closed
    after_it = list(Decision.objects.order_by("pk").values("pk", "carried_at", "dropped_at"))
    assert after_it == before


def test_a_removal_that_waited_is_carried_out_by_the_second_manager(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, said: Reply
) -> None:
    uri = at(said)
    case = governance.report(world.fatma, thing=said, reason="selling").case
    _a_removal_waits(world, case)
    assert does(wout, "Delete", uri) != ""
    second = second_manager(world.peter)
    governance.confirm_removal(second, decision=Decision.objects.get())
    assert not stands(said)
    assert Decision.objects.get().kind == "remove"


def _asked_only(world: World, row: ModeratorElsewhere) -> None:
    ModeratorElsewhere.objects.update(since=None)


def _ended_by_a_steward(world: World, row: ModeratorElsewhere) -> None:
    actions.end_moderator(world.noor, group=row.group, pk=row.pk)


def _stopped(world: World, row: ModeratorElsewhere) -> None:
    actions.stop_moderating(row.moderator.actor, pk=row.pk)


def _follows_no_more(world: World, row: ModeratorElsewhere) -> None:
    follower = Follower.objects.get(follower=row.moderator)
    does(
        row.moderator,
        "Undo",
        {"type": "Follow", "actor": row.moderator.uri, "object": id_of(row.group.actor)},
    )
    follower.refresh_from_db()
    assert follower.until is not None


def _followed_anew(world: World, row: ModeratorElsewhere) -> None:
    _follows_no_more(world, row)
    with travel(timezone.now() + timedelta(minutes=1)):
        does(row.moderator, "Follow", id_of(row.group.actor))


def _closed_host(world: World, row: ModeratorElsewhere) -> None:
    actions.limit_host(world.moderator, host="bouw.example", kind="suspend")


def _kept_home(world: World, row: ModeratorElsewhere) -> None:
    actions.keep_home(world.noor, group=row.group)


ENDS = [
    _asked_only,
    _ended_by_a_steward,
    _stopped,
    _follows_no_more,
    _followed_anew,
    _closed_host,
    _kept_home,
]


@pytest.mark.parametrize("end", ENDS)
def test_who_is_no_moderator_any_more_takes_nothing_away(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, said: Reply, end
) -> None:
    uri = at(said)
    end(world, appointed)
    assert does(wout, "Delete", uri, summary="Nee.") != ""
    assert stands(said)
    assert not Decision.objects.exists()
    assert not Case.objects.exists()
    assert not queries.moderators_of(appointed.group).exists()


def test_nor_does_anybody_else(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, said: Reply, open_group: Group
) -> None:
    other = public_group(world.noor)
    who.identity(other.actor)
    ella = somebody_elsewhere("Ella", host="elders.example")
    neighbour = somebody_elsewhere("Buur")  # of the same server
    for one in (ella, neighbour):
        follows(one, open_group.actor)
    follows(ella, other.actor)
    elsewhere = actions.ask_moderator(world.noor, group=other, uri=ella.uri)
    actions.begin_moderating(ella.actor, pk=elsewhere.pk)
    uri = at(said)
    for one in (ella, neighbour):
        assert does(one, "Delete", uri, summary="Nee.") == "it is of somebody else"
    assert does(ella, "Add", ella.uri, target=f"{id_of(open_group.actor)}/moderators") != ""
    assert does(wout, "Undo", {"type": "Delete", "actor": wout.uri, "object": uri}) != ""
    theirs = conversation(world.noor, other, title="Wie bouwde al met leem?")
    assert does(wout, "Delete", at(theirs), summary="Nee.") != ""
    assert (stands(said), stands(theirs), Decision.objects.count()) == (True, True, 0)
    assert listed(open_group) == [wout.uri]


def test_never_what_she_reported_or_what_is_not_known_elsewhere(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, said: Reply
) -> None:
    uri = at(said)
    assert does(wout, "Flag", [uri], content="Reclame") == ""
    assert does(wout, "Delete", uri) != ""
    assert stands(said)
    assert does(wout, "Delete", f"{BASE}/ap/things/{'x' * 22}") != ""
    assert does(wout, "Delete", f"{BASE}/gesprek/{said.post_id}/") != ""


def test_her_own_words_she_withdraws_as_ever(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, open_group: Group
) -> None:
    post = conversation(world.noor, open_group)
    told = note(wout, at(post))
    assert does(wout, "Create", told) == ""
    assert does(wout, "Delete", told["id"]) == ""
    assert not stands(Reply.objects.get())
    assert not Decision.objects.exists()


def test_no_more_in_a_day_than_somebody_looks_at(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, said: Reply, monkeypatch
) -> None:
    monkeypatch.setattr(decisions, "MOST_FROM_ELSEWHERE", 1)
    post = said.post
    assert does(wout, "Delete", at(said)) == ""
    assert does(wout, "Delete", at(post)) != ""
    assert stands(post)
    with travel(timezone.now() + timedelta(days=2)):
        assert does(wout, "Delete", at(post)) == ""


def test_when_it_ends_other_networks_hear(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, open_group: Group
) -> None:
    actions.end_moderator(world.noor, group=open_group, pk=appointed.pk)
    actions.end_moderator(world.noor, group=open_group, pk=appointed.pk)
    [(_, remove, to)] = after("ended_moderator_elsewhere")
    assert (remove["type"], remove["object"], to) == ("Remove", wout.uri, {wout.shared_inbox})
    assert listed(open_group) == []
    again = asked(world, open_group)
    assert again.pk != appointed.pk


def test_asked_anew_after_she_followed_anew(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, open_group: Group
) -> None:
    _followed_anew(world, appointed)
    with travel(timezone.now() + timedelta(minutes=2)):
        again = asked(world, open_group)
    appointed.refresh_from_db()
    assert again.pk != appointed.pk
    assert appointed.until is not None
    assert str(again) == f"{wout.pk} moderates {open_group.pk} from elsewhere"


def test_only_stewards_ask_and_only_who_was_read(
    world: World, open_group: Group, wout: RemoteActor, settings
) -> None:
    with pytest.raises(Refused, match="steward"):
        actions.ask_moderator(world.marit, group=open_group, uri=WOUT)
    with pytest.raises(Refused, match="steward"):
        actions.end_moderator(world.marit, group=open_group, pk=1)
    for nobody in (wout.page, "https://bouw.example/users/niemand"):
        with pytest.raises(Refused, match="nobody there"):
            actions.ask_moderator(world.noor, group=open_group, uri=nobody)
    assert asked(world, open_group).moderator == wout
    settings.FEDERATION = False
    with pytest.raises(Refused, match="cannot find"):
        asked(world, open_group)
    settings.FEDERATION = True
    said = {"name": "Bouwen", "purpose": "Hout", "admission": "open"}
    groups.change_group(world.noor, group=open_group, readers="members", **said)
    with pytest.raises(Refused, match="cannot find"):
        asked(world, open_group)


def test_ten_is_enough(world: World, open_group: Group, wout: RemoteActor, monkeypatch) -> None:
    from vaknet.domain.federation.actions import moderators

    monkeypatch.setattr(moderators, "MOST", 1)
    asked(world, open_group)
    ella = somebody_elsewhere("Ella", host="elders.example")
    follows(ella, open_group.actor)
    with pytest.raises(Refused, match="enough"):
        actions.ask_moderator(world.noor, group=open_group, uri=ella.uri)


def test_members_read_who_moderates_from_elsewhere(
    world: World, appointed: ModeratorElsewhere, open_group: Group, settings
) -> None:
    path = f"/g/{open_group.actor.handle}/leden/"
    assert "@wout.verhulst@bouw.example" in signed_in(world.samira).get(path).text
    settings.FEDERATION = False
    assert "wout.verhulst" not in signed_in(world.samira).get(path).text
    settings.FEDERATION = True
    _stopped(world, appointed)
    assert "wout.verhulst" not in signed_in(world.samira).get(path).text


def test_of_people_and_of_nobody_there_is_no_such_list(
    world: World, fatma, open_group: Group, wout: RemoteActor
) -> None:
    assert read(f"{id_of(fatma)}/moderators").status_code == 404
    assert read(f"/ap/{'x' * 22}/moderators").status_code == 404
    actions.keep_home(world.noor, group=open_group)
    gone = read(f"{id_of(open_group.actor)}/moderators")
    assert (gone.status_code, gone.json()["type"]) == (410, "Tombstone")


def test_no_word_of_who_moderates_leaves_with_a_decision(
    world: World, appointed: ModeratorElsewhere, wout: RemoteActor, said: Reply
) -> None:
    does(wout, "Delete", at(said), summary="Nee.")
    for verb in ("took_away", "decided_case"):
        after(verb)
    sent = [json.loads(bytes(one.content)) for one in Parcel.objects.all()]
    assert all("Wout" not in json.dumps(one) for one in sent if one["type"] == "Delete")
    assert Activity.objects.filter(verb="decided_case", actor=wout.actor).count() == 1
    assert settings.FEDERATION

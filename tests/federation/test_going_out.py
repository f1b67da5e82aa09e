"""What goes to followers elsewhere of what happens here, to whom, and what stays."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.federation.going_out import (
    after,
    asked,
    conversation,
    follower,
    id_of,
    joined,
    kinds,
    nowhere,
    read,
)
from tests.federation.going_out import told as told_of
from tests.federation.test_things_of_rooms import a_poll, vote, written
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions
from vaknet.domain.federation.models import (
    FederatedThing,
    Follower,
    Parcel,
    RemoteActor,
    SigningKey,
)
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import ArticleAuthor, Post
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions as people
from vaknet.domain.surveys import actions as surveys
from vaknet.engine.activitypub import Document, PublicKey, Verb, activity, performed, proofs
from vaknet.engine.activitypub.keys import from_multikey
from vaknet.interfaces.federation import outward
from vaknet.interfaces.jobs import clock_of_things, elsewhere, followups


@pytest.fixture
def readers(open_group: Group) -> dict[str, str]:
    """Inboxes of who follows the group, by what their server is."""
    actions.prepare(actor=open_group.actor)
    return {
        "lemmy": follower(open_group.actor, host="lemmy.example", software="lemmy"),
        "mastodon": follower(open_group.actor, host="mastodon.example", software="mastodon"),
    }


@pytest.fixture
def hers(fatma: Actor, open_group: Group) -> str:
    """The inbox of who follows Fatma. She is in the group."""
    joined(fatma, open_group)
    return follower(fatma, host="vrienden.example")


def test_what_a_group_says_goes_to_all_who_follow_it(
    world: World, open_group: Group, readers: dict[str, str]
) -> None:
    post = conversation(world.noor, open_group)
    [(sender, create, inboxes)] = after("posted")
    assert sender == open_group.actor.handle
    assert create["type"] == "Create"
    assert create["actor"] == create["object"]["attributedTo"] == id_of(open_group.actor)
    assert create["object"]["id"] == told_of(post)["id"]
    assert create["id"] == f"{create['object']['id']}#create"
    assert inboxes == set(readers.values())
    assert nowhere(world.noor, json.dumps(create))


def test_what_a_member_says_is_passed_on_to_who_knows_groups(
    fatma: Actor, open_group: Group, readers: dict[str, str], hers: str
) -> None:
    conversation(fatma, open_group)
    sent = after("posted")
    assert kinds(sent) == [
        (fatma.handle, "Create"),
        (open_group.actor.handle, "Announce"),
        (open_group.actor.handle, "Announce"),
    ]
    (_, create, to_hers), (_, passed, to_lemmy), (_, shared, to_rest) = sent
    assert (to_hers, to_lemmy, to_rest) == ({hers}, {readers["lemmy"]}, {readers["mastodon"]})
    assert create["actor"] == id_of(fatma)
    inside = {name: said for name, said in passed["object"].items() if name != "proof"}
    assert inside == create
    assert shared["object"] == create["object"]["id"]
    assert len({one["id"] for one in (create, passed, shared)}) == 3


def test_what_is_passed_on_is_proved_by_who_said_it(
    fatma: Actor, open_group: Group, readers: dict[str, str], hers: str
) -> None:
    conversation(fatma, open_group)
    passed = after("posted")[1][1]
    row = SigningKey.objects.get(actor=fatma, kind="ed25519")
    claim = proofs.claim(passed["object"], now=timezone.now())
    assert claim.key_id == f"{id_of(fatma)}#{row.name}"
    key = PublicKey(claim.key_id, id_of(fatma), from_multikey(row.public))
    done = performed(claim.proved_by(key), ours="https://elders.example/")
    assert (done.verb, done.actor) == (Verb.CREATE, id_of(fatma))


def test_without_her_key_it_goes_without_a_proof(
    fatma: Actor, open_group: Group, readers: dict[str, str], hers: str
) -> None:
    SigningKey.objects.filter(actor=fatma, kind="ed25519").update(sealed=b"kapot")
    conversation(fatma, open_group)
    assert "proof" not in after("posted")[1][1]["object"]
    SigningKey.objects.filter(actor=fatma, kind="ed25519").delete()
    asked(fatma, open_group)
    assert "proof" not in after("asked_question")[1][1]["object"]


def test_replies_are_no_boosts(
    world: World, fatma: Actor, open_group: Group, readers: dict[str, str], hers: str
) -> None:
    post = conversation(world.noor, open_group)
    knowledge.reply(fatma, post=post, text="Wij ook.")
    (_, create, to_hers), (_, passed, to_lemmy) = after("replied")
    assert (to_hers, to_lemmy) == ({hers}, {readers["lemmy"]})
    assert create["object"]["inReplyTo"] == told_of(post)["id"]
    assert passed["object"]["object"] == create["object"]
    knowledge.reply(world.noor, post=post, text="Fijn.")
    [(_, own, to)] = after("replied")
    assert (own["type"], to) == ("Create", {readers["lemmy"]})
    question = asked(world.noor, open_group)
    knowledge.answer(fatma, question=question, text="Ja.")
    assert [to for _, _, to in after("answered")] == [{hers}, {readers["lemmy"]}]


def test_a_change_goes_to_who_may_have_read_it(
    world: World, fatma: Actor, open_group: Group, readers: dict[str, str], hers: str
) -> None:
    with connection.cursor() as cursor:  # a short number stands in an address by chance
        cursor.execute("select setval(pg_get_serial_sequence('activity_activity', 'id'), 7654321)")
    post = conversation(fatma, open_group)
    before = after("posted")[0][1]
    knowledge.change_post(fatma, post=post, title="Wie bouwt er met hout?", body="")
    (_, update, to), (_, passed, to_lemmy) = after("changed_post")
    assert (update["type"], update["object"]["name"]) == ("Update", "Wie bouwt er met hout?")
    assert update["object"]["id"] == before["object"]["id"]
    assert (to, to_lemmy) == ({hers, readers["mastodon"]}, {readers["lemmy"]})
    assert passed["object"]["type"] == "Update"
    again = after("changed_post")[0][1]
    assert again["id"] == update["id"]  # tried again, it is the same one
    assert str(Activity.objects.get(verb="changed_post").pk) not in update["id"].partition("#")[2]


def test_what_never_went_out_is_not_changed_there(
    world: World, open_group: Group, readers: dict[str, str]
) -> None:
    post = conversation(world.noor, open_group)
    knowledge.change_post(world.noor, post=post, title="Anders", body="")
    assert after("changed_post") == []
    knowledge.withdraw_post(world.noor, post=post)
    assert after("withdrew_post") == []
    assert after("posted") == []
    assert FederatedThing.objects.count() == 0


def test_a_conversation_goes_with_all_that_was_said(
    world: World, fatma: Actor, open_group: Group, readers: dict[str, str], hers: str
) -> None:
    post = conversation(world.noor, open_group)
    after("posted")
    reply = knowledge.reply(fatma, post=post, text="Wij ook.")
    after("replied")
    knowledge.withdraw_post(world.noor, post=post)
    sent = after("withdrew_post")
    assert kinds(sent) == [
        (open_group.actor.handle, "Delete"),
        (fatma.handle, "Delete"),
        (open_group.actor.handle, "Announce"),
    ]
    assert sent[0][2] == set(readers.values())
    assert sent[1][2] == {hers, readers["mastodon"]}
    assert sent[2][1]["object"]["type"] == "Delete"
    for _, delete, _ in sent[:2]:
        assert set(delete["object"]) == {"id", "type"}
        assert read(delete["object"]["id"]).status_code == 410
        assert reply.text not in json.dumps(delete)
    assert after("withdrew_post") == []  # once is enough


@pytest.mark.parametrize("verb", ["withdrew_reply", "took_away", "took_out_post"])
def test_what_is_taken_away_goes(
    world: World, open_group: Group, readers: dict[str, str], verb: str
) -> None:
    post = conversation(world.noor, open_group)
    after("posted")
    reply = knowledge.reply(world.noor, post=post, text="Weg ermee.")
    after("replied")
    acts: dict[str, Any] = {
        "withdrew_reply": lambda: knowledge.withdraw_reply(world.noor, reply=reply),
        "took_away": lambda: knowledge.take_away(world.noor, thing=reply, at=timezone.now()),
        "took_out_post": lambda: knowledge.take_out(world.noor, post=post, group=open_group),
    }
    acts[verb]()
    sent = after(verb)
    assert {kind for _, kind in kinds(sent)} == {"Delete"}
    assert len(sent) == (2 if verb == "took_out_post" else 1)
    assert nowhere(world.noor, json.dumps([one for _, one, _ in sent]))


def test_what_comes_back_has_another_address(
    world: World, open_group: Group, readers: dict[str, str]
) -> None:
    post = conversation(world.noor, open_group)
    before = after("posted")[0][1]["object"]["id"]
    at = timezone.now()
    knowledge.take_away(world.moderator, thing=post, at=at)
    after("took_away")
    knowledge.bring_back(world.moderator, thing=post, taken_at=at)
    [(_, create, _)] = after("brought_back")
    assert create["type"] == "Create"
    assert create["object"]["id"] != before
    assert read(before).status_code == 410


def test_whoever_shows_her_name_begins_anew(
    world: World, fatma: Actor, open_group: Group, readers: dict[str, str], hers: str
) -> None:
    for person in (world.joost, world.marit, world.samira, world.peter, world.bram):
        joined(person, open_group)
    question = asked(fatma, open_group, without_name=True)
    [(_, create, _)] = after("asked_question")
    assert nowhere(fatma, json.dumps(create))
    knowledge.show_name(fatma, question=question)
    sent = after("showed_name")
    assert kinds(sent) == [
        (open_group.actor.handle, "Delete"),
        (fatma.handle, "Create"),
        (open_group.actor.handle, "Announce"),
        (open_group.actor.handle, "Announce"),
    ]
    assert sent[0][1]["object"]["id"] == create["object"]["id"]
    assert nowhere(fatma, json.dumps(sent[0][1]))


def test_an_article_goes_out_when_it_is_let_out_and_in_one_name(
    world: World, fatma: Actor, open_group: Group, readers: dict[str, str], hers: str
) -> None:
    joined(world.joost, open_group)
    draft = written(fatma, open_group)
    assert after("began_article") == []
    knowledge.ask_author(fatma, article=draft, handle=world.joost.handle)
    knowledge.accept_authorship(world.joost, article=draft)
    assert after("accepted_authorship") == []
    knowledge.send_in(fatma, article=draft)
    assert after("sent_in_article") == []
    knowledge.publish_article(world.noor, article=draft)
    group = open_group.actor.handle
    sent = after("published_article")
    assert kinds(sent) == [(group, "Create")]
    assert nowhere(fatma, json.dumps(sent[0][1]))
    knowledge.step_back(world.joost, article=draft)
    sent = after("stepped_back")
    assert kinds(sent)[:2] == [(group, "Delete"), (fatma.handle, "Create")]
    assert nowhere(world.joost, json.dumps([one for _, one, _ in sent]))
    ArticleAuthor.objects.all().delete()
    assert after("stepped_back") == []


def test_a_poll_goes_out_and_again_when_it_is_counted(
    world: World, open_group: Group, readers: dict[str, str]
) -> None:
    groups.join_group(world.marit, group=open_group)
    poll = a_poll(world, open_group)
    assert kinds(after("asked_poll")) == [(open_group.actor.handle, "Create")]
    vote([world.noor], poll)
    assert after("voted") == []
    surveys.close_poll(world.marit, poll=poll)
    [(_, update, _)] = after("counted_poll")
    assert (update["type"], update["object"]["votersCount"]) == ("Update", 1)
    surveys.withdraw_poll(world.marit, poll=poll)
    assert [kind for _, kind in kinds(after("withdrew_poll"))] == ["Delete"]


def test_a_group_that_is_kept_home_goes_with_all_that_is_in_it(
    world: World, fatma: Actor, open_group: Group, readers: dict[str, str], hers: str
) -> None:
    own = conversation(world.noor, open_group)
    after("posted")
    of_fatma = conversation(fatma, open_group, title="Van haar")
    after("posted")
    addresses = [told_of(one)["id"] for one in (own, of_fatma)]
    actions.keep_home(world.noor, group=open_group)
    sent = after("kept_group_home")
    group = open_group.actor.handle
    assert kinds(sent) == [(fatma.handle, "Delete"), (group, "Announce"), (group, "Delete")]
    assert sent[2][1]["object"] == id_of(open_group.actor)
    assert sent[2][2] == set(readers.values())
    assert [read(one).status_code for one in addresses] == [410, 410]
    actions.let_out(world.noor, group=open_group)
    assert [read(one).status_code for one in addresses] == [410, 410]
    assert told_of(own)["id"] not in addresses


def test_a_group_that_closes_goes(world: World, readers: dict[str, str], open_group: Group) -> None:
    conversation(world.noor, open_group)
    after("posted")
    said = {"name": open_group.actor.name, "purpose": "Anders", "admission": "open"}
    groups.change_group(world.noor, group=open_group, readers="public", **said)
    [(_, update, _)] = after("changed_group")
    assert update["type"] == "Update"
    assert update["object"]["summary"] == "<p>Anders</p>"
    groups.change_group(world.noor, group=open_group, readers="members", **said)
    assert [one["object"] for _, one, _ in after("changed_readers")] == [id_of(open_group.actor)]


def test_a_group_that_nobody_asked_for_tells_nothing(world: World, open_group: Group) -> None:
    actions.keep_home(world.noor, group=open_group)
    assert after("kept_group_home") == []


def test_a_group_that_opens_has_nothing_to_take_back(world: World) -> None:
    said = {"name": "Nieuw", "purpose": "Nieuw"}
    group = groups.start_group(world.noor, readers="members", **said)
    actions.prepare(actor=group.actor)
    follower(group.actor)
    groups.change_group(world.noor, group=group, readers="public", admission="open", **said)
    assert after("changed_readers") == []


def test_who_stops_goes_with_all_that_was_in_her_name(
    fatma: Actor, open_group: Group, readers: dict[str, str], hers: str
) -> None:
    post = conversation(fatma, open_group)
    after("posted")
    address, actor = told_of(post)["id"], id_of(fatma)
    actions.stop_federating(fatma)
    [(sender, delete, inboxes)] = after("stopped_federating")
    assert (sender, delete["type"], delete["object"]) == (fatma.handle, "Delete", actor)
    assert inboxes == {hers, *readers.values()}
    assert read(address).status_code == 410


@pytest.mark.parametrize("verb", ["showed_parts", "closed_account"])
def test_who_is_not_known_any_more_takes_hers_along(
    fatma: Actor, open_group: Group, readers: dict[str, str], hers: str, verb: str
) -> None:
    post = conversation(fatma, open_group)
    after("posted")
    address = told_of(post)["id"]
    if verb == "showed_parts":
        people.show_parts(fatma, who_sees={"profession": "members"})
    else:
        leaving.close_account(fatma, answers="stay")
    sent = after(verb)
    assert kinds(sent) == [(Actor.objects.get(pk=fatma.pk).handle, "Delete")]
    assert sent[0][1]["object"] == id_of(fatma)
    assert sent[0][2] == {hers, *readers.values()}
    assert read(address).status_code == 410


def test_a_profile_that_changes_is_said_anew(fatma: Actor, hers: str, world: World) -> None:
    words = {"promise": "Uw dossier rond", "profession": "x", "occupation": None, "place": None}
    people.change_profile(fatma, name="Fatma Kaya", **words)
    [(_, update, inboxes)] = after("changed_profile")
    assert (update["type"], update["object"]["name"], inboxes) == ("Update", "Fatma Kaya", {hers})
    people.change_profile(world.bram, name="Bram Kuipers", **words)
    assert after("changed_profile") == []
    people.show_parts(world.bram, who_sees={"profession": "me"})
    assert after("showed_parts") == []
    actions.stop_federating(world.bram)


def test_who_never_had_an_address_has_nothing_to_stop(world: World, fatma: Actor) -> None:
    actions.stop_federating(fatma)
    Activity.objects.filter(verb="stopped_federating").update(actor=world.bram)
    assert after("stopped_federating") == []


def test_nothing_of_a_group_for_members_goes_anywhere(world: World, fatma: Actor) -> None:
    actions.prepare(actor=world.group.actor)
    follower(world.group.actor)
    follower(fatma)
    joined(fatma, world.group)
    conversation(fatma, world.group)
    assert after("posted") == []
    assert FederatedThing.objects.count() == 0


def test_who_waits_left_or_is_gone_gets_nothing(
    world: World, open_group: Group, readers: dict[str, str]
) -> None:
    now = timezone.now()
    rows = list(Follower.objects.order_by("pk"))
    Follower.objects.filter(pk=rows[0].pk).update(until=now)
    RemoteActor.objects.filter(pk=rows[1].follower_id).update(gone_at=now)
    waits = Follower.objects.create(
        follower=RemoteActor.objects.get(pk=rows[0].follower_id), followed=open_group.actor
    )
    conversation(world.noor, open_group)
    assert after("posted") == []
    Follower.objects.filter(pk=waits.pk).update(since=now)
    RemoteActor.objects.update(shared_inbox="")
    asked(world.noor, open_group)
    [(_, _, inboxes)] = after("asked_question")
    assert inboxes == {"https://lemmy.example/u/0/inbox"}


def test_what_leaves_with_somebody_leaves_elsewhere_too(
    world: World, open_group: Group, readers: dict[str, str], settings
) -> None:
    """Peter is known nowhere. Two weeks after he left his words go, and no activity says so."""
    post = conversation(joined(world.peter, open_group), open_group)
    stays = conversation(world.noor, open_group, title="Blijft")
    address, other = told_of(post)["id"], told_of(stays)["id"]
    leaving.close_account(world.peter, answers="go")
    assert after("closed_account") == []
    outward.take_back()
    assert Parcel.objects.count() == 0
    leaving.carry_out_closures(now=timezone.now() + timedelta(days=15))
    settings.FEDERATION = False
    outward.take_back()
    settings.FEDERATION = True
    clock_of_things.take_back_elsewhere(0)
    delete = json.loads(bytes(Parcel.objects.get().content))
    assert (delete["type"], delete["object"]["id"]) == ("Delete", address)
    assert [read(one).status_code for one in (address, other)] == [410, 200]
    outward.take_back()
    assert Parcel.objects.count() == 1


def test_off_it_costs_no_statement(world: World, open_group: Group, settings) -> None:
    conversation(world.noor, open_group)
    done = Activity.objects.get(verb="posted", object_id=Post.objects.get().pk)
    settings.FEDERATION = False
    with CaptureQueriesContext(connection) as found:
        for follow_ups in elsewhere.ELSEWHERE.values():
            for follow_up in follow_ups:
                follow_up(done)
    assert len(found) == 0
    followups.run(done.pk)
    assert Parcel.objects.count() == 0


def test_all_that_goes_out_is_understood_by_ourselves(
    fatma: Actor, open_group: Group, readers: dict[str, str], hers: str
) -> None:
    post = conversation(fatma, open_group)
    after("posted")
    reply = knowledge.reply(fatma, post=post, text="En nog iets.")
    after("replied")
    knowledge.change_reply(fatma, reply=reply, text="En nog iets anders.")
    after("changed_reply")
    knowledge.withdraw_post(fatma, post=post)
    after("withdrew_post")
    actions.stop_federating(fatma)
    after("stopped_federating")
    for parcel in Parcel.objects.all():
        done = activity(Document(bytes(parcel.content)))
        assert done.is_public
        assert done.id is not None
        assert done.actor in {id_of(fatma), id_of(open_group.actor)}

"""Who goes is gone elsewhere too, and so is what was taken away; and what changes is told."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from tests.federation.going_out import (
    after,
    conversation,
    follower,
    id_of,
    joined,
    kinds,
    nowhere,
    read,
    told,
)
from tests.federation.story import be_public, follows, known_elsewhere, somebody_elsewhere
from tests.federation.test_things_of_rooms import a_poll
from tests.leaving.two_accounts import merge
from tests.world import World, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions
from vaknet.domain.federation.models import (
    Delivery,
    Federating,
    Follower,
    Following,
    Parcel,
    SigningKey,
)
from vaknet.domain.federation.queries.arrived import follows_one_of
from vaknet.domain.federation.rules import EDITION
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Merge
from vaknet.domain.surveys import actions as surveys
from vaknet.interfaces.jobs import clock_of_things

HERS = "https://vrienden.example/inbox"
GROUPS = "https://lemmy.example/inbox"


def all_sent(kind: str) -> list[Parcel]:
    return [one for one in Parcel.objects.order_by("pk") if f'"type":"{kind}"' in text_of(one)]


def text_of(parcel: Parcel) -> str:
    return bytes(parcel.content).decode()


@pytest.fixture
def writes(fatma: Actor, open_group: Group) -> Actor:
    """She wrote in the group, is followed, and follows somebody elsewhere."""
    follower(fatma, host="vrienden.example")
    follower(open_group.actor, host="lemmy.example", software="lemmy")
    conversation(joined(fatma, open_group), open_group)
    after("posted")
    actions.follow_elsewhere(fatma, remote=somebody_elsewhere())
    return fatma


def close(fatma: Actor) -> str:
    leaving.close_account(fatma, answers="stay")
    return "closed_account"


def hide(fatma: Actor) -> str:
    people.show_parts(fatma, who_sees={"profession": "members"})
    return "showed_parts"


@pytest.mark.parametrize("go", [close, hide])
def test_who_closes_or_hides_everything_is_taken_back(
    writes: Actor, go: Callable[[Actor], str]
) -> None:
    address = id_of(writes)
    verb = go(writes)
    sent = after(verb)
    deletes = [one for one in sent if one[1]["type"] == "Delete"]
    [(_, delete, inboxes)] = deletes
    assert (delete["actor"], delete["object"], inboxes) == (address, address, {HERS, GROUPS})
    [undo] = all_sent("Undo")
    assert undo.sender == writes
    assert not Follower.objects.filter(followed=writes, until=None).exists()
    assert not Following.objects.filter(follower=writes, until=None).exists()
    assert SigningKey.objects.filter(actor=writes, until=None).exclude(sealed=b"").count() == 2
    assert read(address).status_code == 404  # she may come back
    # Tried again, it is the same one.
    assert {one["id"] for _, one, _ in after(verb)} <= {delete["id"]}


def test_after_two_weeks_the_address_says_that_nobody_comes_back(writes: Actor) -> None:
    address = id_of(writes)
    close(writes)
    leaving.carry_out_closures(now=timezone.now() + timedelta(days=15))
    assert not Actor.objects.filter(pk=writes.pk).exists()
    answer = read(address)
    assert (answer.status_code, answer.json()["type"]) == (410, "Tombstone")
    assert read(f"{address}/outbox").status_code == 410
    assert read(address[:-22] + "x" * 22).status_code == 404


def test_who_comes_back_before_it_was_told_is_not_taken_back(writes: Actor) -> None:
    close(writes)
    back = leaving.reopen_account(writes)
    [(sender, reject, inboxes)] = after("closed_account")
    assert (sender, reject["type"]) == (back.handle, "Reject")
    assert {one.removesuffix("/inbox").rpartition("/")[0] for one in inboxes} == {
        "https://vrienden.example/u"
    }
    assert read(id_of(back)).status_code == 200


def test_who_stops_and_starts_again_at_once_loses_only_what_is_of_before(
    writes: Actor, open_group: Group
) -> None:
    actions.stop_federating(writes)
    actions.federate(writes, agreed_to=EDITION)
    later = conversation(writes, open_group, title="Van nu")
    address = told(later)["id"]
    sent = after("stopped_federating")
    assert [kind for _, kind in kinds(sent)] == ["Reject", "Delete", "Announce"]
    assert sent[1][1]["object"]["id"] != address
    assert sent[1][2] == {HERS}  # it had that, when she was followed from there
    assert id_of(writes) not in [one["object"] for _, one, _ in sent]
    assert read(address).status_code == 200
    assert read(id_of(writes)).status_code == 200
    assert Federating.objects.filter(actor=writes, until=None).exists()


def test_nobody_follows_somebody_to_a_new_address_who_is_not_known_any_more(fatma: Actor) -> None:
    old, new = somebody_elsewhere(), somebody_elsewhere("Wout Elders", host="nieuw.example")
    actions.follow_elsewhere(fatma, remote=old)
    hide(fatma)
    assert actions.move_followings(old=old, new=new, at=timezone.now())
    assert not Following.objects.filter(followed=new).exists()


@pytest.fixture
def merged(world: World, open_group: Group) -> Actor:
    """Samira again, with an account of before that is known elsewhere."""
    other = known_elsewhere(member("Samira Idrissi", "oud@vaknet.example", profession="jurist"))
    follower(other, host="vrienden.example")
    follower(open_group.actor, host="lemmy.example", software="lemmy")
    be_public(world.samira)
    actions.federate(world.samira, agreed_to=EDITION)
    follower(world.samira, host="nu.example")
    conversation(joined(other, open_group), open_group)
    after("posted")
    actions.follow_elsewhere(other, remote=somebody_elsewhere())
    return other


def test_the_address_of_an_account_that_was_merged_is_taken_back(
    world: World, merged: Actor
) -> None:
    address = id_of(merged)
    kept = merge(world.samira, merged)
    [undo] = all_sent("Undo")
    assert undo.sender == merged
    [(_, delete, inboxes)] = after("merged_accounts")
    assert (delete["type"], delete["actor"], delete["object"]) == ("Delete", address, address)
    assert inboxes == {HERS, GROUPS}  # who follows the other hears nothing of it
    assert nowhere(kept, json.dumps(delete))
    assert read(address).status_code == 410


def test_its_keys_stay_until_that_went(world: World, merged: Actor) -> None:
    merge(world.samira, merged)
    after("merged_accounts")
    keys = SigningKey.objects.filter(actor=merged, until=None)

    def by_the_clock(at: datetime) -> int:
        actions.seal_off_merged(now=at)
        return keys.exclude(sealed=b"").count()

    assert by_the_clock(timezone.now()) == 2
    later = timezone.now() + timedelta(days=2)
    assert by_the_clock(later) == 2
    Delivery.objects.update(arrived_at=timezone.now())
    Merge.objects.update(at=timezone.now() - timedelta(days=2))
    clock_of_things.take_back_elsewhere(0)
    assert not keys.exists()
    assert not SigningKey.objects.filter(actor=merged).exclude(sealed=b"").exists()
    assert SigningKey.objects.filter(actor=world.samira, until=None).count() == 2


def test_an_account_that_was_never_known_has_nothing_to_take_back(world: World) -> None:
    merge(world.samira, member("Samira Idrissi", "oud@vaknet.example"))
    assert after("merged_accounts") == []


@pytest.fixture
def from_there(world: World, open_group: Group) -> Question:
    """Somebody elsewhere answered a question of the group."""
    actions.prepare(actor=open_group.actor)
    follower(open_group.actor, host="lemmy.example", software="lemmy")
    follower(open_group.actor, host="mastodon.example", software="mastodon")
    remote = somebody_elsewhere()
    question = knowledge.ask(world.noor, group=open_group, title="Wie bouwde er met houtvezel?")
    given = knowledge.answer(remote.actor, question=question, text="Ik.")
    actions.keep_thing(author=remote, uri="https://bouw.example/1", thing=given, updated=None)
    return question


def test_what_is_taken_away_of_somebody_elsewhere_the_group_takes_away(
    world: World, from_there: Question, open_group: Group
) -> None:
    answer = from_there.answers.get()
    knowledge.take_away(world.moderator, thing=answer, at=timezone.now())
    sent = [one for one in after("took_away") if "https://bouw.example/1" in json.dumps(one[1])]
    [(sender, announce, inboxes)] = sent
    delete = announce["object"]
    assert (sender, inboxes) == (open_group.actor.handle, {GROUPS})
    assert (announce["type"], delete["type"]) == ("Announce", "Delete")
    assert delete["actor"] == announce["actor"] == id_of(open_group.actor)
    assert delete["object"] == "https://bouw.example/1"
    assert nowhere(world.moderator, json.dumps(announce))


def test_what_she_takes_away_herself_she_tells_herself(from_there: Question) -> None:
    answer = from_there.answers.get()
    knowledge.withdraw_answer(answer.author, answer=answer)
    sent = json.dumps([one for _, one, _ in after("withdrew_answer")])
    assert "https://bouw.example/1" not in sent


def test_nobody_there_is_told_where_no_server_knows_groups(
    world: World, from_there: Question, open_group: Group
) -> None:
    Follower.objects.filter(followed=open_group.actor).update(until=timezone.now())
    knowledge.take_away(world.moderator, thing=from_there.answers.get(), at=timezone.now())
    assert after("took_away") == []


def test_all_that_stands_in_her_document_is_said_anew(fatma: Actor) -> None:
    follower(fatma, host="vrienden.example")
    role = people.add_role(fatma, kind="work", title="Adviseur")
    acts: dict[str, Callable[[], object]] = {
        "added_role": lambda: None,
        "changed_role": lambda: people.change_role(fatma, role=role, kind="work", title="Jurist"),
        "removed_role": lambda: people.remove_role(fatma, role=role),
        "changed_allowances": lambda: actions.allow(fatma, actor=fatma, kinds=["list"]),
        "said_also_known": lambda: actions.say_also_known(fatma, uri="https://elders.example/f"),
        "took_back_also_known": lambda: actions.take_back_also_known(
            fatma, pk=fatma.also_known_as.get().pk
        ),
        "renewed_keys": lambda: _renew(fatma, fatma),
    }
    for verb, act in acts.items():
        act()
        [(sender, update, inboxes)] = after(verb)
        assert (sender, update["type"], inboxes) == (fatma.handle, "Update", {HERS}), verb


def _renew(by: Actor, actor: Actor) -> None:
    SigningKey.objects.update(since=timezone.now() - timedelta(days=1))
    actions.renew_keys(by, actor=actor)


def test_what_a_steward_changes_is_said_of_the_group(world: World, open_group: Group) -> None:
    group = open_group.actor
    actions.prepare(actor=group)
    inbox = follower(group)
    actions.allow(world.noor, actor=group, kinds=["list"])
    [(_, update, inboxes)] = after("changed_allowances")
    assert (update["object"]["id"], inboxes) == (id_of(group), {inbox})
    assert update["object"]["discoverable"] is True
    _renew(world.noor, group)
    [(_, update, _)] = after("renewed_keys")
    assert update["object"]["id"] == id_of(group)


@pytest.mark.parametrize("verb", ["kept_group_home", "changed_readers"])
def test_nobody_follows_a_group_that_went(world: World, open_group: Group, verb: str) -> None:
    actions.prepare(actor=open_group.actor)
    remote = somebody_elsewhere()
    follows(remote, open_group.actor)
    assert follows_one_of(remote.actor, [open_group])
    if verb == "kept_group_home":
        actions.keep_home(world.noor, group=open_group)
    else:
        said = {"name": "Bouwen", "purpose": "Hout", "admission": "open"}
        groups.change_group(world.noor, group=open_group, readers="members", **said)
    [(_, delete, inboxes)] = after(verb)
    assert (delete["object"], inboxes) == (id_of(open_group.actor), {"https://bouw.example/inbox"})
    assert not follows_one_of(remote.actor, [open_group])


def test_no_moment_goes_out_to_the_second(world: World, open_group: Group) -> None:
    groups.join_group(world.marit, group=open_group)
    poll = a_poll(world, open_group)
    surveys.close_poll(world.marit, poll=poll)
    at = datetime.fromisoformat("2026-11-30T09:41:37.5+00:00")
    type(poll).objects.filter(pk=poll.pk).update(closed_at=at)
    document = told(poll)
    assert (document["closed"], document["updated"]) == ("2026-11-30T09:41:00Z",) * 2

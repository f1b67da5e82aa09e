"""Who is blocked here follows no more, and cannot tell that from any other end."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.federation.elsewhere import Elsewhere
from tests.federation.going_out import after, conversation, joined, kinds
from tests.federation.story import follows as agreed
from tests.federation.story import known_elsewhere, somebody_elsewhere
from tests.federation.test_handling import brought, followers, follows, id_of, remote, told
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import Delivery, Federating, Follower, Following
from vaknet.domain.groups.models import Group
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.interfaces.federation import parting


def blocks(by: Actor, other: Actor) -> list[tuple[str, str]]:
    """What goes out of it."""
    connections.part_from(by, other=other)
    return kinds(after("blocked"))


def test_from_that_moment_nothing_goes_there(fatma: Actor, open_group: Group) -> None:
    eva, ria = somebody_elsewhere("Eva Elders"), somebody_elsewhere("Ria Elders", host="x.example")
    agreed(eva, fatma)
    agreed(ria, fatma)
    connections.part_from(fatma, other=eva.actor)
    assert followers(fatma) == [ria.uri]
    conversation(joined(fatma, open_group), open_group)
    assert [to for _, _, to in after("posted")] == [{ria.shared_inbox}]


def test_it_ends_both_ways_and_nobody_is_told_why(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    brought(noor, "Follow", id_of(fatma))
    actions.accept_follower(fatma, pk=Follower.objects.get().pk)
    follows(fatma, there, noor)
    assert blocks(fatma, remote(noor).actor) == [(fatma.handle, "Reject"), (fatma.handle, "Undo")]
    reject = told()[-2]
    assert (reject["object"]["type"], reject["object"]["actor"]) == ("Follow", noor.id)
    assert not Follower.objects.filter(until=None).exists()
    assert not Following.objects.filter(until=None).exists()
    assert kinds(after("blocked")) == []


def test_a_removed_follower_gets_the_same_bytes(there: Elsewhere, fatma: Actor) -> None:
    noor, said = there.someone(), []
    for end in (
        lambda pk: actions.remove_follower(fatma, pk=pk),
        lambda _pk: blocks(fatma, remote(noor).actor),
    ):
        brought(noor, "Follow", id_of(fatma))
        row = Follower.objects.get(until=None)
        actions.accept_follower(fatma, pk=row.pk)
        end(row.pk)
        reject = told()[-1]
        said.append({**reject, "id": len(reject["id"]), "object": {**reject["object"], "id": ""}})
    assert said[0] == said[1]


@pytest.mark.parametrize("at_once", [True, False])
def test_asking_anew_is_waiting_for_ever(there: Elsewhere, fatma: Actor, at_once: bool) -> None:
    noor = there.someone()
    if at_once:
        actions.allow(fatma, actor=fatma, kinds=["follow"])
    noor.send(noor.does("Follow", id_of(fatma)))
    brought(noor, "Follow", id_of(fatma))
    blocks(fatma, remote(noor).actor)
    before = len(told()), Activity.objects.count()
    assert brought(noor, "Follow", id_of(fatma)) == [""]
    assert (len(told()), Activity.objects.count()) == before
    assert followers(fatma) == []
    assert queries.follows_elsewhere(fatma).asking == []


def test_who_only_asked_hears_nothing(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    brought(noor, "Follow", id_of(fatma))
    assert blocks(fatma, remote(noor).actor) == []
    assert queries.follows_elsewhere(fatma).asking == []


def test_unblocking_brings_nothing_back(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    brought(noor, "Follow", id_of(fatma))
    actions.accept_follower(fatma, pk=Follower.objects.get().pk)
    follows(fatma, there, noor)
    connections.part_from(fatma, other=remote(noor).actor)
    people.unblock(fatma, other=remote(noor).actor)
    assert kinds(after("blocked")) == [(fatma.handle, "Reject"), (fatma.handle, "Undo")]
    assert followers(fatma) == []
    assert queries.follows_elsewhere(fatma).following == []
    brought(noor, "Follow", id_of(fatma))
    assert len(queries.follows_elsewhere(fatma).asking) == 1


def test_what_was_asked_at_that_moment_ends_too(fatma: Actor) -> None:
    """It is known later that she blocked than when she did."""
    eva = somebody_elsewhere("Eva Elders")
    connections.part_from(fatma, other=eva.actor)
    agreed(eva, fatma)
    assert kinds(after("blocked")) == [(fatma.handle, "Reject")]
    assert not Follower.objects.filter(until=None).exists()


def test_all_follows_end_in_as_many_statements_as_one(fatma: Actor) -> None:
    figures, blocked = [], []
    for number in (1, 5):
        for one in range(number):
            els = somebody_elsewhere(f"Els {number} {one}")
            agreed(els, fatma)
            Following.objects.create(
                follower=fatma, followed=els, token=f"{number}{one}" * 11, since=timezone.now()
            )
            blocked.append(els.actor_id)
        with CaptureQueriesContext(connection) as found:
            actions.end_follows_between(actor=fatma, others=blocked, at=timezone.now())
        assert len(kinds_of_last := [one["type"] for one in told()][-2 * number :]) == 2 * number
        assert sorted(kinds_of_last) == ["Reject"] * number + ["Undo"] * number
        figures.append(len(found))
    assert figures[0] == figures[1]


def test_a_group_is_still_followed(there: Elsewhere, fatma: Actor, open_group: Group) -> None:
    noor = there.someone()
    brought(noor, "Follow", id_of(open_group.actor))
    assert blocks(fatma, remote(noor).actor) == []
    assert followers(open_group.actor) == [noor.id]


def test_she_asks_and_tells_whom_she_blocked_nothing(fatma: Actor) -> None:
    eva, new = somebody_elsewhere("Eva Elders"), somebody_elsewhere("Eva Nieuw")
    connections.part_from(fatma, other=new.actor)
    with pytest.raises(Refused, match="cannot be sent from here"):
        actions.follow_elsewhere(fatma, remote=new)
    actions.follow_elsewhere(fatma, remote=eva)
    assert actions.move_followings(old=eva, new=new, at=timezone.now())
    assert not Following.objects.filter(until=None).exists()
    assert [one["type"] for one in told()] == ["Follow", "Undo"]


def test_blocked_while_the_door_was_closed(fatma: Actor, settings) -> None:
    eva = somebody_elsewhere("Eva Elders")
    agreed(eva, fatma)
    settings.FEDERATION = False
    assert blocks(fatma, eva.actor) == []
    settings.FEDERATION = True
    assert followers(fatma) == []
    people.unblock(fatma, other=eva.actor)
    agreed(somebody_elsewhere("Ria Elders"), fatma)
    assert kinds(after("unblocked")) == [(fatma.handle, "Reject")]
    agreed(eva, fatma)
    assert kinds(after("unblocked")) == []
    assert len(followers(fatma)) == 2


def test_nothing_goes_to_whom_she_blocked_while_the_door_was_closed(
    fatma: Actor, open_group: Group, settings
) -> None:
    eva, ria = somebody_elsewhere("Eva Elders"), somebody_elsewhere("Ria Elders", host="x.example")
    agreed(eva, fatma)
    agreed(ria, fatma)
    settings.FEDERATION = False
    assert blocks(fatma, eva.actor) == []
    settings.FEDERATION = True
    conversation(joined(fatma, open_group), open_group)
    assert [to for _, _, to in after("posted")] == [{ria.shared_inbox}]
    assert not Delivery.objects.filter(inbox=eva.shared_inbox).exists()


def test_who_is_not_known_there_any_more_tells_nothing(fatma: Actor) -> None:
    eva = somebody_elsewhere("Eva Elders")
    agreed(eva, fatma)
    Following.objects.create(follower=fatma, followed=eva, token="x" * 22, since=timezone.now())
    Federating.objects.update(until=timezone.now())
    assert blocks(fatma, eva.actor) == []
    assert not Follower.objects.filter(until=None).exists()
    assert not Following.objects.filter(until=None).exists()


def test_of_two_accounts_what_either_blocked(world: World, fatma: Actor) -> None:
    eva = somebody_elsewhere("Eva Elders")
    agreed(eva, fatma)
    people.block(fatma, other=eva.actor)
    done = Activity(actor=fatma, verb="merged_accounts")
    parting.merged(done)
    assert not Follower.objects.filter(until=None).exists()


def test_between_members_nothing_goes(world: World, fatma: Actor) -> None:
    assert blocks(fatma, known_elsewhere(world.peter)) == []

"""Whom a steward asks to moderate from another network: the very one whom her own network names."""

from django.utils import timezone

from tests.federation.elsewhere import Elsewhere, Someone, connect, network_elsewhere
from tests.federation.story import follows
from tests.federation.test_fetching import finger
from tests.federation.test_pages import signed_in
from tests.world import World
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import ModeratorElsewhere, RemoteActor
from vaknet.domain.groups.models import Group
from vaknet.engine.activitypub.actors import read_actor
from vaknet.engine.activitypub.fields import Fields
from vaknet.interfaces.federation import who


def kept(there: Elsewhere, one: Someone, group: Group) -> RemoteActor:
    """She follows the group."""
    found = read_actor(Fields(one.told, frozenset({there.host})))
    held = actions.keep_remote(found, host=there.host, at=timezone.now())
    follows(held, group.actor)
    return held


def test_nobody_is_asked_in_the_name_of_somebody_else(
    world: World, open_group: Group, there: Elsewhere
) -> None:
    """Not who has nearly her name and was here first, and not who says that her page is hers."""
    who.identity(open_group.actor)
    path = f"/g/{open_group.actor.handle}/instellingen/andere-netwerken/moderatoren/"
    noor, alice = signed_in(world.noor), there.someone("alice")
    page = f"{there.address}/@alice"
    like = there.someone("alice_")
    like.told |= {"name": "Alice", "url": page}
    first = kept(there, like, open_group)
    assert first.page == page
    finger(there, "alice", alice.id)
    there.serve("/@alice", {"id": alice.id, "type": "Person"})
    for typed in (f"@alice@{there.host}", alice.id, page):
        assert noor.post(path, {"act": "ask", "who": typed}).status_code == 422
    assert not ModeratorElsewhere.objects.exists()
    second = kept(there, alice, open_group)
    assert (first.actor.handle != "alice", second.actor.handle) == (True, "alice")
    for typed in (f"@alice@{there.host}", alice.id, page):
        noor.post(path, {"act": "ask", "who": typed})
    assert ModeratorElsewhere.objects.get().moderator == second


def test_a_page_of_another_network_leads_to_nobody(
    world: World, open_group: Group, there: Elsewhere, settings, monkeypatch
) -> None:
    who.identity(open_group.actor)
    path = f"/g/{open_group.actor.handle}/instellingen/andere-netwerken/moderatoren/"
    with network_elsewhere() as other:
        connect(settings, monkeypatch, there, other)
        alice = there.someone("alice")
        kept(there, alice, open_group)
        other.serve("/@alice", {"id": alice.id, "type": "Person"})
        asking = {"act": "ask", "who": f"{other.address}/@alice"}
        answer = signed_in(world.noor).post(path, asking)
    assert answer.status_code == 422
    assert "Nobody who follows this group" in answer.text
    assert "/users/alice" in there.paths
    assert not ModeratorElsewhere.objects.exists()


def test_for_a_group_that_nobody_there_finds_our_server_asks_nobody(
    world: World, open_group: Group, there: Elsewhere
) -> None:
    alice = there.someone("alice")
    actions.keep_home(world.noor, group=open_group)
    path = f"/g/{open_group.actor.handle}/instellingen/andere-netwerken/moderatoren/"
    answer = signed_in(world.noor).post(path, {"act": "ask", "who": alice.id})
    assert "cannot find this group" in answer.text
    assert there.asked == []


def test_a_steward_asks_and_ends_it_on_the_page(
    world: World, open_group: Group, there: Elsewhere
) -> None:
    who.identity(open_group.actor)
    someone = there.someone("wout.verhulst")
    wout = kept(there, someone, open_group)
    finger(there, "wout.verhulst", wout.uri)
    noor = signed_in(world.noor)
    path = f"/g/{open_group.actor.handle}/instellingen/andere-netwerken/moderatoren/"
    assert path in noor.get(path.removesuffix("moderatoren/")).text
    assert "wout" not in noor.get(path).text
    for wrong in ("geen adres", f"@niemand@{there.host}", ""):
        assert noor.post(path, {"act": "ask", "who": wrong}).status_code == 422
    asking = {"act": "ask", "who": f"@wout.verhulst@{there.host}"}
    assert "no answer yet" in noor.post(path, asking, follow=True).text
    row = ModeratorElsewhere.objects.get()
    actions.begin_moderating(wout.actor, pk=row.pk)
    assert "moderates since" in noor.get(path).text
    for number in ("", "x", "٣", "9" * 30, str(row.pk + 7)):
        noor.post(path, {"act": "end", "number": number})
    assert queries.moderators_of(open_group).count() == 1
    assert noor.post(path, {"act": "end", "number": str(row.pk)}).status_code == 303
    assert queries.moderators_of(open_group).count() == 0
    assert signed_in(world.marit).get(path).status_code == 404
    actions.keep_home(world.noor, group=open_group)
    assert "cannot find this group" in noor.get(path).text

"""A member asks who follows her from elsewhere to follow her at another address."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.federation.elsewhere import Elsewhere, Someone
from tests.federation.going_out import after, id_of
from tests.federation.story import follows, known_elsewhere, somebody_elsewhere
from tests.federation.taking_part import sent
from tests.federation.test_fetching import finger
from tests.federation.test_pages import MINE, signed_in
from tests.leaving.two_accounts import merge
from tests.world import World, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions, moving, queries
from vaknet.domain.federation.models import Following, HostLimit, MovedTo, Parcel
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.leaving import queries as archive
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.interfaces.federation import who
from vaknet.interfaces.federation.documents import actor_document
from vaknet.interfaces.reaching.fetching import read_actor

HERE = "/ik/instellingen/andere-netwerken/verhuizen/"
INBOX = "https://bouw.example/inbox"


@pytest.fixture
def home(there: Elsewhere, fatma: Actor) -> Someone:
    """She herself elsewhere, where she says so. Wout follows her here."""
    follows(somebody_elsewhere(), fatma)
    one = there.someone("fatma")
    finger(there, "fatma", one.id)
    one.told["alsoKnownAs"] = [id_of(fatma)]
    there.again(one)
    return one


def told_of(actor: Actor) -> dict[str, object]:
    return actor_document(who.identity(actor))


def act(member: Actor, name: str, text: str = "") -> str:
    given = {"act": name, "who": text}
    return signed_in(member).post(HERE, given, follow=True).content.decode()


def test_she_looks_presses_and_who_follows_her_is_told(
    there: Elsewhere, fatma: Actor, home: Someone
) -> None:
    page = signed_in(fatma).get(HERE).content.decode()
    assert "One person on another network follows you." in page
    assert "Everybody can read where you went, also on your page here." in page
    assert f"@{fatma.handle}@vaknet.example" in page
    looked = act(fatma, "find", f"@fatma@{there.host}")
    assert "This one says that it is you." in looked
    assert "movedTo" not in told_of(fatma)
    said = act(fatma, "move", home.id)
    assert "Who follows you is told now." in said
    assert "You moved your followers lately." in said
    assert f"@fatma@{there.host}" in said
    [(_, update, to), (sender, move, also)] = after("moved_followers")
    assert (update["type"], update["object"]["movedTo"]) == ("Update", home.id)
    assert (sender, move["type"], to, also) == (fatma.handle, "Move", {INBOX}, {INBOX})
    ours = id_of(fatma)
    assert (move["actor"], move["object"], move["target"]) == (ours, ours, home.id)
    again = after("moved_followers")
    assert [one[1]["id"] for one in again] == [update["id"], move["id"]]


def test_taken_back_it_is_told_no_more(fatma: Actor, home: Someone) -> None:
    act(fatma, "move", home.id)
    assert told_of(fatma)["movedTo"] == home.id
    guest, page = Client(headers={"accept-language": "en"}), f"/@{fatma.handle}/"
    assert "On other networks you follow this person here:" in guest.get(page).text
    assert f'href="{home.id}" rel="nofollow noopener ugc"' in guest.get(page).text
    assert "Follow from another network" not in guest.get(page).text
    assert "not told any more" in act(fatma, "take_back")
    assert "Follow from another network" in guest.get(page).text
    act(fatma, "take_back")
    assert Activity.objects.filter(verb="took_back_move").count() == 1
    assert "movedTo" not in told_of(fatma)
    [(_, update, to)] = after("took_back_move")
    assert ("movedTo" in update["object"], to) == (False, {INBOX})
    assert after("moved_followers") == []
    assert "You moved your followers lately." in act(fatma, "move", home.id)
    assert MovedTo.objects.count() == 1


def test_her_page_leads_to_no_network_that_was_closed_since(
    there: Elsewhere, fatma: Actor, home: Someone, world: World
) -> None:
    act(fatma, "move", home.id)
    guest, page = Client(headers={"accept-language": "en"}), f"/@{fatma.handle}/"
    assert home.id in guest.get(page).text
    HostLimit.objects.create(host=there.host, kind=HostLimit.Kind.SUSPEND, by=world.moderator)
    told = guest.get(page).text
    assert there.host not in told
    assert "Follow from another network" not in told
    HostLimit.objects.update(until=timezone.now())
    assert home.id in guest.get(page).text


def test_once_in_thirty_days(fatma: Actor, home: Someone, there: Elsewhere) -> None:
    act(fatma, "move", home.id)
    MovedTo.objects.update(since=timezone.now() - timedelta(days=29))
    with pytest.raises(Refused, match="You can do that again from"):
        actions.move_followers(fatma, to=read_actor(home.id))
    MovedTo.objects.update(since=timezone.now() - timedelta(days=31))
    assert moving.may_move_again_on(fatma) is None
    second = there.someone("fatma2")
    second.told["alsoKnownAs"] = [id_of(fatma)]
    there.again(second)
    moved = actions.move_followers(fatma, to=read_actor(second.id))
    assert MovedTo.objects.filter(until=None).get() == moved
    assert told_of(fatma)["movedTo"] == second.id


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"alsoKnownAs": []}, "does not say yet that it is you"),
        ({"alsoKnownAs": ["https://vaknet.example/@fatma"]}, "does not say yet"),
        ({"type": "Group"}, "not the address of a person"),
        ({"movedTo": "https://verder.example/fatma"}, "That one moved to another address."),
        ({"inbox": "https://ergens.example/inbox"}, "We found nobody there."),
    ],
)
def test_only_to_who_says_that_it_is_her(
    there: Elsewhere, fatma: Actor, home: Someone, change: dict[str, object], words: str
) -> None:
    home.told |= change
    there.again(home)
    for step in ("find", "move"):
        page = act(fatma, step, home.id)
        assert words in page
        assert f'value="{home.id}"' in page
    assert not MovedTo.objects.exists()


def test_it_is_asked_anew_when_she_presses(there: Elsewhere, fatma: Actor, home: Someone) -> None:
    assert "This one says that it is you." in act(fatma, "find", home.id)
    home.told["alsoKnownAs"] = []
    there.again(home)
    assert "does not say yet" in act(fatma, "move", home.id)
    assert not Parcel.objects.filter(sender=fatma).exists()


def test_not_to_a_network_that_is_closed(
    there: Elsewhere, fatma: Actor, home: Someone, world: World
) -> None:
    found = read_actor(home.id)
    HostLimit.objects.create(host=there.host, kind=HostLimit.Kind.SUSPEND, by=world.moderator)
    with pytest.raises(Refused, match="no contact"):
        actions.move_followers(fatma, to=found)


def test_who_is_not_known_elsewhere_asks_nobody(
    there: Elsewhere, world: World, home: Someone
) -> None:
    before = len(there.asked)
    assert "Nobody there can find you now" in signed_in(world.bram).get(HERE).content.decode()
    act(world.bram, "move", home.id)
    act(world.bram, "find", home.id)
    assert len(there.asked) == before
    with pytest.raises(Refused, match="First let people"):
        actions.move_followers(world.bram, to=read_actor(home.id))


def test_where_nobody_follows_there_is_nothing_to_tell(fatma: Actor, there: Elsewhere) -> None:
    one = there.someone("fatma")
    one.told["alsoKnownAs"] = [id_of(fatma)]
    there.again(one)
    page = signed_in(fatma).get(HERE).content.decode()
    assert 'name="who"' not in page
    act(fatma, "move", one.id)
    assert after("moved_followers") == []


@pytest.mark.parametrize("way", ["stops", "shows nothing", "closes"])
def test_it_ends_when_she_is_not_known_any_more(fatma: Actor, home: Someone, way: str) -> None:
    act(fatma, "move", home.id)
    if way == "stops":
        actions.stop_federating(fatma)
    elif way == "shows nothing":
        people.show_parts(fatma, who_sees={"profession": "members"}, agreed_to="2026-11")
        after("showed_parts")
    else:
        leaving.close_account(fatma, answers="stay")
        after("closed_account")
    assert queries.moved_to(fatma) is None
    assert MovedTo.objects.count() == 1


def test_an_id_that_is_too_long_is_nobody(there: Elsewhere, fatma: Actor, home: Someone) -> None:
    long = f"{there.address}/users/{'a' * 500}"
    there.serve("/lang", home.told | {"id": long, "inbox": f"{long}/inbox"})
    there.serve(long.removeprefix(there.address), home.told | {"id": long, "inbox": f"{long}/i"})
    for step in ("find", "move"):
        assert "We found nobody there." in act(fatma, step, f"{there.address}/lang")
    said = signed_in(fatma).post(MINE, {"act": "say", "uri": f"{there.address}/lang"})
    assert said.status_code == 422


def test_within_thirty_days_nobody_elsewhere_is_asked(
    there: Elsewhere, fatma: Actor, home: Someone
) -> None:
    act(fatma, "move", home.id)
    before = len(there.asked)
    assert "You moved your followers lately." in act(fatma, "find", home.id)
    assert len(there.asked) == before


def test_it_is_hers_and_goes_along_when_accounts_become_one(
    fatma: Actor, home: Someone, world: World
) -> None:
    act(fatma, "move", home.id)
    parts = {part.name: list(part.rows()) for part in archive.everything_of(fatma)}
    assert parts["moved_to"][0][1] == home.id
    merge(world.bram, fatma)
    assert queries.moved_to(world.bram) is None
    assert MovedTo.objects.get().actor == world.bram


def test_who_i_am_elsewhere_is_kept_by_the_id_that_others_compare(
    there: Elsewhere, fatma: Actor, home: Someone
) -> None:
    there.serve("/@fatma", home.told)
    client = signed_in(fatma)
    for written in (f"@fatma@{there.host}", f"{there.address}/@fatma", home.id):
        client.post(MINE, {"act": "say", "uri": written})
        assert [one.uri for one in queries.also_known_as(fatma)] == [home.id], written


@pytest.fixture
def dozen(world: World) -> list[Actor]:
    """Known elsewhere."""
    return [
        known_elsewhere(member(f"Lid {one}", f"lid{one}@vaknet.example", profession="hovenier"))
        for one in range(12)
    ]


def test_of_many_who_move_along_it_asks_as_much_as_of_two(dozen: list[Actor]) -> None:
    figures = []
    for many in (2, 12):
        old = somebody_elsewhere(f"Oud {many}", host="oud.example")
        new = somebody_elsewhere(f"Nieuw {many}", host="nieuw.example")
        for one in dozen[:many]:
            actions.follow_elsewhere(one, remote=old)
        before = Parcel.objects.count()
        with CaptureQueriesContext(connection) as asked:
            assert actions.move_followings(old=old, new=new, at=timezone.now())
        figures.append(len(asked))
        rows = Following.objects.filter(followed=new, until=None, since=None).order_by("pk")
        assert [row.follower for row in rows] == dozen[:many]
        assert not Following.objects.filter(followed=old, until=None).exists()
        told = sent("Undo", "Follow")[before:]
        assert [one["type"] for one in told] == ["Undo"] * many + ["Follow"] * many
        assert [one["actor"] for one in told] == [id_of(one) for one in dozen[:many]] * 2
        assert {one["object"]["object"] for one in told[:many]} == {old.uri}
        assert {one["object"] for one in told[many:]} == {new.uri}
        assert len({one["id"] for one in told}) == 2 * many
        happened = Activity.objects.filter(verb="moved_along_elsewhere").order_by("pk")
        assert [one.actor for one in happened][-many:] == dozen[:many]
    assert figures[0] == figures[1]

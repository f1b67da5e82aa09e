"""A new role is told of by whoever has it, to contacts, and never by itself."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.connections.test_pages import as_, words
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.models import Congratulation, RoleAnnouncement
from vaknet.domain.goals import actions as goals
from vaknet.domain.notices.queries import today
from vaknet.domain.notices.touching import goals_touched, roles_touching
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Role
from vaknet.domain.refusal import Refused

WORDS = "Vanaf vandaag mag ik jullie vertegenwoordigen."
FILLED = {"kind": "union", "title": "Voorzitter vergunningen", "organisation": "Vakbond Publiek"}


@pytest.fixture
def told(world: World) -> RoleAnnouncement:
    """Noor became chair, and says so. Samira is her only contact."""
    role = people.add_role(world.noor, **FILLED)
    return actions.announce_role(world.noor, role=role, text=WORDS)


def may_see(viewer: Actor, told: RoleAnnouncement) -> bool:
    try:
        return queries.announcement(viewer, told.pk).announcement == told
    except RoleAnnouncement.DoesNotExist:
        return False


def on_today(viewer: Actor, **later: int) -> list[RoleAnnouncement]:
    stops = today(viewer, now=timezone.now() + timedelta(**later)).stops
    return [stop.about for stop in stops if stop.kind == "congratulate"]


@pytest.fixture
def follower(world: World) -> Actor:
    """Bram follows Noor, and does not know her."""
    actions.follow(world.bram, person=world.noor)
    return world.bram


def show(world: World, who: str) -> None:
    people.show_parts(world.noor, who_sees={"union": who})


def test_who_follows_her_hears_of_what_everyone_here_may_see(world, told, follower) -> None:
    page = reverse("announcement", args=[told.pk])
    assert [one for one in world.everybody if may_see(one, told)] == [
        world.samira,
        world.noor,
        follower,
    ]
    assert on_today(follower) == [told]
    said = {"text": "Gefeliciteerd!", "offer": "Een uur"}
    assert "You offer help: Een uur" in words(as_(follower).post(page, said, follow=True))
    assert "Bram Kuipers" in words(as_(world.noor).get(page))
    assert on_today(follower) == []


@pytest.mark.parametrize("who", ["members", "contacts", "me"])
def test_a_follower_reads_nothing_that_her_profile_hides(world, told, follower, who: str) -> None:
    show(world, who)
    shown = who == "members"
    assert may_see(follower, told) is shown
    assert on_today(follower) == ([told] if shown else [])
    assert may_see(world.samira, told) is (who != "me")
    page = reverse("announcement", args=[told.pk])
    assert as_(follower).get(page).status_code == (200 if shown else 404)
    for seen in ("/", f"/@{world.noor.handle}/", "/ik/volgend/"):
        assert (WORDS in words(as_(follower).get(seen))) is (shown and seen == "/")


@pytest.mark.parametrize("how", ["muted", "blocked", "blocked by her", "stopped", "taken off"])
def test_a_follower_hears_no_more(world: World, told, follower: Actor, how: str) -> None:
    match how:
        case "muted":
            people.mute(follower, other=world.noor)
        case "blocked":
            people.block(follower, other=world.noor)
        case "blocked by her":
            people.block(world.noor, other=follower)
        case "stopped":
            actions.stop_following(follower, person=world.noor)
        case _:
            actions.remove_follower(world.noor, follower=follower)
    assert on_today(follower) == []
    assert may_see(follower, told) is (how == "muted")


def test_nothing_is_told_by_itself(world: World) -> None:
    role = people.add_role(world.noor, **FILLED)
    people.change_role(world.noor, role=role, **FILLED | {"title": "Penningmeester"})
    assert not RoleAnnouncement.objects.exists()
    assert on_today(world.samira) == []
    page = as_(world.noor).get("/ik/profiel/").text
    assert 'name="announce"' in page
    assert not any("checked" in tag for tag in page.split("<input") if 'name="announce"' in tag)


def test_her_contacts_hear_of_it_and_nobody_else(world: World, told: RoleAnnouncement) -> None:
    readers = [one for one in world.everybody if may_see(one, told)]
    assert readers == [world.samira, world.noor]
    assert [one for one in world.everybody if on_today(one) == [told]] == [world.samira]
    assert on_today(world.samira, days=15) == []
    page = reverse("announcement", args=[told.pk])
    for stranger in (world.marit, world.bram, world.moderator):
        assert as_(stranger).get(page).status_code == 404
        assert "Voorzitter" not in words(as_(stranger).get("/"))


def test_who_may_not_see_the_role_does_not_hear_of_it(world: World, told) -> None:
    shown = dict.fromkeys(("promise", "profession", "place", "work"), "members")
    people.show_parts(world.noor, who_sees=shown | {"union": "contacts"})
    assert may_see(world.samira, told)
    people.show_parts(world.noor, who_sees=shown | {"union": "me"})
    assert not may_see(world.samira, told)
    assert on_today(world.samira) == []
    assert may_see(world.noor, told)


@pytest.mark.parametrize("how", ["ended", "removed", "taken back", "apart", "no longer contacts"])
def test_it_goes_without_a_word(world: World, told: RoleAnnouncement, how: str) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    before = Activity.objects.filter(verb="announced_role").count()
    match how:
        case "ended":
            people.change_role(world.noor, role=told.role, **FILLED, until=yesterday)
        case "removed":
            people.remove_role(world.noor, role=told.role)
        case "taken back":
            for _ in range(2):
                actions.take_back_announcement(world.noor, announcement=told)
        case "apart":
            people.block(world.noor, other=world.samira)
            actions.end_connection(world.noor, contact=world.samira)
        case _:
            actions.end_connection(world.samira, contact=world.noor)
    assert not may_see(world.samira, told)
    assert on_today(world.samira) == []
    assert "Voorzitter" not in words(as_(world.samira).get("/"))
    assert Activity.objects.filter(verb="announced_role").count() == before


def test_a_role_that_ended_cannot_be_told_of(world: World) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    role = people.add_role(world.noor, **FILLED, until=yesterday)
    with pytest.raises(Refused) as said:
        actions.announce_role(world.noor, role=role)
    assert said.value.field == "announce"
    with pytest.raises(Role.DoesNotExist):
        actions.announce_role(world.samira, role=role)
    with pytest.raises(Refused):
        actions.announce_role(world.noor, role=role, text="x" * 601)


def test_telling_twice_is_telling_once(world: World, told: RoleAnnouncement) -> None:
    assert actions.announce_role(world.noor, role=told.role) == told
    assert RoleAnnouncement.objects.get().text == WORDS
    actions.announce_role(world.noor, role=told.role, text="Met andere woorden")
    assert RoleAnnouncement.objects.get().text == "Met andere woorden"


def test_congratulated_once_with_own_words_and_an_offer(world: World, told) -> None:
    said = [
        actions.congratulate(world.samira, announcement=told, text=text, offer="Twee uur per week")
        for text in ("Gefeliciteerd!", "Nog eens")
    ]
    assert said[0] == said[1]
    assert queries.announcement(world.samira, told.pk).said == said[0]
    hers = queries.announcement(world.noor, told.pk)
    assert hers.congratulations == [said[0]]
    assert on_today(world.samira) == []
    assert today(world.noor).congratulations == [said[0]]
    assert today(world.noor, now=timezone.now() + timedelta(days=15)).congratulations == []
    with pytest.raises(Refused):
        actions.congratulate(world.samira, announcement=told, text=" ")
    for stranger in (world.noor, world.bram):
        with pytest.raises(RoleAnnouncement.DoesNotExist):
            actions.congratulate(stranger, announcement=told, text="Mooi")


def test_what_one_says_the_others_do_not_read(world: World, told: RoleAnnouncement) -> None:
    from tests.world import acquaint

    acquaint(world.noor, world.bram)
    actions.congratulate(world.samira, announcement=told, text="Onder ons: eindelijk!")
    page = reverse("announcement", args=[told.pk])
    assert "eindelijk" not in words(as_(world.bram).get(page))
    actions.thank_for_congratulations(world.noor, announcement=told, text="Dank allemaal")
    actions.thank_for_congratulations(world.noor, announcement=told, text="Nog eens")
    assert "Dank allemaal" in words(as_(world.samira).get(page))
    assert "Dank allemaal" not in words(as_(world.bram).get(page))
    for other in (world.samira, world.bram):
        with pytest.raises(RoleAnnouncement.DoesNotExist):
            actions.thank_for_congratulations(other, announcement=told, text="Dank")
        with pytest.raises(RoleAnnouncement.DoesNotExist):
            actions.take_back_announcement(other, announcement=told)
    people.block(world.samira, other=world.noor)
    assert queries.announcement(world.noor, told.pk).congratulations == []
    assert today(world.noor).congratulations == []


def test_muted_it_waits_on_her_page(world: World, told: RoleAnnouncement) -> None:
    people.mute(world.samira, other=world.noor)
    assert on_today(world.samira) == []
    assert may_see(world.samira, told)


def test_which_goal_a_new_role_touches_is_for_its_owner(world: World, told) -> None:
    goal = goals.set_goal(world.samira, text="Betere vergunningverlening in de regio")
    other = goals.set_goal(world.samira, text="Leren zwemmen, op de fiets")
    assert goals_touched(world.samira, told) == [goal]
    assert roles_touching(world.samira, goal) == [told]
    assert roles_touching(world.samira, other) == []
    assert goals_touched(world.noor, told) == []
    [stop] = [stop for stop in today(world.samira).stops if stop.kind == "congratulate"]
    assert stop.topic == goal.text
    samira = as_(world.samira)
    for page in ("/", reverse("announcement", args=[told.pk])):
        assert f"This touches your goal: {goal.text}" in words(samira.get(page))
    assert "Voorzitter vergunningen" in words(samira.get(reverse("goal", args=[goal.pk])))
    for page in ("/", reverse("announcement", args=[told.pk])):
        assert goal.text not in words(as_(world.noor).get(page))
    role = people.add_role(world.noor, kind="volunteering", title="Badmeester")
    told_too = actions.announce_role(world.noor, role=role)
    assert goals_touched(world.samira, told_too) == []


def test_by_the_pages(world: World) -> None:
    noor, samira = as_(world.noor), as_(world.samira)
    sent = {"kind": "union", "title": "Voorzitter", "announce": "on", "words": WORDS}
    ended = sent | {"until_year": "2020"}
    refused = noor.post("/ik/profiel/rollen/", ended)
    assert (refused.status_code, "a role that you have now" in words(refused)) == (422, True)
    assert not Role.objects.filter(title="Voorzitter").exists()
    noor.post("/ik/profiel/rollen/", sent)
    told = RoleAnnouncement.objects.get()
    page = reverse("announcement", args=[told.pk])
    role = reverse("change-role", args=[told.role_id])
    assert noor.post(role, ended).status_code == 422
    noor.post(role, sent | {"title": "Voorzitter West", "words": ""})
    assert "What people say comes here." in words(noor.get(page))
    assert "Noor Janssen has a new role: Voorzitter West." in words(samira.get("/"))
    assert "Congratulate or offer help" in words(samira.get(f"/@{world.noor.handle}/"))
    assert "Congratulate or offer help" not in words(as_(world.bram).get(f"/@{world.noor.handle}/"))
    assert "Congratulations, Noor!" in samira.get(page).text
    for nothing in ("", "!!!"):
        assert samira.post(page, {"text": nothing}).status_code == 422
    assert samira.post(page, {"act": "take_back", "text": ""}).status_code == 422
    offer = {"text": "Wat mooi!", "offer": "Ik heb twee uur over"}
    assert "You offer help: Ik heb twee uur over" in words(samira.post(page, offer, follow=True))
    assert "congratulates you, and offers help: Ik heb twee uur over" in words(noor.get("/"))
    assert "Offers help: Ik heb twee uur over" in words(noor.get(page))
    thanked = noor.post(page, {"text": "Dank je wel"}, follow=True)
    assert "You thanked everybody Dank je wel" in words(thanked)
    assert "Noor says thanks Dank je wel" in words(samira.get(page))
    gone = noor.post(page, {"act": "take_back"}, follow=True)
    assert "You no longer tell of it." in words(gone)
    assert samira.get(page).status_code == 404
    assert Congratulation.objects.count() == 1


def test_a_page_costs_the_same_for_one_or_many(world, told, django_assert_num_queries) -> None:
    from tests.world import acquaint

    actions.congratulate(world.samira, announcement=told, text="Mooi")
    with django_assert_num_queries(3):
        queries.announcement(world.noor, told.pk)
    for other in (world.bram, world.peter):
        acquaint(world.noor, other)
        actions.congratulate(other, announcement=told, text="Mooi zo")
    with django_assert_num_queries(3):
        queries.announcement(world.noor, told.pk)

"""Following: one way, without a letter, and over when either of the two wants."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.world import World, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.models import Follow
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.lately import lately
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups

FOLLOWING, FOLLOWERS = "/ik/volgend/", "/ik/volgers/"
TOKEN = re.compile(r"[A-Za-z0-9]{64}")


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.account)
    return client


def test_bram_follows_whom_he_does_not_know_and_nobody_gets_a_letter(world: World) -> None:
    told = Activity.objects.order_by("-pk").values_list("pk", flat=True)[0]
    for _ in range(2):
        actions.follow(world.bram, person=world.marit)
    assert list(queries.followed(world.bram)) == [world.marit]
    assert list(queries.followers(world.marit)) == [world.bram]
    assert queries.is_following(world.bram, world.marit)
    assert not queries.is_following(world.marit, world.bram)
    assert not queries.are_connected(world.bram, world.marit)
    for activity in Activity.objects.filter(pk__gt=told):
        followups.run(activity.pk)
    assert mail.outbox == []
    assert Activity.objects.filter(verb="followed").count() == 1


def test_he_stops_and_begins_again(world: World) -> None:
    actions.follow(world.bram, person=world.marit)
    for _ in range(2):
        actions.stop_following(world.bram, person=world.marit)
    assert not queries.is_following(world.bram, world.marit)
    actions.follow(world.bram, person=world.marit)
    assert Follow.objects.filter(follower=world.bram).count() == 2
    assert Activity.objects.filter(verb="stopped_following").count() == 1


def test_marit_takes_a_follower_off(world: World) -> None:
    actions.follow(world.bram, person=world.marit)
    actions.follow(world.marit, person=world.bram)
    for _ in range(2):
        actions.remove_follower(world.marit, follower=world.bram)
    assert list(queries.followers(world.marit)) == []
    assert queries.is_following(world.marit, world.bram)
    assert Activity.objects.filter(verb="removed_follower").count() == 1


@pytest.mark.parametrize("who", ["herself", "a group"])
def test_only_other_people_are_followed(world: World, who: str) -> None:
    person = world.bram if who == "herself" else world.group.actor
    with pytest.raises(Refused):
        actions.follow(world.bram, person=person)


@pytest.mark.parametrize("blocks", ["bram", "marit"])
def test_a_block_ends_it_both_ways_and_keeps_it_ended(world: World, blocks: str) -> None:
    actions.follow(world.bram, person=world.marit)
    actions.follow(world.marit, person=world.bram)
    one = world.bram if blocks == "bram" else world.marit
    other = world.marit if blocks == "bram" else world.bram
    actions.part_from(one, other=other)
    assert not Follow.objects.filter(until=None).exists()
    for follower, person in ((one, other), (other, one)):
        with pytest.raises(Actor.DoesNotExist):
            actions.follow(follower, person=person)
        page = signed_in(follower).post(f"/@{person.handle}/volgen/", {"act": "follow"})
        assert page.status_code == 404
    people.unblock(one, other=other)
    assert not queries.is_following(world.bram, world.marit)


def test_a_block_without_more_hides_each_from_the_other(world: World) -> None:
    """Whatever the rows say: a block alone is enough."""
    actions.follow(world.bram, person=world.marit)
    people.block(world.marit, other=world.bram)
    assert list(queries.followed(world.bram)) == []
    assert list(queries.followers(world.marit)) == []


def test_who_leaves_is_on_no_list_and_comes_back_to_all(world: World) -> None:
    actions.follow(world.bram, person=world.joost)
    actions.follow(world.joost, person=world.noor)
    leaving.close_account(world.joost, answers="stay")
    assert "Joost" not in signed_in(world.bram).get(FOLLOWING).text
    assert "Joost" not in signed_in(world.noor).get(FOLLOWERS).text
    leaving.reopen_account(world.joost)
    assert queries.is_following(world.bram, world.joost)
    assert queries.is_following(world.joost, world.noor)


def test_what_they_lately_said_is_shown_as_far_as_bram_may_read_it(world: World) -> None:
    secret = groups.start_group(world.marit, name="Kring", purpose="Besloten", readers="group")
    knowledge.ask(world.marit, group=secret, title="Wat zwijgen we?")
    gone = knowledge.ask(world.marit, group=world.group, title="Toch maar niet?")
    knowledge.withdraw_question(world.marit, question=gone)
    knowledge.ask(world.marit, group=world.group, title="Wie scant er?")
    said = lately(world.bram, [world.marit.pk, world.noor.pk])
    assert {pk: [one.title for one in all_of_it] for pk, all_of_it in said.items()} == {
        world.marit.pk: ["Wie scant er?", world.question.title]
    }
    assert [one.title for one in lately(world.marit, [world.marit.pk])[world.marit.pk]] == [
        "Wie scant er?", "Wat zwijgen we?", world.question.title
    ]  # fmt: skip


def test_of_each_only_the_latest(world: World) -> None:
    Answer.objects.update(answered_at=timezone.now() - timedelta(days=9))
    for number in range(4):
        knowledge.ask(world.marit, group=world.group, title=f"Vraag {number}")
    said = lately(world.bram, [world.marit.pk])[world.marit.pk]
    assert [one.title for one in said] == ["Vraag 3", "Vraag 2", "Vraag 1"]
    assert lately(world.bram, []) == {}


def test_muting_wins(world: World) -> None:
    actions.follow(world.bram, person=world.marit)
    bram = signed_in(world.bram)
    assert world.question.title in bram.get(FOLLOWING).text
    people.mute(world.bram, other=world.marit)
    page = bram.get(FOLLOWING).text
    assert "You muted Marit" in page
    assert world.question.title not in page


def test_by_the_pages(world: World) -> None:
    bram, marit = signed_in(world.bram), signed_in(world.marit)
    profile = f"/@{world.marit.handle}/"
    assert "You follow nobody yet" in bram.get(FOLLOWING).text
    assert "Nobody follows you yet" in marit.get(FOLLOWERS).text
    assert 'value="follow"' in bram.get(profile).text
    done = bram.post(f"{profile}volgen/", {"act": "follow"}, follow=True)
    assert "You follow Marit now." in done.text
    assert 'value="stop"' in done.text
    assert world.question.title in bram.get(FOLLOWING).text
    assert world.bram.name in marit.get(FOLLOWERS).text
    asked = marit.get(FOLLOWERS, {"weg": world.bram.handle}).text
    assert "Take Bram off the list?" in asked
    assert queries.is_following(world.bram, world.marit)
    off = marit.post(FOLLOWERS, {"handle": world.bram.handle}, follow=True)
    assert "Bram no longer follows you." in off.text
    assert 'value="follow"' in bram.get(profile).text
    bram.post(f"{profile}volgen/", {"act": "follow"})
    stopped = bram.post(f"{profile}volgen/", {"act": "stop"}, follow=True)
    assert "You no longer follow Marit." in stopped.text
    herself = marit.post(f"{profile}volgen/", {"act": "follow"}, follow=True)
    assert "You cannot follow yourself." in herself.text


@pytest.mark.parametrize("handle", ["", "niemand.hier", "joost.van.der.meer", "\0", "x" * 5000])
def test_who_does_not_follow_cannot_be_taken_off(world: World, handle: str) -> None:
    marit = signed_in(world.marit)
    assert "off the list?" not in marit.get(FOLLOWERS, {"weg": handle}).text
    assert marit.post(FOLLOWERS, {"handle": handle}).headers["Location"] == FOLLOWERS


def test_who_follows_is_for_the_two_alone(world: World) -> None:
    """No page of a third, and no count, tells that Bram follows Marit."""
    pages = [f"/@{world.marit.handle}/", f"/@{world.bram.handle}/", FOLLOWING, FOLLOWERS, "/"]
    viewers = [world.joost, world.samira, world.peter, world.moderator]

    def seen() -> list[str]:
        texts = [signed_in(viewer).get(page).text for viewer in viewers for page in pages]
        return [TOKEN.sub("", text) for text in texts]

    with time_machine.travel(timezone.now(), tick=False):  # the minute stands on the start page
        before = seen()
        actions.follow(world.bram, person=world.marit)
        assert seen() == before


def test_lists_cost_the_same_statements_however_long(world: World) -> None:
    bram, marit = signed_in(world.bram), signed_in(world.marit)

    def cost(client: Client, page: str) -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as statements:
            client.get(page)
        return len(statements)

    actions.follow(world.bram, person=world.marit)
    few = cost(bram, FOLLOWING), cost(marit, FOLLOWERS)
    for person in (world.joost, world.noor, world.samira, world.fatma):
        actions.follow(world.bram, person=person)
        actions.follow(person, person=world.marit)
    assert (cost(bram, FOLLOWING), cost(marit, FOLLOWERS)) == few


def test_a_long_list_goes_by_pages(world: World) -> None:
    for number in range(21):
        person = member(f"Ander {number:02}", f"a{number}@elders.example")
        actions.follow(world.bram, person=person)
    bram = signed_in(world.bram)
    assert "Ander 00" not in bram.get(FOLLOWING).text
    assert "Ander 00" in bram.get(FOLLOWING, {"page": "2"}).text
    assert bram.get(FOLLOWING, {"page": "x"}).status_code == 200

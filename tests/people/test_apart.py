"""Two people who are kept apart: as far as pages tell, the other is not there."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import postbox
from tests.people.pictures import a_picture
from tests.world import World, acquaint
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections import queries as ties
from vaknet.domain.connections.models import Introduction, IntroductionStep
from vaknet.domain.connections.queries import Stage
from vaknet.domain.finding import actions as finding
from vaknet.domain.finding import queries as finder
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.notices.queries import today
from vaknet.domain.notices.welcome import first_people
from vaknet.domain.people import actions, apart, queries
from vaknet.domain.people.models import Account, Block, Mute
from vaknet.domain.refusal import Refused
from vaknet.domain.talks import actions as talks
from vaknet.interfaces.jobs import followups
from vaknet.kit.pictures import squares


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.account)
    return client


def letters(activity: int | None = None) -> list[str]:
    """Whom the worker would write to about this, or about the last thing that happened."""
    from django.core import mail

    mail.outbox.clear()
    followups.run(activity or Activity.objects.latest("pk").pk)
    postbox.empty()
    return [address for letter in mail.outbox for address in letter.to]


def told(html: str, handle: str) -> str:
    """A page without what is new at each visit."""
    return re.sub(r"[A-Za-z0-9]{64}", "token", html).replace(handle, "x")


@pytest.fixture
def parted(world: World) -> World:
    """Samira blocks Joost, her former colleague."""
    connections.part_from(world.samira, other=world.joost)
    return world


def both(world: World) -> list[tuple[Actor, Actor]]:
    return [(world.samira, world.joost), (world.joost, world.samira)]


def test_to_each_the_other_is_nobody(parted: World) -> None:
    for one, other in both(parted):
        with pytest.raises(Actor.DoesNotExist):
            queries.person(one, other.handle)
        assert queries.people_by_ids(one, [other.pk, parted.noor.pk]) == {
            parted.noor.pk: parted.noor
        }
        nobody = signed_in(one).get("/@nie.mand/")
        page = signed_in(one).get(f"/@{other.handle}/")
        assert page.status_code == nobody.status_code == 404
        assert told(page.text, other.handle) == told(nobody.text, "nie.mand")
    assert queries.person(parted.noor, parted.joost.handle) == parted.joost


def test_whose_account_is_switched_off_is_nobody_to_all(world: World) -> None:
    """By an operator: her page, her photo, and wherever people are found."""
    photo = actions.set_photo(world.marit, squares=squares(a_picture()))
    marit, picture = world.marit, f"/@{world.marit.handle}/foto/{photo.name}-96.avif"
    joost = signed_in(world.joost)
    assert joost.get(picture).status_code == 200
    assert queries.people_by_ids(world.joost, [marit.pk]) == {marit.pk: marit}
    Account.objects.filter(actor=marit).update(is_active=False)
    assert joost.get(picture).status_code == 404
    assert queries.people_by_ids(world.joost, [marit.pk]) == {}
    nobody = told(joost.get("/@niemand/").text, "niemand")
    assert told(joost.get(f"/@{marit.handle}/").text, marit.handle) == nobody
    Account.objects.filter(actor=marit).update(is_active=True)
    assert joost.get(picture).status_code == joost.get(f"/@{marit.handle}/").status_code == 200


def test_their_connection_ends_and_cannot_begin_again(parted: World) -> None:
    assert not ties.are_connected(parted.samira, parted.joost)
    for one, other in both(parted):
        with pytest.raises(Actor.DoesNotExist):
            connections.request_connection(one, recipient=other, note="Toch?")
        with pytest.raises(Actor.DoesNotExist):
            connections.ask_introduction(one, target=other, route=[parted.noor], purpose="Toch?")
        times = [timezone.now() + timedelta(days=1)]
        with pytest.raises(Actor.DoesNotExist):
            talks.propose_talk(one, invitee=other, purpose="Koffie", times=times)
        for path in ("kennismaken", "introductie", "afspraak", "afstand"):
            assert signed_in(one).get(f"/@{other.handle}/{path}/").status_code == 404


def test_what_waited_between_them_is_over_and_looks_like_a_silent_no(world: World) -> None:
    asked = connections.request_connection(world.bram, recipient=world.samira, note="Hallo!")
    connections.part_from(world.samira, other=world.bram)
    assert list(ties.requests_waiting(world.samira)) == []
    assert list(ties.requests_sent(world.bram)) == [asked]
    with pytest.raises(Refused):
        connections.accept_request(world.samira, request=asked)


def test_who_blocks_takes_her_own_asking_back(world: World) -> None:
    connections.request_connection(world.samira, recipient=world.bram, note="Hallo!")
    mine = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Van papier af"
    )
    for other in (world.bram, world.marit):
        connections.part_from(world.samira, other=other)
    assert list(ties.requests_sent(world.samira)) == []
    assert list(ties.requests_waiting(world.bram)) == []
    mine.refresh_from_db()
    assert mine.withdrawn_at is not None


def test_an_introduction_to_who_blocked_the_asker_gets_no_farther(world: World) -> None:
    asked = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(world.joost, step=asked.steps.get())
    connections.part_from(world.marit, other=world.samira)
    asked.refresh_from_db()
    assert asked.declined_at is not None
    assert asked.withdrawn_at is None  # to Samira it still waits
    with pytest.raises(Refused):
        connections.accept_introduction(world.marit, introduction=asked)


def test_the_finder_does_not_bring_them_together(world: World) -> None:
    finding.index_everything()

    def found(viewer: Actor) -> list[Actor]:
        return [one.actor for one in finder.who_can_help(viewer, "bouwdossiers gescand").people]

    assert world.marit in found(world.samira)
    connections.part_from(world.marit, other=world.samira)
    assert world.marit not in found(world.samira)
    assert world.marit in found(world.noor)


def test_no_route_leads_through_who_is_kept_apart(world: World) -> None:
    acquaint(world.peter, world.bram)
    (route,) = ties.routes(world.samira, world.bram)
    assert len(route.stops) == 2
    connections.part_from(world.peter, other=world.samira)
    assert ties.routes(world.samira, world.bram) == []
    assert ties.routes(world.samira, world.peter) == []


def test_a_newcomer_is_not_shown_who_blocked_her(world: World) -> None:
    actions.add_known_topic(world.bram, text="Archief van papier af")
    assert [one.actor for one in first_people(world.bram)] == [world.samira]
    connections.part_from(world.samira, other=world.bram)
    assert first_people(world.bram) == []


@pytest.mark.parametrize("way", ["mute", "block"])
def test_questions_and_answers_of_the_other_are_not_brought(world: World, way: str) -> None:
    title = "Hoe richt je een digitaal bouwdossier in?"
    asked = knowledge.ask(world.joost, group=world.group, title=title)
    mine = knowledge.ask(world.samira, group=world.group, title="Wie scant bouwdossiers?")
    assert asked in [stop.about for stop in today(world.samira).stops]
    if way == "mute":
        actions.mute(world.samira, other=world.joost)
    else:
        connections.part_from(world.samira, other=world.joost)
    line = today(world.samira)
    assert asked not in [stop.about for stop in line.stops] + line.group_questions
    knowledge.answer(world.joost, question=mine, text="Wij doen dat.")
    assert letters() == []
    knowledge.answer(world.marit, question=mine, text="Wij ook.")
    assert letters() == ["samira@waterveen.example"]


def test_a_conversation_of_three_is_closed_for_the_two(world: World) -> None:
    asked = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(world.joost, step=asked.steps.get())
    connections.accept_introduction(world.marit, introduction=asked)
    connections.write(world.marit, introduction=asked, text="Nog een vraag.")
    wrote = Activity.objects.latest("pk").pk
    connections.part_from(world.samira, other=world.marit)
    assert letters(wrote) == ["joost@duinrade.example"]
    for one in (world.samira, world.marit):
        with pytest.raises(Introduction.DoesNotExist):
            connections.write(one, introduction=asked, text="Nog een vraag.")
    connections.write(world.joost, introduction=asked, text="Hoe was het?")
    assert letters() == []


@pytest.mark.parametrize("blocks", ["the asker", "the go-between"])
def test_a_go_between_and_the_asker_are_out_of_one_anothers_reach(
    world: World, blocks: str
) -> None:
    asked = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Van papier af"
    )
    step = asked.steps.get()
    connections.write_to_step(world.joost, step=step, text="Waarom Marit?")
    word = Activity.objects.latest("pk").pk
    assert ties.needs_me_count(world.joost) == 1
    by, other = world.samira, world.joost
    if blocks == "the go-between":
        by, other = other, by
    connections.part_from(by, other=other)

    assert ties.needs_me_count(world.joost) == 0
    assert list(ties.introductions_waiting(world.joost)[0]) == []
    for person in (world.samira, world.joost):
        with pytest.raises(IntroductionStep.DoesNotExist):
            connections.write_to_step(person, step=step, text="Nog iets.")
    with pytest.raises(IntroductionStep.DoesNotExist):
        connections.agree_to_introduce(world.joost, step=step)
    assert letters(word) == []  # the words were on their way when the block came
    assert ties.introduction(world.samira, asked.pk).stage is Stage.WAITING  # as after a no


@pytest.mark.parametrize("blocks", ["the target", "the go-between"])
def test_a_go_between_and_the_target_are_out_of_one_anothers_reach(
    world: World, blocks: str
) -> None:
    asked = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Van papier af"
    )
    before = ties.introduction(world.samira, asked.pk)
    by, other = world.marit, world.joost
    if blocks == "the go-between":
        by, other = other, by
    connections.part_from(by, other=other)
    assert ties.needs_me_count(world.joost) == 0
    with pytest.raises(IntroductionStep.DoesNotExist):
        connections.agree_to_introduce(world.joost, step=asked.steps.get())
    assert ties.introduction(world.samira, asked.pk) == before  # she hears nothing of it


def test_who_blocked_the_asker_is_not_asked_by_the_stop_before_her(world: World) -> None:
    asked = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.fatma, world.peter], purpose="Van papier af"
    )
    connections.part_from(world.peter, other=world.samira)
    connections.agree_to_introduce(world.fatma, step=asked.steps.get(go_between=world.fatma))
    assert letters() == []
    assert ties.needs_me_count(world.peter) == 0


def test_a_mute_changes_nothing_else_and_is_one_sided(world: World) -> None:
    actions.mute(world.samira, other=world.joost)
    assert queries.person(world.samira, world.joost.handle) == world.joost
    assert ties.are_connected(world.samira, world.joost)
    assert apart.has_muted(world.samira, world.joost)
    assert not apart.has_muted(world.joost, world.samira)


def test_doing_it_twice_is_doing_it_once_and_it_can_be_undone(world: World) -> None:
    for _ in range(2):
        connections.part_from(world.samira, other=world.joost)
        actions.mute(world.samira, other=world.noor)
    assert (Block.objects.count(), Mute.objects.count()) == (1, 1)
    for _ in range(2):
        actions.unblock(world.samira, other=world.joost)
        actions.unmute(world.samira, other=world.noor)
    assert queries.person(world.samira, world.joost.handle) == world.joost
    assert not ties.are_connected(world.samira, world.joost)
    assert not apart.has_muted(world.samira, world.noor)
    verbs = list(Activity.objects.order_by("pk").values_list("verb", flat=True))
    assert [verbs.count(verb) for verb in ("blocked", "muted", "unblocked", "unmuted")] == [1] * 4


def test_nobody_blocks_herself_or_a_group(world: World) -> None:
    for other in (world.samira, world.group.actor):
        with pytest.raises(Refused):
            connections.part_from(world.samira, other=other)
        with pytest.raises(Refused):
            actions.mute(world.samira, other=other)


def test_only_who_blocked_may_undo_it(parted: World) -> None:
    actions.unblock(parted.joost, other=parted.samira)
    assert apart.are_apart(parted.samira, parted.joost)
    assert list(apart.blocks_of(parted.joost)) == []


def test_by_the_pages(world: World) -> None:
    samira = signed_in(world.samira)
    assert "Mute or block" in samira.get(f"/@{world.joost.handle}/").text
    page = f"/@{world.joost.handle}/afstand/"
    assert "Mute Joost" in samira.get(page).text
    assert "You muted Joost." in samira.post(page, {"act": "mute"}, follow=True).text
    assert "Mute Joost" not in samira.get(page).text
    assert "You blocked Joost." in samira.post(page, {"act": "block"}, follow=True).text
    shown = samira.get("/ik/afstand/").text
    assert "Joost van der Meer" in shown
    for act in ("unblock", "unmute"):
        told = samira.post("/ik/afstand/", {"act": act, "handle": world.joost.handle}, follow=True)
        assert "Joost van der Meer is back." in told.text
    assert "You keep nobody at a distance" in samira.get("/ik/afstand/").text


@pytest.mark.parametrize("given", [{}, {"act": "x"}, {"act": "unblock", "handle": "noor\0"}])
def test_nonsense_changes_nothing(world: World, given: dict[str, str]) -> None:
    samira = signed_in(world.samira)
    assert samira.post("/ik/afstand/", given).status_code == 303
    assert samira.post(f"/@{world.joost.handle}/afstand/", given).status_code == 303
    assert samira.post(f"/@{world.samira.handle}/afstand/", {"act": "block"}).status_code == 303
    assert not Block.objects.exists()
    assert not Mute.objects.exists()

"""Groups that belong together, one that goes on in another, and one that sleeps."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from tests import postbox
from tests.world import World, bring_in
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions, admission, asleep, queries, succession, ties
from vaknet.domain.groups.models import Group, GroupTie
from vaknet.domain.journal import actions as journal
from vaknet.domain.journal.models import SkippedWeek
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.people import actions as people
from vaknet.domain.reading.choosing import check_may_follow
from vaknet.domain.refusal import Refused
from vaknet.domain.surveys import actions as surveys
from vaknet.interfaces.jobs import followups


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


@pytest.fixture
def archive(world: World) -> Group:
    """Noor looks after it; the group of the world is Marit's."""
    return actions.start_group(world.noor, name="Archief", purpose="Bewaren")


@pytest.fixture
def secret(world: World) -> Group:
    return actions.start_group(world.noor, name="Kader", purpose="Intern", readers="group")


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.account)
    return client


def letters(verb: str) -> list[mail.EmailMessage]:
    """What is written about all that happened by this name."""
    mail.outbox.clear()
    for activity in Activity.objects.filter(verb=verb).order_by("pk"):
        followups.run(activity.pk)
    postbox.empty()
    return list(mail.outbox)


def merged(world: World, group: Group, other: Group) -> GroupTie:
    tie = actions.ask_tie(world.noor, group=group, other=other, kind="merger")
    return actions.agree_tie(world.marit, tie=tie)


class TestTies:
    def test_it_stands_when_the_other_agreed(self, world: World, archive: Group):
        tie = actions.ask_tie(world.noor, group=archive, other=world.group, kind="alliance")
        assert list(ties.standing_ties(world.bram, archive)) == []
        assert list(ties.open_ties(world.marit, world.group)) == [tie]
        assert list(ties.open_ties(world.samira, world.group)) == []
        for _twice in range(2):
            actions.agree_tie(world.marit, tie=tie)
        for group in (archive, world.group):
            assert list(ties.standing_ties(world.bram, group)) == [tie]
        assert list(ties.open_ties(world.marit, world.group)) == []

    @pytest.mark.parametrize(
        ("kind", "wish", "then"),
        [
            ("part", "Would like to be a sub-group:", "Sub-group"),
            ("alliance", "Would like an alliance:", "Alliance with"),
            ("merger", "Would like to go on in this group:", "Came along"),
        ],
    )
    def test_what_is_asked_reads_as_a_wish_until_it_stands(
        self, world: World, archive: Group, kind: str, wish: str, then: str
    ):
        tie = actions.ask_tie(world.noor, group=archive, other=world.group, kind=kind)
        here = f"/g/{world.group.actor.handle}/samen/"
        page = signed_in(world.marit).get(here).text
        assert f'<p>{wish} <b dir="auto">Archief</b></p>' in page
        assert f"<p>{then} " not in page
        assert ("Its members may come along, each by herself." in page) == (kind == "merger")
        actions.agree_tie(world.marit, tie=tie)
        page = signed_in(world.marit).get(here).text
        assert wish not in page
        assert f"<p>{then} <a " in page

    def test_what_is_missing_is_said_at_the_top(self, world: World):
        """A page without script opens at its top, and the form stands far below it."""
        page = signed_in(world.marit).post(f"/g/{world.group.actor.handle}/samen/", {})
        assert page.status_code == 422
        assert page.text.index("</h1>") < page.text.index('class="error-summary"')
        assert page.text.index('class="error-summary"') < page.text.index("Belongs with")

    def test_asking_twice_is_asking_once(self, world: World, archive: Group):
        asked = {"group": archive, "other": world.group, "kind": "alliance"}
        assert actions.ask_tie(world.noor, **asked) == actions.ask_tie(world.noor, **asked)

    def test_who_looks_after_both_agrees_with_herself(self, world: World, archive: Group, secret):
        assert actions.ask_tie(world.noor, group=secret, other=archive, kind="part").since

    @pytest.mark.parametrize("who", ["samira", "bram", "noor"])
    def test_only_a_steward_of_the_asked_group_agrees(self, world: World, archive: Group, who):
        tie = actions.ask_tie(world.noor, group=archive, other=world.group, kind="alliance")
        with pytest.raises(Refused, match="Only a steward"):
            actions.agree_tie(getattr(world, who), tie=tie)

    def test_only_a_steward_asks_and_ends(self, world: World, archive: Group):
        with pytest.raises(Refused, match="Only a steward"):
            actions.ask_tie(world.bram, group=archive, other=world.group, kind="alliance")
        tie = actions.ask_tie(world.noor, group=archive, other=world.group, kind="alliance")
        with pytest.raises(Refused, match="Only a steward"):
            actions.end_tie(world.samira, tie=tie)

    @pytest.mark.parametrize("who", ["noor", "marit"])
    def test_a_steward_of_either_ends_it(self, world: World, archive: Group, who):
        tie = actions.ask_tie(world.noor, group=archive, other=world.group, kind="alliance")
        for _twice in range(2):
            actions.end_tie(getattr(world, who), tie=tie)
        with pytest.raises(Refused, match="taken back"):
            actions.agree_tie(world.marit, tie=tie)

    def test_a_sub_group_is_part_of_one_group_and_has_none(self, world: World, archive, secret):
        actions.ask_tie(world.noor, group=secret, other=archive, kind="part")
        third = actions.start_group(world.noor, name="Derde", purpose="Nog een")
        for group, other in ((secret, third), (archive, third), (third, secret)):
            with pytest.raises(Refused, match="A sub-group is part of one group"):
                actions.ask_tie(world.noor, group=group, other=other, kind="part")

    def test_no_group_is_tied_to_itself_or_in_another_way(self, world: World, archive: Group):
        with pytest.raises(Refused, match="Choose another group"):
            actions.ask_tie(world.noor, group=archive, other=archive, kind="alliance")
        with pytest.raises(Refused, match="what the groups are"):
            actions.ask_tie(world.noor, group=archive, other=world.group, kind="owns")

    def test_of_a_tie_with_a_hidden_group_only_its_members_know(self, world: World, secret: Group):
        tie = actions.ask_tie(world.noor, group=secret, other=world.group, kind="part")
        assert list(ties.open_ties(world.marit, world.group)) == []
        bring_in(world.noor, secret, world.marit)
        actions.agree_tie(world.marit, tie=tie)
        address = f"/g/{world.group.actor.handle}/"
        for client, is_told in ((signed_in(world.bram), False), (signed_in(world.marit), True)):
            assert ("Kader" in client.get(address).content.decode()) is is_told
        assert list(ties.standing_ties(None, world.group)) == []

    def test_the_stewards_get_a_letter_and_so_does_who_asked(self, world: World, archive: Group):
        tie = actions.ask_tie(world.noor, group=archive, other=world.group, kind="part")
        [letter] = letters("asked_tie")
        assert letter.to == [world.marit.account.email]
        assert "subgroep" in letter.body
        actions.agree_tie(world.marit, tie=tie)
        assert letters("asked_tie") == []
        [letter] = letters("agreed_tie")
        assert letter.to == [world.noor.account.email]


class TestMerging:
    def test_what_was_said_stays_and_members_come_along_themselves(
        self, world: World, secret: Group
    ):
        bring_in(world.noor, secret, world.bram)
        question = knowledge.ask(world.noor, group=secret, title="Staken we?")
        Group.objects.filter(pk=world.group.pk).update(admission="invitation")
        world.group.refresh_from_db()
        with pytest.raises(Refused, match="asks people itself"):
            actions.join_group(world.bram, group=world.group)
        bring_in(world.noor, secret, world.marit)
        merged(world, secret, world.group)
        told = {address for letter in letters("agreed_tie") for address in letter.to}
        assert told == {world.bram.account.email, world.noor.account.email}
        assert admission.entrance(world.bram, world.group).way == "join"
        assert admission.entrance(world.peter, world.group).way == "shut"
        actions.join_group(world.bram, group=world.group)
        assert queries.is_member(world.bram, world.group)
        assert signed_in(world.bram).get(f"/vraag/{question.pk}/").status_code == 200
        assert signed_in(world.samira).get(f"/vraag/{question.pk}/").status_code == 404

    def test_nobody_learns_who_was_in_it(self, world: World, secret: Group):
        bring_in(world.noor, secret, world.bram)
        bring_in(world.noor, secret, world.marit)
        before = list(queries.members(world.joost, world.group))
        merged(world, secret, world.group)
        assert list(queries.members(world.joost, world.group)) == before
        assert list(admission.invitations_sent(world.marit, world.group)) == []

    def test_who_comes_along_may_know_of_a_hidden_group(self, world: World, archive, secret):
        actions.join_group(world.bram, group=archive)
        actions.ask_tie(world.noor, group=archive, other=secret, kind="merger")
        handle = secret.actor.handle
        assert admission.visible_group(world.bram, handle) == secret
        with pytest.raises(Group.DoesNotExist):
            admission.visible_group(world.samira, handle)
        actions.wake(world.noor, group=archive)
        with pytest.raises(Group.DoesNotExist):
            admission.visible_group(world.bram, handle)

    def test_nobody_goes_on_in_a_group_that_sleeps(self, world: World, archive: Group, secret):
        actions.put_to_sleep(world.noor, group=archive)
        with pytest.raises(Refused, match="That group is asleep"):
            actions.ask_tie(world.noor, group=secret, other=archive, kind="merger")


class TestSleep:
    def test_nothing_new_is_said_and_all_can_be_read(self, world: World):
        group, samira = world.group, world.samira
        asking = {"group": group, "choices": ["Ja", "Nee"], "closes_on": timezone.localdate()}
        post = knowledge.start_conversation(samira, groups=[group], title="De vakdag")
        poll = surveys.ask_poll(samira, question="Kom je?", **asking)
        for _twice in range(2):
            actions.put_to_sleep(world.marit, group=group)
        saying = [
            lambda: knowledge.ask(samira, group=group, title="Mag dit?"),
            lambda: knowledge.answer(samira, question=world.question, text="Zo mag het."),
            lambda: knowledge.start_conversation(samira, groups=[group], title="Nog iets"),
            lambda: knowledge.reply(samira, post=post, text="Ik kom."),
            lambda: surveys.ask_poll(
                samira,
                group=group,
                question="En?",
                choices=["Ja", "Nee"],
                closes_on=timezone.localdate(),
            ),
            lambda: surveys.vote(samira, poll=poll, choices=[poll.choices.all()[0].pk]),
            lambda: journal.pitch(samira, group=group, text="Kijk hier eens naar"),
            lambda: check_may_follow(world.marit, group=group),
            lambda: actions.join_group(world.bram, group=group),
        ]
        for say in saying:
            with pytest.raises(Refused, match="This group is asleep"):
                say()
        page = signed_in(samira).get(f"/g/{group.actor.handle}/").content.decode()
        assert world.question.title in page
        assert "This group is asleep since" in page
        actions.wake(world.marit, group=group)
        for say in saying[:-3]:
            assert say() != []

    def test_where_one_of_its_groups_is_awake_a_conversation_goes_on(self, world, archive: Group):
        actions.join_group(world.samira, group=archive)
        both = [world.group, archive]
        post = knowledge.start_conversation(world.samira, groups=both, title="De vakdag")
        actions.put_to_sleep(world.noor, group=archive)
        assert knowledge.reply(world.samira, post=post, text="Ik kom.").pk
        with pytest.raises(Refused, match="asleep"):
            knowledge.start_conversation(world.samira, groups=both, title="Nog een")

    def test_nobody_gets_in(self, world: World):
        door = actions.start_group(world.noor, name="Deur", purpose="Open", admission="request")
        actions.put_to_sleep(world.noor, group=door)
        assert admission.entrance(world.bram, door).way == "asleep"
        with pytest.raises(Refused, match="asleep"):
            actions.ask_to_join(world.bram, group=door)
        assert (
            "Nobody joins" in signed_in(world.bram).get(f"/g/{door.actor.handle}/").content.decode()
        )

    def test_its_journal_neither_comes_out_nor_says_that_it_was_skipped(self, world: World):
        weekday = timezone.localdate().isoweekday()
        journal.start_journal(world.marit, group=world.group, weekday=weekday)
        actions.put_to_sleep(world.marit, group=world.group)
        journal.publish_due(now=timezone.now() + timedelta(days=15))
        assert not SkippedWeek.objects.exists()
        actions.wake(world.marit, group=world.group)
        journal.publish_due(now=timezone.now() + timedelta(days=15))
        assert SkippedWeek.objects.exists()

    def test_nobody_is_asked_to_look_after_it(self, world: World, archive: Group):
        actions.join_group(world.bram, group=archive)
        actions.put_to_sleep(world.noor, group=archive)
        actions.leave_group(world.noor, group=archive)
        assert archive not in succession.groups_without_steward()

    def test_only_a_steward_puts_it_to_sleep_or_wakes_it(self, world: World):
        for act in (actions.put_to_sleep, actions.wake):
            with pytest.raises(Refused, match="Only a steward"):
                act(world.samira, group=world.group)
        assert asleep.sleep_of(world.group) is None
        actions.wake(world.marit, group=world.group)


class TestPages:
    def test_a_hidden_group_cannot_be_found_by_asking_it(self, world: World, secret: Group):
        address = f"/g/{world.group.actor.handle}/samen/"
        marit = signed_in(world.marit)
        answers = {
            marit.post(address, {"kind": "alliance", "handle": handle}).content.decode()
            for handle in (secret.actor.handle, "bestaat-niet")
        }
        told = {"No group here has this address" in answer for answer in answers}
        assert told == {True}

    def test_others_find_no_page(self, world: World, archive: Group):
        tie = actions.ask_tie(world.noor, group=archive, other=world.group, kind="alliance")
        handle = world.group.actor.handle
        for client in (signed_in(world.samira), signed_in(world.bram)):
            assert client.get(f"/g/{handle}/samen/").status_code == 404
            assert client.get(f"/g/{handle}/slapen/").status_code == 404
            assert client.post(f"/g/{handle}/samen/{tie.pk}/").status_code == 404

    def test_a_refusal_is_said(self, world: World, archive: Group):
        tie = actions.ask_tie(world.noor, group=archive, other=world.group, kind="merger")
        actions.put_to_sleep(world.marit, group=world.group)
        address = f"/g/{world.group.actor.handle}/samen/{tie.pk}/"
        answer = signed_in(world.marit).post(address, {"act": "agree"}, follow=True)
        assert "That group is asleep" in answer.content.decode()

    def test_kept_apart_stewards_get_no_letter_of_each_other(self, world: World, archive):
        people.block(world.marit, other=world.noor)
        actions.ask_tie(world.noor, group=archive, other=world.group, kind="part")
        assert letters("asked_tie") == []

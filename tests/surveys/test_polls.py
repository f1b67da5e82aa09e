"""Polls: everybody votes once, nobody learns who chose what, and few votes give no figures."""

from collections.abc import Sequence
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from tests import world as worlds
from tests.world import World, bring_in, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.domain.surveys import actions, queries
from vaknet.domain.surveys.models import Poll, PollChoice, Vote

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def ask(by: Actor, group: Group, **more) -> Poll:
    told = {
        "question": "Welk onderwerp eerst?",
        "choices": ["Dakkapellen", "Het bouwdossier", "Bezwaar"],
        "closes_on": timezone.localdate() + 7 * DAY,
    }
    return actions.ask_poll(by, group=group, **(told | more))


def choice(poll: Poll, position: int) -> int:
    return poll.choices.get(position=position).pk


def vote(voters: Sequence[Actor], poll: Poll, position: int) -> None:
    for voter in voters:
        actions.vote(voter, poll=poll, choices=[choice(poll, position)])


def colleagues(group: Group, count: int) -> list[Actor]:
    made = [member(f"Lid {n}", f"lid{n}@duinrade.example") for n in range(count)]
    for one in made:
        groups.join_group(one, group=group)
    return made


def figures(poll: Poll) -> list[int | None]:
    return list(poll.choices.order_by("position").values_list("votes", flat=True))


def signed_in(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(actor.account)
    return client


def counted(poll: Poll) -> Poll:
    actions.count_due(now=timezone.now() + 8 * DAY)
    return Poll.objects.get(pk=poll.pk)


class TestVoting:
    def test_everybody_counts_once_and_the_last_choice_stands(self, world: World):
        poll = ask(world.joost, world.group)
        voters = colleagues(world.group, 5)
        vote(voters, poll, 0)
        vote(voters[:2], poll, 2)
        assert counted(poll).voters == 5
        assert figures(poll) == [3, 0, 2]

    def test_votes_are_thrown_away_when_counted(self, world: World):
        poll = ask(world.joost, world.group)
        vote(colleagues(world.group, 5), poll, 1)
        assert Vote.objects.count() == 5
        counted(poll)
        assert Vote.objects.count() == 0

    def test_the_log_never_says_what_was_chosen(self, world: World):
        poll = ask(world.joost, world.group)
        vote([world.marit], poll, 1)
        [row] = Activity.objects.filter(verb="voted")
        assert (row.object_id, row.audience, row.group) == (poll.pk, "self", None)

    def test_one_choice_only_unless_several_are_asked_for(self, world: World):
        poll = ask(world.joost, world.group)
        both = [choice(poll, 0), choice(poll, 1)]
        with pytest.raises(Refused, match="Choose one answer only"):
            actions.vote(world.marit, poll=poll, choices=both)
        several = ask(world.joost, world.group, question="Welke?", takes_several=True)
        both = [choice(several, 0), choice(several, 1)]
        for voter in colleagues(world.group, 5):
            actions.vote(voter, poll=several, choices=both)
        assert counted(several).voters == 5
        assert figures(several) == [5, 5, 0]

    @pytest.mark.parametrize("chosen", [[], [987_654]])
    def test_nothing_and_something_of_nowhere_are_no_votes(self, world: World, chosen):
        poll = ask(world.joost, world.group)
        with pytest.raises(Refused, match="Choose one of the answers"):
            actions.vote(world.marit, poll=poll, choices=chosen)

    def test_a_choice_of_another_poll_is_no_vote(self, world: World):
        poll, other = ask(world.joost, world.group), ask(world.joost, world.group, question="Of?")
        with pytest.raises(Refused, match="Choose one of the answers"):
            actions.vote(world.marit, poll=poll, choices=[choice(other, 0)])

    def test_a_vote_taken_back_does_not_count(self, world: World):
        poll = ask(world.joost, world.group)
        vote([world.marit], poll, 0)
        for _twice in range(2):
            actions.take_back_vote(world.marit, poll=poll)
        assert counted(poll).voters == 0
        assert Activity.objects.filter(verb="took_back_vote").count() == 1

    def test_who_is_not_in_the_group_does_not_vote(self, world: World):
        poll = ask(world.joost, world.group)
        with pytest.raises(Refused, match="Only members of the group vote"):
            vote([world.bram], poll, 0)

    def test_after_the_last_day_nobody_votes_also_when_not_yet_counted(self, world: World):
        poll = ask(world.joost, world.group)
        Poll.objects.update(closes_on=timezone.localdate() - DAY)
        with pytest.raises(Refused, match="Your vote came too late"):
            vote([world.marit], poll, 0)
        with pytest.raises(Refused, match="Your vote came too late"):
            actions.take_back_vote(world.marit, poll=poll)


class TestCounting:
    def test_among_few_there_are_no_figures(self, world: World):
        poll = ask(world.joost, world.group)
        vote(colleagues(world.group, 4), poll, 0)
        assert counted(poll).voters == 4
        assert figures(poll) == [None, None, None]
        assert not queries.poll_view(world.joost, poll.pk).has_figures

    def test_who_left_the_group_does_not_count(self, world: World):
        poll = ask(world.joost, world.group)
        voters = colleagues(world.group, 6)
        vote(voters, poll, 0)
        groups.leave_group(voters[0], group=world.group)
        assert counted(poll).voters == 5
        assert figures(poll) == [5, 0, 0]
        assert queries.poll_view(world.joost, poll.pk).has_figures

    def test_it_waits_for_its_last_day(self, world: World):
        poll = ask(world.joost, world.group)
        assert actions.count_due(now=timezone.now() + 7 * DAY) == 0
        assert actions.count_due(now=timezone.now() + 8 * DAY) == 1
        assert actions.count_due(now=timezone.now() + 9 * DAY) == 0
        assert Poll.objects.get(pk=poll.pk).closed_at is not None

    def test_who_asked_and_a_steward_may_close_it_before(self, world: World):
        for by in (world.joost, world.marit):
            poll = ask(world.joost, world.group, question=f"Van {by.name}?")
            for _twice in range(2):
                actions.close_poll(by, poll=poll)
            assert Activity.objects.filter(verb="counted_poll", object_id=poll.pk).count() == 1

    def test_nobody_else_closes_or_withdraws_it(self, world: World):
        poll = ask(world.marit, world.group)
        for act in (actions.close_poll, actions.withdraw_poll):
            with pytest.raises(Refused, match="Only who asked it or a steward"):
                act(world.samira, poll=poll)

    def test_a_withdrawn_poll_is_gone_with_its_votes(self, world: World):
        poll = ask(world.joost, world.group)
        vote([world.marit], poll, 0)
        actions.withdraw_poll(world.joost, poll=poll)
        assert Vote.objects.count() == 0
        with pytest.raises(Poll.DoesNotExist):
            actions.withdraw_poll(world.joost, poll=poll)
        assert actions.count_due(now=timezone.now() + 9 * DAY) == 0

    def test_the_database_keeps_no_poll_half_counted(self, world: World):
        ask(world.joost, world.group)
        with pytest.raises(IntegrityError), transaction.atomic():
            Poll.objects.update(voters=3)


class TestAsking:
    def test_the_same_question_again_is_the_same_poll(self, world: World):
        assert ask(world.joost, world.group) == ask(world.joost, world.group)

    def test_a_choice_said_twice_is_one(self, world: World):
        poll = ask(world.joost, world.group, choices=["Ja", " ja ", "", "Nee"])
        assert [one.text for one in poll.choices.order_by("position")] == ["Ja", "Nee"]

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"question": "  ?! "}, "Ask one question"),
            ({"question": "x" * 201}, "too long"),
            ({"choices": ["Ja"]}, "at least two choices"),
            ({"choices": [str(n) for n in range(11)]}, "at most ten choices"),
            ({"choices": ["Ja", "x" * 121]}, "too long"),
            ({"explanation": "x" * 2_001}, "too long"),
            ({"closes_on": timezone.localdate() - DAY}, "This day is over"),
            ({"closes_on": timezone.localdate() + 91 * DAY}, "at most 90 days"),
        ],
    )
    def test_what_is_wrong_is_said(self, world: World, wrong, said):
        with pytest.raises(Refused, match=said):
            ask(world.joost, world.group, **wrong)
        assert Poll.objects.count() == 0

    def test_a_group_has_five_open_polls(self, world: World):
        for number in range(5):
            ask(world.joost, world.group, question=f"Vraag {number}?")
        with pytest.raises(Refused, match="Five polls are open"):
            ask(world.marit, world.group)

    def test_only_members_ask(self, world: World):
        with pytest.raises(Refused, match="Join first"):
            ask(world.bram, world.group)


class TestWhoReadsIt:
    def test_a_poll_of_a_closed_group_does_not_exist_for_others(self, world: World):
        closed = groups.start_group(world.noor, name="Kader", purpose="Intern", readers="group")
        bring_in(world.noor, closed, world.marit)
        poll = ask(world.noor, closed, question="Staken we?")
        guest, bram = Client(), signed_in(world.bram)
        nowhere = "/peiling/987654321/"
        for address in (f"/peiling/{poll.pk}/", nowhere):
            for method in (bram.get, bram.post):
                assert method(address).status_code == 404
            answer = guest.get(address)
            assert (answer.status_code, answer["location"][:11]) == (302, "/inloggen/?")
        assert "Staken" in signed_in(world.marit).get(f"/peiling/{poll.pk}/").content.decode()
        assert list(queries.visible_polls(world.bram)) == []

    def test_while_it_is_open_nobody_sees_how_it_stands(self, world: World):
        poll = ask(world.joost, world.group)
        address = f"/peiling/{poll.pk}/"
        before = {one: signed_in(one).get(address).content for one in (world.marit, world.bram)}
        vote(colleagues(world.group, 6), poll, 0)
        for one, page in before.items():
            assert _without_tokens(signed_in(one).get(address).content) == _without_tokens(page)

    def test_guests_and_who_are_kept_apart_read_no_name(self, world: World):
        Group.objects.filter(pk=world.group.pk).update(readers="public")
        poll = ask(world.joost, world.group)
        people.block(world.bram, other=world.joost)
        for client in (Client(), signed_in(world.bram)):
            for address in (f"/peiling/{poll.pk}/", f"/g/{world.group.actor.handle}/peilingen/"):
                page = client.get(address).content.decode()
                assert poll.question in page
                assert "Joost" not in page

    def test_only_who_may_sees_the_buttons(self, world: World):
        poll = ask(world.marit, world.group)
        for actor, status in ((world.samira, 404), (world.marit, 200)):
            for act in ("sluiten", "intrekken"):
                answer = signed_in(actor).get(f"/peiling/{poll.pk}/{act}/")
                assert answer.status_code == status

    def test_queries_do_not_grow_with_polls(self, world: World, django_assert_max_num_queries):
        poll = ask(world.joost, world.group)
        client = signed_in(world.marit)
        address = f"/g/{world.group.actor.handle}/peilingen/"
        client.get(address)
        with django_assert_max_num_queries(100) as one:
            client.get(address)
        for number in range(4):
            ask(world.joost, world.group, question=f"Nog {number}?")
        with django_assert_max_num_queries(len(one)):
            client.get(address)
        assert poll in queries.open_polls(world.marit, world.group)


def _without_tokens(page: bytes) -> list[bytes]:
    changing = (b"csrf", b"CSRF", b"nonce")
    return [line for line in page.splitlines() if not any(word in line for word in changing)]


class TestLeaving:
    def test_the_vote_of_who_is_erased_goes_and_her_poll_stays_when_others_voted(self, world):
        former = member("Weg", "weg@duinrade.example")
        mine = ask(world.samira, world.group)
        vote([world.samira, world.marit], mine, 0)
        lonely = ask(world.samira, world.group, question="Iemand?")
        actions.erase_voter(actor=world.samira, former=former, polls_stay=False)
        assert [vote.voter for vote in Vote.objects.all()] == [world.marit]
        assert Poll.objects.get().author == former
        assert not Poll.objects.filter(pk=lonely.pk).exists()

    def test_two_accounts_vote_once(self, world: World):
        poll = ask(world.joost, world.group)
        vote([world.samira], poll, 0)
        vote([world.marit], poll, 1)
        actions.take_over_polls(kept=world.samira, merged=world.marit)
        assert [vote.choice_id for vote in Vote.objects.all()] == [choice(poll, 0)]


@pytest.mark.django_db(transaction=True)
def test_two_votes_of_one_at_once_are_one(transactional_db):
    world = worlds.build()
    poll = ask(world.joost, world.group)
    start = Barrier(2)

    def choose(position: int) -> None:
        try:
            start.wait(60)
            vote([world.marit], poll, position)
        finally:
            connection.close()

    threads = [Thread(target=choose, args=(position,)) for position in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert Vote.objects.filter(voter=world.marit).count() == 1
    assert PollChoice.objects.filter(poll=poll).count() == 3

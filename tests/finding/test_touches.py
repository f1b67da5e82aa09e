"""What two contacts did for each other makes their tie stronger, where all members may know it."""

from datetime import date, timedelta
from math import exp

import pytest
from django.utils import timezone

from tests import world as w
from vaknet.domain.connections import queries as connections
from vaknet.domain.connections.actions import strengthen
from vaknet.domain.connections.models import Connection
from vaknet.domain.finding.touches import touches
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.people import actions as people
from vaknet.domain.talks import actions as talks
from vaknet.interfaces.jobs import network


@pytest.fixture
def two(db):
    """Bram and Iris know each other since today, and are in one open group."""
    bram, iris = w.member("Bram Kuipers", "b@l.example"), w.member("Iris Bos", "i@l.example")
    w.acquaint(bram, iris)
    group = groups.start_group(bram, name="Wijken", purpose="Wijken", readers="members")
    w.bring_in(bram, group, iris)
    return bram, iris, group


def strength(bram, iris):
    """As either of them sees it; both rows say the same."""
    network.strengthen_ties(0)
    [one] = connections.reach(bram, [iris.pk]).values()
    [other] = connections.reach(iris, [bram.pk]).values()
    assert one.strength == other.strength
    return one.strength


def of_weight(weight):
    return pytest.approx(1 - exp(-weight / 2), rel=0.03)


def question(by, group, **more):
    return knowledge.ask(by, group=group, title="Wie kent een goede spreker?", **more)


def test_a_tie_with_nothing_else_is_as_strong_as_itself(two):
    bram, iris, _ = two
    assert strength(bram, iris) == of_weight(1)


def test_an_answer_and_thanks_for_it(two):
    bram, iris, group = two
    asked = question(bram, group)
    answer = knowledge.answer(iris, question=asked, text="Vraag het Hanna.")
    assert strength(bram, iris) == of_weight(1.5)
    knowledge.thank(bram, answer=answer)
    assert strength(bram, iris) == of_weight(1.8)
    knowledge.withdraw_answer(iris, answer=answer)
    assert strength(bram, iris) == of_weight(1)


def test_a_reply_in_a_conversation(two):
    bram, iris, group = two
    post = knowledge.start_conversation(bram, groups=[group], title="Wijken", body="Wat werkt?")
    knowledge.reply(iris, post=post, text="Langsgaan.")
    knowledge.reply(bram, post=post, text="Dank.")
    assert strength(bram, iris) == of_weight(1.5)


def test_what_is_said_in_a_closed_group_strengthens_nothing(two):
    bram, iris, _ = two
    closed = groups.start_group(bram, name="Dicht", purpose="Dicht", readers="group")
    w.bring_in(bram, closed, iris)
    asked = question(bram, closed)
    answer = knowledge.answer(iris, question=asked, text="Vraag het Hanna.")
    knowledge.thank(bram, answer=answer)
    post = knowledge.start_conversation(bram, groups=[closed], title="Dicht", body="Wat werkt?")
    knowledge.reply(iris, post=post, text="Langsgaan.")
    assert strength(bram, iris) == of_weight(1)


def test_a_talk_once_it_was(two, time_machine):
    bram, iris, _ = two
    at = timezone.now() + timedelta(days=2)
    times = [at + timedelta(hours=n) for n in range(3)]
    talk = talks.propose_talk(bram, invitee=iris, purpose="Koffie", times=times)
    talks.pick_time(iris, talk=talk, time=talk.proposed_times.first())
    assert strength(bram, iris) == of_weight(1)
    time_machine.move_to(at + timedelta(days=1))
    assert strength(bram, iris) == of_weight(2)


@pytest.mark.parametrize("who", ["members", "me"])
def test_working_at_one_place_today_if_both_show_it(two, who):
    bram, iris, _ = two
    for person in (bram, iris):
        people.add_role(
            person,
            kind="work",
            title="adviseur",
            organisation="gemeente Duinrade",
            since=date(2020, 1, 1),
        )
    people.show_parts(iris, who_sees={"work": who})
    colleagues = strength(bram, iris)
    assert colleagues == (pytest.approx(0.56, abs=0.03) if who == "members" else of_weight(1))


def test_nothing_is_written_twice(two):
    bram, iris, group = two
    knowledge.answer(iris, question=question(bram, group), text="Vraag het Hanna.")
    strength(bram, iris)
    before = list(Connection.objects.values_list("pk", "strengthened"))
    assert strengthen(touches=touches(timezone.now())) == 0
    assert list(Connection.objects.values_list("pk", "strengthened")) == before
    assert strengthen(touches=[]) == 2


def test_who_are_no_contacts_have_nothing_to_strengthen(two):
    bram, _, group = two
    hanna = w.member("Hanna Vis", "h@l.example")
    w.bring_in(bram, group, hanna)
    knowledge.answer(hanna, question=question(bram, group), text="Ik ben het.")
    network.strengthen_ties(0)
    assert not Connection.objects.filter(strengthened__gt=0).exists()

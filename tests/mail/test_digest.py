"""What could wait comes in one letter, once, and only when there is something in it."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import postbox
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import GroupMembership, Mail
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import AnswerRequest
from vaknet.domain.notices import actions
from vaknet.domain.notices.actions.choosing import Wish
from vaknet.domain.notices.models import Channel, Digest, Kind, Notice
from vaknet.domain.people import actions as people
from vaknet.domain.talks import actions as talks
from vaknet.interfaces.jobs import clock, followups, telling
from vaknet.interfaces.jobs import groups as group_jobs

LATER = dict.fromkeys(Kind, Channel.DIGEST)
A_WEEK = timedelta(days=7, minutes=1)


@pytest.fixture
def joost(world: World) -> Actor:
    """He asked about dormers, and wants to hear of everything once a week."""
    people.set_language(world.joost.account, language="en")
    actions.choose_notices(world.joost, wish=Wish(LATER, every="week"))
    return world.joost


def happens(since: int = 0) -> int:
    """What the worker does with what was recorded after that."""
    for activity in Activity.objects.filter(pk__gt=since).order_by("pk"):
        followups.run(activity.pk)
    return Activity.objects.latest("pk").pk


def letters_to(person: Actor) -> list[mail.EmailMultiAlternatives]:
    mail.outbox.clear()
    postbox.empty()
    return [one for one in mail.outbox if one.to == [person.account.email]]


def a_week_later() -> None:
    """The clock strikes, and the worker does what it finds."""
    with time_machine.travel(timezone.now() + A_WEEK, tick=True):
        clock.tell_where_due(0)
        for job in ProcrastinateJob.objects.filter(task_name=actions.WRITE_WAITING):
            telling.tell(**job.args)


def test_several_things_are_one_letter(world: World, joost: Actor) -> None:
    last = Activity.objects.latest("pk").pk
    knowledge.answer(world.noor, question=world.question, text="Soms wel.")
    asked = knowledge.ask(world.samira, group=world.group, title="Wie scant?", person=joost)
    last = happens(last)
    assert letters_to(joost) == []

    a_week_later()
    [letter] = letters_to(joost)

    assert letter.subject == "2 things for you"
    [text, html] = [letter.body, letter.alternatives[0][0]]
    for said in (
        "Needs you", "Samira El Idrissi asks you a question", "Wie scant?", f"/vraag/{asked.pk}/",
        "What happened", "Noor Janssen answered your question", "Soms wel.",
    ):  # fmt: skip
        assert said in text
        assert said in html
    assert text.index("Needs you") < text.index("What happened")
    a_week_later()
    assert letters_to(joost) == []


def test_one_thing_is_the_letter_that_it_would_have_been(world: World, joost: Actor) -> None:
    last = Activity.objects.latest("pk").pk
    knowledge.answer(world.noor, question=world.question, text="Soms wel.")
    happens(last)
    a_week_later()
    [letter] = letters_to(joost)
    assert letter.subject == "Noor Janssen answered your question"


def test_what_is_gone_or_read_is_not_in_it_and_of_nothing_there_is_no_letter(
    world: World, joost: Actor
) -> None:
    last = Activity.objects.latest("pk").pk
    gone = knowledge.answer(world.noor, question=world.question, text="Soms wel.")
    knowledge.answer(world.marit, question=world.question, text="Nog iets.")
    happens(last)
    knowledge.withdraw_answer(world.noor, answer=gone)
    actions.read_matter(f"question-{world.question.pk}", reader=joost)
    knowledge.answer(world.samira, question=world.question, text="En ik.")
    happens(Activity.objects.latest("pk").pk - 1)
    a_week_later()
    [letter] = letters_to(joost)
    assert letter.subject == "Samira El Idrissi answered your question"
    due = Digest.objects.get(actor=joost).next_at
    assert due > timezone.now() + timedelta(days=6)
    assert not Notice.objects.filter(told_at=None, due_at__isnull=False).exists()


def test_groups_that_she_gets_everything_from_are_in_it_and_come_no_other_way(
    world: World, joost: Actor
) -> None:
    groups.choose_mail(joost, group=world.group, mail=Mail.EVERYTHING)
    knowledge.ask(world.samira, group=world.group, title="Wie leest oud schrift?")
    with time_machine.travel(timezone.now() + A_WEEK, tick=True):
        group_jobs.gather_where_due(timezone.now())
        assert letters_to(joost) == []

    a_week_later()
    [letter] = letters_to(joost)

    assert "New in Vergunningen & Toezicht" in letter.body
    assert "Wie leest oud schrift?" in letter.body
    seat = GroupMembership.objects.get(actor=joost, group=world.group)
    assert seat.gathered_until > timezone.now() + timedelta(days=6)


def test_the_same_words_reach_her_once(world: World, joost: Actor) -> None:
    """He is asked by name and named in the question, and the worker does all of it twice."""
    actions.choose_notices(joost, wish=Wish({}))
    last = Activity.objects.latest("pk").pk
    knowledge.ask(
        world.noor,
        group=world.group,
        title="Wie?",
        body=f"@{joost.handle} misschien?",
        person=joost,
    )
    happens(last)
    happens(last)
    [letter] = letters_to(joost)
    assert "Wie?" in letter.body
    knowledge.start_conversation(
        world.noor, groups=[world.group], title="Een plan", body=f"@{joost.handle} ook?"
    )
    happens(last)
    assert [one.subject for one in letters_to(joost)] == ["Noor Janssen named you"]


def test_letters_wait_until_her_quiet_hours_are_over(world: World) -> None:
    actions.choose_notices(world.joost, wish=Wish({}, quiet=(0, 23)))
    noon = timezone.localtime().replace(hour=12, minute=0)
    last = Activity.objects.latest("pk").pk
    with time_machine.travel(noon, tick=True):
        knowledge.answer(world.noor, question=world.question, text="Soms wel.")
        happens(last)
    assert letters_to(world.joost) == []
    with time_machine.travel(noon.replace(hour=23, minute=1), tick=True):
        clock.tell_where_due(0)
        for job in ProcrastinateJob.objects.filter(task_name=actions.WRITE_WAITING):
            telling.tell(**job.args)
    assert len(letters_to(world.joost)) == 1


def test_who_wants_no_mail_from_the_group_finds_it_here(world: World) -> None:
    groups.choose_mail(world.joost, group=world.group, mail=Mail.NOTHING)
    last = Activity.objects.latest("pk").pk
    knowledge.answer(world.noor, question=world.question, text="Soms wel.")
    happens(last)
    assert letters_to(world.joost) == []
    assert Notice.objects.get(reader=world.joost).due_at is None


def test_thanks_come_by_mail_to_who_wants_that(world: World) -> None:
    people.set_language(world.marit.account, language="en")
    last = Activity.objects.latest("pk").pk
    knowledge.thank(world.joost, answer=world.answer)
    last = happens(last)
    assert letters_to(world.marit) == []
    actions.choose_notices(world.marit, wish=Wish({Kind.THANKS: Channel.AT_ONCE}))
    knowledge.thank(world.samira, answer=world.answer)
    last = happens(last)
    assert [one.subject for one in letters_to(world.marit)] == [
        "Samira El Idrissi thanks you for an answer"
    ]
    knowledge.thank(world.noor, answer=world.answer)
    knowledge.take_back_thanks(world.noor, answer=world.answer)
    happens(last)
    assert letters_to(world.marit) == []


def test_nobody_is_written_who_left_meanwhile(world: World, joost: Actor) -> None:
    knowledge.answer(world.noor, question=world.question, text="Soms wel.")
    happens(Activity.objects.latest("pk").pk - 1)
    joost.account.is_active = False
    joost.account.save()
    a_week_later()
    assert letters_to(joost) == []
    telling.tell(0)


def test_after_three_months_it_stands_where_it_happened(world: World, joost: Actor) -> None:
    happens()
    assert Notice.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        clock.forget_notices(0)
    assert not Notice.objects.exists()


def test_what_is_gone_with_its_rows_does_not_keep_the_others(world: World, joost: Actor) -> None:
    last = Activity.objects.latest("pk").pk
    asked = knowledge.ask(world.samira, group=world.group, title="Wie scant?", person=joost)
    knowledge.answer(world.noor, question=world.question, text="Soms wel.")
    happens(last)
    AnswerRequest.objects.filter(question=asked).delete()
    a_week_later()
    [letter] = letters_to(joost)
    assert letter.subject == "Noor Janssen answered your question"
    assert Notice.objects.filter(told_at=None, due_at__isnull=False).count() == 0


def test_one_that_fails_does_not_keep_the_others(
    world: World, joost: Actor, monkeypatch, caplog
) -> None:
    last = Activity.objects.latest("pk").pk
    knowledge.ask(world.samira, group=world.group, title="Wie scant?", person=joost)
    knowledge.answer(world.noor, question=world.question, text="Soms wel.")
    happens(last)

    def breaks(_activity: Activity) -> None:
        raise RuntimeError("a mistake of ours")

    monkeypatch.setitem(followups.LETTERS, "requested_answer", [breaks])
    a_week_later()
    [letter] = letters_to(joost)
    assert letter.subject == "Noor Janssen answered your question"
    assert "could not be written" in caplog.text


def test_while_her_digest_is_due_nothing_goes_by_itself(world: World, joost: Actor) -> None:
    Digest.objects.update(next_at=timezone.now() - timedelta(hours=1))
    last = Activity.objects.latest("pk").pk
    for author in (world.noor, world.samira):
        knowledge.answer(author, question=world.question, text="Soms wel.")
    happens(last)
    assert letters_to(joost) == []
    clock.tell_where_due(0)
    clock.tell_where_due(0)
    [job] = ProcrastinateJob.objects.filter(task_name=actions.WRITE_WAITING)
    telling.tell(**job.args)
    assert [one.subject for one in letters_to(joost)] == ["2 things for you"]


def test_a_talk_whose_times_are_past_is_not_proposed_by_mail(world: World, joost: Actor) -> None:
    last = Activity.objects.latest("pk").pk
    times = [timezone.now() + timedelta(hours=1)]
    talks.propose_talk(world.noor, invitee=joost, purpose="Bijpraten", times=times)
    happens(last)
    a_week_later()
    assert letters_to(joost) == []


def test_another_rhythm_moves_the_digest(world: World, joost: Actor) -> None:
    actions.choose_notices(joost, wish=Wish(LATER, every="day", hour=0))
    before = Digest.objects.get().next_at
    actions.keep_rhythm(joost, days=range(1, 8), on_holidays=True, time_zone="America/Curacao")
    assert Digest.objects.get().next_at != before
    Digest.objects.update(next_at=before - timedelta(days=2))
    actions.keep_rhythm(joost, days=range(1, 8), on_holidays=True)
    actions.choose_notices(joost, wish=Wish(LATER, every="day", hour=0))
    assert Digest.objects.get().next_at == before - timedelta(days=2)  # it is due: it goes first

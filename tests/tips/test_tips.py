"""Tips: to somebody who may see it, passed on, used, and thanked for along the way back."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from tests import postbox
from tests.world import World, acquaint, bring_in, member, settled
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.notices.queries import today
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.domain.tips import actions, queries, rules
from vaknet.domain.tips.everything import everything_of
from vaknet.domain.tips.models import Tip, TipThanks
from vaknet.interfaces.jobs import followups

WHY = "Jij deed dit vorig jaar"


@pytest.fixture
def asked(world: World) -> Question:
    """Noor has a question that Marit may answer."""
    groups.join_group(world.noor, group=world.group)
    return knowledge.ask(world.noor, group=world.group, title="Wie scant er zelf?")


def tip(by: Actor, to: Actor, thing, text: str = WHY, kind: str = "question") -> Tip:
    return actions.tip_colleague(by, to=to, kind=kind, about=thing.pk, text=text)


def letters() -> list[str]:
    """What followed until now, once."""
    mail.outbox.clear()
    told = Activity.objects.filter(verb__in=VERBS).order_by("pk")
    while happened := told.exclude(pk__in=DONE).first():
        DONE.add(happened.pk)
        followups.run(happened.pk)
    postbox.empty()
    return sorted(f"{one.to[0].partition('@')[0]}: {one.subject}" for one in mail.outbox)


VERBS = ("tipped", "thanked", "chose_best_answer", "replied", "thanked_for_tip")
DONE: set[int] = set()


@pytest.fixture(autouse=True)
def _nothing_done(world: World) -> None:
    DONE.clear()
    DONE.update(Activity.objects.values_list("pk", flat=True))


def tips_on_line(viewer: Actor) -> list[int]:
    return [stop.number for stop in today(viewer, anyway=True).line if stop.kind == "tip"]


def test_a_tip_stands_on_her_line_and_comes_by_mail(world: World, asked: Question) -> None:
    given = tip(world.joost, world.marit, asked)
    assert tips_on_line(world.marit) == [given.pk]
    assert letters() == ["marit: Joost van der Meer heeft een tip voor je"]
    body = mail.outbox[0].body
    assert "Joost van der Meer denkt dat jij dit weet: Wie scant er zelf?" in body
    assert WHY in body


def test_thanks_go_back_to_everybody_who_passed_it_on(world: World, asked: Question) -> None:
    """Samira tips Joost, he tips Marit, and she answers. Nobody hears more than she knew."""
    first = tip(world.samira, world.joost, asked)
    second = tip(world.joost, world.marit, asked, "Zij scande alles")
    assert second.came_from == first
    letters()
    helped = knowledge.answer(world.marit, question=asked, text="Wij, met zes mensen.")
    knowledge.thank(world.noor, answer=helped)
    assert letters() == ["joost: Je tip hielp", "samira: Je tip hielp"]
    told = {one.to[0]: one.body for one in mail.outbox}
    thanked = "Door jouw tip kreeg Noor Janssen een goed antwoord: Wie scant er zelf?"
    assert all(thanked in body for body in told.values())
    assert "Marit" in told["joost@duinrade.example"]
    assert "Marit" not in told["samira@waterveen.example"]
    knowledge.choose_best(world.noor, answer=helped)
    assert letters() == []
    assert TipThanks.objects.count() == 2


def test_thanks_of_others_than_the_asker_are_none(world: World, asked: Question) -> None:
    tip(world.joost, world.marit, asked)
    letters()
    helped = knowledge.answer(world.marit, question=asked, text="Wij.")
    knowledge.thank(world.fatma, answer=helped)
    assert letters() == []
    knowledge.choose_best(world.noor, answer=helped)
    assert letters() == ["joost: Je tip hielp"]


def test_an_answer_that_is_gone_brings_no_thanks(world: World, asked: Question) -> None:
    tip(world.joost, world.marit, asked)
    letters()
    helped = knowledge.answer(world.marit, question=asked, text="Wij.")
    knowledge.thank(world.noor, answer=helped)
    knowledge.withdraw_answer(world.marit, answer=helped)
    assert letters() == []
    assert not TipThanks.objects.exists()


def test_what_she_knew_before_the_tip_is_not_thanked_for(world: World, asked: Question) -> None:
    helped = knowledge.answer(world.marit, question=asked, text="Wij.")
    tip(world.joost, world.marit, asked)
    knowledge.thank(world.noor, answer=helped)
    assert letters() == []


def test_the_asker_who_gave_the_tip_herself_needs_no_thanks(world: World, asked: Question) -> None:
    tip(world.noor, world.marit, asked)
    letters()
    helped = knowledge.answer(world.marit, question=asked, text="Wij.")
    knowledge.thank(world.noor, answer=helped)
    assert letters() == []


def test_who_asked_without_a_name_is_named_to_nobody(world: World) -> None:
    """Also a tip to who asked it goes its way as every other, and ends in silence."""
    for person in (world.noor, world.fatma):
        groups.join_group(person, group=world.group)
    asked = knowledge.ask(world.noor, group=world.group, title="Durf jij dit?", without_name=True)
    assert tip(world.joost, world.noor, asked).pk
    assert tips_on_line(world.noor) == []
    tip(world.joost, world.marit, asked)
    assert letters() == ["marit: Joost van der Meer heeft een tip voor je"]
    helped = knowledge.answer(world.marit, question=asked, text="Ja.")
    knowledge.thank(world.noor, answer=helped)
    assert letters() == ["joost: Je tip hielp"]
    assert "Noor" not in mail.outbox[0].body
    assert "kreeg Een lid van deze groep een goed antwoord" in mail.outbox[0].body


@pytest.fixture
def closed(world: World) -> Group:
    group = groups.start_group(world.noor, name="Kader", purpose="Intern", readers="group")
    bring_in(world.noor, group, world.samira)
    return group


def test_a_tip_is_no_way_into_a_closed_group(world: World, closed: Group) -> None:
    """The tipper is answered the same whether the other is in it or not."""
    asked = knowledge.ask(world.noor, group=closed, title="Hoe staken we?")
    outside = tip(world.samira, world.joost, asked)
    inside = tip(world.samira, world.fatma, asked)
    bring_in(world.noor, closed, world.fatma)
    assert tips_on_line(world.joost) == []
    assert tips_on_line(world.fatma) == [inside.pk]
    assert letters() == ["fatma: Samira El Idrissi heeft een tip voor je"]
    assert [one.pk for one in queries.sent(world.samira.pk)] == [inside.pk, outside.pk]
    with pytest.raises(Tip.DoesNotExist):
        tip(world.joost, world.marit, asked)
    with pytest.raises(Tip.DoesNotExist):
        queries.tip_for(world.joost, outside.pk)


def test_who_lost_sight_of_it_hears_nothing_of_thanks(world: World, closed: Group) -> None:
    bring_in(world.noor, closed, world.fatma)
    asked = knowledge.ask(world.noor, group=closed, title="Hoe staken we?")
    tip(world.samira, world.fatma, asked)
    letters()
    groups.leave_group(world.samira, group=closed)
    helped = knowledge.answer(world.fatma, question=asked, text="Samen.")
    knowledge.thank(world.noor, answer=helped)
    assert letters() == []
    assert list(queries.sent(world.samira.pk)) == []


def test_blocked_and_muted(world: World, asked: Question) -> None:
    people.mute(world.marit, other=world.joost)
    tip(world.joost, world.marit, asked)
    assert tips_on_line(world.marit) == []
    assert letters() == []
    people.block(world.peter, other=world.joost)
    with pytest.raises(Actor.DoesNotExist):
        tip(world.joost, world.peter, asked)
    given = tip(world.samira, world.marit, asked)
    people.mute(world.marit, other=world.noor)
    assert tips_on_line(world.marit) == []
    people.unmute(world.marit, other=world.noor)
    assert tips_on_line(world.marit) == [given.pk]
    people.block(world.marit, other=world.samira)
    assert tips_on_line(world.marit) == []


def test_thanks_do_not_pass_a_block_and_the_asker_stays_unnamed(
    world: World, asked: Question
) -> None:
    tip(world.joost, world.marit, asked)
    tip(world.samira, world.marit, asked)
    letters()
    helped = knowledge.answer(world.marit, question=asked, text="Wij.")
    people.block(world.noor, other=world.joost)
    people.block(world.marit, other=world.samira)
    knowledge.thank(world.noor, answer=helped)
    assert letters() == ["joost: Je tip hielp"]
    assert "Noor" not in mail.outbox[0].body
    assert "Door jouw tip kreeg iemand een goed antwoord" in mail.outbox[0].body


def test_of_several_tips_about_one_thing_she_hears_once(world: World, asked: Question) -> None:
    first = tip(world.joost, world.marit, asked)
    tip(world.samira, world.marit, asked)
    assert letters() == ["marit: Joost van der Meer heeft een tip voor je"]
    assert tips_on_line(world.marit) == [first.pk]
    actions.decline_tip(world.marit, tip=first)
    assert tips_on_line(world.marit) == []


def test_not_for_her_and_nobody_hears(world: World, asked: Question) -> None:
    given = tip(world.joost, world.marit, asked)
    letters()
    for _twice in range(2):
        actions.decline_tip(world.marit, tip=given)
    assert tips_on_line(world.marit) == []
    assert letters() == []
    assert Activity.objects.filter(verb="declined_tip").count() == 1
    [told] = queries.sent(world.joost.pk)
    assert told == given
    with pytest.raises(Tip.DoesNotExist):
        actions.decline_tip(world.joost, tip=given)
    helped = knowledge.answer(world.marit, question=asked, text="Toch wel.")
    knowledge.thank(world.noor, answer=helped)
    assert letters() == []


def test_what_she_passed_on_or_answered_is_off_her_line(world: World, asked: Question) -> None:
    tip(world.joost, world.marit, asked)
    tip(world.marit, world.peter, asked, "Of jij")
    assert tips_on_line(world.marit) == []
    knowledge.answer(world.peter, question=asked, text="Ik.")
    assert tips_on_line(world.peter) == []


def test_once_each_and_not_many(world: World, asked: Question) -> None:
    given = tip(world.joost, world.marit, asked)
    assert tip(world.joost, world.marit, asked) == given
    with pytest.raises(Refused, match=r"this tip before\. A month later"):
        tip(world.joost, world.marit, asked, "Anders gezegd")
    with pytest.raises(Refused, match="one sentence"):
        tip(world.joost, world.peter, asked, " .")
    with pytest.raises(Refused, match="than yourself"):
        tip(world.joost, world.joost, asked)
    with pytest.raises(Refused, match="about Noor already"):
        tip(world.joost, world.noor, asked)
    more = [
        knowledge.ask(world.noor, group=world.group, title=f"Vraag {n}")
        for n in range(rules.A_DAY + 1)
    ]
    for one in more[1 : rules.A_DAY_TO_ONE]:
        tip(world.joost, world.marit, one)
    with pytest.raises(Refused, match="Marit a few tips"):
        tip(world.joost, world.marit, more[0])
    others = [settled(member(f"Lid {n}", f"lid{n}@x.example")) for n in range(rules.A_DAY)]
    for one in others[rules.A_DAY_TO_ONE :]:
        tip(world.joost, one, more[0])
    with pytest.raises(Refused, match="a lot of tips today"):
        tip(world.joost, others[0], more[0])
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        assert tip(world.joost, others[0], more[0]).pk


def in_a_month():
    return time_machine.travel(timezone.now() + rules.ONE_AT_A_TIME + timedelta(minutes=1))


def test_an_old_tip_keeps_no_later_one_from_her(world: World, asked: Question) -> None:
    """Of the first a month is over: another one about the same comes by mail and on her line."""
    first = tip(world.joost, world.marit, asked)
    second = tip(world.samira, world.marit, asked)
    letters()
    with in_a_month():
        assert tips_on_line(world.marit) == []
        third = tip(world.fatma, world.marit, asked)
        assert tips_on_line(world.marit) == [third.pk]
        assert letters() == ["marit: Fatma Yıldız heeft een tip voor je"]
    assert {first.pk, second.pk} < set(Tip.objects.values_list("pk", flat=True))


def test_the_same_tip_may_be_given_again_whatever_she_did_with_it(
    world: World, asked: Question
) -> None:
    """Who gave it learns nothing of a no: it takes a month, for all alike."""
    wanted = tip(world.joost, world.marit, asked)
    tip(world.joost, world.peter, asked)
    actions.decline_tip(world.marit, tip=wanted)
    for one in (world.marit, world.peter):
        with pytest.raises(Refused, match="A month later"):
            tip(world.joost, one, asked, "Nog steeds open")
    letters()
    with in_a_month():
        again = [tip(world.joost, one, asked, WHY) for one in (world.marit, world.peter)]
        assert tips_on_line(world.marit) == [again[0].pk]
        assert tips_on_line(world.peter) == [again[1].pk]
        assert len(letters()) == 2


def test_what_she_did_not_want_is_not_brought_by_another_for_a_month(
    world: World, asked: Question
) -> None:
    given = tip(world.joost, world.marit, asked)
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        actions.decline_tip(world.marit, tip=given)
        letters()
    with time_machine.travel(timezone.now() + timedelta(days=40)):
        late = tip(world.samira, world.marit, asked)
        assert tips_on_line(world.marit) == []
        assert letters() == []
    with time_machine.travel(timezone.now() + timedelta(days=51)):
        tip(world.fatma, world.marit, asked)
        assert tips_on_line(world.marit) == [late.pk]
        assert letters() == []


def test_who_gave_a_tip_twice_is_thanked_once_and_all_before_her(
    world: World, asked: Question
) -> None:
    first = tip(world.samira, world.joost, asked)
    onward = tip(world.joost, world.marit, asked)
    letters()
    with in_a_month():
        again = tip(world.joost, world.marit, asked, "Nog steeds open")
        assert again.came_from == first
        helped = knowledge.answer(world.marit, question=asked, text="Wij.")
        knowledge.thank(world.noor, answer=helped)
        letters()
    assert {thanks.tip for thanks in TipThanks.objects.all()} == {first, onward}


def test_nobody_thanks_whom_she_muted(world: World, asked: Question) -> None:
    """Neither who was tipped nor who asked; and the way before goes on."""
    first = tip(world.samira, world.joost, asked)
    tip(world.joost, world.marit, asked)
    beside = tip(world.fatma, world.marit, asked)
    letters()
    helped = knowledge.answer(world.marit, question=asked, text="Wij.")
    people.mute(world.marit, other=world.joost)
    people.mute(world.noor, other=world.fatma)
    knowledge.thank(world.noor, answer=helped)
    assert letters() == ["samira: Je tip hielp"]
    assert [thanks.tip for thanks in TipThanks.objects.all()] == [first]
    people.unmute(world.noor, other=world.fatma)
    knowledge.choose_best(world.noor, answer=helped)
    assert letters() == ["fatma: Je tip hielp"]
    assert {thanks.tip for thanks in TipThanks.objects.all()} == {first, beside}


def test_nobody_is_thanked_for_whom_she_muted(world: World, asked: Question) -> None:
    """Neither of who asked nor of whom she tipped does she hear."""
    tip(world.joost, world.marit, asked)
    tip(world.samira, world.marit, asked)
    letters()
    helped = knowledge.answer(world.marit, question=asked, text="Wij.")
    people.mute(world.joost, other=world.noor)
    people.mute(world.samira, other=world.marit)
    knowledge.thank(world.noor, answer=helped)
    assert letters() == []


def test_passing_on_what_one_did_not_get(world: World, asked: Question) -> None:
    others = tip(world.samira, world.joost, asked)
    with pytest.raises(Tip.DoesNotExist):
        actions.tip_colleague(
            world.fatma,
            to=world.marit,
            kind="question",
            about=asked.pk,
            text=WHY,
            came_from=others,
        )
    passed = actions.tip_colleague(
        world.joost, to=world.marit, kind="question", about=asked.pk, text=WHY, came_from=others
    )
    assert passed.came_from == others


def test_a_conversation_that_she_joins(world: World) -> None:
    groups.join_group(world.fatma, group=world.group)
    post = knowledge.start_conversation(world.joost, groups=[world.group], title="De vakdag")
    given = tip(world.samira, world.fatma, post, kind="post")
    assert tips_on_line(world.fatma) == [given.pk]
    assert letters() == ["fatma: Samira El Idrissi heeft een tip voor je"]
    assert "denkt dat dit iets voor jou is: De vakdag" in mail.outbox[0].body
    said = knowledge.reply(world.fatma, post=post, text="Ik kom.")
    assert tips_on_line(world.fatma) == []
    assert "samira: Je tip hielp" in letters()
    later = knowledge.reply(world.fatma, post=post, text="En jij?")
    knowledge.withdraw_reply(world.fatma, reply=later)
    assert "samira: Je tip hielp" not in letters()
    assert (given.kind, said.post) == ("post", post)


def test_somebody_to_meet_and_thanks_when_she_says_so(world: World) -> None:
    """That two people know each other is theirs to tell."""
    given = tip(world.samira, world.noor, world.marit, kind="person")
    assert letters() == ["noor: Samira El Idrissi heeft een tip voor je"]
    assert "moet leren kennen" in mail.outbox[0].body
    assert tips_on_line(world.noor) == [given.pk]
    with pytest.raises(Tip.DoesNotExist):
        actions.thank_for_tip(world.noor, tip=given)
    acquaint(world.noor, world.marit)
    assert letters() == []
    assert tips_on_line(world.noor) == []
    actions.thank_for_tip(world.noor, tip=given)
    actions.thank_for_tip(world.noor, tip=given)
    assert letters() == ["samira: Je tip hielp"]
    assert "Door jouw tip leerde iemand Marit Hoekstra kennen." in mail.outbox[0].body


def test_who_is_kept_apart_is_tipped_to_nobody(world: World) -> None:
    people.block(world.marit, other=world.noor)
    tip(world.samira, world.noor, world.marit, kind="person")
    assert tips_on_line(world.noor) == []
    assert letters() == []
    people.block(world.peter, other=world.samira)
    with pytest.raises(Tip.DoesNotExist):
        tip(world.samira, world.noor, world.peter, kind="person")
    with pytest.raises(Refused):
        tip(world.samira, world.noor, world.noor, kind="person")


def test_who_may_not_write_gives_no_tips(world: World, asked: Question) -> None:
    knowledge.limit_writing(actor=world.joost, until=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused, match="cannot write"):
        tip(world.joost, world.marit, asked)


def test_who_leaves_takes_her_tips_along(world: World, asked: Question) -> None:
    tip(world.samira, world.joost, asked)
    tip(world.joost, world.marit, asked)
    leaving.close_account(world.joost, answers="stay")
    assert tips_on_line(world.marit) == []
    assert letters() == []
    leaving.carry_out_closures(now=timezone.now() + timedelta(days=15))
    assert not Tip.objects.exists()


def test_two_accounts_of_one_person(world: World, asked: Question) -> None:
    """What both gave or got stays once; what one gave the other is over."""
    double = settled(member("Samira Idrissi", "samira@oudwerk.example"))
    for one in (world.samira, double):
        tip(one, world.marit, asked)
    tip(double, world.peter, asked)
    between = tip(double, world.samira, asked)
    tip(world.joost, world.fatma, double, kind="person")
    tip(world.joost, world.fatma, world.samira, kind="person")
    about = tip(world.joost, world.peter, double, kind="person")
    actions.take_over_tips(kept=world.samira, merged=double)
    gave = queries.sent(world.samira.pk).values_list("receiver__name", flat=True)
    assert sorted(gave) == ["Marit Hoekstra", "Peter de Wit"]
    about.refresh_from_db()
    between.refresh_from_db()
    assert (about.person, between.sender) == (world.samira, double)


def test_what_comes_back_is_not_where_it_came_from(world: World, asked: Question) -> None:
    """Samira tips Joost, Joost tips her back, and she passes it on to Marit."""
    first = tip(world.samira, world.joost, asked)
    back = tip(world.joost, world.samira, asked)
    assert back.came_from == first
    onward = tip(world.samira, world.marit, asked)
    assert onward.came_from is None
    answer = knowledge.answer(world.marit, question=asked, text="Ik.")
    actions.thank_along(queries.that_led_to(answer), thanked_by=world.noor)
    assert [thanks.tip for thanks in TipThanks.objects.all()] == [onward]


def test_nobody_is_thanked_for_her_own_answer(world: World, asked: Question) -> None:
    tip(world.samira, world.joost, asked)
    back = tip(world.joost, world.samira, asked)
    answer = knowledge.answer(world.samira, question=asked, text="Ik toch.")
    actions.thank_along(queries.that_led_to(answer), thanked_by=world.noor)
    assert [thanks.tip for thanks in TipThanks.objects.all()] == [back]


def test_the_archive_tells_no_more_than_the_page(world: World, asked: Question) -> None:
    def told() -> str:
        return str([list(part.rows()) for part in everything_of(world.samira)])

    given = tip(world.samira, world.joost, asked)
    TipThanks.objects.create(tip=given)
    assert world.joost.name in told()
    people.block(world.joost, other=world.samira)
    assert world.joost.name not in told()

"""Members on paper: brought in with a yes, kept to their group, answered for by their stewards."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests import postbox
from tests.world import World, bring_in, member, settled
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.finding.queries import who_can_help
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups import queries as in_groups
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge import queries as questions
from vaknet.domain.knowledge.models import ByLetter, Question
from vaknet.domain.knowledge.pseudonyms import has_enough_members
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.paper import actions, queries, rules
from vaknet.domain.paper.everything import everything_of
from vaknet.domain.paper.models import PaperInvitation, PaperMember
from vaknet.domain.people import actions as people
from vaknet.domain.people import queries as profiles
from vaknet.domain.people.directory import Wanted, directory
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused
from vaknet.domain.tips import actions as tips
from vaknet.interfaces.jobs import clock, followups


@pytest.fixture
def wil(world: World) -> PaperMember:
    """Marit brought him into her group; he knows old drawings."""
    return actions.bring_on_paper(
        world.marit,
        group=world.group,
        name="Wil Vonk",
        profession="archivaris",
        knows=["Oude tekeningen"],
        how="spoken",
        asked_on=timezone.localdate(),
    )


@pytest.fixture
def asked(world: World) -> Question:
    return knowledge.ask(world.joost, group=world.group, title="Wie leest oude tekeningen?")


def sees(viewer: Actor, person: Actor) -> tuple[bool, bool]:
    """Her page, and her name in the list of all."""
    try:
        profiles.person(viewer, person.handle)
        page = True
    except Actor.DoesNotExist:
        page = False
    listed = directory(viewer, wanted=Wanted(name=person.name), size=5).people
    return page, person in [one.actor for one in listed]


def test_a_yes_is_asked_first_and_kept(world: World, wil: PaperMember) -> None:
    told = (wil.brought_by, wil.how, wil.asked_on)
    assert told == (world.marit, "spoken", timezone.localdate())
    assert not Account.objects.filter(actor=wil.actor).exists()
    for wrong in ({"how": "guess"}, {"asked_on": timezone.localdate() + timedelta(days=1)}):
        with pytest.raises(Refused):
            bring(world, "Ans Bos", **wrong)
    with pytest.raises(Refused, match="this name"):
        bring(world, "Wil  Vonk")
    with pytest.raises(Group.DoesNotExist):
        actions.bring_on_paper(
            world.joost, group=world.group, name="X", how="phone", asked_on=timezone.localdate()
        )


def bring(world: World, name: str, **other) -> PaperMember:
    told = {"how": "phone", "asked_on": timezone.localdate()} | other
    return actions.bring_on_paper(world.marit, group=world.group, name=name, **told)


def test_not_a_crowd_in_one_day(world: World) -> None:
    for number in range(rules.A_DAY):
        bring(world, f"Lid {number}")
    with pytest.raises(Refused, match="a lot of people"):
        bring(world, "Nog een")


def test_only_her_group_sees_her(world: World, wil: PaperMember) -> None:
    groups.leave_group(world.samira, group=world.group)
    assert sees(world.joost, wil.actor) == (True, True)
    for outside in (world.bram, world.samira, world.moderator):
        assert sees(outside, wil.actor) == (False, False)
    seen = in_groups.members(world.joost, world.group).values_list("actor__name", flat=True)
    assert "Wil Vonk" in seen
    hidden = in_groups.members(world.bram, world.group).values_list("actor__name", flat=True)
    assert "Wil Vonk" not in hidden
    actions.show_to_all(world.marit, paper=wil, shown=True)
    assert sees(world.bram, wil.actor) == (True, True)
    for _twice in range(2):
        actions.show_to_all(world.marit, paper=wil, shown=False)
    assert sees(world.bram, wil.actor) == (False, False)
    groups.join_group(world.bram, group=world.group)
    assert sees(world.bram, wil.actor) == (True, True)


def test_only_stewards_of_the_group_keep_her(world: World, wil: PaperMember) -> None:
    assert list(queries.people_of(world.marit)) == [wil]
    for other in (world.joost, world.bram, wil.actor):
        assert list(queries.people_of(other)) == []
        with pytest.raises(PaperMember.DoesNotExist):
            queries.person(other, wil.pk)
        with pytest.raises(PaperMember.DoesNotExist):
            actions.make_letter(other, paper=wil)
    elsewhere = groups.start_group(world.noor, name="Kader", purpose="Intern", readers="group")
    assert list(queries.tended_groups(world.noor)) == [elsewhere]
    assert list(queries.people_of(world.noor)) == []


def test_a_letter_has_what_fits_and_then_the_newest(
    world: World, wil: PaperMember, asked: Question
) -> None:
    newest = [
        knowledge.ask(world.joost, group=world.group, title=f"Iets anders {n}?") for n in range(5)
    ]
    letter = actions.make_letter(world.marit, paper=wil)
    assert [ask.number for ask in letter] == [1, 2, 3, 4]
    assert [ask.question for ask in letter] == [asked, *reversed(newest[2:])]
    knowledge.answer(world.marit, question=asked, text="Ik ook.")
    again = actions.make_letter(world.marit, paper=wil)
    assert [ask.number for ask in again] == [2, 3, 5, 6]
    assert [ask.question for ask in again] == [newest[4], newest[3], newest[1], newest[0]]


def test_who_asks_her_by_name_and_tips_come_first(
    world: World, wil: PaperMember, asked: Question
) -> None:
    """A tip that is no question has no place in a letter."""
    named = knowledge.ask(world.joost, group=world.group, title="En jij?", person=wil.actor)
    knowledge.answer(world.marit, question=named, text="Vast.")
    for kind, about in (("question", world.question), ("person", world.samira)):
        tips.tip_colleague(world.marit, to=wil.actor, kind=kind, about=about.pk, text="Jij")
    letter = actions.make_letter(world.marit, paper=wil)
    assert [ask.question for ask in letter] == [named, world.question, asked]


def test_with_nothing_open_there_is_no_letter(world: World) -> None:
    quiet = groups.start_group(world.marit, name="Stil", purpose="Rust")
    wil = actions.bring_on_paper(
        world.marit, group=quiet, name="Wil", how="phone", asked_on=timezone.localdate()
    )
    with pytest.raises(Refused, match="Nothing waits"):
        actions.make_letter(world.marit, paper=wil)


def answer(world: World, wil: PaperMember, text: str = "Ik heb een leesblad."):
    [ask, *_more] = actions.make_letter(world.marit, paper=wil)
    return actions.answer_for(world.marit, paper=wil, number=ask.number, text=text)


def test_the_answer_is_hers_and_says_who_entered_it(
    world: World, wil: PaperMember, asked: Question
) -> None:
    given = answer(world, wil)
    assert (given.author, given.question) == (wil.actor, asked)
    [shown] = questions.question(world.joost, asked.pk).answers
    assert shown.answer.came_by_letter
    assert shown.answer.entered_by_name == "Marit Hoekstra"
    verbs = Activity.objects.filter(object_id=given.pk, verb__in=("answered", "entered_answer"))
    assert sorted(verbs.values_list("verb", "actor__name")) == [
        ("answered", "Wil Vonk"),
        ("entered_answer", "Marit Hoekstra"),
    ]
    same = actions.answer_for(world.marit, paper=wil, number=1, text=given.text)
    assert same == given
    people.block(world.joost, other=world.marit)
    [shown] = questions.question(world.joost, asked.pk).answers
    assert shown.answer.came_by_letter
    assert shown.answer.entered_by_name is None


def test_the_asker_hears_how_it_came(world: World, wil: PaperMember, asked: Question) -> None:
    given = answer(world, wil)
    told = Activity.objects.get(verb="answered", object_id=given.pk)
    followups.run(told.pk)
    postbox.empty()
    [letter] = mail.outbox
    assert letter.to == ["joost@duinrade.example"]
    assert "Het antwoord kwam per brief. Een beheerder voerde het in." in letter.body


def test_the_steward_takes_it_back(world: World, wil: PaperMember, asked: Question) -> None:
    given = answer(world, wil)
    knowledge.withdraw_answer(world.marit, answer=given)
    assert questions.question(world.joost, asked.pk).answers == []


def test_only_what_was_asked_and_only_by_who_may_write(
    world: World, wil: PaperMember, asked: Question
) -> None:
    actions.make_letter(world.marit, paper=wil)
    with pytest.raises(Refused, match="no open ask"):
        actions.answer_for(world.marit, paper=wil, number=99, text="Ja")
    knowledge.withdraw_question(world.joost, question=asked)
    with pytest.raises(Refused, match="no open ask"):
        actions.answer_for(world.marit, paper=wil, number=1, text="Ja")
    other = knowledge.ask(world.joost, group=world.group, title="En nu?")
    [ask] = [one for one in actions.make_letter(world.marit, paper=wil) if one.question == other]
    knowledge.limit_writing(actor=world.marit, until=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused, match="cannot write"):
        actions.answer_for(world.marit, paper=wil, number=ask.number, text="Ja")


def test_nobody_answers_for_who_has_an_account(world: World, asked: Question) -> None:
    """Also not for somebody who never was on paper: such a row cannot be had."""
    with pytest.raises(PaperMember.DoesNotExist):
        queries.person(world.marit, world.joost.pk)
    fake = PaperMember(actor=world.joost, group=world.group)
    with pytest.raises(PaperMember.DoesNotExist):
        actions.answer_for(world.marit, paper=fake, number=1, text="Ja")


def invite(world: World, wil: PaperMember, email: str = "wil@elders.example") -> PaperInvitation:
    actions.invite_by_mail(world.marit, paper=wil, email=email, language="nl")
    return wil.__class__.objects.get(pk=wil.pk).invitation


def test_the_same_row_becomes_her_own_account(
    world: World, wil: PaperMember, asked: Question
) -> None:
    given = answer(world, wil)
    invitation = invite(world, wil, "Wil@Elders.example")
    with pytest.raises(Refused, match="another name"):
        actions.take_account(invitation=invitation, name="Wim Vonk", agreed_to="2026-11")
    actor = actions.take_account(invitation=invitation, name="wil vonk", agreed_to="2026-11")
    assert actor == wil.actor == given.author
    account = Account.objects.get(email="wil@elders.example")
    assert account.actor == actor
    assert profiles.agreed_to(actor) == {"be_seen"}
    assert sees(world.bram, actor) == (True, True)
    assert GroupMembership.objects.get(actor=actor).mail == "issue"
    assert not PaperInvitation.objects.exists()
    for refused in (
        lambda: actions.answer_for(world.marit, paper=wil, number=1, text="Nog iets"),
        lambda: actions.make_letter(world.marit, paper=wil),
        lambda: leaving.close_for(world.marit, paper=wil, answers="go"),
    ):
        with pytest.raises(Refused, match="own account now"):
            refused()
    knowledge.answer(actor, question=asked, text="Nu zelf.")


def test_an_address_of_somebody_else_lets_nobody_in(world: World, wil: PaperMember) -> None:
    """The steward hears nothing of it: the letter is the same, and who opens it hears it there."""
    invitation = invite(world, wil, "bram@lindewoude.example")
    with pytest.raises(Refused, match="lets you in already"):
        actions.take_account(invitation=invitation, name="Wil Vonk", agreed_to="x")
    assert Account.objects.get(email="bram@lindewoude.example").actor == world.bram


def test_letters_with_the_link_are_the_same_for_every_address(
    world: World, wil: PaperMember
) -> None:
    said = []
    for email in ("bram@lindewoude.example", "niemand@elders.example"):
        invite(world, wil, email)
        followups.run(Activity.objects.filter(verb="invited_by_mail").latest("pk").pk)
        postbox.empty()
        letter = mail.outbox.pop()
        assert letter.to == [email]
        assert "Vonk" not in letter.body
        said.append((letter.subject, letter.body.split("http")[0]))
    assert said[0] == said[1]
    old = Activity.objects.filter(verb="invited_by_mail").earliest("pk")
    followups.run(old.pk)
    postbox.empty()
    assert mail.outbox == []


def test_the_link_of_a_former_steward_opens_nothing(world: World, wil: PaperMember) -> None:
    invitation = invite(world, wil)
    since = timezone.now() - rules.LINK_WORKS
    assert queries.invited_by(queries.invitation(invitation.pk, since=since)) == world.marit
    groups.give_duty(world.marit, group=world.group, person=world.joost, kind="steward", text="")
    groups.leave_group(world.marit, group=world.group)
    with pytest.raises(PaperInvitation.DoesNotExist):
        queries.invitation(invitation.pk, since=since)


def test_pressed_twice_is_said_plainly(world: World, wil: PaperMember) -> None:
    invitation = invite(world, wil)
    actions.take_account(invitation=invitation, name="Wil Vonk", agreed_to="2026-11")
    with pytest.raises(Refused, match=r"used|gebruikt"):
        actions.take_account(invitation=invitation, name="Wil Vonk", agreed_to="2026-11")


def test_a_number_never_means_another_question(
    world: World, wil: PaperMember, asked: Question
) -> None:
    [first] = actions.make_letter(world.marit, paper=wil)
    Question.objects.filter(pk=asked.pk).delete()
    knowledge.ask(world.joost, group=world.group, title="Wie kent nog meer tekeningen?")
    later = actions.make_letter(world.marit, paper=wil)
    assert first.number not in [ask.number for ask in later]


def test_one_answer_to_a_question(world: World, wil: PaperMember, asked: Question) -> None:
    [ask] = actions.make_letter(world.marit, paper=wil)
    said = {"paper": wil, "number": ask.number}
    given = actions.answer_for(world.marit, **said, text="Ik.")
    assert actions.answer_for(world.marit, **said, text="Ik.") == given
    with pytest.raises(Refused, match=r"already|al een"):
        actions.answer_for(world.marit, **said, text="Iets anders.")


def test_what_she_changes_herself_came_not_by_letter(
    world: World, wil: PaperMember, asked: Question
) -> None:
    [ask] = actions.make_letter(world.marit, paper=wil)
    given = actions.answer_for(world.marit, paper=wil, number=ask.number, text="Ik.")
    actor = actions.take_account(
        invitation=invite(world, wil), name="Wil Vonk", agreed_to="2026-11"
    )
    assert ByLetter.objects.filter(answer=given).exists()
    knowledge.change_answer(actor, answer=given, text="Ik, en graag.")
    assert not ByLetter.objects.filter(answer=given).exists()


def test_her_group_finds_her_by_her_profession(world: World) -> None:
    wil = actions.bring_on_paper(
        world.marit,
        group=world.group,
        name="Wil Vonk",
        profession="bouwtekenaar",
        how="spoken",
        asked_on=timezone.localdate(),
    )
    followups.run(Activity.objects.get(verb="brought_on_paper").pk)
    found = who_can_help(world.joost, "Wie is er bouwtekenaar?").people
    assert [one.actor for one in found] == [wil.actor]


def test_a_steward_corrects_name_and_profession(world: World, wil: PaperMember) -> None:
    """What was heard wrong; her page stays where it is, and the finder follows."""
    handle = wil.actor.handle
    actions.correct(world.marit, paper=wil, name=" Wil  Vonck ", profession="bouwtekenaar")
    followups.run(Activity.objects.get(verb="corrected_on_paper").pk)
    now = Actor.objects.get(pk=wil.pk)
    assert (now.name, now.headline, now.handle) == ("Wil Vonck", "bouwtekenaar", handle)
    found = who_can_help(world.joost, "Wie is er bouwtekenaar?").people
    assert [one.actor for one in found] == [wil.actor]
    assert sees(world.joost, now) == (True, True)
    assert sees(world.bram, now) == (False, False)
    actions.correct(world.marit, paper=wil, name="Wil Vonck", profession="")
    assert Actor.objects.get(pk=wil.pk).headline == ""


def test_not_into_a_name_that_is_there_nor_by_who_does_not_keep_her(
    world: World, wil: PaperMember
) -> None:
    other = bring(world, "Ans Bos")
    with pytest.raises(Refused, match="this name"):
        actions.correct(world.marit, paper=other, name="wil vonk", profession="")
    with pytest.raises(Refused, match="your name"):
        actions.correct(world.marit, paper=other, name=" ", profession="")
    for stranger in (world.joost, world.bram):
        with pytest.raises(PaperMember.DoesNotExist):
            actions.correct(stranger, paper=wil, name="Wil Vis", profession="")
    assert Actor.objects.get(pk=wil.pk).name == "Wil Vonk"


def test_nobody_on_paper_covers_who_asks_without_a_name(world: World, wil: PaperMember) -> None:
    assert in_groups.members(world.marit, world.group).count() == 5
    assert not has_enough_members(world.marit, world.group)


def test_what_was_hers_tells_no_more_than_pages(world: World, wil: PaperMember) -> None:
    def told() -> str:
        return str([list(part.rows()) for part in everything_of(world.marit)])

    assert "Wil Vonk" in told()
    groups.give_duty(world.marit, group=world.group, person=world.joost, kind="steward", text="")
    groups.leave_group(world.marit, group=world.group)
    assert "Wil Vonk" not in told()


def test_few_invitations_a_day_and_none_for_long(world: World, wil: PaperMember) -> None:
    for number in range(rules.INVITATIONS_A_DAY):
        invitation = invite(world, wil, f"a{number}@elders.example")
    with pytest.raises(Refused, match="invitations today"):
        invite(world, wil)
    queries.invitation(invitation.pk, since=timezone.now() - rules.LINK_WORKS)
    with time_machine.travel(timezone.now() + rules.LINK_WORKS + timedelta(hours=1)):
        clock.forget_unfinished_accounts(0)
    assert not PaperInvitation.objects.exists()


def test_out_again_and_then_erased(world: World, wil: PaperMember, asked: Question) -> None:
    answer(world, wil)
    other = bring(world, "Ans Bos")
    invite(world, wil)
    with pytest.raises(Refused):
        leaving.close_for(world.marit, paper=wil, answers="perhaps")
    leaving.close_for(world.marit, paper=wil, answers="go")
    leaving.close_for(world.marit, paper=other, answers="stay")
    assert list(queries.people_of(world.marit)) == []
    assert sees(world.joost, wil.actor) == (False, False)
    assert not PaperInvitation.objects.exists()
    leaving.close_account(world.bram, answers="stay")
    gone = leaving.carry_out_closures(now=timezone.now() + timedelta(days=15))
    assert gone == ["bram@lindewoude.example"]
    assert not PaperMember.objects.exists()
    assert not Actor.objects.filter(name__in=["Wil Vonk", "Ans Bos"]).exists()
    assert questions.question(world.joost, asked.pk).answers == []


def test_when_the_steward_leaves_the_next_one_keeps_her(
    world: World, wil: PaperMember, asked: Question
) -> None:
    answer(world, wil)
    groups.give_duty(world.marit, group=world.group, person=world.joost, kind="steward", text="")
    leaving.close_account(world.marit, answers="stay")
    leaving.carry_out_closures(now=timezone.now() + timedelta(days=15))
    [kept] = queries.people_of(world.joost)
    assert (kept, kept.brought_by) == (wil, None)
    [shown] = questions.question(world.samira, asked.pk).answers
    assert shown.answer.came_by_letter
    assert shown.answer.entered_by_name is None


def test_out_of_the_group_she_is_nobodys(world: World, wil: PaperMember) -> None:
    groups.leave_group(wil.actor, group=world.group)
    assert list(queries.people_of(world.marit)) == []


def test_nothing_lets_her_in(world: World, wil: PaperMember) -> None:
    """A code to nobody, and no account that is hers."""
    client = Client()
    client.post("/inloggen/", {"email": "wil.vonk"})
    assert not Account.objects.filter(actor=wil.actor).exists()
    assert client.get("/ik/").status_code == 302
    other = settled(member("Ans", "ans@x.example"))
    bring_in(world.marit, world.group, other)
    assert sees(other, wil.actor) == (True, True)

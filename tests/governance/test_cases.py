"""Reporting something, and deciding about it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.governance.story import WHY, decided, reported, second_manager
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.governance import actions, queries
from vaknet.domain.governance.models import Case, Decision, Kind, Reason, Report
from vaknet.domain.governance.moderators import deciders
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge import conversations
from vaknet.domain.knowledge import queries as questions
from vaknet.domain.knowledge.models import Answer, BestAnswer, Post, Question, Reply
from vaknet.domain.refusal import Refused
from vaknet.domain.translations import actions as translations


def test_two_who_report_one_thing_make_one_case(world: World) -> None:
    first = reported(world.samira, world.answer, text="Zo praat je niet.")
    again = reported(world.samira, world.answer, "selling")
    other = reported(world.noor, world.answer, "hate")
    assert again == first
    assert other.case == first.case
    seen = queries.case(world.moderator, first.case.pk)
    assert [(one.reason, one.times, one.texts) for one in seen.reasons] == [
        (Reason.PERSONAL, 1, ["Zo praat je niet."]),
        (Reason.HATE, 1, []),
    ]
    assert (seen.reports, seen.reason, seen.last, seen.earlier) == (2, Reason.PERSONAL, None, [])


def test_a_question_a_post_and_a_reply_can_be_reported_too(world: World) -> None:
    post = knowledge.start_conversation(world.joost, groups=[world.group], title="Koop bij mij")
    reply = knowledge.reply(world.joost, post=post, text="Nog steeds te koop")
    things = [world.question, post, reply]
    cases = [reported(world.samira, thing, "selling").case for thing in things]
    assert [one.thing for one in cases] == things
    assert list(queries.waiting(world.moderator)) == cases
    assert queries.most_given(cases) == dict.fromkeys([one.pk for one in cases], Reason.SELLING)
    assert queries.oldest(cases) == cases[0].opened_at
    assert queries.oldest([]) is None


def test_nobody_reports_what_she_cannot_read(world: World) -> None:
    secret = groups.start_group(world.noor, name="Kader", purpose="Intern", readers="group")
    question = knowledge.ask(world.noor, group=secret, title="Hoe staken we?")
    answer = knowledge.answer(world.noor, question=question, text="Samen.")
    post = knowledge.start_conversation(world.noor, groups=[secret], title="En dan?")
    reply = knowledge.reply(world.noor, post=post, text="Dan wint")
    for thing, missing in (
        (question, Question.DoesNotExist),
        (answer, Answer.DoesNotExist),
        (post, Post.DoesNotExist),
        (reply, Reply.DoesNotExist),
    ):
        with pytest.raises(missing):
            reported(world.bram, thing)
    assert Case.objects.count() == 0


def test_what_a_report_needs(world: World) -> None:
    for by, reason, words in (
        (world.marit, "personal", "Dit is van jou. Je kunt het aanpassen of intrekken."),
        (world.samira, "boring", "Kies wat er mis mee is."),
        (world.samira, "other", "Zeg in een paar woorden wat er mis mee is."),
    ):
        with pytest.raises(Refused, match=words[:20]):
            reported(by, world.answer, reason)
    assert Report.objects.count() == 0


def test_a_report_can_be_taken_back_and_made_again(world: World) -> None:
    said = reported(world.samira, world.answer)
    actions.take_back_report(world.samira, report=said)
    assert list(queries.waiting(world.moderator)) == []
    assert list(queries.my_reports(world.samira)) == []
    again = reported(world.samira, world.answer, "hate")
    assert (again.pk, again.reason) == (said.pk, "hate")
    assert list(queries.waiting(world.moderator)) == [said.case]
    with pytest.raises(Report.DoesNotExist):
        actions.take_back_report(world.noor, report=said)
    decided(world.moderator, said.case, "leave")
    with pytest.raises(Report.DoesNotExist):
        actions.take_back_report(world.samira, report=said)


def test_twenty_reports_a_day(world: World, monkeypatch) -> None:
    monkeypatch.setattr("vaknet.domain.governance.actions.reports.REPORTS_A_DAY", 1)
    reported(world.samira, world.answer)
    with pytest.raises(Refused, match="Je hebt vandaag veel gemeld"):
        reported(world.samira, world.question)
    assert Report.objects.count() == 1


# Who decides


def test_whose_it_is_to_decide(world: World) -> None:
    """A manager everywhere, a steward in her own group; never who wrote or reported it."""
    theirs = groups.start_group(world.noor, name="Roosters", purpose="Samen")
    groups.join_group(world.joost, group=theirs)
    elsewhere = knowledge.ask(world.joost, group=theirs, title="Koop mijn boek")
    post = knowledge.start_conversation(world.joost, groups=[theirs], title="Te koop")
    reply = knowledge.reply(world.joost, post=post, text="Nog steeds")
    there = [reported(world.samira, one).case for one in (elsewhere, post, reply)]
    of_steward = reported(world.samira, world.answer).case
    here = reported(world.noor, world.question).case
    assert list(queries.waiting(world.moderator)) == [*there, of_steward, here]
    assert list(queries.waiting(world.noor)) == there
    assert list(queries.waiting(world.marit)) == [here]
    for nobody in (world.samira, world.joost, world.bram):
        assert list(queries.waiting(nobody)) == []
        with pytest.raises(Case.DoesNotExist):
            queries.case(nobody, here.pk)
    second_manager(world.samira)
    assert list(queries.waiting(world.samira)) == [here]
    with pytest.raises(Case.DoesNotExist):
        actions.decide(world.samira, case=of_steward, kind="leave", reason=WHY)
    assert Decision.objects.count() == 0


def test_a_case_is_for_those_who_can_open_it(world: World) -> None:
    """Whom we write to is who finds it in the queue, for each kind of thing."""
    theirs = groups.start_group(world.noor, name="Roosters", purpose="Samen")
    groups.join_group(world.joost, group=theirs)
    post = knowledge.start_conversation(world.joost, groups=[theirs], title="Te koop")
    reply = knowledge.reply(world.joost, post=post, text="Nog steeds")
    asked = knowledge.ask(world.joost, group=theirs, title="Koop mijn boek")
    for thing in (post, reply, asked, world.question, world.answer):
        case = reported(world.samira, thing).case
        able = {one.pk for one in world.everybody if case in queries.waiting(one)}
        assert {one.pk for one in deciders(case)} == able


def test_a_steward_decides_less_than_a_manager(world: World) -> None:
    case = reported(world.noor, world.question).case
    assert queries.case(world.marit, case.pk).kinds == [Kind.LEAVE, Kind.HIDE, Kind.CHANGE]
    for kind in ("limit", "remove", "burn"):
        with pytest.raises(Refused, match="Kies wat je besluit"):
            decided(world.marit, case, kind)
    assert decided(world.marit, case, "leave").kind == Kind.LEAVE


def test_a_decision_needs_a_reason(world: World) -> None:
    case = reported(world.samira, world.answer).case
    for reason in ("", " … "):
        with pytest.raises(Refused, match="Schrijf waarom"):
            actions.decide(world.moderator, case=case, kind="hide", reason=reason)
    with pytest.raises(Refused, match="Kies voor hoe lang"):
        actions.decide(world.moderator, case=case, kind="limit", reason=WHY, days=3_000)
    assert Decision.objects.count() == 0


# Five verbs


def test_leaving_it(world: World) -> None:
    case = reported(world.samira, world.answer).case
    decided(world.moderator, case, "leave")
    assert list(queries.waiting(world.moderator)) == []
    assert questions.answer(world.samira, world.answer.pk) == world.answer
    assert list(queries.about_me(world.marit)) == []


def test_hiding_and_bringing_back(world: World) -> None:
    """An answer that was the best is the best again."""
    case = reported(world.samira, world.answer).case
    made = decided(world.moderator, case, "hide")
    with pytest.raises(Answer.DoesNotExist):
        questions.answer(world.samira, world.answer.pk)
    assert not BestAnswer.objects.exists()
    assert [(one.kind, one.reason) for one in queries.about_me(world.marit)] == [("hide", WHY)]
    second_manager(world.peter)
    said = actions.appeal(world.marit, decision=made, text="Het klopt gewoon.")
    actions.decide_appeal(world.peter, appeal=said, upheld=False, reason="Je hebt gelijk.")
    assert questions.answer(world.samira, world.answer.pk) == world.answer
    assert BestAnswer.objects.get().chosen_by == world.joost


def test_another_best_answer_meanwhile_stays(world: World) -> None:
    made = decided(world.moderator, reported(world.samira, world.answer).case, "hide")
    better = knowledge.answer(world.noor, question=world.question, text="Bel de gemeente.")
    knowledge.choose_best(world.joost, answer=better)
    said = actions.appeal(world.marit, decision=made, text="Het klopt gewoon.")
    actions.decide_appeal(world.moderator, appeal=said, upheld=False, reason="Je hebt gelijk.")
    assert BestAnswer.objects.get().answer == better


def test_hiding_a_reply_changes_when_it_was_last_spoken(world: World) -> None:
    post = knowledge.start_conversation(world.joost, groups=[world.group], title="Hoe dan?")
    reply = knowledge.reply(world.marit, post=post, text="Jij snapt er niets van")
    case = reported(world.samira, reply).case
    made = decided(world.moderator, case, "hide")
    assert post.placements.get().latest_at == post.posted_at
    said = actions.appeal(world.marit, decision=made, text="Grapje.")
    actions.decide_appeal(world.moderator, appeal=said, upheld=False, reason="Vooruit.")
    assert post.placements.get().latest_at == reply.replied_at
    assert conversations.reply(world.samira, reply.pk) == reply


def test_what_its_author_took_away_waits_for_nobody(world: World) -> None:
    case = reported(world.samira, world.answer).case
    knowledge.withdraw_answer(world.marit, answer=world.answer)
    assert list(queries.waiting(world.moderator)) == []
    made = decided(world.moderator, case, "hide")
    assert not Activity.objects.filter(verb="took_away").exists()
    said = actions.appeal(world.marit, decision=made, text="Ik had het al weg.")
    actions.decide_appeal(world.moderator, appeal=said, upheld=False, reason="Vooruit.")
    assert not Activity.objects.filter(verb="brought_back").exists()
    assert Answer.objects.get(pk=world.answer.pk).withdrawn_at is not None


def test_asking_for_a_change(world: World) -> None:
    """It waits for the author, and is in the queue again when she changed it or her day is over."""
    case = reported(world.samira, world.answer).case
    decided(world.moderator, case, "change")
    assert list(queries.waiting(world.moderator)) == []
    assert questions.answer(world.samira, world.answer.pk) == world.answer
    assert not queries.case(world.moderator, case.pk).is_changed
    knowledge.change_answer(world.marit, answer=world.answer, text="Kijk in het omgevingsplan.")
    assert list(queries.waiting(world.moderator)) == [case]
    assert queries.case(world.moderator, case.pk).is_changed
    decided(world.moderator, case, "change")
    assert list(queries.waiting(world.moderator)) == []
    Decision.objects.update(until=timezone.now() - timedelta(minutes=1))
    assert list(queries.waiting(world.moderator)) == [case]


def test_a_change_of_the_translation_is_a_change_too(world: World) -> None:
    """Written, written anew or taken away: each is another text to look at."""
    case = reported(world.samira, world.answer).case
    elsewhere = reported(world.samira, world.question).case
    for one in (case, elsewhere):
        decided(world.moderator, one, "change")
    for change in (
        lambda: translations.translate(
            world.marit, thing=world.answer, language="en", text="Whoever asks this is a fool."
        ),
        lambda: translations.translate(
            world.marit, thing=world.answer, language="en", text="Look in the plan."
        ),
        lambda: translations.remove_translation(world.marit, thing=world.answer),
    ):
        assert list(queries.waiting(world.moderator)) == []
        change()
        assert list(queries.waiting(world.moderator)) == [case]
        assert queries.case(world.moderator, case.pk).is_changed
        assert not queries.case(world.moderator, elsewhere.pk).is_changed
        decided(world.moderator, case, "change")


def test_what_is_translated_is_of_that_one_text(world: World) -> None:
    """An answer and a question can have the same number."""
    case = reported(world.samira, world.answer).case
    post = knowledge.start_conversation(world.joost, groups=[world.group], title="Te koop")
    reply = knowledge.reply(world.joost, post=post, text="Nog steeds")
    said = {reported(world.samira, one).case: one for one in (world.question, post, reply)}
    for one in (case, *said):
        decided(world.moderator, one, "change")
    for thing in said.values():
        title = "For sale" if thing != reply else ""
        text = "" if title else "Still"
        translations.translate(world.joost, thing=thing, language="en", title=title, text=text)
    assert set(queries.waiting(world.moderator)) == set(said)


def test_limiting_an_account(world: World) -> None:
    case = reported(world.samira, world.answer).case
    made = decided(world.moderator, case, "limit", days=30)
    with pytest.raises(Refused, match="Je kunt niet schrijven tot"):
        knowledge.answer(world.marit, question=world.question, text="Toch nog iets")
    said = actions.appeal(world.marit, decision=made, text="Dat is te lang.")
    actions.decide_appeal(world.moderator, appeal=said, upheld=False, reason="Een dag is genoeg.")
    assert knowledge.answer(world.marit, question=world.question, text="Toch nog iets").pk


def test_removing_takes_four_eyes(world: World) -> None:
    peter = second_manager(world.peter)
    case = reported(world.samira, world.answer).case
    made = decided(world.moderator, case, "remove")
    assert questions.answer(world.samira, world.answer.pk) == world.answer
    assert list(queries.about_me(world.marit)) == []
    assert queries.case(peter, case.pk).may_confirm
    assert not queries.case(world.moderator, case.pk).may_confirm
    with pytest.raises(Refused, match="Een tweede beheerder bevestigt dit"):
        actions.confirm_removal(world.moderator, decision=made)
    actions.confirm_removal(peter, decision=made)
    with pytest.raises(Answer.DoesNotExist):
        questions.answer(world.samira, world.answer.pk)
    with pytest.raises(Refused, match="Hier is net iets veranderd"):
        actions.confirm_removal(peter, decision=made)
    assert [one.kind for one in queries.about_me(world.marit)] == ["remove"]


def test_the_second_pair_of_eyes_may_see_it_otherwise(world: World) -> None:
    peter = second_manager(world.peter)
    case = reported(world.samira, world.answer).case
    made = decided(world.moderator, case, "remove")
    decided(peter, case, "leave")
    assert Decision.objects.get(pk=made.pk).dropped_at is not None
    assert questions.answer(world.samira, world.answer.pk) == world.answer


def test_a_manager_who_is_alone_sleeps_on_a_removal(world: World) -> None:
    case = reported(world.samira, world.answer).case
    decided(world.moderator, case, "remove")
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    actions.carry_out_lone_removals(now=timezone.now())
    assert questions.answer(world.samira, world.answer.pk) == world.answer
    second_manager(world.peter)
    actions.carry_out_lone_removals(now=tomorrow)
    assert questions.answer(world.samira, world.answer.pk) == world.answer
    assert actions.relieve_manager(handle=world.peter.handle)
    actions.carry_out_lone_removals(now=tomorrow)
    with pytest.raises(Answer.DoesNotExist):
        questions.answer(world.samira, world.answer.pk)


def test_words_that_were_removed_are_gone_when_nobody_can_appeal_any_more(world: World) -> None:
    knowledge.change_answer(world.marit, answer=world.answer, text="Bel @joost.vandermeer maar.")
    peter = second_manager(world.peter)
    made = decided(world.moderator, reported(world.samira, world.answer).case, "remove")
    actions.confirm_removal(peter, decision=made)
    of_question = decided(world.moderator, reported(world.samira, world.question).case, "remove")
    actions.confirm_removal(peter, decision=of_question)
    said = actions.appeal(world.marit, decision=made, text="Nee.")
    later = timezone.now() + timedelta(days=184)
    actions.erase_removed_words(now=timezone.now())
    actions.erase_removed_words(now=later)
    assert Question.objects.get(pk=world.question.pk).title == ""
    assert Answer.objects.get(pk=world.answer.pk).text == "Bel @joost.vandermeer maar."
    actions.decide_appeal(world.moderator, appeal=said, upheld=True, reason="Het blijft.")
    actions.erase_removed_words(now=later)
    gone = Answer.objects.get(pk=world.answer.pk)
    assert (gone.text, gone.html, gone.edits.count(), gone.mentions.count()) == ("", "", 0, 0)


def test_of_two_who_decide_one_is_heard(world: World) -> None:
    peter = second_manager(world.peter)
    case = reported(world.samira, world.answer).case
    seen = queries.case(peter, case.pk).last
    assert seen is None
    decided(world.moderator, case, "hide")
    with pytest.raises(Refused, match="Iemand anders heeft dit net besloten: Verberg"):
        actions.decide(peter, case=case, kind="leave", reason=WHY, after=0)
    assert Decision.objects.count() == 1


def test_what_happened_meanwhile_is_looked_at_first(world: World) -> None:
    peter = second_manager(world.peter)
    case = reported(world.samira, world.answer).case
    decided(world.moderator, case, "change")
    with pytest.raises(Refused, match="Hier is net iets veranderd"):
        actions.decide(peter, case=case, kind="hide", reason=WHY, after=0)
    last = decided(peter, case, "leave")
    with pytest.raises(Refused, match="Hier is net iets veranderd"):
        actions.decide(peter, case=case, kind="hide", reason=WHY, after=last.pk)
    assert Decision.objects.count() == 2

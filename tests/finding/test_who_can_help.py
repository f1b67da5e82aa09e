"""Who can help: the right person, reasons that hold, and nothing she may not know."""

from datetime import date

import pytest

from tests import world as w
from vaknet.domain.connections import actions as connections
from vaknet.domain.finding import actions, queries
from vaknet.domain.finding.models import Passage
from vaknet.domain.finding.queries import Code
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account, KnownTopic, Role


def ask(viewer, text, **more):
    return queries.who_can_help(viewer, text, **more)


def names(findings):
    return [one.actor.first_name for one in findings.people]


def reasons(viewer, text, first_name):
    people = ask(viewer, text).people
    (one,) = [found for found in people if found.actor.first_name == first_name]
    return {reason.code: reason.sentence for reason in one.reasons}


def test_samira_finds_marit_why_and_through_joost(asked):
    found = ask(asked.world.samira, "Wie heeft bouwdossiers gescand in een gemeente?")
    best = found.people[0]
    assert best.actor == asked.world.marit
    assert best.degree == 2
    assert best.via == asked.world.joost
    assert [stop.actor for stop in best.routes[0].stops] == [asked.world.joost]
    assert found.understood == ["bouwdossiers", "gescand", "gemeente"]
    assert found.took_ms > 0


def test_nobody_finds_herself(asked):
    assert "Samira" not in names(ask(asked.world.samira, "digitaal bouwdossier inrichten"))
    assert "Samira" in names(ask(asked.world.bram, "digitaal bouwdossier inrichten"))


def test_every_reason_is_true(asked):
    marit, bram = asked.world.marit, asked.world.bram
    text = "natuurtoets met bouwdossiers en toezicht"
    told = reasons(bram, text, "Marit")
    assert told[Code.ANSWERED] == "Answered this before: “Welke vogels tellen in een natuurtoets?”."
    assert told[Code.KNOWS] == "Says to know this: “4.200 bouwdossiers gescand”."
    assert told[Code.HAS_ROLE] == (
        "Does this work: coördinator toezicht, gemeente Oosterhage, since September 2020."
    )
    knowledge.choose_best(bram, answer=asked.answer)
    people.offer_help(marit, kind="coffee")
    people.offer_help(marit, kind="short_questions")
    actions.index(asked.question)
    told = reasons(bram, text, "Marit")
    assert (
        told[Code.BEST_ANSWER]
        == "Gave the best answer to “Welke vogels tellen in een natuurtoets?”."
    )
    assert told[Code.HAPPY_TO_HELP] == "Happy to help with coffee and short questions."


def test_work_of_the_past_is_told_as_past(asked):
    told = reasons(asked.world.marit, "vergunningverlener in Waterveen", "Joost")
    assert told[Code.HAD_ROLE] == (
        "Did this work: vergunningverlener, gemeente Waterveen, 2021–2023."
    )
    for name, since, until, period in (
        ("Kees", None, date(2019, 5, 1), ", until May 2019"),
        ("Truus", date(2019, 1, 1), date(2019, 5, 1), ", 2019"),
    ):
        kees = w.member(name, f"{name}@o.example")
        people.add_role(kees, kind="work", title="brugwachter", since=since, until=until)
        actions.index(kees)
        told = reasons(asked.world.samira, "brugwachter", kees.first_name)
        assert told == {Code.HAD_ROLE: f"Did this work: brugwachter{period}."}


def test_a_role_without_dates_or_employer_is_told_plainly(asked):
    people.add_role(asked.world.bram, kind="volunteering", title="brugwachter")
    actions.index(asked.world.bram)
    told = reasons(asked.world.samira, "brugwachter", "Bram")
    assert told == {Code.HAS_ROLE: "Does this work: brugwachter."}


def test_a_profession_and_a_promise_are_reasons(asked):
    bram = asked.world.bram
    assert reasons(asked.world.samira, "jongerenwerker", "Bram") == {
        Code.PROFILE: "Has this profession: jongerenwerker."
    }
    people.change_profile(
        bram, name="Bram", promise="Ik help pleinen rustig maken", profession="jongerenwerker",
        occupation=None, place=None,
    )  # fmt: skip
    actions.index(bram)
    assert reasons(asked.world.samira, "pleinen", "Bram") == {
        Code.PROFILE: "In own words: “Ik help pleinen rustig maken”."
    }


def test_several_answers_are_one_reason_with_the_closest_named(asked):
    more = knowledge.ask(asked.world.bram, group=asked.open, title="Wie doet de natuurtoets?")
    knowledge.answer(asked.world.marit, question=more, text="Een ecoloog.")
    actions.index(more)
    told = reasons(asked.world.samira, "vogels in de natuurtoets", "Marit")
    assert told[Code.ANSWERED] == (
        "Gave 2 answers on this, such as to “Welke vogels tellen in een natuurtoets?”."
    )


def test_the_words_of_the_question_are_marked(asked):
    best = ask(asked.world.samira, "bouwdossiers gescand").people[0]
    (reason,) = [reason for reason in best.reasons if reason.code is Code.KNOWS]
    assert [reason.text[start:end] for start, end in reason.marks] == ["bouwdossiers gescand"]


def test_what_is_in_a_closed_group_neither_reveals_nor_raises_nor_explains(asked):
    outsider, insider = asked.world.samira, asked.world.noor
    assert names(ask(outsider, "reorganisatie en staken in mei")) == []
    assert names(ask(insider, "reorganisatie en staken in mei")) == ["Marit"]
    assert ask(outsider, "reorganisatie").answered == []
    assert [one.question for one in ask(insider, "wat doen we met de reorganisatie").answered] == [
        asked.secret_question
    ]
    assert queries.similar_questions(outsider, "de reorganisatie") == []
    assert queries.similar_questions(insider, "de reorganisatie") == [asked.secret_question]


def test_scores_are_the_same_with_and_without_the_closed_group(asked):
    text = "bouwdossiers gescand en staken in de reorganisatie"
    before = [(one.actor, one.score) for one in ask(asked.world.samira, text).people]
    knowledge.withdraw_question(asked.world.noor, question=asked.secret_question)
    actions.index(asked.secret_question)
    Passage.objects.filter(text="").delete()
    assert [(one.actor, one.score) for one in ask(asked.world.samira, text).people] == before


def test_a_group_that_closes_is_closed_at_once(asked):
    assert "Marit" in names(ask(asked.world.samira, "vogels natuurtoets"))
    groups.change_group(
        asked.world.bram,
        group=asked.open,
        name="Vergunningen",
        purpose="Voortaan onder ons",
        readers="group",
        admission="request",
    )
    assert "Marit" not in names(ask(asked.world.samira, "vogels natuurtoets"))


@pytest.mark.parametrize("corrupt", ["gone", "other words", "of another"])
def test_a_reason_vanishes_with_its_evidence(asked, corrupt):
    marit = asked.world.marit
    topic = KnownTopic.objects.filter(actor=marit)
    assert "Marit" in names(ask(asked.world.samira, "4.200 gescand"))
    if corrupt == "gone":
        topic.delete()
    elif corrupt == "other words":
        topic.update(text="Zeilen")
    else:
        topic.update(actor=asked.world.peter)
    assert "Marit" not in names(ask(asked.world.samira, "4.200 gescand"))


def test_an_answer_taken_back_a_moment_ago_is_no_reason(asked):
    knowledge.withdraw_answer(asked.world.marit, answer=asked.answer)
    assert ask(asked.world.samira, "vogels natuurtoets").people == []
    Answer.objects.update(withdrawn_at=None)
    knowledge.withdraw_question(asked.world.bram, question=asked.question)
    assert ask(asked.world.samira, "vogels natuurtoets").people == []


def test_a_closed_account_is_not_asked(asked):
    Account.objects.filter(actor=asked.world.marit).update(is_active=False)
    assert "Marit" not in names(ask(asked.world.samira, "bouwdossiers gescand"))


def test_who_is_asked_by_many_stands_back(asked):
    before = ask(asked.world.bram, "bouwdossiers gescand").people[0].score
    connections.ask_introduction(
        asked.world.samira, target=asked.world.marit, route=[asked.world.joost], purpose="Scannen"
    )
    after = ask(asked.world.bram, "bouwdossiers gescand").people[0].score
    assert after < before


def test_farther_stops_are_told_by_a_group_of_some_size_only(asked):
    world = asked.world
    assert queries.by_shared_group(world.samira, [world.peter.pk]) == {}
    for member in (world.samira, world.peter):
        groups.join_group(member, group=asked.open)
    assert queries.by_shared_group(world.samira, [world.peter.pk]) == {}
    for member in (world.joost, world.fatma):
        groups.join_group(member, group=asked.open)
    assert queries.by_shared_group(world.samira, [world.peter.pk]) == {
        world.peter.pk: "someone in Vergunningen"
    }


def test_what_was_answered_is_found_by_the_next_who_asks(asked):
    (found,) = ask(asked.world.samira, "Welke vogels in de natuurtoets?").answered
    assert (found.question, found.answer, found.is_best) == (asked.question, asked.answer, False)
    knowledge.choose_best(asked.world.bram, answer=asked.answer)
    (found,) = ask(asked.world.samira, "Welke vogels in de natuurtoets?").answered
    assert found.is_best
    knowledge.withdraw_answer(asked.world.marit, answer=asked.answer)
    assert ask(asked.world.samira, "Welke vogels in de natuurtoets?").answered == []
    similar = queries.similar_questions(asked.world.samira, "Welke vogels in de natuurtoets?")
    assert similar == [asked.question]


def test_words_may_be_left_out(asked):
    found = ask(asked.world.samira, "jongerenwerker met bouwdossiers", without=["Jongerenwerker"])
    assert found.understood == ["bouwdossiers"]
    assert "Bram" not in names(found)


def test_a_question_about_nothing_finds_nothing(asked):
    for text in ("", "Wie kan mij helpen?", "\x00", "🙂"):
        found = ask(asked.world.samira, text)
        assert (found.understood, found.people, found.answered) == ([], [], [])
    assert queries.similar_questions(asked.world.samira, "kan iemand helpen") == []


def test_reasons_are_worded_in_the_language_asked_for(asked):
    best = ask(asked.world.samira, "bouwdossiers gescand", language="nl").people[0]
    assert best.reasons[0].sentence == "Zegt dit te weten: ‘4.200 bouwdossiers gescand’."


def test_as_many_statements_for_one_as_for_many(asked, django_assert_max_num_queries):
    Role.objects.update(title="bouwdossiers")
    actions.index_everything()
    with django_assert_max_num_queries(17) as one:
        ask(asked.world.samira, "natuurtoets", limit=1)
    with django_assert_max_num_queries(17) as many:
        ask(asked.world.samira, "natuurtoets bouwdossiers jongerenwerker archivaris")
    assert len(many) <= len(one) + 3

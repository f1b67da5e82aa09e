"""Asking, answering, and saying what helped."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from tests.world import member, settled
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions, queries
from vaknet.domain.knowledge.models import Answer, BestAnswer, Edit, Question, Thanks
from vaknet.domain.refusal import Refused

SENTENCE = "Hoe gaan jullie om met een dakkapel die nét niet past?"


@pytest.fixture
def noor(db: None) -> Actor:
    return member("Noor Janssen", "noor@bond.example")


@pytest.fixture
def bram(db: None) -> Actor:
    return member("Bram Terpstra", "bram@duinrade.example")


@pytest.fixture
def marit(db: None) -> Actor:
    return settled(member("Marit Hoekstra", "marit@oosterhage.example"))


@pytest.fixture
def group(noor: Actor, bram: Actor) -> Group:
    made = groups.start_group(noor, name="Vergunningen", purpose="Bouwen", readers="public")
    groups.join_group(bram, group=made)
    return made


@pytest.fixture
def secret(noor: Actor) -> Group:
    return groups.start_group(noor, name="Kaderleden", purpose="Intern", readers="group")


@pytest.fixture
def question(bram: Actor, group: Group) -> Question:
    return actions.ask(
        bram, group=group, title=SENTENCE, body="**Achter** het huis", topics=["Dak"]
    )


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.account)
    return client


def test_a_question_is_asked_in_ones_own_group(bram: Actor, marit: Actor, group: Group) -> None:
    asked = actions.ask(bram, group=group, title=f"  {SENTENCE} ", topics=["Dak", "dak", ""])
    assert asked.title == SENTENCE
    assert [topic.name for topic in asked.topics.all()] == ["dak"]
    with pytest.raises(Refused):
        actions.ask(marit, group=group, title=SENTENCE)


def test_sent_twice_is_one_question_and_one_answer(bram: Actor, marit: Actor, group: Group) -> None:
    first = actions.ask(bram, group=group, title=SENTENCE)
    assert actions.ask(bram, group=group, title=SENTENCE).pk == first.pk
    given = actions.answer(marit, question=first, text="Kijk in de nota.")
    assert actions.answer(marit, question=first, text="Kijk in de nota.").pk == given.pk
    assert Activity.objects.filter(verb="answered").count() == 1


@pytest.mark.parametrize("text", ["", "   ", "\0\0", "…"])
def test_an_empty_answer_is_refused(marit: Actor, question: Question, text: str) -> None:
    with pytest.raises(Refused):
        actions.answer(marit, question=question, text=text)


def test_ten_megabytes_are_refused(marit: Actor, question: Question) -> None:
    with pytest.raises(Refused):
        actions.answer(marit, question=question, text="x" * 10_000_000)


def test_html_and_script_come_out_as_words(marit: Actor, question: Question) -> None:
    text = "<script>alert(1)</script> [klik](javascript:alert(1)) **let op** \u202etfel\u202c 💚"
    given = actions.answer(marit, question=question, text=text)
    assert "<script" not in given.html
    assert "javascript:" not in given.html.replace("(javascript:", "")
    assert "<strong>let op</strong>" in given.html
    assert "💚" in given.html


def test_the_asker_and_a_steward_choose_the_best(
    noor: Actor, bram: Actor, marit: Actor, question: Question
) -> None:
    first = actions.answer(marit, question=question, text="Kijk in de nota.")
    second = actions.answer(noor, question=question, text="Bel de aanvrager.")
    with pytest.raises(Refused):
        actions.choose_best(marit, answer=first)
    actions.choose_best(bram, answer=first)
    actions.choose_best(noor, answer=second)
    assert BestAnswer.objects.get().answer == second
    assert queries.question(marit, question.pk).answers[0].answer == second
    actions.take_back_best(bram, question=question)
    assert not BestAnswer.objects.exists()


def test_an_answer_withdrawn_is_nobodys_best(bram: Actor, marit: Actor, question: Question) -> None:
    given = actions.answer(marit, question=question, text="Kijk in de nota.")
    actions.choose_best(bram, answer=given)
    actions.withdraw_answer(marit, answer=given)
    actions.withdraw_answer(marit, answer=given)
    assert not BestAnswer.objects.exists()
    assert queries.question(bram, question.pk).answers == []
    with pytest.raises(Answer.DoesNotExist):
        actions.thank(bram, answer=given)


def test_thanks_once_and_never_to_oneself(bram: Actor, marit: Actor, question: Question) -> None:
    given = actions.answer(marit, question=question, text="Kijk in de nota.")
    actions.thank(bram, answer=given)
    actions.thank(bram, answer=given)
    assert Thanks.objects.count() == 1
    with pytest.raises(Refused):
        actions.thank(marit, answer=given)
    actions.take_back_thanks(bram, answer=given)
    actions.take_back_thanks(bram, answer=given)
    assert not Thanks.objects.exists()


def test_a_change_keeps_what_was_said(bram: Actor, marit: Actor, question: Question) -> None:
    given = actions.answer(marit, question=question, text="Kijk in de nota.")
    actions.change_answer(marit, answer=given, text="Kijk in de **nieuwe** nota.")
    assert Edit.objects.get().previous == "Kijk in de nota."
    with pytest.raises(Refused):
        actions.change_answer(bram, answer=given, text="Onzin")
    actions.change_question(bram, question=question, title="En nu?", body="")
    assert Question.objects.get().title == "En nu?"
    with pytest.raises(Refused):
        actions.change_question(marit, question=question, title="Van mij")


def test_only_the_author_or_a_steward_withdraws(
    noor: Actor, marit: Actor, question: Question
) -> None:
    with pytest.raises(Refused):
        actions.withdraw_question(marit, question=question)
    actions.withdraw_question(noor, question=question)
    with pytest.raises(Question.DoesNotExist):
        queries.question(noor, question.pk)
    with pytest.raises(Question.DoesNotExist):
        actions.answer(marit, question=question, text="Te laat")


def test_who_may_not_read_a_group_finds_none_of_it(noor: Actor, bram: Actor, secret: Group) -> None:
    hidden = actions.ask(noor, group=secret, title="Hoe staken we in Waterveen?")
    given = actions.answer(noor, question=hidden, text="Met z’n allen.")
    for viewer in (None, bram):
        assert list(queries.questions(viewer)) == []
        assert list(queries.questions(viewer, text="staken")) == []
        assert queries.answered_by(viewer, noor) == []
        with pytest.raises(Question.DoesNotExist):
            queries.question(viewer, hidden.pk)
    with pytest.raises(Question.DoesNotExist):
        actions.answer(bram, question=hidden, text="Ik ook")
    with pytest.raises(Answer.DoesNotExist):
        actions.thank(bram, answer=given)


def test_pages_hide_what_one_may_not_read(noor: Actor, bram: Actor, secret: Group) -> None:
    hidden = actions.ask(noor, group=secret, title="Hoe staken we in Waterveen?")
    given = actions.answer(noor, question=hidden, text="Met z’n allen.")
    paths = [f"/vraag/{hidden.pk}/", f"/vraag/{hidden.pk}/wijzigen/"]
    paths += [f"/vraag/{hidden.pk}/intrekken/", f"/antwoord/{given.pk}/wijzigen/"]
    for path in [*paths, f"/antwoord/{given.pk}/intrekken/"]:
        assert signed_in(bram).get(path).status_code == 404
        assert Client().get(path).status_code == 302
    for act in ("bedankt", "toch-niet", "beste"):
        assert signed_in(bram).post(f"/antwoord/{given.pk}/{act}/").status_code == 404


def test_a_guest_cannot_tell_a_hidden_question_from_none(noor: Actor, secret: Group) -> None:
    hidden = actions.ask(noor, group=secret, title="Hoe staken we in Waterveen?")
    there, nowhere = Client().get(f"/vraag/{hidden.pk}/"), Client().get("/vraag/987654/")
    assert there.status_code == nowhere.status_code == 302
    assert (
        there.headers["Location"].replace(f"F{hidden.pk}%", "F987654%")
        == nowhere.headers["Location"]
    )


def test_a_guest_reads_a_public_question_without_names(marit: Actor, question: Question) -> None:
    actions.answer(marit, question=question, text="Kijk in de nota.")
    page = Client().get(f"/vraag/{question.pk}/")
    assert page.status_code == 200
    assert "Kijk in de nota." in page.text
    assert "Marit" not in page.text
    assert "Bram" not in page.text


def test_the_whole_path_in_the_browser(bram: Actor, marit: Actor, group: Group) -> None:
    asker, helper = signed_in(bram), signed_in(marit)
    form = asker.get(f"/vraag/nieuw/?q={SENTENCE}")
    assert SENTENCE in form.text
    asked = asker.post("/vraag/nieuw/", {"title": SENTENCE, "body": "", "group": "vergunningen"})
    page = asked.headers["Location"]
    assert helper.post(page, {"text": ""}).status_code == 422
    answered = helper.post(page, {"text": "Kijk in de nota."})
    given = Answer.objects.get()
    assert answered.headers["Location"] == f"{page}#answer-{given.pk}"
    asker.post(f"/antwoord/{given.pk}/beste/")
    asker.post(f"/antwoord/{given.pk}/bedankt/")
    shown = helper.get(page).text
    assert "Beste antwoord" in shown
    assert "1 bedankje" in shown


@pytest.mark.parametrize("count", [1, 3, 20])
def test_a_question_page_costs_the_same_for_any_number_of_answers(
    marit: Actor, question: Question, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        actions.answer(marit, question=question, text=f"Antwoord {number}")
    client = signed_in(marit)
    client.get(f"/vraag/{question.pk}/")
    with django_assert_num_queries(8):
        client.get(f"/vraag/{question.pk}/")


@pytest.mark.django_db(transaction=True)
def test_two_choices_at_one_moment_leave_one_best() -> None:
    noor = member("Noor Janssen", "noor@bond.example")
    bram = member("Bram Terpstra", "bram@duinrade.example")
    group = groups.start_group(noor, name="Vergunningen", purpose="Bouwen")
    groups.join_group(bram, group=group)
    question = actions.ask(bram, group=group, title=SENTENCE)
    answers = [actions.answer(noor, question=question, text=f"Nummer {n}") for n in range(4)]

    def choose(answer: Answer) -> None:
        try:
            actions.choose_best(bram, answer=answer)
            actions.thank(bram, answer=answer)
            actions.thank(bram, answer=answers[0])
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(choose, answers))
    assert BestAnswer.objects.count() == 1
    assert Thanks.objects.filter(answer=answers[0], actor=bram).count() == 1


def test_nobody_changes_or_judges_what_is_of_another(
    bram: Actor, marit: Actor, question: Question
) -> None:
    given = actions.answer(marit, question=question, text="Kijk in de nota.")
    refused = [
        lambda: actions.change_answer(bram, answer=given, text="Kijk niet."),
        lambda: actions.change_question(marit, question=question, title="Iets anders?"),
        lambda: actions.choose_best(marit, answer=given),
        lambda: actions.withdraw_answer(bram, answer=given),
    ]
    for act in refused:
        with pytest.raises(Refused):
            act()
    given.refresh_from_db()
    assert given.text == "Kijk in de nota."


def test_saying_the_same_again_changes_nothing(
    bram: Actor, marit: Actor, question: Question
) -> None:
    given = actions.answer(marit, question=question, text="Kijk in de nota.")
    best = [actions.choose_best(bram, answer=given) for _ in range(2)]
    assert best[0] == best[1]
    actions.change_answer(marit, answer=given, text="Kijk in de nota.")
    actions.change_question(bram, question=question, title=question.title, body=question.body)
    for _ in range(2):
        actions.withdraw_answer(marit, answer=given)
        actions.withdraw_question(bram, question=question)
    assert not Edit.objects.exists()
    verbs = list(Activity.objects.values_list("verb", flat=True))
    assert verbs.count("withdrew_answer") == verbs.count("withdrew_question") == 1
    assert verbs.count("chose_best_answer") == 1


def test_too_many_topics_are_refused(bram: Actor, group: Group) -> None:
    with pytest.raises(Refused) as refused:
        actions.ask(
            bram, group=group, title="Waarover?", topics=[f"onderwerp {n}" for n in range(6)]
        )
    assert refused.value.field == "topics"

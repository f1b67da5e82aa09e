"""The pages of a journal: in front of its group, all issues, and the desk of its editors."""

from decimal import Decimal

import pytest
from django.test import Client

from tests.journal.story import HERE, a_week, item_about, journal_of, published, signed_in
from tests.world import World, member
from vaknet.domain.groups import actions as groups
from vaknet.domain.journal import actions, queries
from vaknet.domain.journal.models import Issue, SkippedWeek
from vaknet.domain.knowledge import actions as knowledge

DESK = f"{HERE}redactie/nummer/"


@pytest.fixture
def week(world: World):
    return a_week(world)


@pytest.fixture
def draft(world: World, week) -> Issue:
    journal_of(world)
    return actions.begin_issue(world.joost, group=world.group)


def test_a_group_without_a_journal_stays_as_it_is(world: World) -> None:
    for page in (HERE, f"{HERE}vragen/"):
        told = signed_in(world.samira).get(page).text
        assert world.question.title in told
        assert "Dit nummer" not in told
        assert "Begin een vakblad" not in told
    assert "Begin een vakblad" in signed_in(world.marit).get(HERE).text


def test_before_its_first_issue_the_questions_stand_in_front(world: World) -> None:
    journal_of(world)
    told = signed_in(world.samira).get(HERE).text
    assert world.question.title in told
    assert "Het eerste nummer van het vakblad verschijnt op" in told
    assert "Er kwam nog geen nummer uit" in signed_in(world.samira).get(f"{HERE}nr/").text


def test_then_the_issue_does_and_the_questions_have_their_own_page(world: World, week) -> None:
    published(world)
    samira = signed_in(world.samira)
    front = samira.get(HERE).text
    assert front.count("<h1") == 1
    assert "Einde van nummer 1." in front
    assert "Tip de redactie" in front
    assert "Redactie:" in front
    assert world.question.title in samira.get(f"{HERE}vragen/").text
    opened = samira.get(f"{HERE}vragen/?open=1").text
    assert "Wie meet de hoogte?" in opened
    assert "Hoe breng je een nee?" not in opened
    assert "Nummer 1" in samira.get(f"{HERE}nr/").text
    assert "Tip de redactie" not in signed_in(world.bram).get(HERE).text


def test_articles_are_one_click_away_with_a_journal_and_without(world: World, week) -> None:
    """Also where nobody wrote one yet."""
    samira, link = signed_in(world.samira), f'<a href="{HERE}artikelen/">Artikelen</a>'
    assert f'<a class="tag" href="{HERE}artikelen/">Artikelen</a>' in samira.get(HERE).text
    published(world)
    for page in (HERE, f"{HERE}vragen/", f"{HERE}nr/", f"{HERE}leden/"):
        told = samira.get(page).text
        assert told.count(link) == 1
        assert told.count(f'href="{HERE}artikelen/"') == 1
    assert "Nog geen artikelen" in samira.get(f"{HERE}artikelen/").text


def test_a_skipped_week_is_said_in_one_line(world: World, week) -> None:
    published(world)
    SkippedWeek.objects.create(group=world.group, year=2030, week=9, items=2)
    for page in ("", "vragen/", "nr/"):
        told = signed_in(world.samira).get(f"{HERE}{page}").text
        assert "Geen nummer in week 9: er waren 2 stukken." in told


def test_after_it_stopped_the_questions_are_in_front_and_issues_stay(world: World, week) -> None:
    published(world)
    marit = signed_in(world.marit)
    assert marit.post(f"{HERE}redactie/stoppen/")["Location"] == f"{HERE}redactie/"
    told = signed_in(world.samira).get(HERE).text
    assert world.question.title in told
    assert "Alle nummers" in told
    assert signed_in(world.samira).get(f"{HERE}nr/1/").status_code == 200
    assert "Het vakblad is gestopt" in marit.get(f"{HERE}redactie/").text
    assert marit.post(f"{HERE}redactie/").status_code == 404


def test_a_cover_is_drawn_for_everybody_and_kept(db) -> None:
    answer = Client().get("/omslag/9.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert "immutable" in answer["Cache-Control"]
    assert Client().get("/omslag/9.svg").content == answer.content
    assert Client().get("/omslag/10.svg").content != answer.content
    assert Client().get("/omslag/0.svg").status_code == 404


def test_an_editor_starts_a_journal_and_makes_an_issue_in_a_few_clicks(world: World, week) -> None:
    marit = signed_in(world.marit)
    wrong = marit.post(f"{HERE}redactie/vakblad/", {"weekday": 5, "issn": "2049-3631"})
    assert wrong.status_code == 422
    assert "Dit ISSN klopt niet helemaal." in wrong.text
    sent = {"weekday": 5, "issn": "2049-3630"}
    assert marit.post(f"{HERE}redactie/vakblad/", sent)["Location"] == f"{HERE}redactie/"
    assert 'value="2049-3630"' in marit.get(f"{HERE}redactie/vakblad/").text
    assert marit.post(f"{HERE}redactie/")["Location"] == DESK
    assert "Hoe breng je een nee?" in marit.get(DESK).text
    looked = marit.get(f"{DESK}voorbeeld/").text
    assert "Publiceer" in looked
    pk = Issue.objects.get().pk
    assert marit.post(f"{DESK}{pk}/uitgeven/")["Location"] == f"{HERE}nr/1/"
    assert "ISSN 2049-3630" in marit.get(f"{HERE}nr/1/").text
    assert marit.get(DESK).status_code == 404
    assert marit.post(f"{HERE}redactie/vakblad/", {"weekday": 2})["Location"]
    assert queries.front(world.marit, world.group).journal.weekday == 2


def test_each_button_of_the_desk_does_its_act(world: World, week, draft: Issue) -> None:
    joost = signed_in(world.joost)
    scans = item_about(draft, week.scans)

    def press(act: str, item: object = "") -> None:
        assert joost.post(DESK, {"act": act, "item": item})["Location"] == DESK

    press("out", scans.pk)
    assert draft.items.get(pk=scans.pk).left_out_at is not None
    press("back", scans.pk)
    assert draft.items.get(pk=scans.pk).left_out_at is None
    press("cover", scans.pk)
    assert draft.items.get(section="cover") == scans
    knowledge.ask(world.noor, group=world.group, title="En nu?")
    press("gather")
    assert "Er kwam 1 stuk bij." in joost.get(DESK).text
    press("gather")
    assert "Er gebeurde sindsdien niets nieuws." in joost.get(DESK).text
    first, second = draft.items.filter(section="talk")
    press("down", first.pk)
    press("up", first.pk)
    press("up", second.pk)
    assert list(draft.items.filter(section="talk")) == [second, first]
    press("figure-out")
    assert draft.figure.__class__.objects.get().left_out_at is not None
    press("figure-back")
    press("what")
    press("cover", draft.items.get(kind="newcomers").pk)
    assert "Alleen wat iemand vroeg of schreef" in joost.get(DESK).text
    for nothing in ("", "x", 987_654, "9" * 30):
        assert joost.post(DESK, {"act": "out", "item": nothing}).status_code == 404


def test_with_htmx_the_desk_alone_comes_back(world: World, week, draft: Issue) -> None:
    item = item_about(draft, week.scans)
    sent = {"act": "out", "item": item.pk}
    answer = signed_in(world.joost).post(DESK, sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="desk"')
    assert "Zet terug" in answer.text


def test_an_item_of_another_group_is_not_there(world: World, draft: Issue) -> None:
    other = groups.start_group(world.bram, name="Bijen", purpose="Zoemen")
    knowledge.ask(world.bram, group=other, title="Wie zoemt?")
    actions.start_journal(world.bram, group=other, weekday=5)
    theirs = actions.begin_issue(world.bram, group=other)
    joost = signed_in(world.joost)
    there = theirs.items.first().pk
    assert joost.post(DESK, {"act": "out", "item": there}).status_code == 404
    assert joost.get(f"{DESK}stuk/{there}/").status_code == 404
    assert joost.post(f"{DESK}{theirs.pk}/uitgeven/").status_code == 404


def test_words_and_a_figure_of_their_own(world: World, week, draft: Issue) -> None:
    joost = signed_in(world.joost)
    item = item_about(draft, week.scans)
    said = {"headline": "Zelf doen", "lead": "Het kan."}
    for page in (f"{DESK}stuk/{item.pk}/", f"{DESK}omslag/"):
        assert joost.get(page).status_code == 200
        assert joost.post(page, said)["Location"] == DESK
        assert 'value="Zelf doen"' in joost.get(page).text
        assert joost.post(page, {"headline": "x" * 161}).status_code == 422
    figure = {"number": "1.200", "counts": "dossiers", "rows": "2025: 1.100\n2026: 1.200,5\n"}
    assert joost.get(f"{DESK}cijfer/").status_code == 200
    assert joost.post(f"{DESK}cijfer/", figure)["Location"] == DESK
    values = [row.value for row in Issue.objects.get().figure.rows.all()]
    assert values == [Decimal(1100), Decimal("1200.5")]
    assert "2026: 1200,5" in joost.get(f"{DESK}cijfer/").text
    for rows in ("2025", "2025: 1,1,1", "2025: veel"):
        wrong = joost.post(f"{DESK}cijfer/", figure | {"rows": rows})
        assert wrong.status_code == 422
        assert "is geen staaf" in wrong.text


def test_another_editor_was_first(world: World, draft: Issue) -> None:
    actions.publish_issue(world.marit, issue=draft)
    sent = signed_in(world.joost).post(f"{DESK}{draft.pk}/uitgeven/", follow=True)
    assert sent.redirect_chain == [(f"{HERE}nr/1/", 303)]
    assert "Nummer 1 is al uit." in sent.text


def test_a_second_issue_in_a_week_goes_back_to_the_desk(world: World, week) -> None:
    published(world)
    second = actions.begin_issue(world.joost, group=world.group)
    sent = signed_in(world.joost).post(f"{DESK}{second.pk}/uitgeven/", follow=True)
    assert sent.redirect_chain == [(DESK, 303)]
    assert "wacht hier tot maandag" in sent.text


@pytest.mark.parametrize("page", ["", "nr/1/", "nr/", "redactie/nummer/"])
def test_more_in_it_costs_no_more_queries(
    world: World, week, page: str, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    published(world)
    new = [knowledge.ask(world.noor, group=world.group, title=f"En {one}?") for one in "nu"]
    for question in new:
        knowledge.answer(world.samira, question=question, text="Ja.")
    groups.join_group(world.bram, group=world.group)
    actions.begin_issue(world.joost, group=world.group)
    joost = signed_in(world.joost)
    joost.get(HERE)
    with django_assert_max_num_queries(19) as before:
        assert joost.get(f"{HERE}{page}").status_code == 200
    for number in range(6):
        newcomer = member(f"Ilse {number}", f"ilse{number}@oosterhage.example")
        groups.join_group(newcomer, group=world.group)
        asked = knowledge.ask(newcomer, group=world.group, title=f"Hoe {number}?")
        knowledge.answer(world.noor, question=asked, text="Zo.")
    actions.gather_more(world.joost, issue=queries.draft(world.joost, world.group))
    with django_assert_num_queries(len(before)):
        assert joost.get(f"{HERE}{page}").status_code == 200

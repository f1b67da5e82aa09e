"""The page for managers: who was found, who not, and why; and no more than they may see."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation

from tests import world as w
from tests.architecture.test_oracles import asked as answer_to
from tests.architecture.test_oracles import nonsense
from tests.finding.test_meaning import IN_OTHER_WORDS, TRADE
from tests.finding.test_page import as_
from tests.finding.test_shown import knows
from tests.finding.test_why import QUESTION
from vaknet.domain.activity.models import Activity
from vaknet.domain.connections import actions as connections
from vaknet.domain.finding import actions
from vaknet.domain.finding.models import Passage
from vaknet.domain.finding.queries import Explanation, Verdict, Why, why
from vaknet.domain.finding.queries.understanding import understand
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.paper import actions as paper
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account, KnownTopic
from vaknet.interfaces.web.why import figure, figures_of

HERE = "/beheer/vinder/"
ROOT = Path(__file__).parents[2]
DOCS, LOCALE = ROOT / "docs", ROOT / "vaknet" / "locale" / "nl"


@pytest.fixture
def manager(asked):
    return as_(asked.world.moderator)


def page(client, question=QUESTION, person=""):
    response = client.get(HERE, {"q": question, "wie": person})
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def test_to_who_is_no_manager_there_is_no_such_page(asked):
    """Not even to a steward, who moderates in her own group."""
    for person in (asked.world.bram, asked.world.noor, asked.world.marit):
        client = as_(person)
        there, nowhere = client.get(HERE, {"q": QUESTION}), client.get("/beheer/vindertje/")
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert HERE not in client.get("/ik/").content.decode()


def test_a_manager_finds_it_among_her_own(asked, manager):
    for address in ("/ik/", "/beheer/meldingen/"):
        assert f'href="{HERE}"' in manager.get(address).content.decode()


def test_a_steward_finds_the_reports_and_not_this(asked):
    steward = as_(asked.world.noor).get("/ik/").content.decode()
    assert "/beheer/meldingen/" in steward
    assert HERE not in steward


def test_nothing_asked_tells_what_it_is_for(manager):
    shown = page(manager, "")
    assert "What this is for" in shown
    assert "As you would see it yourself." in shown
    assert "The first ten" not in shown


def test_the_first_ten_each_with_a_bar_and_its_figures(asked, manager):
    shown = page(manager)
    assert '<span class="tag" dir="auto">bouwdossiers</span>' in shown
    assert 'href="/beheer/vinder/?q=' in shown
    assert "1. Marit Hoekstra" in shown
    sums = re.findall(r'<p class="meta">([\d.,]+(?: × [\d.,]+){5}) = ([\d.,]+)</p>', shown)
    assert len(sums) == shown.count("</li>") - shown.count('<li class="row">') - _around(manager)
    for parts, score in sums:
        made = 1.0
        for part in parts.split(" × "):
            made *= float(part.replace(",", ""))
        assert made == pytest.approx(float(score.replace(",", "")), rel=0.02)
    assert "Samira" in shown
    assert "The person" in shown


def _around(client):
    """List items that every page has."""
    return page(client, "kwantumfysica").count("</li>")


def test_every_part_of_somebody_and_where_to_look_it_up(asked, manager):
    actions.read_unread(1_000)
    shown = page(manager, person="@marit.hoekstra")
    assert "Found: number 1 on the list, with " in shown
    for label in (
        "Evidence",
        "Answers of late",
        "On the topic",
        "Sure",
        "Near",
        "Confirmed",
        "Left out",
    ):
        assert f"<b>{label}</b>" in shown
    assert "You know of no way to each other." in shown
    assert 'href="/@marit.hoekstra/">Says to know this: ' in shown
    assert f'href="/vraag/{asked.world.question.pk}/#answer-{asked.world.answer.pk}"' in shown
    assert "% of the best text. With weight 1.20 worth " in shown
    assert 'aria-current="true"' in shown


@pytest.mark.parametrize(
    ("degree", "words"),
    [
        (1, "You know each other."),
        (2, "One person stands between you."),
        (3, "Two people stand between you."),
    ],
)
def test_how_near_is_said_without_a_name(asked, manager, degree, words):
    near = {1: asked.world.marit, 2: asked.world.joost, 3: asked.world.fatma}[degree]
    w.acquaint(asked.world.moderator, near)
    shown = page(manager, "4.200 bouwdossiers gescand", "marit.hoekstra")
    assert words in shown
    assert degree == 1 or near.first_name not in shown


def test_more_texts_than_are_shown_are_counted(asked, manager):
    for number in range(7):
        people.add_known_topic(asked.world.peter, text=f"Bouwdossiers gescand, deel {number}")
    actions.index(asked.world.peter)
    assert "2 texts more fit, together worth " in page(manager, "bouwdossiers", "peter.de.wit")


def test_a_profile_without_words_of_its_own_is_told_as_a_whole(asked, manager):
    actions.read_unread(1_000)
    assert "All that stands on the profile together." in page(manager, person="marit.hoekstra")


@pytest.mark.parametrize(
    ("question", "person", "words"),
    [
        (QUESTION, "ingrid.bos", "That is you."),
        (QUESTION, "niemand.hier", "There is nobody here with that name whom you can see."),
        (QUESTION, "bram.kuipers", "and meaning is not compared here."),
        ("wie kan helpen", "bram.kuipers", "there is no word in it to go by"),
        ("x" * 501, "", "Your question is too long (501 characters)."),
        ("kwantumfysica", "", "Nobody fits this question."),
        ("NIS2 en de Woo", "", "Names: who has one of these goes first"),
    ],
)
def test_what_is_told_of_whom(manager, question, person, words):
    assert words in page(manager, question, person)


def test_why_somebody_is_not_found(asked, manager, monkeypatch):
    world = asked.world
    stil = w.member("Stil Bakker", "stil@o.example")
    people.add_known_topic(world.peter, text="Bouwdossiers")
    actions.index_everything()
    actions.read_unread(1_000)
    assert "there is nothing of this person that you may read" in page(manager, person=stil.handle)
    assert "Its meaning is compared too." in page(manager)
    alike = page(manager, person=world.bram.handle)
    assert re.search(r"The closest is -?0\.\d\d alike\. From 0\.18 on it counts\.", alike)
    truus = w.member("Truus Bakker", "truus@o.example", knows=[TRADE])
    actions.index(truus)
    assert "none was read for its meaning so far" in page(manager, IN_OTHER_WORDS, truus.handle)
    monkeypatch.setattr(why, "CANDIDATES", 1)
    beyond = page(manager, person=world.peter.handle)
    assert "Not found: number 2 of all who know about this." in beyond
    people.block(world.moderator, other=world.samira)
    assert "You blocked this person" in page(manager, person="Samira El Idrissi")


def test_below_the_first_ten(asked, manager):
    for number in range(11):
        w.member(f"Kees {number}", f"kees{number}@o.example", knows=["4.200 bouwdossiers gescand"])
    people.add_known_topic(asked.world.peter, text="Dossiers")
    actions.index_everything()
    shown = page(manager, person="peter.de.wit")
    assert re.search(r"number 1[1-9], with [\d.]+\. The last on the list has [\d.]+\.", shown)


def test_what_changed_a_moment_ago_has_no_parts(asked, manager):
    knowledge.withdraw_answer(asked.world.marit, answer=asked.answer)
    text = "bouwdossiers gescand, coördinator toezicht, vogels in een natuurtoets"
    shown = page(manager, text, "marit.hoekstra")
    assert shown.count("A text of this person changed a moment ago.") == 2
    KnownTopic.objects.all().delete()
    gone = page(manager, "4.200 gescand", "marit.hoekstra")
    assert "a text that fitted is gone, or says something else now" in gone


def test_until_it_is_read_again_there_is_no_figure_of_it(asked, manager):
    """Not beside the name, not in the sentence, and no sentence with a gap."""
    world = asked.world
    ilse = w.member("Ilse Smit", "ilse@o.example", knows=["Sportvelden"])
    actions.index_everything()
    actions.read_unread(1_000)
    knowledge.withdraw_answer(world.marit, answer=world.answer)
    found = page(manager, person="marit.hoekstra")
    assert "Found: number 1 on the list. </span>" in found
    assert '<b dir="auto">1. Marit Hoekstra</b></a></p>' in found
    ilse.known_topics.update(text="Zeilen")
    alike = page(manager, person=ilse.handle)
    assert "and none means nearly the same. </span>" in alike
    assert "The closest is" not in alike


@pytest.mark.parametrize(
    ("score", "least", "words"),
    [
        (14.23, 3.2, "number 12, with 14.2. The last on the list has 3.20."),
        (14.23, None, "number 12, with 14.2."),
        (14.23, 0.0, "number 12, with 14.2. The last on the list has 0.00."),
        (None, 3.2, "number 12. The last on the list has 3.20."),
        (None, None, "number 12."),
    ],
)
def test_a_figure_that_is_not_there_is_not_in_the_sentence(score, least, words):
    said = _sentence(Verdict(Why.BELOW, 12, score=score, least=least))
    assert said == f"Not on the list: {words}"


@pytest.mark.parametrize("figures", [{}, {"score": 14.23}, {"least": 3.2}])
def test_of_the_same_organisation_without_both_figures(figures):
    assert _sentence(Verdict(Why.SAME_PLACE, 12, **figures)) == (
        "Not on the list: somebody of the same organisation is on it, and not all are taken from"
        " one place."
    )


def _sentence(verdict):
    told = Explanation(understand("bouwdossiers"), [], True, [], verdict=verdict)
    context = {"told": told, "verdict": verdict, "figures": figures_of(told)}
    return " ".join(render_to_string("finder/_why_verdict.html", context).split())


def test_not_all_of_one_organisation(asked, manager):
    for name in ("Ilse", "Ton"):
        knows(name, at="Hoogheemraadschap")
    actions.index_everything()
    text = "Wie kan waterkeringen beoordelen?"
    assert "somebody of the same organisation stands above" in page(manager, text)
    for number in range(10):
        knows(f"Wil{number}")
    actions.index_everything()
    assert "Somebody of the same organisation is on it" in page(manager, text, "ton")


def test_several_people_of_one_name(asked, manager):
    other = w.member("Marit Hoekstra", "marit@elders.example")
    shown = page(manager, person="Marit Hoekstra")
    assert "More people are called so." in shown
    for handle in ("marit.hoekstra", other.handle):
        assert f"wie={handle}" in shown


def test_nothing_of_what_is_asked_is_kept(asked, manager):
    before = Activity.objects.count()
    page(manager, person="marit.hoekstra")
    assert Activity.objects.count() == before
    assert manager.post(HERE, {"q": QUESTION}).status_code == 405


# What nobody learns here


@pytest.mark.parametrize("hidden", ["blocks her", "closed", "switched off", "on paper"])
def test_who_is_kept_from_her_is_answered_as_nobody(asked, hidden):
    """Word for word, header for header, in as many statements."""
    marit, manager = asked.world.marit, as_(asked.world.moderator)
    match hidden:
        case "blocks her":
            people.block(marit, other=asked.world.moderator)
        case "closed":
            leaving.close_account(marit, answers="stay")
        case "switched off":
            Account.objects.filter(actor=marit).update(is_active=False)
        case _:
            marit = _on_paper(asked)
    for typed in (marit.handle, marit.name):
        answers = [
            answer_to(manager, HERE, q=QUESTION, wie=one) for one in (typed, nonsense(typed))
        ]
        assert answers[0] == answers[1]
        assert answers[0][0] == 200


def _on_paper(asked):
    return paper.bring_on_paper(
        asked.world.marit,
        group=asked.world.group,
        name="Wil van Dam",
        profession="bouwdossiers",
        how="spoken",
        asked_on=timezone.localdate(),
    ).actor


def test_what_a_closed_group_holds_changes_no_letter(asked):
    manager = as_(asked.world.moderator)
    secret = knowledge.ask(asked.world.noor, group=asked.closed, title="Wie scande bouwdossiers?")
    knowledge.answer(asked.world.marit, question=secret, text="Wij scanden bouwdossiers.")
    actions.index_everything()
    actions.read_unread(1_000)
    persons = ["", "marit.hoekstra", "noor.janssen"]
    told = [answer_to(manager, HERE, q=QUESTION, wie=one) for one in persons]
    assert Passage.objects.filter(group=asked.closed.pk).delete()[0]
    assert [answer_to(manager, HERE, q=QUESTION, wie=one) for one in persons] == told


def test_who_waits_for_somebody_changes_no_letter(asked):
    manager = as_(asked.world.moderator)
    told = answer_to(manager, HERE, q=QUESTION, wie="marit.hoekstra")
    connections.ask_introduction(
        asked.world.samira, target=asked.world.marit, route=[asked.world.joost], purpose="Scannen"
    )
    assert answer_to(manager, HERE, q=QUESTION, wie="marit.hoekstra") == told


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0.00"), (-0.001, "0.00"), (-0.42, "-0.42"), (14.23, "14.2"), (1204.4, "1,204")],
)
def test_figures_have_three_digits_or_so(value, written):
    assert figure(value) == written


# In Dutch


@pytest.mark.parametrize(
    ("english", "dutch"),
    [
        ("Answers of late", "Antwoorden van kort geleden"),
        ("You know of no way to each other.", "Wij kennen geen route tussen jullie."),
        ("Look into the finder", "Kijk in de vinder"),
    ],
)
def test_the_parts_in_dutch(english, dutch):
    with translation.override("nl"):
        assert translation.gettext(english) == dutch


def test_the_finder_has_one_name_in_dutch():
    """As in its address. Who looks for something is no finder, and a way to somebody is a route."""
    told = [*DOCS.rglob("*.nl.md"), *LOCALE.glob("*.po")]
    assert len(told) > 40
    for path in told:
        text = path.read_text()
        assert not re.search(r"\b(de|een) zoeker\b", text, re.IGNORECASE), path.name
        assert "op de weg" not in text, path.name

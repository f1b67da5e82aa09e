"""Goals by their pages: set, hung from other pages, reached, looked back on."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.connections.test_pages import as_, words
from tests.goals.test_goals import PAPERLESS, asked, introduced, talk
from tests.world import World
from vaknet.domain.connections import actions as connections
from vaknet.domain.goals import actions, queries
from vaknet.domain.goals.models import Goal


def test_a_goal_from_beginning_to_end(world: World) -> None:
    samira = as_(world.samira)
    assert "Set this goal" in words(samira.get("/ik/doelen/"))
    wrong = samira.post("/ik/doelen/", {"text": "", "until_on": "gisteren"})
    assert (wrong.status_code, "Say in one sentence" in words(wrong)) == (422, True)
    over = {"text": PAPERLESS, "until_on": "2020-01-01"}
    assert "That day is over." in words(samira.post("/ik/doelen/", over))
    day = timezone.localdate() + timedelta(days=90)
    given = {"text": PAPERLESS, "until_on": day.isoformat()}
    sent = samira.post("/ik/doelen/", given, follow=True)
    assert "Your goal is set." in words(sent)
    assert "Nothing hangs here yet." in words(sent)
    goal = Goal.objects.get()
    page = reverse("goal", args=[goal.pk])

    change = reverse("change-goal", args=[goal.pk])
    assert PAPERLESS in samira.get(change).text
    assert samira.post(change, {"text": ""}).status_code == 422
    changed = samira.post(change, {"text": "Zonder papier", "shown": "on"}, follow=True)
    assert "Your contacts may read this sentence." in words(changed)
    assert "Your contacts may read it." in words(samira.get("/ik/doelen/"))
    joost = words(as_(world.joost).get(f"/@{world.samira.handle}/"))
    assert "What I work towards Zonder papier" in joost
    assert "Shown to you as a contact." in joost
    assert "Zonder papier" not in words(as_(world.bram).get(f"/@{world.samira.handle}/"))
    for who, sees in {"bekende": True, "lid": False, "buitenstaander": False}.items():
        seen = words(samira.get(reverse("seen-as", args=[who])))
        assert ("Zonder papier" in seen) is sees

    assert samira.post(page, {"text": " "}).status_code == 422
    assert "Een bestek van Marit" in words(
        samira.post(page, {"text": "Een bestek van Marit"}, follow=True)
    )
    for act, said in {
        "let_go": "You let it go. That is fine.",
        "take_up": "It is open again.",
        "reached": "Well done.",
    }.items():
        assert said in words(samira.post(page, {"act": act}, follow=True))
    assert "Reached or let go" in words(samira.get("/ik/doelen/"))
    assert "Goals you reached Zonder papier" in words(samira.get("/ik/doelen/opbrengst/"))
    assert "The goal is gone." in words(samira.post(page, {"act": "throw_away"}, follow=True))
    assert samira.get(page).status_code == 404


def test_things_hang_from_it_by_one_click_on_their_own_pages(world: World) -> None:
    goal = actions.set_goal(world.samira, text=PAPERLESS)
    question, introduction, coffee = asked(world), introduced(world), talk(world)
    pages = {
        ("question", question.pk): reverse("question", args=[question.pk]),
        ("contact", world.joost.pk): reverse("contact", args=[world.joost.handle]),
        ("introduction", introduction.pk): reverse("introduction", args=[introduction.pk]),
        ("talk", coffee.pk): reverse("talk", args=[coffee.pk]),
    }
    samira = as_(world.samira)
    for (kind, thing), page in pages.items():
        assert (
            f"For which goal? Press a goal and it hangs there. Only you see that. {PAPERLESS}"
            in (words(samira.get(page)))
        )
        sent = {"kind": kind, "thing": thing, "goal": goal.pk, "act": "on"}
        assert "It hangs from your goal." in words(
            samira.post("/ik/doelen/hangen/", sent, follow=True)
        )
        assert "Take it off" in words(samira.get(page))
    assert len(queries.line(world.samira, queries.goal(world.samira, goal.pk))) == 5
    text = words(samira.get(reverse("goal", args=[goal.pk])))
    for said in ("Your question, no answer yet", "Introduction: Marit", "A talk with Joost"):
        assert said in text
    off = {"kind": "talk", "thing": coffee.pk, "goal": goal.pk, "act": "off"}
    assert "no longer hangs" in words(samira.post("/ik/doelen/hangen/", off, follow=True))
    assert "You have no goal yet." in words(as_(world.joost).get(pages["talk", coffee.pk]))


def test_what_she_may_no_longer_see_elsewhere_can_be_taken_off(world: World) -> None:
    """From the line itself: the contact has no page any more when the tie is over."""
    goal = actions.set_goal(world.samira, text=PAPERLESS)
    actions.hang(world.samira, goal=goal, thing=world.joost)
    connections.end_connection(world.samira, contact=world.joost)
    samira, page = as_(world.samira), reverse("goal", args=[goal.pk])
    assert "Take it off : Joost van der Meer" in words(samira.get(page))
    off = {"kind": "contact", "thing": world.joost.pk, "goal": goal.pk, "act": "off"}
    assert as_(world.joost).post("/ik/doelen/hangen/", off).status_code == 404
    assert goal.links.count() == 1
    assert "no longer hangs" in words(samira.post("/ik/doelen/hangen/", off, follow=True))
    assert goal.links.count() == 0


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"kind": "talk", "thing": "x", "goal": "1"},
        {"kind": "talk", "thing": "9" * 40, "goal": "1"},
        {"kind": "key", "thing": "1"},
        {"kind": "contact", "thing": "²"},
    ],
)
def test_what_is_no_thing_is_not_found(world: World, sent: dict[str, str]) -> None:
    goal = actions.set_goal(world.samira, text=PAPERLESS)
    samira = as_(world.samira)
    assert samira.post("/ik/doelen/hangen/", sent).status_code == 404
    assert samira.post("/ik/doelen/hangen/", {"goal": goal.pk} | sent).status_code == 404


def test_somebody_elses_goal_takes_nothing(world: World) -> None:
    goal = actions.set_goal(world.samira, text=PAPERLESS)
    sent = {"kind": "contact", "thing": world.samira.pk, "goal": goal.pk}
    assert as_(world.joost).post("/ik/doelen/hangen/", sent).status_code == 404
    for act in ("reached", "throw_away", ""):
        page = reverse("goal", args=[goal.pk])
        assert as_(world.joost).post(page, {"act": act}).status_code == 404


def test_too_much_is_said_in_words(world: World, monkeypatch) -> None:
    from vaknet.domain.goals import rules

    goal = actions.set_goal(world.samira, text=PAPERLESS)
    monkeypatch.setattr(rules, "LINKS", 0)
    sent = {"kind": "contact", "thing": world.joost.pk, "goal": goal.pk}
    said = as_(world.samira).post("/ik/doelen/hangen/", sent, follow=True)
    assert "A lot hangs from this goal already." in words(said)


def test_looking_back_on_another_year(world: World, time_machine) -> None:
    now = timezone.localdate().year
    samira = as_(world.samira)
    assert "People you met" in words(samira.get("/ik/doelen/opbrengst/"))
    time_machine.move_to(timezone.now() + timedelta(days=400))
    samira = as_(world.samira)
    assert "Nothing yet, this year" in words(samira.get("/ik/doelen/opbrengst/"))
    page = words(samira.get("/ik/doelen/opbrengst/", {"jaar": str(now)}))
    assert f"In {now}, in people and words." in page
    assert "Joost van der Meer" in page
    for odd in ("", "1", "9" * 50, "\0"):
        assert samira.get("/ik/doelen/opbrengst/", {"jaar": odd}).status_code == 200

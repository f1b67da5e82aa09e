"""Applying: a draft, sent, changed, taken back; and nobody knows of it."""

from datetime import timedelta

import pytest
from django.utils.timezone import now

from tests.opportunities.a_masterclass import (
    HOUR,
    QUESTIONS,
    an_open_one,
    applies,
    closes,
    decides,
    replied,
    row_of,
    said_by,
    scores,
    seen_by,
)
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.knowledge.models import WritingLimit
from vaknet.domain.opportunities import actions, comparing, queries
from vaknet.domain.opportunities.hints import hint_for
from vaknet.domain.opportunities.models import Application, Opportunity
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db


def test_a_draft_is_hers_until_she_sends_it(world: World) -> None:
    made, samira = an_open_one(world), world.samira
    keep = actions.keep_application
    draft = keep(samira, opportunity=made, answers={}, for_a_year=True)
    assert str(draft) == f"application {draft.pk}"
    assert (draft.sent_at, draft.kept_agreed_at is None) == (None, False)
    first, second, third = made.questions.order_by("position")
    with pytest.raises(Refused, match="asks this of everyone") as refused:
        keep(samira, opportunity=made, answers={first.pk: "--", third.pk: "Di"}, send=True)
    assert refused.value.field == f"question_{first.pk}"
    with pytest.raises(Refused, match="asks this of everyone"):
        keep(samira, opportunity=made, answers={first.pk: "Ja", third.pk: "Woe"}, send=True)
    sent = applies(samira, made, "Aan dakkapellen.", for_a_year=True)
    assert sent == draft
    again = keep(samira, opportunity=made, answers=said_by(made, "Aan serres."))
    assert (again.sent_at, again.kept_agreed_at) == (sent.sent_at, None)
    assert [one.text for one in again.answers.order_by("question__position")] == [
        "Aan serres.",
        "Di",
    ]
    assert str(again.answers.first()).startswith("answer ")
    with pytest.raises(Refused, match="asks this of everyone"):
        keep(samira, opportunity=made, answers={})
    assert Activity.objects.filter(verb="applied").count() == 1
    assert second.why == QUESTIONS[1].why


def test_a_short_answer_is_one_line(world: World) -> None:
    made = an_open_one(world)
    first = made.questions.order_by("position")[0]
    made.questions.filter(pk=first.pk).update(kind="short")
    applies(world.samira, made, "Een\nregel")
    assert row_of(world.samira).answers.get(question=first).text == "Een regel"


def test_after_the_closing_moment_nothing_changes(world: World) -> None:
    made = an_open_one(world)
    applies(world.samira, made)
    closes(made)
    for person in (world.samira, world.noor):
        with pytest.raises(Refused, match="It is closed"):
            applies(person, made, "Later")
    assert row_of(world.samira).answers.count() == 2


def test_who_may_not_write_does_not_apply(world: World) -> None:
    made = an_open_one(world)
    WritingLimit.objects.create(actor=world.samira, until=now() + timedelta(days=2))
    with pytest.raises(Refused, match="cannot write"):
        applies(world.samira, made)
    actions.keep_application(world.samira, opportunity=made, answers={})


def test_an_outsider_applies_to_nothing(world: World) -> None:
    made = an_open_one(world, readers="group")
    with pytest.raises(Opportunity.DoesNotExist):
        applies(world.bram, made)
    assert seen_by(world.samira, made) == made


def test_withdrawn_is_gone(world: World) -> None:
    made = an_open_one(world)
    row = applies(world.samira, made)
    closes(made)
    scores(world.joost, row, 4, 3)
    for _time in range(2):
        actions.withdraw_application(world.samira, opportunity=made)
    assert not Application.objects.exists()
    assert list(queries.to_read_of(world.joost, seen_by(world.joost, made), now=now())) == []
    assert queries.application(world.samira, made) is None
    assert queries.application(None, made) is None


def test_a_no_can_be_thrown_away(world: World) -> None:
    made = replied(world, {world.samira: "no"})
    actions.withdraw_application(world.samira, opportunity=made)
    assert not Application.objects.exists()


def test_the_panel_reads_when_it_is_closed_and_nobody_else_ever(world: World) -> None:
    made = an_open_one(world)
    row = applies(world.samira, made)
    joost = seen_by(world.joost, made)
    assert list(queries.to_read_of(world.joost, joost, now=now())) == []
    made = closes(made)
    assert list(queries.to_read_of(world.joost, seen_by(world.joost, made), now=now())) == [row]
    for other in (world.marit, world.noor, world.samira):
        seen = seen_by(other, made)
        assert list(queries.to_read_of(other, seen, now=now())) == []
        with pytest.raises(Application.DoesNotExist):
            queries.application_to_read(other, seen, row.pk, now=now())
        with pytest.raises(Application.DoesNotExist):
            scores(other, row, 4, 4)
        with pytest.raises(Application.DoesNotExist):
            decides(other, row, "no")
        with pytest.raises(Opportunity.DoesNotExist):
            actions.send_replies(other, opportunity=made)
        assert queries.taking_part(other, seen) == []


def test_who_is_blocked_finds_nothing(world: World) -> None:
    """She does not see that it is there, is not waited for, and the other reads it alone."""
    made = an_open_one(world)
    row = applies(world.samira, made)
    people.block(world.samira, other=world.fatma)
    made = closes(made)
    assert list(queries.to_read_of(world.fatma, seen_by(world.fatma, made), now=now())) == []
    with pytest.raises(Application.DoesNotExist):
        scores(world.fatma, row, 1, 1)
    assert [one.actor for one in queries.readers_of(row)] == [world.joost]
    assert [one.actor for one in queries.panel(world.samira, made)] == [world.joost]
    scores(world.joost, row, 4, 4)
    decides(world.joost, row, "place")
    assert actions.send_replies(world.fatma, opportunity=made).answered_at is not None


def test_nobody_sees_others_before_her_own(world: World) -> None:
    made = an_open_one(world)
    row = applies(world.samira, made)
    other = applies(world.noor, made)
    made = closes(made)
    scores(world.joost, row, 5, 2)

    def read(viewer: object, pk: int = row.pk) -> list[comparing.OnCriterion]:
        seen = seen_by(viewer, made)  # type: ignore[arg-type]
        found = queries.application_to_read(viewer, seen, pk, now=now())  # type: ignore[arg-type]
        return comparing.scores_of(viewer, found)  # type: ignore[arg-type]

    assert read(world.fatma) == []
    fatma = comparing.compared(world.fatma, seen_by(world.fatma, made), now=now())
    assert [(one.mean, one.means, one.differ_most) for one in fatma] == [(None, [], None)] * 2
    scores(world.fatma, row, 2, 2)
    scores(world.fatma, other, 5, 5)
    first, second = read(world.fatma)
    assert (first.mean, first.spread, second.spread) == (3.5, 3, 0)
    best, same = comparing.compared(world.fatma, seen_by(world.fatma, made), now=now())
    assert (best.application, best.number, best.mean) == (other, 2, 5.0)
    assert (same.application, same.number, same.means) == (row, 1, [2.0, 3.5])
    assert same.differ_most is not None
    assert same.differ_most.criterion == first.criterion
    assert best.differ_most is None
    mine = comparing.my_scores(world.joost, row)
    assert sorted(one.score for one in mine.values()) == [2, 5]
    assert str(next(iter(mine.values()))).startswith("score ")


def test_scores_come_all_at_once_with_a_reason(world: World) -> None:
    made = an_open_one(world)
    row = applies(world.samira, made)
    made = closes(made)
    for given, why, match in (((0, 3), "Zo", "1 to 5"), ((3, 3), " ", "Say why")):
        with pytest.raises(Refused, match=match):
            scores(world.joost, row, *given, why=why)
    assert not row.scores.exists()
    scores(world.joost, row, 3, 3)
    scores(world.joost, row, 3, 3)
    assert not row.scores.filter(changed_at__isnull=False).exists()
    scores(world.joost, row, 3, 5)
    assert row.scores.filter(changed_at__isnull=False).count() == 1


def test_stepping_aside(world: World) -> None:
    made = an_open_one(world)
    row = applies(world.samira, made)
    made = closes(made)
    scores(world.joost, row, 5, 5)
    for _time in range(2):
        actions.step_aside(world.joost, application=row)
    assert str(row.asides.get()).startswith("aside ")
    assert not row.scores.exists()
    scores(world.fatma, row, 2, 2)
    joost = seen_by(world.joost, made)
    seen = queries.application_to_read(world.joost, joost, row.pk, now=now())
    assert comparing.scores_of(world.joost, seen) == []
    assert comparing.compared(world.joost, joost, now=now()) == []
    for act in (lambda: scores(world.joost, row, 1, 1), lambda: decides(world.joost, row, "no")):
        with pytest.raises(Refused, match="stepped aside"):
            act()
    decides(world.fatma, row, "place")


def test_a_hint_to_herself(world: World) -> None:
    made = an_open_one(world)
    for person in (world.samira, world.bram):
        applies(person, made)
    made = closes(made)
    seen = seen_by(world.joost, made)
    hints = [hint_for(world.joost, one) for one in queries.to_read_of(world.joost, seen, now=now())]
    assert [(one.is_contact, bool(one)) for one in hints] == [(True, True), (False, False)]
    role = world.samira.roles.get()
    world.joost.roles.create(kind="work", title="Inspecteur", organisation=role.organisation)
    first = queries.to_read_of(world.joost, seen, now=now())[0]
    assert hint_for(world.joost, first).works_with_her


def test_what_is_decided_has_words_and_two_who_read(world: World) -> None:
    made = an_open_one(world)
    first, second = applies(world.samira, made), applies(world.noor, made)
    made = closes(made)
    with pytest.raises(Refused, match="your own scores"):
        decides(world.joost, first, "place")
    scores(world.joost, first, 4, 4)
    with pytest.raises(Refused, match="two of the panel"):
        decides(world.joost, first, "place")
    scores(world.fatma, first, 4, 4)
    with pytest.raises(Refused, match="few words"):
        decides(world.joost, first, "place", reply="-")
    with pytest.raises(Refused, match="one of the answers"):
        decides(world.joost, first, "misschien")
    with pytest.raises(Refused, match="number on the reserve"):
        decides(world.joost, first, "reserve")
    decides(world.joost, first, "reserve", reserve_rank=1)
    for by in (world.joost, world.fatma):
        scores(by, second, 2, 2)
    with pytest.raises(Refused, match="given already"):
        decides(world.fatma, second, "reserve", reserve_rank=1)
    decided = decides(world.fatma, first, "place")
    assert (decided.decided_by, decided.reserve_rank) == (world.fatma, None)
    assert row_of(world.samira).replied_at is None


def test_one_press_tells_everyone_or_nobody(world: World) -> None:
    made = an_open_one(world, places=1)
    rows = [applies(one, made) for one in (world.samira, world.noor)]
    with pytest.raises(Refused, match="First it closes"):
        actions.send_replies(world.joost, opportunity=made)
    made = closes(made)
    for row in rows:
        for by in (world.joost, world.fatma):
            scores(by, row, 4, 4)
    decides(world.joost, rows[0], "place")
    with pytest.raises(Refused, match="not give every answer"):
        actions.send_replies(world.joost, opportunity=made)
    decides(world.joost, rows[1], "place")
    with pytest.raises(Refused, match="More people get a place than there are places: 1"):
        actions.send_replies(world.joost, opportunity=made)
    assert not Application.objects.filter(replied_at__isnull=False).exists()
    texts = {"place": "Dag {voornaam}, welkom.", "no": " "}
    actions.keep_standard_texts(world.joost, opportunity=made, texts={**texts, "no": "Jammer."})
    actions.keep_standard_texts(world.joost, opportunity=made, texts=texts)
    assert [str(one) for one in made.standard_texts.all()] == ["text for place"]
    decides(world.fatma, rows[1], "no")
    sent = actions.send_replies(world.fatma, opportunity=made)
    assert actions.send_replies(world.joost, opportunity=made).answered_by == world.fatma
    assert set(Application.objects.values_list("replied_at", flat=True)) == {sent.answered_at}
    for act in (
        lambda: actions.keep_standard_texts(world.joost, opportunity=made, texts=texts),
        lambda: decides(world.joost, rows[0], "no"),
        lambda: scores(world.joost, rows[0], 1, 1),
        lambda: actions.step_aside(world.joost, application=rows[0]),
    ):
        with pytest.raises(Refused, match="The replies are sent"):
            act()


def test_nobody_applied(world: World) -> None:
    made = closes(an_open_one(world))
    assert actions.send_replies(world.joost, opportunity=made).answered_at is not None


def test_what_i_applied_for(world: World) -> None:
    made = an_open_one(world)
    row = applies(world.samira, made)
    assert list(queries.my_applications(world.samira)) == [row]
    assert list(queries.my_applications(world.noor)) == []
    assert row.opportunity.closes_at > now() + HOUR

"""Starting a journal, and making an issue of what the machine proposes."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils.timezone import now

from tests.journal.story import a_week, item_about, journal_of, published
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.groups import actions as groups
from vaknet.domain.journal import actions, queries
from vaknet.domain.journal.models import Issue, IssueItem, Journal
from vaknet.domain.journal.reading import desk, draft_view
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.refusal import Refused


def sections(issue: Issue) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for item in issue.items.filter(left_out_at=None):
        found.setdefault(item.section, []).append(item.question or item.answer or item.kind)
    return found


@pytest.fixture
def draft(world: World) -> Issue:
    week = a_week(world)
    journal_of(world)
    issue = actions.begin_issue(world.joost, group=world.group)
    issue.week_told = week  # type: ignore[attr-defined]
    return issue


def test_a_steward_or_an_editor_starts_a_journal_and_nobody_else(world: World) -> None:
    for stranger in (world.samira, world.bram):
        with pytest.raises(Refused, match="redactie of een beheerder"):
            actions.start_journal(stranger, group=world.group, weekday=5)
    started = actions.start_journal(world.marit, group=world.group, weekday=5, issn="20493630")
    assert (started.weekday, started.issn) == (5, "2049-3630")
    assert actions.start_journal(world.marit, group=world.group, weekday=2) == started
    assert Activity.objects.filter(verb="started_journal").count() == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [({"weekday": 8}, "weekday"), ({"weekday": 1, "issn": "2049-3631"}, "issn")],
)
def test_a_day_and_a_number_that_do_not_exist_are_refused(world: World, said, field) -> None:
    with pytest.raises(Refused) as refused:
        actions.start_journal(world.marit, group=world.group, **said)
    assert refused.value.field == field


def test_it_changes_stops_and_starts_again_where_it_was(world: World) -> None:
    a_week(world)
    issue = published(world)
    actions.change_journal(world.marit, group=world.group, weekday=2, issn="2049-3630")
    actions.change_journal(world.marit, group=world.group, weekday=2, issn="2049-3630")
    assert Activity.objects.filter(verb="changed_journal").count() == 1
    for _ in range(2):
        actions.stop_journal(world.marit, group=world.group)
    assert Activity.objects.filter(verb="stopped_journal").count() == 1
    with pytest.raises(Journal.DoesNotExist):
        actions.change_journal(world.marit, group=world.group, weekday=3)
    assert queries.front(world.samira, world.group).is_running is False
    assert queries.front(world.samira, world.group).next_on is None
    assert queries.issue(world.samira, world.group, 1) == issue
    actions.start_journal(world.joost, group=world.group, weekday=4)
    assert queries.next_number(world.group) == 2


def test_the_machine_proposes_what_members_found_worth_it(world: World, draft: Issue) -> None:
    """The most thanked answer, the longest conversation, the best of the rest, and who is new."""
    week = draft.week_told
    assert sections(draft) == {
        "cover": [week.thanked],
        "question": [week.scans],
        "practice": [world.answer],
        "talk": [week.open],
        "new": ["newcomers"],
    }
    assert draft.figure.number == "4"
    assert [row.value for row in draft.figure.rows.all()] == [0, 0, 0, 0, 4]
    assert actions.begin_issue(world.marit, group=world.group) == draft


def test_what_is_older_or_was_taken_back_is_not_proposed(world: World) -> None:
    week = a_week(world)
    knowledge.withdraw_answer(world.samira, answer=week.thanked)
    knowledge.withdraw_question(world.joost, question=week.open)
    journal_of(world)
    found = sections(actions.begin_issue(world.joost, group=world.group))
    things = [thing for those in found.values() for thing in those]
    assert week.thanked not in things
    assert week.open not in things
    later = now() + timedelta(days=8)
    with time_machine.travel(later):
        actions.publish_issue(world.joost, issue=Issue.objects.get())
        new = actions.begin_issue(world.joost, group=world.group)
    assert (sections(new), hasattr(new, "figure")) == ({}, False)


def test_what_stood_in_an_issue_is_not_proposed_again_that_week(world: World) -> None:
    week = a_week(world)
    published(world)
    fresh = knowledge.ask(world.noor, group=world.group, title="En nu?")
    again = actions.begin_issue(world.joost, group=world.group)
    assert sections(again) == {"question": [fresh]}
    assert week.scans.pk not in again.items.values_list("question", flat=True)


def test_pieces_go_up_and_down_in_their_section(world: World, draft: Issue) -> None:
    week = draft.week_told
    more = knowledge.ask(world.noor, group=world.group, title="En nu?")
    assert actions.gather_more(world.joost, issue=draft) == 1
    assert actions.gather_more(world.joost, issue=draft) == 0
    first, second = item_about(draft, week.open), item_about(draft, more)
    assert sections(draft)["talk"] == [week.open, more]
    actions.move(world.joost, item=second, up=True)
    assert sections(draft)["talk"] == [more, week.open]
    actions.move(world.marit, item=second, up=True)
    actions.move(world.marit, item=first, up=False)
    assert sections(draft)["talk"] == [more, week.open]
    actions.move(world.joost, item=second, up=False)
    assert sections(draft)["talk"] == [week.open, more]
    actions.leave_out(world.joost, item=second)
    actions.move(world.joost, item=second, up=True)
    assert sections(draft)["talk"] == [week.open]


def test_a_piece_is_left_out_and_put_back(world: World, draft: Issue) -> None:
    item = item_about(draft, draft.week_told.scans)
    actions.leave_out(world.joost, item=item)
    assert "question" not in sections(draft)
    assert [one.name for one in draft_view(world.joost, world.group, draft).sections] == [
        "talk",
        "figure",
        "practice",
        "new",
    ]
    actions.put_back(world.joost, item=item)
    assert sections(draft)["question"] == [draft.week_told.scans]


def test_another_piece_on_the_cover_sends_the_first_one_home(world: World, draft: Issue) -> None:
    week = draft.week_told
    first, other = item_about(draft, week.thanked), item_about(draft, week.scans)
    actions.put_on_cover(world.joost, item=other)
    assert sections(draft)["cover"] == [week.scans]
    assert week.thanked in sections(draft)["practice"]
    actions.put_on_cover(world.joost, item=first)
    assert sections(draft)["cover"] == [week.thanked]
    assert week.scans in sections(draft)["talk"]
    with pytest.raises(Refused, match="op het omslag"):
        actions.put_on_cover(world.joost, item=draft.items.get(kind="newcomers"))


def test_a_cover_that_was_left_out_comes_back_beside_the_new_one(
    world: World, draft: Issue
) -> None:
    week = draft.week_told
    first = item_about(draft, week.thanked)
    actions.leave_out(world.joost, item=first)
    IssueItem.objects.filter(pk=item_about(draft, week.scans).pk).update(section="cover")
    actions.put_back(world.joost, item=first)
    assert sections(draft)["cover"] == [week.scans]
    assert week.thanked in sections(draft)["practice"]


def test_gathering_leaves_the_cover_that_was_chosen(world: World, draft: Issue) -> None:
    newer = knowledge.ask(world.joost, group=world.group, title="Nog een?")
    loved = knowledge.answer(world.noor, question=newer, text="Ja, deze.")
    for one in (world.joost, world.samira, world.marit):
        knowledge.thank(one, answer=loved)
    actions.gather_more(world.joost, issue=draft)
    assert sections(draft)["cover"] == [draft.week_told.thanked]


def test_editors_say_it_in_their_own_words(world: World, draft: Issue) -> None:
    item = item_about(draft, draft.week_told.scans)
    actions.say_of_item(world.joost, item=item, headline=" Zelf  doen ", lead="Het kan.")
    actions.say_of_cover(world.marit, issue=draft, headline="Eerst bellen", lead="Dan schrijven.")
    view = draft_view(world.joost, world.group, Issue.objects.get())
    assert (view.headline, view.lead) == ("Eerst bellen", "Dan schrijven.")
    [asked] = view.sections[0].entries
    assert (asked.headline, asked.own_lead) == ("Zelf doen", "Het kan.")
    assert {one.actor for one in draft.editors.all()} == {world.joost, world.marit}


def test_their_own_figure_takes_the_place_of_the_counted_one(world: World, draft: Issue) -> None:
    rows = [("2025", Decimal("19")), ("2026", Decimal("12.5"))]
    actions.set_figure(world.joost, issue=draft, number="12,5", counts="werkdagen", rows=rows)
    shown = draft_view(world.joost, world.group, draft).sections[2].figure
    assert (shown.number, shown.counts, shown.is_counted) == ("12,5", "werkdagen", False)
    assert [(bar.label, bar.written) for bar in shown.bars] == [("2025", "19"), ("2026", "12,5")]
    actions.leave_out_figure(world.joost, issue=draft)
    names = [one.name for one in draft_view(world.joost, world.group, draft).sections]
    assert "figure" not in names
    at_desk = {one.name: one for one in desk(world.joost, world.group, draft)}
    assert at_desk["figure"].figure.is_left_out
    actions.put_back_figure(world.joost, issue=draft)
    assert "figure" in [one.name for one in draft_view(world.joost, world.group, draft).sections]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"number": "", "counts": "x"}, "number"),
        ({"number": "1", "counts": " "}, "counts"),
        ({"number": "1", "counts": "x", "rows": [("a", Decimal(-1))]}, "rows"),
        ({"number": "1", "counts": "x", "rows": [("a", Decimal(10) ** 13)]}, "rows"),
        ({"number": "1", "counts": "x", "rows": [("a", Decimal(1))] * 9}, "rows"),
    ],
)
def test_a_figure_that_cannot_be_drawn_is_refused(world: World, draft: Issue, said, field) -> None:
    with pytest.raises(Refused) as refused:
        actions.set_figure(world.joost, issue=draft, **said)
    assert refused.value.field == field
    assert draft.figure.number == "4"


def test_nobody_else_touches_it(world: World, draft: Issue) -> None:
    item = draft.items.first()
    for stranger in (world.samira, world.bram):
        with pytest.raises(Refused):
            actions.leave_out(stranger, item=item)
        with pytest.raises(Refused):
            actions.publish_issue(stranger, issue=draft)
        assert queries.draft(stranger, world.group) is None
    assert queries.draft(world.marit, world.group) == draft


def test_an_editor_whose_duty_ended_is_one_no_more(world: World, draft: Issue) -> None:
    [duty] = queries.duties_on(now().date()).filter(kind="editor")
    groups.end_duty(world.marit, group=world.group, duty=duty)
    with pytest.raises(Refused):
        actions.say_of_cover(world.joost, issue=draft, headline="Van mij", lead="")
    assert queries.my_duties(world.joost, world.group) == set()
    assert queries.my_duties(None, world.group) == set()


def test_it_comes_out_once_with_a_number_and_a_week(world: World, draft: Issue) -> None:
    out = actions.publish_issue(world.joost, issue=draft)
    today = now().isocalendar()
    assert (out.number, out.year, out.week) == (1, today.year, today.week)
    assert out.published_by == world.joost
    assert actions.publish_issue(world.joost, issue=draft).published_at == out.published_at
    with pytest.raises(Refused, match="Nummer 1 is al uit"):
        actions.publish_issue(world.marit, issue=draft)
    with pytest.raises(Refused, match="Nummer 1 is al uit"):
        actions.leave_out(world.joost, item=draft.items.first())
    assert Activity.objects.filter(verb="published_issue").count() == 1


def test_a_second_one_waits_for_another_week(world: World) -> None:
    a_week(world)
    published(world)
    knowledge.ask(world.noor, group=world.group, title="En nu?")
    second = actions.begin_issue(world.joost, group=world.group)
    with pytest.raises(Refused, match="maandag"):
        actions.publish_issue(world.joost, issue=second)
    with time_machine.travel(now() + timedelta(days=7)):
        assert actions.publish_issue(world.joost, issue=second).number == 2


def test_an_empty_one_does_not_come_out_but_words_alone_do(world: World, draft: Issue) -> None:
    for item in draft.items.all():
        actions.leave_out(world.joost, item=item)
    with pytest.raises(Refused, match="nog niets in"):
        actions.publish_issue(world.joost, issue=draft)
    actions.say_of_cover(world.joost, issue=draft, headline="Komkommertijd", lead="")
    assert actions.publish_issue(world.joost, issue=draft).number == 1

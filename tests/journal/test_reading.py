"""Who reads what in an issue: words come live from their source, and names only where they may."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from tests.journal.story import HERE, a_week, item_about, journal_of, published, signed_in
from tests.world import World, bring_in
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.journal import actions, queries
from vaknet.domain.journal.models import Issue
from vaknet.domain.journal.openings import opening
from vaknet.domain.journal.reading import IssueView, issue_view, lines
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions as people

NAMES = ("Samira", "Joost", "Marit", "Noor")


@pytest.fixture
def week(world: World):
    return a_week(world)


@pytest.fixture
def issue(world: World, week) -> Issue:
    return published(world)


@pytest.fixture
def public(world: World) -> tuple[Group, Issue]:
    """Of Noor; Joost is in it and answered."""
    group = groups.start_group(world.noor, name="Cao", purpose="Loon", readers="public")
    groups.join_group(world.joost, group=group)
    groups.join_group(world.samira, group=group)
    a_week(world, group)
    actions.start_journal(world.noor, group=group, weekday=5)
    draft = actions.begin_issue(world.noor, group=group)
    return group, actions.publish_issue(world.noor, issue=draft)


def section(view: IssueView, name: str):
    return next(one for one in view.sections if one.name == name)


def test_a_member_reads_all_of_it(world: World, week, issue: Issue) -> None:
    view = issue_view(world.samira, world.group, 1)
    assert (view.headline, view.cover.by) == ("Hoe breng je een nee?", world.samira)
    assert view.cover.told.words == "Ik bel eerst. Dat scheelt."
    [asked] = section(view, "question").entries
    assert (asked.told.answers, asked.by, asked.told.best) == (2, world.samira, None)
    [practice] = section(view, "practice").entries
    assert practice.by == world.marit
    [faces] = section(view, "new").entries
    assert [one.actor.first_name for one in faces.people] == ["Marit", "Joost", "Samira", "Noor"]
    assert view.editors == [world.joost]
    assert (view.previous, view.next, view.minutes, view.member_count) == (None, None, 1, 4)


def test_the_best_answer_stands_with_the_question_of_the_week(world: World, week) -> None:
    knowledge.choose_best(world.samira, answer=week.others[0])
    published(world)
    [asked] = section(issue_view(world.samira, world.group, 1), "question").entries
    assert (asked.told.best.by, asked.told.best.words) == (world.joost, "Wij, zegt Joost.")


def test_a_guest_reads_a_public_one_and_meets_nobody(world: World, public) -> None:
    group, _issue = public
    view = issue_view(None, group, 1)
    assert view.headline == "Hoe breng je een nee?"
    assert view.cover.by is None
    assert (view.editors, view.member_count) == ([], None)
    assert "new" not in [one.name for one in view.sections]
    for page in ("/g/cao/", "/g/cao/nr/", "/g/cao/nr/1/"):
        answer = Client().get(page)
        assert answer.status_code == 200
        told = answer.text.replace("zegt Joost", "").replace("zegt Noor", "")
        assert [name for name in NAMES if name in told] == []
    assert "Samira" in signed_in(world.bram).get("/g/cao/").text


def test_of_a_group_that_she_may_not_read_there_is_no_issue(world: World) -> None:
    secret = groups.start_group(world.noor, name="Kader", purpose="Intern", readers="group")
    bring_in(world.noor, secret, world.joost)
    groups.give_duty(world.noor, group=secret, person=world.joost, kind="editor")
    for one in (world.noor, world.joost):
        knowledge.ask(one, group=secret, title=f"Staken we, {one.first_name}?")
    actions.start_journal(world.noor, group=secret, weekday=5)
    actions.publish_issue(world.noor, issue=actions.begin_issue(world.noor, group=secret))
    assert issue_view(world.joost, secret, 1).number == 1
    for stranger in (world.bram, world.samira, None):
        with pytest.raises(Issue.DoesNotExist):
            issue_view(stranger, secret, 1)
        assert queries.front(stranger, secret) is None
        assert list(queries.issues(stranger, secret)) == []
    for page in ("", "nr/", "nr/1/", "vragen/"):
        assert signed_in(world.bram).get(f"/g/kader/{page}").status_code == 404
        assert Client().get(f"/g/kader/{page}")["Location"].startswith("/inloggen/")


def test_a_draft_is_for_editors_only(world: World, week) -> None:
    journal_of(world)
    draft = actions.begin_issue(world.joost, group=world.group)
    actions.say_of_cover(world.joost, issue=draft, headline="Geheim plan", lead="")
    for reader in (world.samira, world.bram):
        client = signed_in(reader)
        for page in ("", "nr/", "vragen/", "leden/"):
            assert "Geheim plan" not in client.get(f"{HERE}{page}").text
        for page in (
            "nr/1/",
            "redactie/",
            "redactie/nummer/",
            "redactie/nummer/voorbeeld/",
            f"redactie/nummer/stuk/{draft.items.first().pk}/",
        ):
            assert client.get(f"{HERE}{page}").status_code == 404
        there = f"{HERE}redactie/nummer/{draft.pk}/uitgeven/"
        assert client.post(there).status_code == 404
    assert "Geheim plan" in signed_in(world.marit).get(f"{HERE}redactie/nummer/voorbeeld/").text


def test_what_was_withdrawn_leaves_an_honest_line_and_the_words_of_editors(
    world: World, week
) -> None:
    journal_of(world)
    draft = actions.begin_issue(world.joost, group=world.group)
    asked = item_about(draft, week.scans)
    actions.say_of_item(world.joost, item=asked, headline="Zelf doen", lead="Het kan.")
    actions.publish_issue(world.joost, issue=draft)
    knowledge.withdraw_question(world.samira, question=week.scans)
    knowledge.withdraw_answer(world.samira, answer=week.thanked)
    view = issue_view(world.samira, world.group, 1)
    assert (view.headline, view.cover.is_gone, view.cover.by) == ("", True, None)
    [entry] = section(view, "question").entries
    assert (entry.headline, entry.own_lead, entry.is_gone) == ("Zelf doen", "Het kan.", True)
    page = signed_in(world.samira).get(f"{HERE}nr/1/").text
    assert "Zelf doen" in page
    assert page.count("Wat hier stond is ingetrokken.") == 2
    assert "Wie scant zelf?" not in page
    assert "Ik bel eerst" not in page


def test_what_was_changed_reads_as_it_is_now(world: World, week, issue: Issue) -> None:
    knowledge.change_answer(world.samira, answer=week.thanked, text="Ik schrijf toch eerst.")
    assert issue_view(world.noor, world.group, 1).cover.told.words == "Ik schrijf toch eerst."


def test_two_who_are_kept_apart_do_not_meet_in_an_issue(world: World, week, issue: Issue) -> None:
    """What was said stays to be read, as on the page of the question; the name does not."""
    people.block(world.noor, other=world.joost)
    for one, other in ((world.noor, world.joost), (world.joost, world.noor)):
        view = issue_view(one, world.group, 1)
        [faces] = section(view, "new").entries
        assert other not in [face.actor for face in faces.people]
        [talk] = section(view, "talk").entries
        assert talk.headline == "Wie meet de hoogte?"
    blocked = issue_view(world.noor, world.group, 1)
    assert section(blocked, "talk").entries[0].by is None
    assert blocked.editors == []
    assert blocked.member_count == 3
    assert "Joost van der Meer" not in signed_in(world.noor).get(f"{HERE}nr/1/").text
    seen = issue_view(world.samira, world.group, 1)
    assert section(seen, "talk").entries[0].by == world.joost


def test_newcomers_are_looked_up_by_whoever_reads(world: World, week, issue: Issue) -> None:
    """Who left again is not there, who joined before or after neither."""
    groups.leave_group(world.noor, group=world.group)
    GroupMembership.objects.filter(actor=world.marit).update(since=now() - timedelta(days=30))
    groups.join_group(world.bram, group=world.group)
    [faces] = section(issue_view(world.samira, world.group, 1), "new").entries
    assert [one.actor for one in faces.people] == [world.joost, world.samira]
    GroupMembership.objects.update(since=now() - timedelta(days=30))
    names = [one.name for one in issue_view(world.samira, world.group, 1).sections]
    assert "new" not in names


def test_who_left_the_network_is_named_no_more(world: World, week, issue: Issue) -> None:
    leaving.close_account(world.joost, answers="stay")
    entry = section(issue_view(world.samira, world.group, 1), "talk").entries[0]
    assert entry.by.is_former
    assert "Joost" not in signed_in(world.samira).get(f"{HERE}nr/1/").text.replace("zegt Joost", "")


def test_issues_lead_to_one_another(world: World, week, issue: Issue) -> None:
    Issue.objects.update(week=1, year=2020, published_at=now() - timedelta(days=9))
    knowledge.ask(world.noor, group=world.group, title="En nu?")
    actions.publish_issue(world.marit, issue=actions.begin_issue(world.marit, group=world.group))
    assert issue_view(world.samira, world.group, 1).next == 2
    assert issue_view(world.samira, world.group, 2).previous == 1
    told = lines(world.samira, world.group, list(queries.issues(world.samira, world.group)))
    assert [(line.issue.number, line.headline != "") for line in told] == [(2, True), (1, True)]


def test_a_list_of_issues_shows_what_is_on_their_covers_now(
    world: World, week, issue: Issue
) -> None:
    issues = list(queries.issues(world.samira, world.group))
    [line] = lines(world.samira, world.group, issues)
    assert line.headline == "Hoe breng je een nee?"
    knowledge.withdraw_question(world.noor, question=week.letter)
    [line] = lines(world.samira, world.group, issues)
    assert line.headline == ""


@pytest.mark.parametrize(
    ("html", "begins"),
    [
        ("<p>Kort &amp; <em>goed</em>.</p>", "Kort & goed."),
        ("<ul><li>Een</li><li>Twee</li></ul>", "Een Twee"),
        ("<p>Een zin. Nog een zin die langer is dan er past.</p>", "Een zin."),
        ("<p>Dit is één heel lange zin, zonder einde</p>", "Dit is één heel lange…"),
    ],
)
def test_how_a_text_begins(html: str, begins: str) -> None:
    assert opening(html, limit=24) == begins

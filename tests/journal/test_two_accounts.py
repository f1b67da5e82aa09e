"""An editor turns out to have two accounts: what she made with either is hers, and counts once."""

from tests.journal.story import a_week, journal_of
from tests.leaving.two_accounts import OLD, merge
from tests.world import World, member
from vaknet.domain.groups import actions as groups
from vaknet.domain.journal import actions
from vaknet.domain.journal.models import Issue, Journal, Pitch


def test_she_worked_on_an_issue_with_both(world: World) -> None:
    a_week(world)
    double = member("Joost van der M.", OLD)
    groups.join_group(double, group=world.group)
    groups.give_duty(world.marit, group=world.group, person=double, kind="editor")
    journal_of(world)
    tip = actions.pitch(double, group=world.group, text="Kijk hier")
    draft = actions.begin_issue(double, group=world.group)
    actions.say_of_cover(world.joost, issue=draft, headline="Samen", lead="")
    actions.publish_issue(double, issue=draft)
    kept = merge(world.joost, double)
    assert [one.actor for one in draft.editors.all()] == [kept]
    assert Issue.objects.get().published_by == kept
    assert Journal.objects.get().started_by == kept
    assert Pitch.objects.get(pk=tip.pk).author == kept


def test_her_other_account_started_the_journal(world: World) -> None:
    double = member("Joost van der M.", OLD)
    groups.join_group(double, group=world.group)
    groups.give_duty(world.marit, group=world.group, person=double, kind="editor")
    actions.start_journal(double, group=world.group, weekday=5)
    kept = merge(world.joost, double)
    assert Journal.objects.get().started_by == kept
    assert actions.begin_issue(kept, group=world.group).number is None

"""Setting goals, hanging things from them, and ending them. Nobody hears of any of it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over, record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections.actions.words import own_words
from vaknet.domain.goals import queries, rules
from vaknet.domain.goals.models import Goal, GoalEnd, GoalLink, GoalNote, GoalShown
from vaknet.domain.goals.queries import Thing
from vaknet.domain.people.actions.words import required_line
from vaknet.domain.refusal import Refused

FARTHEST = 2100


@transaction.atomic
def set_goal(by: Actor, *, text: str, until_on: date | None = None, shown: bool = False) -> Goal:
    """An open goal with the same words is the same goal: a double click is one click."""
    words = _words(text)
    one_at_a_time(by)
    still_open = queries.open_goals(by)
    again = still_open.filter(text=words).first()
    if again is not None:
        return again
    if still_open.count() >= rules.OPEN_GOALS:
        raise Refused(
            _("You have %(count)d open goals. Reach one first, or let one go.")
            % {"count": rules.OPEN_GOALS}
        )
    _refuse_day(until_on)
    goal = Goal.objects.create(owner=by, text=words, until_on=until_on, set_at=timezone.now())
    _show(goal, shown=shown)
    record(by, "set_goal", goal, audience=Audience.SELF)
    return goal


@transaction.atomic
def change_goal(
    by: Actor, *, goal: Goal, text: str, until_on: date | None = None, shown: bool = False
) -> Goal:
    goal = _own(by, goal)
    words = _words(text)
    if until_on != goal.until_on:
        _refuse_day(until_on)
    goal.text, goal.until_on = words, until_on
    goal.save(update_fields=["text", "until_on"])
    _show(goal, shown=shown)
    record(by, "changed_goal", goal, audience=Audience.SELF)
    return goal


@transaction.atomic
def end_goal(by: Actor, *, goal: Goal, kind: str) -> None:
    """Reached, or let go. Whoever could read it is told nothing; it just stands there no more."""
    goal = _own(by, goal)
    if kind not in GoalEnd.Kind.values:
        raise Refused(_("Choose reached or let go."))
    current = goal.ends.filter(until=None)
    if current.filter(kind=kind).exists():
        return
    current.update(until=timezone.now())
    GoalEnd.objects.create(goal=goal, kind=kind, since=timezone.now())
    record(by, "ended_goal", goal, audience=Audience.SELF)


@transaction.atomic
def take_up_goal(by: Actor, *, goal: Goal) -> None:
    """Again, after it was reached or let go."""
    goal = _own(by, goal)
    if goal.ends.filter(until=None).update(until=timezone.now()):
        record(by, "took_up_goal", goal, audience=Audience.SELF)


@transaction.atomic
def throw_goal_away(by: Actor, *, goal: Goal) -> None:
    """For good, with all notes. What hung from it stays where it is."""
    goal = _own(by, goal)
    record(by, "threw_goal_away", goal, audience=Audience.SELF)
    goal.delete()


@transaction.atomic
def hang(by: Actor, *, goal: Goal, thing: Thing) -> GoalLink:
    goal = _own(by, goal)
    kind = queries.kind_of(thing)
    thing = queries.thing(by, kind, thing.pk)
    before = goal.links.filter(**{kind: thing}).first()
    if before is not None:
        return before
    if goal.links.count() >= rules.LINKS:
        raise Refused(_("A lot hangs from this goal already. Take something off first."))
    link = GoalLink.objects.create(goal=goal, at=timezone.now(), **{kind: thing})
    record(by, "hung_from_goal", link, audience=Audience.SELF)
    return link


@transaction.atomic
def take_off(by: Actor, *, goal: Goal, thing: Thing) -> None:
    """Twice is once."""
    goal = _own(by, goal)
    link = goal.links.filter(**{queries.kind_of(thing): thing.pk}).first()
    if link is not None:
        record(by, "took_off_goal", link, audience=Audience.SELF)
        link.delete()


@transaction.atomic
def note_for_goal(by: Actor, *, goal: Goal, text: str) -> GoalNote:
    words = own_words(text, field="text", missing=_("Write what it brought you."))
    goal = _own(by, goal)
    latest = goal.notes.order_by("-at", "-pk").first()
    if latest is not None and latest.text == words:
        return latest
    if goal.notes.count() >= rules.NOTES:
        raise Refused(_("This goal has a lot of notes already. Remove it, or set a new goal."))
    note = GoalNote.objects.create(goal=goal, text=words, at=timezone.now())
    record(by, "noted_for_goal", note, audience=Audience.SELF)
    return note


@transaction.atomic
def bring_goal(
    by: Actor,
    *,
    text: str,
    until_on: date | None = None,
    notes: Iterable[tuple[str, datetime]] = (),
    end: tuple[str, datetime] | None = None,
) -> Goal:
    """One of another network, with what came of it there, and how it ended if it did.

    A goal of the same words here goes on as it is, and gets the notes that it has not. For her
    alone, whoever could read it there.
    """
    one_at_a_time(by)
    goal = Goal.objects.filter(owner=by, text=_words(text)).order_by("pk").last()
    if goal is None and end is not None:
        goal = Goal.objects.create(owner=by, text=_words(text), until_on=until_on)
        GoalEnd.objects.create(goal=goal, kind=end[0], since=end[1])
    elif goal is None:
        is_to_come = until_on is not None and until_on >= timezone.localdate()
        goal = set_goal(by, text=text, until_on=until_on if is_to_come else None)
    here = set(goal.notes.values_list("text", flat=True))
    new = [GoalNote(goal=goal, text=said, at=at) for said, at in notes if said not in here]
    if len(here) + len(new) > rules.NOTES:
        raise Refused(_("This goal has a lot of notes already. Remove it, or set a new goal."))
    GoalNote.objects.bulk_create(new)
    record(by, "brought_goal", goal, audience=Audience.SELF)
    return goal


def _own(by: Actor, goal: Goal) -> Goal:
    """Locked: what is decided on must still be so when it is written. Not found for others."""
    held = Goal.objects.select_for_update().get(pk=goal.pk)
    if not rules.may_change(by, held):
        raise Goal.DoesNotExist
    return held


def _words(text: str) -> str:
    missing = _("Say in one sentence what you want to reach.")
    return required_line(text, limit=300, field="text", missing=missing)


def _refuse_day(until_on: date | None) -> None:
    if until_on is not None and until_on < timezone.localdate():
        raise Refused(_("That day is over. Choose one to come."), field="until_on")
    if until_on is not None and until_on.year > FARTHEST:
        raise Refused(_("That is very far away. Choose an earlier day."), field="until_on")


def _show(goal: Goal, *, shown: bool) -> None:
    current = goal.shown.filter(until=None)
    if shown and not current.exists():
        GoalShown.objects.create(goal=goal, since=timezone.now())
    if not shown:
        current.update(until=timezone.now())


@transaction.atomic
def take_over_goals(*, kept: Actor, merged: Actor) -> None:
    """Two accounts of one person become one; so does she where others hung her from a goal.

    Where she hung one of her accounts from a goal of the other, that stays about the empty one.
    """
    hand_over(Goal.objects.all(), "owner", kept=kept, merged=merged)
    own = GoalLink.objects.filter(goal__owner=kept)
    twice = own.filter(contact=merged).values("goal")
    own.filter(contact=kept, goal__in=twice).delete()
    hand_over(own, "contact", kept=merged, merged=kept)
    links = GoalLink.objects.exclude(goal__owner=kept)
    hung = links.filter(contact=kept).values("goal")
    links.filter(contact=merged, goal__in=hung).delete()
    hand_over(links, "contact", kept=kept, merged=merged)

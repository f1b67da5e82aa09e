"""What a panel, an organiser and the log may not tell of who applied."""

from itertools import pairwise

import pytest
from django.utils.timezone import now

from tests.opportunities.a_masterclass import (
    CRITERIA,
    DAY,
    QUESTIONS,
    an_open_one,
    applies,
    closes,
    decides,
    details,
    judged,
    replied,
    row_of,
    scores,
    seen_by,
)
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import queries as groups_of
from vaknet.domain.opportunities import actions, comparing, queries, rules
from vaknet.domain.opportunities.hints import hint_for
from vaknet.domain.opportunities.models import Application, Opportunity
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account, PartAudience
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db


def told(verb: str) -> int:
    return Activity.objects.filter(verb=verb).count()


@pytest.mark.parametrize(
    ("kind", "who", "contact", "stranger"),
    [
        ("work", "", True, True),
        ("work", "contacts", True, False),
        ("work", "me", False, False),
        ("union", "", False, False),
    ],
)
def test_a_hint_tells_no_more_than_her_page(
    world: World, kind: str, who: str, contact: bool, stranger: bool
) -> None:
    place = world.noor.roles.order_by("pk")[0].organisation
    people_of = (world.joost, world.samira, world.bram)
    for person in people_of:
        person.roles.all().delete()
        person.roles.create(kind=kind, title="Inspecteur", organisation=place)
    for person in people_of[1:] if who else ():
        PartAudience.objects.create(actor=person, part=kind, who=who)
    made = an_open_one(world)
    for person in people_of[1:]:
        applies(person, made)
    seen = seen_by(world.joost, closes(made))
    rows = queries.to_read_of(world.joost, seen, now=now())
    assert [hint_for(world.joost, one).works_with_her for one in rows] == [contact, stranger]


def test_whom_nobody_in_the_panel_sees_is_not_betrayed(world: World) -> None:
    """No number says that she is there; organisers are asked for somebody who can read her."""
    made = an_open_one(world)
    first, hidden = applies(world.samira, made), applies(world.noor, made)
    for reader in (world.joost, world.fatma):
        people.block(world.noor, other=reader)
    made = closes(made)
    judged(world, {first: "place"})
    with pytest.raises(Refused, match="not give every answer") as refused:
        actions.send_replies(world.joost, opportunity=made)
    assert not any(sign.isdigit() for sign in str(refused.value.message))
    actions.tell_in_time(now=now())
    assert actions.tell_in_time(now=now()) == 0
    assert told("reader_is_missing") == 1
    actions.tell_in_time(now=now() + 8 * DAY)
    assert told("reader_is_missing") == 2
    actions.ask_panellist(world.marit, opportunity=made, person=world.peter)
    actions.agree_to_sit(world.peter, opportunity=made)
    assert not queries.lacks_a_reader(made)
    scores(world.peter, hidden, 4, 4)
    decides(world.peter, hidden, "no")
    actions.send_replies(world.joost, opportunity=made)
    assert row_of(world.noor).replied_at


def test_when_all_stepped_aside_another_is_asked(world: World) -> None:
    made = an_open_one(world)
    row = applies(world.samira, made)
    made = closes(made)
    assert not queries.lacks_a_reader(made)
    for reader in (world.joost, world.fatma):
        actions.step_aside(reader, application=row)
    assert queries.lacks_a_reader(made)


def test_who_was_switched_off_is_not_waited_for(world: World) -> None:
    made = an_open_one(world)
    first, _off = applies(world.samira, made), applies(world.noor, made)
    made = closes(made)
    Account.objects.filter(actor=world.noor).update(is_active=False)
    judged(world, {first: "place"})
    assert not queries.lacks_a_reader(made)
    actions.send_replies(world.joost, opportunity=made)
    off = row_of(world.noor)
    assert (off.replied_at, off.erase_at is not None) == (None, True)
    actions.erase_applications(now=now() + 29 * DAY)
    assert not Application.objects.filter(person=world.noor).exists()


def test_numbers_have_no_gap(world: World) -> None:
    made = an_open_one(world, hides_names=True)
    rows = [applies(one, made) for one in (world.samira, world.noor, world.peter)]
    people.block(world.samira, other=world.joost)
    made = closes(made)
    seen = seen_by(world.joost, made)
    found = comparing.compared(world.joost, seen, now=now())
    assert [(one.application, one.number) for one in found] == [(rows[1], 1), (rows[2], 2)]
    assert queries.number_of(world.joost, seen, rows[2], now=now()) == 2
    assert all(one.number < other.number for one, other in pairwise(found))


def of_an_organisation(world: World, people_of: dict[Actor, str]) -> Opportunity:
    """Samira offers it in the name of where she works."""
    samira = world.samira
    place = samira.roles.get().organisation
    made = actions.begin_opportunity(samira, details=details(places=1), organisation=place)
    actions.set_form(samira, opportunity=made, criteria=CRITERIA, questions=QUESTIONS)
    actions.publish_opportunity(samira, opportunity=made)
    for person in (world.joost, world.fatma):
        actions.ask_panellist(samira, opportunity=made, person=person)
        actions.agree_to_sit(person, opportunity=made)
    rows = {applies(one, made): outcome for one, outcome in people_of.items()}
    made = closes(made)
    judged(world, rows)
    return actions.send_replies(world.joost, opportunity=made)


def test_in_the_log_of_an_organiser_stands_nobody_who_applied(world: World) -> None:
    people_of = {world.noor: "place", world.peter: "reserve", world.bram: "reserve"}
    of_an_organisation(world, people_of)
    until = row_of(world.noor).offered_until
    assert until is not None
    actions.lapse_offers(at=until)
    actions.end_reserves(at=now() + 60 * DAY)
    actions.erase_applications(now=now() + 90 * DAY)
    verbs = ("lapsed_place", "offered_place", "ended_reserve", "erased_application")
    kept = Activity.objects.filter(verb__in=verbs)
    assert set(kept.values_list("verb", flat=True)) == set(verbs)
    assert set(kept.values_list("audience", flat=True)) == {"self"}
    assert {one.actor for one in kept} <= {world.noor, world.peter, world.bram}


def test_who_was_asked_cannot_read_afterwards(world: World) -> None:
    made = an_open_one(world)
    actions.ask_panellist(world.marit, opportunity=made, person=world.bram)
    row = applies(world.samira, made)
    made = closes(made)
    judged(world, {row: "no"})
    actions.send_replies(world.joost, opportunity=made)
    with pytest.raises(Refused, match="nothing to read any more"):
        actions.agree_to_sit(world.bram, opportunity=made)
    assert not seen_by(world.bram, made).is_panellist


def test_whom_the_maker_does_not_see_comes_into_the_group_too(world: World) -> None:
    made = replied(world, {world.samira: "place"})
    actions.confirm_place(world.samira, opportunity=made)
    people.block(world.samira, other=world.marit)
    group = actions.make_cohort(world.marit, opportunity=made)
    assert groups_of.is_member(world.samira, group)


def test_what_is_let_go_is_not_kept_for_a_year(world: World) -> None:
    made = replied(world, {world.samira: "place", world.noor: "place"})
    Application.objects.update(erase_at=now() + 365 * DAY)
    actions.withdraw_application(world.samira, opportunity=made)
    actions.cancel_opportunity(world.marit, opportunity=made, reason="Ziek")
    soon = now() + rules.KEPT
    assert all(one.erase_at and one.erase_at <= soon for one in Application.objects.all())

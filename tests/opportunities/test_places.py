"""After the reply: places, the reserve list, the group, and what the clock does."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate, now

from tests.opportunities.a_masterclass import (
    CRITERIA,
    DAY,
    QUESTIONS,
    a_draft,
    an_open_one,
    applies,
    closes,
    decides,
    details,
    judged,
    one_of_each_opportunity,
    replied,
    row_of,
    scores,
    seen_by,
)
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups import queries as groups_of
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.opportunities import actions, calendar, everything, queries, rules, words
from vaknet.domain.opportunities.models import Application, Opportunity, Panellist, Score
from vaknet.domain.people.models import Place
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db


def told(verb: str) -> int:
    return Activity.objects.filter(verb=verb).count()


def test_yes_is_said_once(world: World) -> None:
    made = replied(world, {world.samira: "place", world.noor: "no"})
    for _time in range(2):
        row = actions.confirm_place(world.samira, opportunity=made)
    assert row.confirmed_at is not None
    assert told("confirmed_place") == 1
    with pytest.raises(Refused, match="not kept for you"):
        actions.confirm_place(world.noor, opportunity=made)
    with pytest.raises(Application.DoesNotExist):
        actions.decline_place(world.noor, opportunity=made)
    with pytest.raises(Application.DoesNotExist):
        actions.confirm_place(world.peter, opportunity=made)
    assert [one.person for one in queries.taking_part(world.marit, seen_by(world.marit, made))] == [
        world.samira
    ]


def test_a_no_gives_it_to_the_first_on_the_reserve_list(world: World) -> None:
    people = {world.samira: "place", world.noor: "reserve", world.peter: "reserve"}
    made = replied(world, people, places=1)
    assert rules.is_on_reserve(row_of(world.noor))
    assert not rules.is_on_reserve(row_of(world.samira))
    for _time in range(2):
        actions.decline_place(world.samira, opportunity=made)
    gone = row_of(world.samira)
    assert (gone.answers.count(), gone.scores.count(), gone.reply) == (0, 0, "")
    assert rules.is_offered(row_of(world.noor), now())
    assert not rules.is_on_reserve(row_of(world.noor))
    assert not rules.is_offered(row_of(world.peter), now())
    assert told("offered_place") == 1
    # Who waits and lets go gives nothing to nobody.
    actions.withdraw_application(world.peter, opportunity=made)
    assert told("offered_place") == 1
    assert actions.confirm_place(world.noor, opportunity=made).confirmed_at


def test_silence_gives_it_to_the_next(world: World) -> None:
    made = replied(world, {world.samira: "place", world.noor: "reserve"}, places=1)
    until = row_of(world.samira).offered_until
    assert until is not None
    assert actions.lapse_offers(at=until - timedelta(minutes=1)) == 0
    assert actions.lapse_offers(at=until) == 1
    assert actions.lapse_offers(at=until) == 0
    with pytest.raises(Refused, match="not kept for you"):
        actions.confirm_place(world.samira, opportunity=made)
    next_until = row_of(world.noor).offered_until
    assert next_until is not None
    assert next_until == until + 7 * DAY
    assert told("lapsed_place") == 1


def test_of_what_is_cancelled_nothing_is_offered(world: World) -> None:
    """The clock of an organisation, which speaks by who organises it."""
    samira = world.samira
    place = samira.roles.get().organisation
    made = actions.begin_opportunity(samira, details=details(), organisation=place)
    actions.set_form(samira, opportunity=made, criteria=CRITERIA, questions=QUESTIONS)
    actions.publish_opportunity(samira, opportunity=made)
    for person in (world.joost, world.fatma):
        actions.ask_panellist(samira, opportunity=made, person=person)
        actions.agree_to_sit(person, opportunity=made)
    row = applies(world.noor, made)
    made = closes(made)
    judged(world, {row: "place"})
    actions.tell_in_time(now=now())
    assert Activity.objects.get(verb="closed_opportunity").actor == samira
    actions.send_replies(world.joost, opportunity=made)
    actions.cancel_opportunity(samira, opportunity=made, reason="Ziek")
    assert actions.lapse_offers(at=now() + 8 * DAY) == 1
    assert told("lapsed_place") == 0
    with pytest.raises(Refused, match="not kept"):
        actions.confirm_place(world.noor, opportunity=made)


def test_near_the_beginning_terms_are_shorter(world: World) -> None:
    made = an_open_one(world)
    at = rules.beginning(made)
    assert at is not None
    assert rules.offer_until(made, at - 2 * DAY) == at - DAY
    made.starts_on = None
    assert rules.offer_until(made, at) == at + 7 * DAY


def test_once_it_began_nobody_new_gets_a_place(world: World) -> None:
    made = replied(world, {world.samira: "place", world.noor: "reserve"}, places=1)
    Opportunity.objects.filter(pk=made.pk).update(starts_on=localdate())
    actions.decline_place(world.samira, opportunity=made)
    assert row_of(world.noor).offered_until is None
    assert actions.end_reserves(at=now()) == 1
    assert actions.end_reserves(at=now()) == 0
    assert row_of(world.noor).reserve_ended_at is not None


def test_the_reserve_list_ends_after_four_weeks(world: World) -> None:
    made = replied(world, {world.noor: "place", world.samira: "reserve"}, places=1)
    actions.confirm_place(world.noor, opportunity=made)
    assert actions.end_reserves(at=now() + 27 * DAY) == 0
    assert actions.end_reserves(at=now() + 28 * DAY) == 1
    row = row_of(world.samira)
    # What she is told she can still read for a day.
    assert row.erase_at is not None
    assert row.erase_at > now() + 28 * DAY
    assert made.answered_at is not None


def test_for_a_trial_it_closes_at_once(world: World) -> None:
    made = an_open_one(world)
    applies(world.samira, made)
    closed = actions.close_now(opportunity=made, at=now() - DAY)
    assert closed.closed_at == closed.closes_at
    seen = seen_by(world.joost, made)
    assert queries.to_read_of(world.joost, seen, now=now()).count() == 1


def test_who_said_yes_become_a_group(world: World) -> None:
    marit, samira, noor, peter = world.marit, world.samira, world.noor, world.peter
    made = an_open_one(world)
    actions.add_organiser(marit, opportunity=made, organiser=world.bram)
    with pytest.raises(Refused, match="Nobody said yes"):
        actions.make_cohort(marit, opportunity=made)
    rows = {one: applies(one, made) for one in (samira, noor, peter)}
    made = closes(made)
    for one, outcome in ((samira, "place"), (noor, "place"), (peter, "reserve")):
        for by in (world.joost, world.fatma):
            scores(by, rows[one], 4, 4)
        rank = {"reserve_rank": 1} if outcome == "reserve" else {}
        decides(world.joost, rows[one], outcome, **rank)
    actions.send_replies(world.joost, opportunity=made)
    actions.confirm_place(samira, opportunity=made)
    group = actions.make_cohort(marit, opportunity=made)
    assert actions.make_cohort(marit, opportunity=made) == group
    assert (group.actor.name, group.readers, group.admission) == (made.title, "group", "hidden")

    def members() -> set[Actor]:
        return {row.actor for row in GroupMembership.objects.filter(group=group, until=None)}

    assert members() == {marit, world.bram, samira}
    bram = groups_of.membership(world.bram, group)
    assert bram is not None
    assert bram.is_steward
    # Nobody else knows of it; who says yes later comes in, and who lets go is out.
    with pytest.raises(Group.DoesNotExist):
        groups_of.group(noor, group.actor.handle)
    actions.decline_place(samira, opportunity=made)
    actions.confirm_place(peter, opportunity=made)
    assert members() == {marit, world.bram, peter}
    with pytest.raises(Opportunity.DoesNotExist):
        actions.make_cohort(samira, opportunity=made)


def test_who_is_in_already_is_in_once(world: World) -> None:
    made = replied(world, {world.samira: "place"})
    actions.add_organiser(world.marit, opportunity=made, organiser=world.samira)
    actions.confirm_place(world.samira, opportunity=made)
    group = actions.make_cohort(world.marit, opportunity=made)
    assert GroupMembership.objects.filter(group=group, actor=world.samira).count() == 1
    actions.cancel_opportunity(world.marit, opportunity=made, reason="Ziek")


def in_days(days: float) -> datetime:
    return now() + days * DAY


def test_the_panel_is_told_in_time_and_who_applied_is_never_forgotten(world: World) -> None:
    made = an_open_one(world)
    applies(world.samira, made)
    tell = actions.tell_in_time
    assert tell(now=now()) == 0
    closes(made)  # everyone hears in 8 days
    assert tell(now=now()) == 1
    assert tell(now=in_days(6)) == 1
    assert tell(now=in_days(7)) == 0
    assert tell(now=in_days(10)) == 1
    assert tell(now=in_days(11)) == 0
    assert tell(now=in_days(18)) == 1
    verbs = ("closed_opportunity", "reply_comes_near", "reply_is_late", "panel_is_late")
    assert [told(verb) for verb in verbs] == [1, 1, 1, 1]
    later = localdate() + 30 * DAY
    actions.promise_again(world.marit, opportunity=made, answer_by=later)
    assert tell(now=in_days(32)) == 1
    assert told("reply_is_late") == 2
    assert tell(now=in_days(31 + 13 * 7)) == 1
    gave_up = Opportunity.objects.get(pk=made.pk)
    assert (gave_up.cancel_reason, "did not answer" in words.reason_of(gave_up)) == ("", True)
    assert tell(now=in_days(200)) == 0


@pytest.mark.parametrize("ends", ["reply", "cancel", "silence"])
def test_nobody_who_applied_is_left_without_a_reply(world: World, ends: str) -> None:
    """However it goes: there is a reply or a reason, for each of them, and the log has a row that
    writes it."""
    made = an_open_one(world)
    rows = [applies(one, made) for one in (world.samira, world.noor, world.peter)]
    made = closes(made)
    if ends == "reply":
        for row, outcome in zip(rows, ("place", "no", "no"), strict=True):
            for by in (world.joost, world.fatma):
                scores(by, row, 3, 3)
            decides(world.joost, row, outcome)
        actions.send_replies(world.joost, opportunity=made)
        assert all(row_of(row.person).reply for row in rows)
    elif ends == "cancel":
        actions.cancel_opportunity(world.marit, opportunity=made, reason="Geen geld")
    else:
        for week in range(20):
            actions.tell_in_time(now=now() + week * 7 * DAY)
    made.refresh_from_db()
    assert bool(made.answered_at) ^ bool(made.cancelled_at)
    verbs = {"reply": "sent_replies"}
    assert told(verbs.get(ends, "cancelled_opportunity")) == 1
    # And then it is thrown away.
    actions.erase_applications(now=now() + 250 * DAY)
    assert not Application.objects.filter(confirmed_at=None).exists()


def test_words_and_scores_are_thrown_away(world: World) -> None:
    people = {world.samira: "place", world.noor: "no"}
    made = an_open_one(world)
    rows = {
        one: applies(one, made, for_a_year=one == world.peter) for one in [*people, world.peter]
    }
    actions.keep_application(world.bram, opportunity=made, answers={})
    made = closes(made)
    for one, outcome in [*people.items(), (world.peter, "no")]:
        for by in (world.joost, world.fatma):
            scores(by, rows[one], 3, 3)
        decides(world.joost, rows[one], outcome)
    actions.send_replies(world.joost, opportunity=made)
    actions.confirm_place(world.samira, opportunity=made)
    assert actions.erase_applications(now=in_days(27)) == 0
    # Noor and the draft of Bram are gone, of Samira only that she takes part is left.
    assert actions.erase_applications(now=in_days(29)) == 3
    assert {row.person for row in Application.objects.all()} == {world.samira, world.peter}
    samira = row_of(world.samira)
    assert (samira.answers.count(), samira.scores.count(), samira.reply) == (0, 0, "")
    assert samira.confirmed_at is not None
    assert Score.objects.exclude(application__person=world.peter).count() == 0
    assert actions.erase_applications(now=in_days(60)) == 0
    assert actions.erase_applications(now=in_days(80)) == 1
    assert actions.erase_applications(now=in_days(366)) == 1
    assert not Application.objects.exists()


def test_who_may_still_get_a_place_is_not_thrown_away(world: World) -> None:
    people = {world.samira: "place", world.noor: "reserve"}
    made = replied(world, people, places=1, confirm_days=30)
    Opportunity.objects.filter(pk=made.pk).update(starts_on=None, ends_on=None)
    Application.objects.filter(person=world.samira).update(offered_until=in_days(30))
    assert actions.erase_applications(now=in_days(29)) == 0
    actions.lapse_offers(at=in_days(30))
    assert row_of(world.noor).offered_until is not None
    assert actions.erase_applications(now=in_days(30.1)) == 1
    actions.lapse_offers(at=in_days(61))
    assert actions.erase_applications(now=in_days(61)) == 1


def test_leaving_gives_the_place_to_the_next(world: World) -> None:
    made = replied(world, {world.samira: "place", world.noor: "reserve"}, places=1)
    sits = Panellist.objects.get(actor=world.joost)
    at = now()
    actions.step_out(actor=world.samira, at=at)
    actions.step_out(actor=world.joost, at=at)
    assert rules.is_offered(row_of(world.noor), now())
    sits.refresh_from_db()
    assert sits.until == at
    actions.step_out(actor=world.noor, at=at)
    assert not Application.objects.exists()
    actions.step_in_again(actor=world.joost, at=at)
    sits.refresh_from_db()
    assert sits.until is None
    assert made.answered_at is not None


def test_who_alone_organises_cannot_leave(world: World) -> None:
    samira = world.samira
    place = samira.roles.get().organisation
    made = actions.begin_opportunity(samira, details=details(), organisation=place)
    with pytest.raises(Refused, match="You alone organise"):
        actions.step_out(actor=samira, at=now())
    actions.add_organiser(samira, opportunity=made, organiser=world.noor)
    applies_draft = an_open_one(world)
    applies(samira, applies_draft)
    actions.step_out(actor=samira, at=now())
    assert not Application.objects.exists()


def test_erasing(world: World) -> None:
    second = one_of_each_opportunity(world, world.samira)
    nobody = Actor.objects.create(kind="person", handle="nobody", name="Nobody")
    actions.erase_applicant(actor=world.samira, former=nobody)
    assert not Application.objects.filter(person=world.samira).exists()
    assert Score.objects.filter(by=nobody, application__opportunity=second).count() == 2
    # A second one who leaves does not clash with the first.
    actions.erase_applicant(actor=world.fatma, former=nobody)
    assert not Score.objects.filter(by=world.fatma).exists()
    assert not Panellist.objects.filter(actor__in=(world.samira, world.fatma)).exists()


def test_two_accounts_become_one(world: World) -> None:
    samira, noor = world.samira, world.noor
    made = replied(world, {samira: "no", noor: "place"})
    actions.take_over_opportunities(kept=samira, merged=noor, at=now())
    row = row_of(samira)
    assert (row.outcome, row.offered_until is not None) == ("place", True)
    assert made.answered_at is not None


def test_two_accounts_in_one_panel(world: World) -> None:
    joost, fatma, samira = world.joost, world.fatma, world.samira
    made = an_open_one(world)
    first, second = applies(samira, made), applies(world.peter, made)
    for person in (world.noor, world.bram):
        actions.ask_panellist(world.marit, opportunity=made, person=person)
    closes(made)
    for by in (joost, fatma):
        scores(by, first, 4, 4)
    actions.step_aside(joost, application=second)
    actions.step_aside(fatma, application=second)
    actions.take_over_opportunities(kept=joost, merged=fatma, at=now())
    assert Score.objects.filter(application=first).count() == 2
    assert Panellist.objects.filter(opportunity=made, actor=joost, until=None).count() == 1
    actions.take_over_opportunities(kept=joost, merged=world.bram, at=now())
    # Nobody sits over herself, and who said yes by either account said yes.
    actions.take_over_opportunities(kept=world.noor, merged=joost, at=now())
    assert Panellist.objects.get(opportunity=made, actor=world.noor, until=None).agreed_at
    actions.take_over_opportunities(kept=world.noor, merged=samira, at=now())
    assert not Panellist.objects.filter(actor=world.noor, until=None).exists()
    assert not Score.objects.filter(application=first).exists()


def test_a_seat_in_a_panel_goes_along(world: World) -> None:
    made = an_open_one(world)
    actions.take_over_opportunities(kept=world.noor, merged=world.joost, at=now())
    assert Panellist.objects.get(opportunity=made, actor=world.noor).until is None


def test_what_it_is_called_without_a_name(world: World) -> None:
    made = an_open_one(world)
    rows = [applies(one, made) for one in (world.samira, world.noor)]
    made = seen_by(world.joost, closes(made))
    found = [queries.number_of(world.joost, made, row, now=now()) for row in rows]
    assert found == [1, 2]


def test_both_accounts_are_in_the_group(world: World) -> None:
    samira, noor = world.samira, world.noor
    made = replied(world, {samira: "place", noor: "place"})
    for one in (samira, noor):
        actions.confirm_place(one, opportunity=made)
    group = actions.make_cohort(world.marit, opportunity=made)
    actions.take_over_opportunities(kept=samira, merged=noor, at=now())
    assert row_of(samira).confirmed_at
    assert groups_of.is_member(samira, group)


def test_both_accounts_took_a_place(world: World) -> None:
    made = replied(world, {world.samira: "place", world.noor: "place", world.peter: "reserve"})
    actions.confirm_place(world.samira, opportunity=made)
    actions.take_over_opportunities(kept=world.samira, merged=world.noor, at=now())
    assert row_of(world.samira).confirmed_at
    assert rules.is_offered(row_of(world.peter), now())


def entries(viewer: Actor) -> list[Any]:
    return list(calendar.calendar_entries(viewer))


def test_in_her_calendar(world: World) -> None:
    made = an_open_one(world)
    assert entries(world.samira) == []
    actions.keep_application(world.samira, opportunity=made, answers={})
    (closing,) = entries(world.samira)
    assert (closing.ends_at, closing.is_sure) == (made.closes_at, False)
    assert made.title in closing.summary
    rows = applies(world.samira, made)
    assert entries(world.samira) == []
    made = closes(made)
    for by in (world.joost, world.fatma):
        scores(by, rows, 3, 3)
    decides(world.joost, rows, "place")
    assert entries(world.samira) == []
    actions.send_replies(world.joost, opportunity=made)
    (kept,) = entries(world.samira)
    assert (kept.is_sure, kept.said, kept.ends_at - kept.starts_at) == (False, "TENTATIVE", 3 * DAY)
    actions.confirm_place(world.samira, opportunity=made)
    (sure,) = entries(world.samira)
    assert (sure.is_sure, sure.location, sure.path) == (
        True,
        "Buurthuis De Sluis",
        f"/kansen/{made.pk}/",
    )
    body = calendar.file(made, base_url="https://vak.example")
    assert b"METHOD:PUBLISH" in body
    Opportunity.objects.filter(pk=made.pk).update(ends_on=made.starts_on + 200 * DAY)
    (first_day,) = entries(world.samira)
    assert first_day.ends_at - first_day.starts_at < 2 * DAY
    actions.decline_place(world.samira, opportunity=made)
    assert entries(world.samira) == []
    actions.cancel_opportunity(world.marit, opportunity=made, reason="Geen zaal")
    made.refresh_from_db()
    assert b"METHOD:CANCEL" in calendar.file(made, base_url="https://vak.example")


def test_in_words(world: World) -> None:
    made = a_draft(world)
    assert " until " in words.period(made)
    made.ends_on = made.starts_on
    assert " until " not in words.period(made)
    made.ends_on = None
    assert words.period(made).startswith("from ")
    assert words.where(made) == "Buurthuis De Sluis"
    made.place = Place(name="Duinrade")
    assert words.when_and_where(made).endswith("Buurthuis De Sluis, Duinrade")
    assert words.offered_by(made) == world.group.actor.name
    made.starts_on, made.venue, made.place = None, "", None
    assert words.when_and_where(made) == made.title
    assert calendar.span(made) is None
    assert rules.beginning(made) is None
    assert b"VEVENT" in calendar.file(made, base_url="https://vak.example")
    place = world.samira.roles.get().organisation
    assert words.offered_by(Opportunity(organisation=place)) == str(place)
    assert words.offered_by(Opportunity()) == ""


def test_the_letter_to_one_of_them(world: World) -> None:
    made = replied(world, {world.samira: "place"})
    row = row_of(world.samira)
    texts = {"place": "Dag {voornaam}, fijn."}
    assert words.letter_to(row, texts) == "Dag Samira, fijn.\n\nWoorden voor Samira."
    assert words.letter_to(row, words.texts_of(made)) == "Woorden voor Samira."


def test_her_archive_tells_nothing_before_the_reply(world: World) -> None:
    made = an_open_one(world)
    row = applies(world.samira, made)
    made = closes(made)
    for by in (world.joost, world.fatma):
        scores(by, row, 3, 3)
    decides(world.joost, row, "no", reply="Geheim woord")

    def part() -> str:
        return str(list(everything.everything_of(world.samira)[0].rows()))

    assert "Geheim woord" not in part()
    actions.send_replies(world.joost, opportunity=made)
    assert "Geheim woord" in part()
    scored = everything.everything_of(world.joost)[3]
    assert len(list(scored.rows())) == 2
    assert "Samira" not in str(list(scored.rows()))


def test_a_group_that_sleeps_offers_nothing(world: World) -> None:
    made = a_draft(world)
    groups.put_to_sleep(world.marit, group=world.group)
    with pytest.raises(Refused):
        actions.begin_opportunity(world.marit, details=details(title="x y"), group=world.group)
    assert made.group == world.group

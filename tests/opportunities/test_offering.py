"""Offering something: a draft, what is looked at, out, longer, and off."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate, now

from tests.opportunities.a_masterclass import (
    CRITERIA,
    DAY,
    HOUR,
    QUESTIONS,
    a_draft,
    an_open_one,
    applies,
    closes,
    details,
    replied,
    seen_by,
)
from tests.world import World, bring_in
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.opportunities import actions, queries, rules
from vaknet.domain.opportunities.actions import QuestionSaid
from vaknet.domain.opportunities.models import Application, Opportunity, Panellist
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused

pytestmark = pytest.mark.django_db


def test_from_a_draft_to_open(world: World) -> None:
    marit, joost = world.marit, world.joost
    draft = a_draft(world)
    assert str(draft) == "Masterclass Vergunnen met lef"
    again = actions.begin_opportunity(
        marit, details=details(closes_at=draft.closes_at), group=world.group
    )
    assert again == draft
    assert list(queries.drafts(marit)) == [draft]
    for viewer in (joost, None):
        with pytest.raises(Opportunity.DoesNotExist):
            queries.opportunity(viewer, draft.pk)
    with pytest.raises(Opportunity.DoesNotExist):
        actions.publish_opportunity(joost, opportunity=draft)
    out = actions.publish_opportunity(marit, opportunity=draft)
    assert actions.publish_opportunity(marit, opportunity=draft).published_at == out.published_at
    assert list(queries.open_opportunities(joost, now=now())) == [out]
    assert list(queries.open_opportunities(None, now=now())) == []
    assert list(queries.past_opportunities(joost, now=now())) == []
    assert list(queries.of_group(queries.open_opportunities(joost, now=now()), world.group))


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"title": " "}, "title"),
        ({"contact": "-"}, "contact"),
        ({"kind": "feest"}, ""),
        ({"readers": "iedereen"}, ""),
        ({"places": 0}, "places"),
        ({"places": 501}, "places"),
        ({"confirm_days": 1}, "confirm_days"),
        ({"closes_at": now() - HOUR, "answer_by": localdate() + DAY}, "closes_at"),
        ({"closes_at": now() + 4000 * DAY, "answer_by": localdate() + 4010 * DAY}, "closes_at"),
        ({"answer_by": localdate() + 10 * DAY - 5 * DAY}, "answer_by"),
        ({"starts_on": None}, "starts_on"),
        ({"starts_on": localdate() + 15 * DAY}, "starts_on"),
        ({"ends_on": localdate() + 39 * DAY}, "ends_on"),
    ],
)
def test_what_cannot_be_is_refused(world: World, said: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        actions.begin_opportunity(world.marit, details=details(**said), group=world.group)
    assert refused.value.field == field


def test_who_may_offer_it(world: World) -> None:
    bram, samira = world.bram, world.samira
    with pytest.raises(Refused, match="a group you are in"):
        actions.begin_opportunity(bram, details=details(), group=world.group)
    with pytest.raises(Refused, match="a group or an organisation"):
        actions.begin_opportunity(samira, details=details())
    place = samira.roles.get().organisation
    assert place is not None
    with pytest.raises(Refused, match="where you work"):
        actions.begin_opportunity(bram, details=details(), organisation=place)
    with pytest.raises(Refused, match="no group here"):
        actions.begin_opportunity(samira, details=details(readers="group"), organisation=place)
    made = actions.begin_opportunity(samira, details=details(readers="public"), organisation=place)
    actions.set_form(samira, opportunity=made, criteria=CRITERIA, questions=QUESTIONS)
    actions.publish_opportunity(samira, opportunity=made)
    assert seen_by(None, made) == made
    assert Activity.objects.filter(verb="published_opportunity").get().group is None
    hers = actions.begin_opportunity(world.joost, details=details(), group=world.group)
    actions.set_form(world.joost, opportunity=hers, criteria=CRITERIA, questions=QUESTIONS)
    with pytest.raises(Refused, match="steward"):
        actions.publish_opportunity(world.joost, opportunity=hers)


def test_nobody_publishes_for_where_she_left(world: World) -> None:
    samira = world.samira
    role = samira.roles.get()
    made = actions.begin_opportunity(samira, details=details(), organisation=role.organisation)
    actions.set_form(samira, opportunity=made, criteria=CRITERIA, questions=QUESTIONS)
    role.delete()
    with pytest.raises(Refused, match="speaks for the organisation"):
        actions.publish_opportunity(samira, opportunity=made)


def test_a_hidden_group_offers_to_itself(world: World) -> None:
    noor = world.noor
    secret = groups.start_group(noor, name="Kader", purpose="Intern", readers="group")
    with pytest.raises(Refused, match="group alone"):
        actions.begin_opportunity(noor, details=details(), group=secret)
    made = actions.begin_opportunity(noor, details=details(readers="group"), group=secret)
    actions.set_form(noor, opportunity=made, criteria=CRITERIA, questions=QUESTIONS)
    actions.publish_opportunity(noor, opportunity=made)
    bring_in(noor, secret, world.peter)
    assert seen_by(world.peter, made) == made
    for viewer in (world.bram, None):
        with pytest.raises(Opportunity.DoesNotExist):
            seen_by(viewer, made)
    # A group that hides itself later takes along what it offered to all.
    Opportunity.objects.filter(pk=made.pk).update(readers="members")
    with pytest.raises(Opportunity.DoesNotExist):
        seen_by(world.bram, made)


def test_guests_read_what_an_open_group_offers_to_everyone(world: World) -> None:
    made = an_open_one(world, readers="public")
    Group.objects.filter(pk=world.group.pk).update(readers="public")
    assert seen_by(None, made) == made
    assert queries.panel(None, made) == []
    Group.objects.filter(pk=world.group.pk).update(readers="members")
    with pytest.raises(Opportunity.DoesNotExist):
        seen_by(None, made)


def form(made: Opportunity, by: Actor, criteria: Any = CRITERIA, questions: Any = QUESTIONS) -> Any:
    return actions.set_form(by, opportunity=made, criteria=criteria, questions=questions)


def test_what_is_looked_at_is_fixed_once_one_can_apply(world: World) -> None:
    marit = world.marit
    made = actions.begin_opportunity(marit, details=details(), group=world.group)
    with pytest.raises(Refused, match="what you look at"):
        actions.publish_opportunity(marit, opportunity=made)
    long = QuestionSaid(text="Wat?", why="Daarom.")
    for criteria, questions, field in (
        (CRITERIA[:1], QUESTIONS, "criterion_1"),
        (CRITERIA * 4, QUESTIONS, "criterion_1"),
        ([("Zo", " "), CRITERIA[0]], QUESTIONS, "sentence_1"),
        (CRITERIA, [], "question_1"),
        (CRITERIA, [long] * 9, "question_1"),
        (CRITERIA, [QuestionSaid(text="Wat?", why="")], "why_1"),
        (CRITERIA, [QuestionSaid(text="Wat?", why="Zo", kind="quiz")], "kind_1"),
        (
            CRITERIA,
            [QuestionSaid(text="Wat?", why="Zo", kind="choice", choices=["x"])],
            "choices_1",
        ),
    ):
        with pytest.raises(Refused) as refused:
            form(made, marit, criteria, questions)
        assert refused.value.field == field
    form(made, marit)
    form(made, marit)
    assert [str(one) for one in made.criteria.order_by("position")] == [
        CRITERIA[0][0],
        CRITERIA[1][0],
    ]
    assert [str(one) for one in made.questions.order_by("position")] == [q.text for q in QUESTIONS]
    actions.publish_opportunity(marit, opportunity=made)
    with pytest.raises(Refused, match="stays as it is"):
        form(made, marit)


def test_changing_what_is_said(world: World) -> None:
    marit = world.marit
    made = a_draft(world)
    same = details(closes_at=made.closes_at)
    assert actions.change_opportunity(marit, opportunity=made, details=same).sequence == 0
    late = details(closes_at=now() - HOUR, answer_by=localdate() + DAY)
    with pytest.raises(Refused, match="moment is over"):
        actions.change_opportunity(marit, opportunity=made, details=late)
    place = world.samira.roles.get().organisation
    other = actions.begin_opportunity(
        world.samira, details=details(title="Anders"), organisation=place
    )
    closed = details(title="Anders", readers="group")
    with pytest.raises(Refused, match="no group here"):
        actions.change_opportunity(world.samira, opportunity=other, details=closed)
    actions.publish_opportunity(marit, opportunity=made)
    changed = actions.change_opportunity(
        marit,
        opportunity=made,
        details=details(venue="Stadhuis", costs="€ 20", closes_at=now() + 5 * DAY, readers="group"),
    )
    assert (changed.venue, changed.sequence, changed.readers) == ("Stadhuis", 1, "members")
    assert changed.closes_at == made.closes_at
    actions.change_opportunity(marit, opportunity=made, details=details(venue="Stadhuis"))
    assert Opportunity.objects.get(pk=made.pk).sequence == 1
    actions.cancel_opportunity(marit, opportunity=made, reason="Geen zaal")
    with pytest.raises(Refused, match="Make a new one"):
        actions.change_opportunity(marit, opportunity=made, details=same)


def test_one_that_closed_before_it_was_out(world: World) -> None:
    made = closes(a_draft(world))
    with pytest.raises(Refused, match="closing moment is over"):
        actions.publish_opportunity(world.marit, opportunity=made)


def test_longer_and_never_shorter(world: World) -> None:
    marit = world.marit
    made = an_open_one(world)

    def until(days: int, answer: int = 25) -> Opportunity:
        return actions.lengthen(
            marit,
            opportunity=made,
            closes_at=made.closes_at + days * DAY,
            answer_by=localdate() + answer * DAY,
        )

    assert until(0, 20).closes_at == made.closes_at
    assert not Activity.objects.filter(verb="lengthened_opportunity").exists()
    for days, answer in ((-1, 25), (3, 5), (3, 50)):
        with pytest.raises(Refused):
            until(days, answer)
    longer = until(3)
    assert longer.closes_at == made.closes_at + 3 * DAY
    closes(made)
    with pytest.raises(Refused, match="closed already"):
        until(6)


def test_another_promise(world: World) -> None:
    made = an_open_one(world)
    later = localdate() + 30 * DAY

    def promise(by: Actor, day: Any = later) -> Opportunity:
        return actions.promise_again(by, opportunity=made, answer_by=day)

    with pytest.raises(Refused, match="nothing to promise"):
        promise(world.marit)
    closes(made)
    Opportunity.objects.filter(pk=made.pk).update(late_at=now(), nearing_at=now())
    with pytest.raises(Opportunity.DoesNotExist):
        promise(world.samira)
    for day in (localdate() + DAY, localdate() + 40 * DAY):
        with pytest.raises(Refused):
            promise(world.joost, day)
    kept = promise(world.joost)
    assert (kept.answer_by, kept.late_at, kept.nearing_at) == (later, None, None)
    promise(world.marit)
    assert Activity.objects.filter(verb="promised_again").count() == 1


def test_off(world: World) -> None:
    marit = world.marit
    draft = a_draft(world, title="Nooit")
    actions.cancel_opportunity(marit, opportunity=draft)
    assert not Opportunity.objects.filter(pk=draft.pk).exists()
    made = an_open_one(world)
    row = applies(world.samira, made)
    with pytest.raises(Refused, match="Say why"):
        actions.cancel_opportunity(marit, opportunity=made)
    for _time in range(2):
        actions.cancel_opportunity(marit, opportunity=made, reason="Geen geld")
    row.refresh_from_db()
    made.refresh_from_db()
    assert row.erase_at == made.cancelled_at + rules.KEPT
    assert list(queries.open_opportunities(world.samira, now=now())) == []
    assert list(queries.past_opportunities(world.samira, now=now())) == [made]


def test_what_has_been_is_not_cancelled(world: World) -> None:
    made = replied(world, {world.samira: "place"})
    past = localdate() - 2 * DAY
    Opportunity.objects.filter(pk=made.pk).update(starts_on=past, ends_on=past)
    with pytest.raises(Refused, match="has been"):
        actions.cancel_opportunity(world.marit, opportunity=made, reason="Te laat")


def test_who_organises(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    marit, samira = world.marit, world.samira
    made = a_draft(world)
    row = actions.add_organiser(marit, opportunity=made, organiser=samira)
    assert actions.add_organiser(marit, opportunity=made, organiser=samira) == row
    assert str(row) == f"organiser {row.pk}"
    assert [one.actor for one in queries.organisers(marit, made)] == [marit, samira]
    with pytest.raises(Actor.DoesNotExist):
        actions.add_organiser(marit, opportunity=made, organiser=world.group.actor)
    people.block(world.bram, other=marit)
    with pytest.raises(Actor.DoesNotExist):
        actions.add_organiser(marit, opportunity=made, organiser=world.bram)
    assert not queries.may_be_asked(marit, made).filter(pk=world.bram.pk).exists()
    monkeypatch.setattr(rules, "MOST_ORGANISERS", 2)
    with pytest.raises(Refused, match="Twenty"):
        actions.add_organiser(marit, opportunity=made, organiser=world.noor)
    for _time in range(2):
        actions.stop_organising(marit, opportunity=made, organiser=samira)
    with pytest.raises(Refused, match="Nobody would"):
        actions.stop_organising(marit, opportunity=made, organiser=marit)


def test_the_panel_is_asked_and_says_yes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    marit, noor, bram = world.marit, world.noor, world.bram
    made = a_draft(world)
    row = actions.ask_panellist(marit, opportunity=made, person=noor)
    assert actions.ask_panellist(marit, opportunity=made, person=noor) == row
    assert str(row) == f"panellist {row.pk}"
    seen = seen_by(noor, made)
    assert (seen.is_asked, seen.is_panellist, seen.is_organiser) == (True, False, False)
    assert list(queries.to_read(noor)) == [made]
    with pytest.raises(Opportunity.DoesNotExist):
        queries.sat_opportunity(noor, made.pk)
    assert queries.panel(marit, made) == []
    assert [one.actor for one in queries.asked_panel(marit, made)] == [noor]
    agreed = actions.agree_to_sit(noor, opportunity=made)
    assert actions.agree_to_sit(noor, opportunity=made) == agreed
    assert queries.sat_opportunity(noor, made.pk) == made
    assert [one.actor for one in queries.panel(marit, made)] == [noor]
    with pytest.raises(Panellist.DoesNotExist):
        actions.agree_to_sit(bram, opportunity=made)
    with pytest.raises(Actor.DoesNotExist):
        actions.ask_panellist(marit, opportunity=made, person=world.group.actor)
    actions.ask_panellist(marit, opportunity=made, person=bram)
    for _time in range(2):
        actions.decline_to_sit(bram, opportunity=made)
        actions.take_off_panel(marit, opportunity=made, person=noor)
    assert queries.asked_panel(marit, made) == []
    with pytest.raises(Opportunity.DoesNotExist):
        seen_by(noor, made)
    monkeypatch.setattr(rules, "MOST_READERS", 0)
    with pytest.raises(Refused, match="Twelve"):
        actions.ask_panellist(marit, opportunity=made, person=noor)
    Opportunity.objects.filter(pk=made.pk).update(cancelled_at=now())
    with pytest.raises(Refused, match="nothing to read"):
        actions.ask_panellist(marit, opportunity=made, person=noor)


def test_asking_who_applied_tells_nothing(world: World) -> None:
    """To the organiser it is as with everybody; she herself hears why she cannot."""
    made = an_open_one(world)
    applies(world.samira, made)
    actions.ask_panellist(world.marit, opportunity=made, person=world.samira)
    with pytest.raises(Refused, match="You apply for this"):
        actions.agree_to_sit(world.samira, opportunity=made)
    actions.withdraw_application(world.samira, opportunity=made)
    actions.agree_to_sit(world.samira, opportunity=made)
    with pytest.raises(Refused, match="sit in the panel"):
        applies(world.samira, made)
    assert not Application.objects.exists()
    with pytest.raises(Refused, match="You organise this"):
        applies(world.marit, made)


def test_terms() -> None:
    assert timedelta(days=28) == rules.KEPT
    assert timedelta(days=365) == rules.KEPT_WITH_CONSENT

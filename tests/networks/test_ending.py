"""A treaty that ends: what came through it goes, on both sides, and no earlier than was said."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.federation.test_pages import signed_in
from tests.networks.partner import Partner
from tests.networks.test_treaties import OPEN, WISHES, proposed, told, verbs
from tests.world import World
from vaknet.domain.networks import actions, queries, words
from vaknet.domain.networks.actions.ending import WHEN_IT_ENDS
from vaknet.domain.networks.actions.things import Thing
from vaknet.domain.networks.models import FromPartner, Network, Share, Terms, Treaty
from vaknet.domain.networks.terms import MOST_NOTICE
from vaknet.domain.refusal import Refused
from vaknet.interfaces.federation.partners_treaties import tell

pytestmark = pytest.mark.django_db
DAY = Thing(uri="https://west.example/b/1/", url="https://west.example/b/1/", title="Dag")


def agreed(world: World, partner: Partner) -> Treaty:
    treaty = proposed(world, partner)
    told(partner, treaty, propose=OPEN)
    terms = queries.current_terms(treaty)
    given = {"token": treaty.token, "digest": terms.digest, "signed": partner.signs(terms.content)}
    assert partner.asks("treaty/sign", given).status_code == 200
    treaty.refresh_from_db()
    now = timezone.now()
    actions.keep_things(treaty=treaty, kind=Share.AGENDA, things=[DAY], now=now)
    return treaty


def held() -> dict[str, int]:
    """By model how many rows of all rooms came through a treaty."""
    return {
        model._meta.label: model._default_manager.count()
        for model, _column in actions.came_through_treaties()
    }


def test_what_came_through_it_goes_with_it_and_they_hear_of_it(
    world: World, partner: Partner
) -> None:
    treaty = agreed(world, partner)
    assert held()["networks.FromPartner"] == 1
    for _twice in range(2):
        if treaty.ended_at is None:
            actions.end_treaty(world.moderator, treaty=treaty, at_once=True, why="Anders")
        treaty.refresh_from_db()
    assert set(held().values()) == {0}
    assert (treaty.ended_by, treaty.why) == ("here", "Anders")
    assert told(partner, treaty, end={"state": "ended"}) == ["treaty/end"]
    assert queries.next_errand(treaty) is None
    assert partner.asks("agenda", {}).status_code == 404
    with pytest.raises(Refused, match="afgelopen"):
        actions.end_treaty(world.moderator, treaty=treaty, at_once=True, why="")
    # What was agreed stays to be read, and a late answer of theirs brings nothing back.
    assert Terms.objects.filter(treaty=treaty).count() == 1
    actions.keep_things(treaty=treaty, kind=Share.AGENDA, things=[DAY], now=timezone.now())
    actions.note_unread(treaty=treaty, kind=Share.AGENDA, reason="silent")
    assert set(held().values()) == {0}
    assert partner.asks("treaty/end", {"token": treaty.token}).json()["state"] == "ended"
    given = {"signed": partner.signs(partner.terms(2, token=treaty.token))}
    assert partner.asks("treaty/counter", given).json()["state"] == "ended"


def pointing_at(model: type[Model]) -> set[str]:
    """Also by a foreign key that has no name on this side."""
    fields = model._meta.get_fields(include_hidden=True)
    return {one.related_model._meta.label for one in fields if one.auto_created and one.is_relation}


def test_every_model_that_points_at_a_treaty_is_emptied_with_it() -> None:
    """A room that keeps something of partners points at the treaty, and nothing else is needed."""
    kept = {"Terms", "TreatyShare", "Errand"}
    pointing = {label.rpartition(".")[2] for label in pointing_at(Treaty)}
    emptied = {model.__name__ for model, _column in actions.came_through_treaties()}
    assert emptied == pointing - kept
    assert "FromPartner" in emptied


def test_rooms_above_end_what_is_theirs_in_the_same_transaction(
    world: World, partner: Partner
) -> None:
    treaty, heard = agreed(world, partner), []
    WHEN_IT_ENDS.append(lambda network, at: heard.append((network, at)))
    try:
        actions.end_treaty(world.moderator, treaty=treaty, at_once=True, why="x")
    finally:
        WHEN_IT_ENDS.pop()
    treaty.refresh_from_db()
    assert heard == [(treaty.network, treaty.ended_at)]


def test_whatever_points_at_a_network_without_its_treaty_has_a_reason() -> None:
    """Add what a room keeps of a network here with its reason, or let it point at the treaty."""
    reasons = {
        "networks.Treaty": "what was agreed",
        "visiting.Visitor": "points at the treaty too",
        "visiting.Visit": "points at the treaty too",
        "visiting.Farewell": "points at the treaty too",
        "networks.Heard": "marks of signatures, for a quarter of an hour",
        "introducing.IntroductionAcross": "ended and emptied by WHEN_IT_ENDS",
        "introducing.ShownToPartner": "removed by WHEN_IT_ENDS",
        "introducing.FindableBy": "ended by WHEN_IT_ENDS",
        "introducing.EndedBefore": "a token that leads nowhere, for a week",
        "introducing.AskedByPartner": "a number",
    }
    assert pointing_at(Network) <= set(reasons)


def test_with_notice_it_holds_until_that_day(world: World, partner: Partner) -> None:
    treaty = agreed(world, partner)
    for _twice in range(2):
        actions.end_treaty(world.moderator, treaty=treaty, at_once=False, why="Anders")
    treaty.refresh_from_db()
    last = treaty.in_force_until
    assert timedelta(days=29) < last - timezone.now() <= timedelta(days=30)
    assert queries.in_force(treaty.network) == treaty
    assert words.state_of(treaty) == "notice"
    assert told(partner, treaty, end={"state": "in_force"}) == ["treaty/end"]
    later = {"token": treaty.token, "at": (last + timedelta(days=9)).isoformat(), "why": ""}
    assert partner.asks("treaty/end", later).json()["state"] == "in_force"
    actions.end_where_due(now=last - timedelta(seconds=1))
    assert held()["networks.FromPartner"] == 1
    actions.end_where_due(now=last)
    assert set(held().values()) == {0}
    treaty.refresh_from_db()
    assert (treaty.ended_at, treaty.ended_by) == (last, "here")
    assert verbs()[-2:] == ["ended_treaty", "treaty_ended"]


def test_they_end_it_at_once_or_later(world: World, partner: Partner) -> None:
    treaty = agreed(world, partner)
    soon = timezone.now() + timedelta(days=20)
    given = {"token": treaty.token, "at": soon.isoformat(), "why": "Wij houden op"}
    assert partner.asks("treaty/end", given).json()["state"] == "in_force"
    treaty.refresh_from_db()
    assert (treaty.notice_by, treaty.why) == ("there", "Wij houden op")
    assert held()["networks.FromPartner"] == 1
    given["at"] = timezone.now().isoformat()
    assert partner.asks("treaty/end", given).json()["state"] == "ended"
    assert set(held().values()) == {0}
    assert partner.asks("treaty/end", given).json()["state"] == "ended"


def test_without_a_term_it_ends_on_the_day_that_they_name(world: World, partner: Partner) -> None:
    treaty = agreed(world, partner)
    Treaty.objects.update(in_force_until=None)
    soon = timezone.now() + timedelta(days=20)
    partner.asks("treaty/end", {"token": treaty.token, "at": soon.isoformat(), "why": ""})
    treaty.refresh_from_db()
    assert treaty.in_force_until == soon
    Treaty.objects.update(in_force_until=None, notice_by="")
    treaty.refresh_from_db()
    actions.end_treaty(world.moderator, treaty=treaty, at_once=False, why="x")
    treaty.refresh_from_db()
    assert treaty.in_force_until is not None


def test_a_proposal_is_withdrawn_or_declined(world: World, partner: Partner) -> None:
    treaty = proposed(world, partner)
    actions.end_treaty(world.moderator, treaty=treaty, at_once=True, why="Vergissing")
    assert told(partner, treaty, propose=OPEN, end={"state": "ended"}) == [
        "treaty/propose",
        "treaty/end",
    ]
    again = proposed(world, partner)
    told(partner, again, propose=OPEN)
    given = {"token": again.token, "at": None, "why": "Nee, dank je"}
    assert partner.asks("treaty/end", given).json()["state"] == "ended"
    again.refresh_from_db()
    assert (again.ended_by, again.why, again.in_force_from) == ("there", "Nee, dank je", None)
    late = {"token": again.token, "signed": partner.signs(queries.current_terms(again).content)}
    late["digest"] = queries.current_terms(again).digest
    assert partner.asks("treaty/sign", late).json()["state"] == "ended"
    assert queries.in_force(again.network) is None


@pytest.mark.parametrize("state", ["ended", "unknown"])
def test_what_ended_there_ends_here_too(world: World, partner: Partner, state: str) -> None:
    """They were put back from a copy of before, or we did not hear of it."""
    treaty = agreed(world, partner)
    actions.end_treaty(world.moderator, treaty=treaty, at_once=False, why="x")
    told(partner, treaty, end={"state": state})
    treaty.refresh_from_db()
    assert treaty.ended_at is not None
    assert set(held().values()) == {0}


def test_managers_hear_a_month_before(world: World, partner: Partner) -> None:
    treaty = agreed(world, partner)
    last = treaty.in_force_until
    assert last is not None
    for days in (31, 30, 29):
        actions.warn_in_time(now=last - timedelta(days=days))
    assert verbs().count("treaty_ends_soon") == 1


def test_what_ended_is_not_told_or_read(world: World, partner: Partner) -> None:
    tell(987_654)
    treaty = agreed(world, partner)
    assert list(queries.treaties_to_read(timezone.now() + timedelta(hours=1))) == [treaty]
    actions.end_treaty(world.moderator, treaty=treaty, at_once=True, why="x")
    assert list(queries.treaties_to_read(timezone.now() + timedelta(hours=1))) == []
    assert not queries.has_things()
    assert WISHES.months == 12
    assert FromPartner.objects.count() == 0


def test_a_day_far_ahead_is_no_later_than_the_longest_notice(
    world: World, partner: Partner
) -> None:
    treaty = agreed(world, partner)
    Treaty.objects.update(in_force_until=None)
    given = {"token": treaty.token, "at": "9999-12-31T23:59:59Z", "why": ""}
    assert partner.asks("treaty/end", given).status_code == 404
    given["at"] = "2199-12-31T23:59:59Z"
    assert partner.asks("treaty/end", given).json()["state"] == "in_force"
    treaty.refresh_from_db()
    assert treaty.in_force_until is not None
    assert treaty.in_force_until <= timezone.now() + timedelta(days=MOST_NOTICE)
    assert signed_in(world.moderator).get(f"/beheer/verdragen/{treaty.pk}/").status_code == 200


def test_managers_hear_of_notice_once_whatever_day_they_name_next(
    world: World, partner: Partner
) -> None:
    treaty = agreed(world, partner)
    for days in (20, 10, 5):
        at = timezone.now() + timedelta(days=days)
        partner.asks("treaty/end", {"token": treaty.token, "at": at.isoformat(), "why": ""})
    treaty.refresh_from_db()
    assert treaty.in_force_until == at
    assert verbs().count("treaty_ended_there") == 1


def test_nothing_is_kept_after_the_last_day_also_before_the_clock_came_by(
    world: World, partner: Partner
) -> None:
    treaty = agreed(world, partner)
    last = treaty.in_force_until
    assert last is not None
    FromPartner.objects.all().delete()
    actions.keep_things(treaty=treaty, kind=Share.AGENDA, things=[DAY], now=last)
    assert FromPartner.objects.count() == 0


def test_what_ends_by_the_clock_waits_for_what_is_said_about_that_network(
    world: World, partner: Partner
) -> None:
    treaty = agreed(world, partner)
    with CaptureQueriesContext(connection) as statements:
        actions.end_where_due(now=treaty.in_force_until)
    asked = [one["sql"] for one in statements if "FOR " in one["sql"]]
    assert ["NO KEY" in sql for sql in asked[:2]] == [True, False]
    assert set(held().values()) == {0}

"""What an organisation organises, as other networks read it; and who may say so in its name."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.federation.conftest import BASE
from tests.federation.elsewhere import Elsewhere, handled
from tests.federation.going_out import (
    ACTIVITY,
    after,
    follower,
    id_of,
    kinds,
    nowhere,
    page_of,
    read,
    told,
)
from tests.federation.represented import (
    DOMAIN,
    HANDLE,
    a_day_of,
    actor_of,
    let_out,
    offered_by,
    open_day_of,
    says_she_works_there,
    shown,
)
from tests.world import World
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.federation import actions
from vaknet.domain.federation.models import Delivery, FederatedThing, Parcel
from vaknet.domain.groups.models import Group
from vaknet.domain.opportunities import actions as opportunities
from vaknet.domain.opportunities.models import Opportunity
from vaknet.domain.people.models import Organisation
from vaknet.domain.refusal import Refused


@pytest.fixture
def place(world: World) -> Organisation:
    return let_out(world)


@pytest.fixture
def group(world: World) -> Group:
    """That of Marit, in which Samira is: everybody reads it."""
    Group.objects.filter(pk=world.group.pk).update(readers="public")
    return Group.objects.select_related("actor").get(pk=world.group.pk)


def address_of(place: Organisation) -> str:
    return id_of(actor_of(place))


def listed(place: Organisation) -> list[str]:
    page = read(f"{address_of(place)}/outbox/first").json()
    return [one["object"]["id"] for one in page["orderedItems"]]


def is_nothing_elsewhere(thing: Any) -> bool:
    return not read(page_of(thing))["Content-Type"].startswith(ACTIVITY)


def test_its_event_is_in_its_name(world: World, place: Organisation) -> None:
    inbox = follower(actor_of(place))
    event = open_day_of(world.samira, place)
    [(sender, create, inboxes)] = after("published_event")
    assert (sender, create["type"], inboxes) == (HANDLE, "Create", {inbox})
    document, address = told(event), address_of(place)
    assert create["object"]["id"] == document["id"]
    assert document["attributedTo"] == document["audience"] == address
    assert document["organizers"] == [address]
    assert document["cc"] == [f"{address}/followers"]
    assert listed(place) == [document["id"]]
    assert nowhere(world.samira, json.dumps(create))


def test_it_changes_and_is_called_off(world: World, place: Organisation) -> None:
    inbox = follower(actor_of(place))
    event = open_day_of(world.samira, place)
    uri = told(event)["id"]
    events.cancel_event(world.samira, event=event, reason="Storm.")
    [(sender, update, inboxes)] = after("cancelled_event")
    assert (sender, update["type"], inboxes) == (HANDLE, "Update", {inbox})
    assert (update["object"]["id"], update["object"]["status"]) == (uri, "CANCELLED")
    assert listed(place) == []


def test_its_opportunity_is_in_its_name(world: World, place: Organisation) -> None:
    inbox = follower(actor_of(place))
    made = offered_by(world.samira, place)
    [(sender, create, inboxes)] = after("published_opportunity")
    assert (sender, create["type"], inboxes) == (HANDLE, "Create", {inbox})
    document = told(made)
    assert document["attributedTo"] == address_of(place)
    assert listed(place) == [document["id"]]
    assert nowhere(world.samira, json.dumps(document))
    opportunities.cancel_opportunity(world.samira, opportunity=made, reason="Te weinig panel.")
    assert kinds(after("cancelled_opportunity")) == [(HANDLE, "Update")]


def test_what_is_not_for_everyone_or_a_draft_stays(world: World, place: Organisation) -> None:
    things = [
        open_day_of(world.samira, place, readers="members", takes_guests=False),
        a_day_of(world.samira, place),
        offered_by(world.samira, place, readers="members"),
    ]
    assert all(is_nothing_elsewhere(thing) for thing in things)
    assert listed(place) == []
    page = Client().get(f"/o/{HANDLE}/").content.decode()
    assert "Open dag" not in page
    assert "Masterclass" not in page


def test_what_was_put_up_before_stays(world: World) -> None:
    """Anybody who says that she works there could do that: nobody had looked."""
    place = shown(world)
    bram = says_she_works_there(world.bram, place)
    things = [open_day_of(bram, place), offered_by(bram, place)]
    actions.let_organisation_out(world.samira, organisation=place, domain=DOMAIN, is_sure=True)
    assert all(is_nothing_elsewhere(thing) for thing in things)
    assert "Open dag" not in Client().get(f"/o/{HANDLE}/").content.decode()


def test_who_only_says_that_she_works_there_puts_nothing_up(
    world: World, place: Organisation
) -> None:
    bram = says_she_works_there(world.bram, place)
    event = a_day_of(bram, place)
    with pytest.raises(Refused, match="Who speaks for the organisation"):
        events.publish_event(bram, event=event)
    with pytest.raises(Refused, match="Who speaks for the organisation"):
        offered_by(bram, place)
    events.add_organiser(bram, event=event, organiser=world.samira)
    events.publish_event(world.samira, event=event)
    assert told(event)["attributedTo"] == address_of(place)


def test_with_a_group_that_is_known_it_is_of_the_group(
    world: World, place: Organisation, group: Group
) -> None:
    event = a_day_of(world.samira, place, group)
    Event.objects.filter(pk=event.pk).update(published_at=timezone.now())
    document = told(event)
    assert document["attributedTo"] == id_of(group.actor)
    assert listed(place) == []
    # On its own page it is there: it holds it.
    assert "Open dag" in Client().get(f"/o/{HANDLE}/").content.decode()
    follower(actor_of(place))
    actions.keep_home(world.marit, group=group)
    assert told(event)["attributedTo"] == address_of(place)
    assert read(document["id"]).status_code == 404  # of the group, that may let it out again


def test_of_several_organisations_it_is_of_the_first_that_is_known(
    world: World, place: Organisation
) -> None:
    event = open_day_of(world.samira, place)
    first = Organisation.objects.create(name="Stichting Eerst")
    event.hosts.update(position=2)
    event.hosts.create(organisation=first, position=1)
    assert told(event)["attributedTo"] == address_of(place)


def test_all_of_it_is_taken_back_with_the_organisation(world: World, place: Organisation) -> None:
    inbox = follower(actor_of(place))
    event = open_day_of(world.samira, place)
    uri = told(event)["id"]
    Organisation.objects.filter(pk=place.pk).update(ended=True)
    assert is_nothing_elsewhere(event)
    assert read(uri).status_code == 410
    from vaknet.interfaces.federation.organisations import take_back_organisations

    take_back_organisations()
    sent = [json.loads(bytes(row.content)) for row in Parcel.objects.order_by("pk")]
    assert [one["type"] for one in sent] == ["Delete", "Delete"]
    assert [sent[0]["object"]["id"], sent[1]["object"]] == [uri, address_of(place)]
    assert set(Delivery.objects.values_list("inbox", flat=True)) == {inbox}
    assert FederatedThing.objects.get(token=uri.rpartition("/")[2]).gone_at is not None


def test_what_others_hold_too_goes_on_in_their_name(
    world: World, place: Organisation, group: Group
) -> None:
    actions.keep_home(world.marit, group=group)
    event = a_day_of(world.samira, place, group)
    Event.objects.filter(pk=event.pk).update(published_at=timezone.now())
    uri = told(event)["id"]
    actions.let_out(world.marit, group=group)
    inbox = follower(group.actor, host="groep.example")
    actions.keep_organisation_home(world.samira, organisation=place)
    sent = after("kept_organisation_home")
    assert ("Create", {inbox}) in [(one["type"], inboxes) for _, one, inboxes in sent]
    assert told(event)["id"] != uri


def test_somebody_elsewhere_comes_and_stays_away(
    there: Elsewhere, world: World, place: Organisation
) -> None:
    event, noor = open_day_of(world.samira, place), there.someone()
    uri = told(event)["id"]
    assert told(event)["joinMode"] == "free"
    noor.send(noor.does("Join", uri))
    assert handled() == [""]
    assert Registration.objects.get().seated_at
    [accept] = [json.loads(bytes(one.content)) for one in Parcel.objects.all()]
    assert (accept["type"], accept["actor"]) == ("Accept", address_of(place))
    noor.send(noor.does("Leave", uri))
    assert handled() == [""]
    assert Event.objects.get(pk=event.pk).seats_taken == 0


def test_who_comes_from_elsewhere_hears_that_the_organisation_went(
    there: Elsewhere, world: World, place: Organisation
) -> None:
    event, noor = open_day_of(world.samira, place), there.someone()
    noor.send(noor.does("Join", told(event)["id"]))
    handled()
    actions.keep_organisation_home(world.samira, organisation=place)
    sent = after("kept_organisation_home")
    assert next((one["type"], len(inboxes)) for _, one, inboxes in sent) == ("Delete", 1)


def test_the_number_of_statements_is_that_of_one(world: World, place: Organisation) -> None:
    def asked(path: str, accept: str) -> int:
        with CaptureQueriesContext(connection) as statements:
            assert Client().get(path, headers={"accept": accept}).status_code == 200
        return len(statements)

    paths = [
        (f"/o/{HANDLE}/", "text/html"),
        (f"{address_of(place).removeprefix(BASE)}/outbox/first", ACTIVITY),
    ]
    open_day_of(world.samira, place)
    offered_by(world.samira, place)
    for path, accept in paths:
        asked(path, accept)  # addresses are made at the first look
    before = [asked(path, accept) for path, accept in paths]
    for number in range(3):
        open_day_of(world.samira, place, name=f"Dag {number}")
        offered_by(world.samira, place)
    for path, accept in paths:
        asked(path, accept)
    assert [asked(path, accept) for path, accept in paths] == before


def test_what_is_over_is_on_the_page_no_more(world: World, place: Organisation) -> None:
    event, made = open_day_of(world.samira, place), offered_by(world.samira, place)
    page = Client().get(f"/o/{HANDLE}/").content.decode()
    assert event.name in page
    assert made.title in page
    before = timezone.now() - timedelta(days=1)
    Event.objects.update(starts_at=before - timedelta(hours=2), ends_at=before)
    Opportunity.objects.update(closes_at=before)
    page = Client().get(f"/o/{HANDLE}/").content.decode()
    assert event.name not in page
    assert made.title not in page

"""Organisations whose domain, people or organisers are not what they were."""

import json
from dataclasses import fields
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from tests.events.test_covers import a_photo
from tests.federation.going_out import after, follower, id_of, read, told
from tests.federation.represented import actor_of, offered_by, open_day_of, says_she_works_there
from tests.opportunities.a_masterclass import details as masterclass
from tests.world import World, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.events import actions as events
from vaknet.domain.events.actions import EventDetails
from vaknet.domain.events.models import Event
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import Follower, Parcel, Represented, SigningKey
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.opportunities import actions as opportunities
from vaknet.domain.people import actions as people
from vaknet.domain.people import domains
from vaknet.domain.people.models import DomainProof, Merge, Organisation
from vaknet.domain.refusal import Refused
from vaknet.interfaces.commands import _checks_database, end_domain
from vaknet.interfaces.jobs import clock, clock_of_things
from vaknet.kit.recurrence import Every, Repeat

ACME = "acme.example"
EVES = "eve-consult.example"


@pytest.fixture
def ans(world: World) -> Actor:
    """She alone works at Acme, and has an address there."""
    ans = member("Ans de Boer", f"ans@{ACME}")
    people.add_role(ans, kind="work", title="kok", organisation="Acme")
    return ans


@pytest.fixture
def acme(ans: Actor) -> Organisation:
    """Known by that domain."""
    place = Organisation.objects.get(name="Acme")
    people.prove_domain_by_mail(ans, organisation=place, domain=ACME)
    actions.let_organisation_out(ans, organisation=place, domain=ACME, is_sure=True)
    return Organisation.objects.select_related("actor").get(pk=place.pk)


def erase(person: Actor) -> None:
    leaving.close_account(person, answers="stay")
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1), tick=False):
        clock.carry_out_closures(timestamp=0)


@pytest.fixture
def eve(acme: Organisation) -> Actor:
    """She says that she works there, and shows the domain of her own letters beside the other."""
    eve = member("Eve Vos", f"eve@{EVES}")
    people.add_role(eve, kind="work", title="adviseur", organisation="Acme")
    people.prove_domain_by_mail(eve, organisation=acme, domain=EVES)
    assert domains.domains_spoken_for(eve, acme) == [EVES]
    return eve


def said() -> list[dict[str, Any]]:
    return [json.loads(bytes(row.content)) for row in Parcel.objects.order_by("pk")]


def test_with_its_last_worker_it_goes_and_who_followed_hears_it(
    ans: Actor, acme: Organisation
) -> None:
    actor = actor_of(acme)
    address, _inbox = id_of(actor), follower(actor)
    erase(ans)
    assert not Organisation.objects.filter(pk=acme.pk).exists()
    clock_of_things.take_back_elsewhere(0)
    [delete] = said()
    assert (delete["type"], delete["actor"], delete["object"]) == ("Delete", address, address)
    assert not Follower.objects.filter(until=None).exists()
    clock_of_things.take_back_elsewhere(0)
    assert len(said()) == 1
    assert read(address).status_code == 410
    left = Actor.objects.get(pk=actor.pk)
    assert left.is_former
    assert "Acme" not in left.name


def test_one_that_cannot_be_taken_back_keeps_nothing_else_from_it(
    world: World, ans: Actor, acme: Organisation
) -> None:
    broken = Actor.objects.create(kind=Actor.Kind.ORGANISATION, handle="zonder_id", name="Zonder")
    for actor in (broken, actor_of(acme)):
        follower(actor)
    people.end_domain(domain=ACME)
    actions.prepare(actor=world.joost)
    days_ago = timezone.now() - timedelta(days=3)
    Merge.objects.create(kept=world.samira, merged=world.joost, at=days_ago)
    with pytest.raises(Actor.federated_id.RelatedObjectDoesNotExist):
        clock_of_things.take_back_elsewhere(0)
    assert [one["object"] for one in said()] == [id_of(actor_of(acme))]
    assert not SigningKey.objects.filter(actor=world.joost, until=None).exists()


def test_while_it_is_known_nobody_speaks_for_it_by_another_domain(
    ans: Actor, acme: Organisation, eve: Actor
) -> None:
    actor = actor_of(acme)
    for act in (
        lambda: open_day_of(eve, acme),
        lambda: offered_by(eve, acme),
        lambda: actions.keep_organisation_home(eve, organisation=acme),
        lambda: actions.allow(eve, actor=actor, kinds=["list"]),
        lambda: actions.renew_keys(eve, actor=actor),
    ):
        with pytest.raises(Refused, match=r"Who speaks for the organisation|Only who showed its"):
            act()
    assert queries.known(actor.handle) == actor
    assert queries.allowed(actor) == set()
    client = Client()
    client.force_login(eve.account)
    page = f"/o/{acme.pk}/andere-netwerken/"
    for said_so in ({"act": "home"}, {"act": "allow", "list": "on"}, {"act": "keys"}):
        assert client.post(page, said_so).status_code == 404
    assert client.get(page).status_code == 404
    assert page not in client.get(f"/o/{acme.pk}/").content.decode()
    assert open_day_of(ans, acme).published_at is not None


def test_keys_and_what_others_may_do_are_of_what_is_known(
    ans: Actor, acme: Organisation, eve: Actor
) -> None:
    actor = actor_of(acme)
    people.end_domain(domain=ACME)
    for person in (ans, eve):
        with pytest.raises(Refused, match="Only who showed its domain"):
            actions.allow(person, actor=actor, kinds=["list"])


def test_nobody_else_looks_into_it_while_the_network_can_stop_it(
    acme: Organisation, eve: Actor
) -> None:
    """She looks after this network too, and speaks for the organisation by another domain."""
    eve.account.is_staff = True
    eve.account.save(update_fields=["is_staff"])
    client = Client()
    client.force_login(eve.account)
    page = f"/o/{acme.pk}/andere-netwerken/"
    assert 'value="keys"' not in client.get(page).content.decode()
    client.post(page, {"act": "keys"})
    assert not SigningKey.objects.filter(actor=actor_of(acme)).exclude(until=None).exists()
    assert client.post(page, {"act": "home"}).status_code == 303
    assert queries.represented_of(acme) is None


def put_a_line(by: Actor, place: Organisation, domain: str) -> DomainProof:
    asked = people.ask_domain(by, organisation=place, domain=domain)
    return people.note_look(proof=asked, found=True, at=timezone.now())


def test_a_line_of_another_domain_waits_while_it_is_known(
    ans: Actor, acme: Organisation, eve: Actor
) -> None:
    """Also that of who shows an address there, beside the other one."""
    actor = actor_of(acme)
    for domain in (EVES, "nog-een.example"):
        line = put_a_line(eve, acme, domain)
        assert (line.since, line.seen_at is None) == (None, False)
    assert queries.known(actor.handle) == actor
    found = [finding.sentence for finding in _checks_database.domains()]
    assert any(ACME in one and EVES in one for one in found)
    assert people.confirm_domain(domain="nog-een.example", organisation="Acme")
    assert queries.known(actor.handle) is None


def test_a_line_of_its_own_domain_does_not_wait(ans: Actor, acme: Organisation) -> None:
    assert put_a_line(ans, acme, ACME).since is not None
    assert queries.represented_of(acme) is not None


def test_by_another_domain_it_is_another_one(ans: Actor, acme: Organisation, world: World) -> None:
    """Who says that she works there has a line of her own, and lets it be known by that."""
    old = actor_of(acme)
    address, handle = id_of(old), old.handle
    inbox = follower(old)
    actions.allow(ans, actor=old, kinds=["list"])
    uri = told(open_day_of(ans, acme))["id"]
    people.end_domain(domain=ACME)
    bram = says_she_works_there(world.bram, acme)
    put_a_line(bram, acme, "bram.example")
    actions.let_organisation_out(bram, organisation=acme, domain="bram.example", is_sure=True)
    new = actor_of(acme)
    assert (new.handle, queries.known("bram_example")) == ("bram_example", new)
    assert id_of(new) != address
    assert queries.allowed(new) == set()
    assert Actor.objects.get(pk=old.pk).is_former
    assert queries.known(handle) is None
    sent = after("let_organisation_out")
    assert [(one["type"], inboxes) for _handle, one, inboxes in sent] == [("Delete", {inbox})] * 2
    assert [sent[0][1]["object"]["id"], sent[1][1]["object"]] == [uri, address]
    assert not Follower.objects.filter(until=None).exists()
    assert [read(one).status_code for one in (address, uri, id_of(new))] == [410, 410, 200]
    assert after("let_organisation_out") == []


def test_by_the_domain_of_before_it_is_another_one_again(ans: Actor, acme: Organisation) -> None:
    """The one between may have been somebody else."""
    old = actor_of(acme)
    address = id_of(old)
    DomainProof.objects.filter(organisation=acme).update(domain="tussen.example")
    people.add_address(ans, email="ans@tussen.example")
    actions.let_organisation_out(ans, organisation=acme, domain="tussen.example", is_sure=True)
    DomainProof.objects.filter(organisation=acme).update(domain=ACME)
    actions.let_organisation_out(ans, organisation=acme, domain=ACME, is_sure=True)
    assert actor_of(acme).handle == old.handle
    assert id_of(actor_of(acme)) != address
    assert read(address).status_code == 410


def test_a_domain_that_comes_back_before_the_clock_changes_nothing(
    ans: Actor, acme: Organisation
) -> None:
    actor = actor_of(acme)
    follower(actor)
    people.end_domain(domain=ACME)
    people.prove_domain_by_mail(ans, organisation=acme, domain=ACME)
    assert queries.represented_of(acme) is None
    assert queries.known(actor.handle) is None
    clock_of_things.take_back_elsewhere(0)
    assert [one["type"] for one in said()] == ["Delete"]
    assert not Follower.objects.filter(until=None).exists()
    actions.let_organisation_out(ans, organisation=acme, domain=ACME, is_sure=True)
    assert queries.known(actor.handle) == actor


def test_what_shows_its_domain_may_change_without_a_break(
    world: World, ans: Actor, acme: Organisation
) -> None:
    """An address, a line, and a line of a colleague."""
    for person in (ans, says_she_works_there(world.bram, acme)):
        put_a_line(person, acme, ACME)
        assert acme.domain_proofs.get(until=None).by == person
        assert queries.represented_of(acme) is not None
    people.withdraw_domain(ans, proof=acme.domain_proofs.get(until=None))
    assert queries.represented_of(acme) is None


def test_who_followed_hears_the_word_of_the_operator_at_once(acme: Organisation) -> None:
    actor = actor_of(acme)
    address, _inbox = id_of(actor), follower(actor)
    assert CliRunner().invoke(end_domain.command, [ACME]).exit_code == 0
    assert [(one["type"], one["object"]) for one in said()] == [("Delete", address)]
    assert not Represented.objects.filter(until=None).exists()


@pytest.fixture
def bram(world: World, acme: Organisation) -> Actor:
    """Who only says that she works there."""
    return says_she_works_there(world.bram, acme)


NOT_HERS = "read this in the name of the organisation"


def details_of(event: Event, **said_so: Any) -> EventDetails:
    names = [field.name for field in fields(EventDetails)]
    return EventDetails(**{name: getattr(event, name) for name in names} | said_so)


def test_who_only_organises_it_writes_nothing_in_its_name(
    ans: Actor, acme: Organisation, bram: Actor
) -> None:
    event = open_day_of(ans, acme)
    events.add_organiser(ans, event=event, organiser=bram)
    weekly = Repeat(Every.WEEK)
    with pytest.raises(Refused, match=NOT_HERS):
        events.change_event(bram, event=event, details=details_of(event, name="Koop hier"))
    with pytest.raises(Refused, match=NOT_HERS):
        events.repeat_event(bram, event=event, repeat=weekly)
    assert Event.objects.get().name == "Open dag"
    assert events.change_event(bram, event=event, details=details_of(event)) == event
    events.repeat_event(ans, event=event, repeat=weekly)
    with pytest.raises(Refused, match=NOT_HERS):
        events.change_later(bram, event=event, details=details_of(event, summary="Koop hier"))
    events.change_later(ans, event=event, details=details_of(event, summary="Kijk rond"))
    assert set(Event.objects.values_list("summary", flat=True)) == {"Kijk rond"}


def test_the_page_says_so(ans: Actor, acme: Organisation, bram: Actor) -> None:
    event = open_day_of(ans, acme)
    events.add_organiser(ans, event=event, organiser=bram)
    client = Client()
    client.force_login(bram.account)
    page = client.post(f"/b/{event.pk}/herhalen/", {"every": "week"})
    assert page.status_code == 422
    assert "lezen dit op naam van de organisatie" in page.content.decode()
    assert Event.objects.get().series is None


def test_nor_does_she_make_it_for_everyone(ans: Actor, acme: Organisation, bram: Actor) -> None:
    event = open_day_of(ans, acme, readers="members", takes_guests=False)
    events.add_organiser(ans, event=event, organiser=bram)
    here = details_of(event, summary="Hier mag het")
    event = events.change_event(bram, event=event, details=here)
    for_all = details_of(event, readers="public")
    with pytest.raises(Refused, match=NOT_HERS):
        events.change_event(bram, event=event, details=for_all)
    assert told(events.change_event(ans, event=event, details=for_all))["name"] == "Open dag"


def test_a_picture_is_words_too(ans: Actor, acme: Organisation, bram: Actor) -> None:
    event = open_day_of(ans, acme)
    events.add_organiser(ans, event=event, organiser=bram)
    cover = {"photo": a_photo(), "description": "De werkplaats"}
    with pytest.raises(Refused, match=NOT_HERS):
        events.choose_cover(bram, event=event, **cover)
    made = events.choose_cover(ans, event=event, **cover)
    with pytest.raises(Refused, match=NOT_HERS):
        events.say_of_cover(bram, event=event, description="Koop hier")
    events.remove_cover(bram, event=event)
    back = {event.pk: events.CoverChange(was=made.pk, put=None)}
    with pytest.raises(Refused, match=NOT_HERS):
        events.put_covers_back(bram, event=event, changes=back)
    events.put_covers_back(ans, event=event, changes=back)
    assert Event.objects.get(pk=event.pk).cover == made


def test_what_went_out_before_it_was_known_is_of_who_organises_it(
    ans: Actor, acme: Organisation, bram: Actor
) -> None:
    event, made = open_day_of(ans, acme), offered_by(ans, acme)
    for thing in (event, made):
        thing.published_at = timezone.now() - timedelta(days=1)
        thing.save(update_fields=["published_at"])
    events.add_organiser(ans, event=event, organiser=bram)
    opportunities.add_organiser(ans, opportunity=made, organiser=bram)
    events.change_event(bram, event=event, details=details_of(event, name="Nieuw"))
    said_so = masterclass(readers="public", contact="Het stadhuis", title="Nieuw")
    opportunities.change_opportunity(bram, opportunity=made, details=said_so)


def test_an_opportunity_is_changed_by_who_speaks_for_it(
    ans: Actor, acme: Organisation, bram: Actor
) -> None:
    made = offered_by(ans, acme)
    opportunities.add_organiser(ans, opportunity=made, organiser=bram)
    said_so = masterclass(readers="public", contact="Het stadhuis", title="Koop hier")
    with pytest.raises(Refused, match=NOT_HERS):
        opportunities.change_opportunity(bram, opportunity=made, details=said_so)
    changed = opportunities.change_opportunity(ans, opportunity=made, details=said_so)
    assert changed.title == "Koop hier"
    here = offered_by(ans, acme, readers="members")
    opportunities.add_organiser(ans, opportunity=here, organiser=bram)
    own = masterclass(readers="members", title="Hier mag het")
    assert opportunities.change_opportunity(bram, opportunity=here, details=own).title == own.title

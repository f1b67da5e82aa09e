"""Organisations: who works there, who did, what they know, and who may say what it is."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.world import World, member
from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions, domains, organisations, suggestions
from vaknet.domain.people.actions import reference
from vaknet.domain.people.models import Organisation, Role
from vaknet.domain.refusal import Refused

PRINTER = "Drukkerij De Ekster"


@pytest.fixture
def printer(world: World) -> Organisation:
    """Marit works there now, Joost did, Bram will."""
    today = timezone.localdate()
    actions.add_role(world.marit, kind="work", title="drukker", organisation=PRINTER)
    actions.add_role(
        world.joost,
        kind="work",
        title="zetter",
        organisation=PRINTER,
        since=date(2001, 1, 1),
        until=today,
    )
    actions.add_role(
        world.bram,
        kind="work",
        title="leerling",
        organisation=PRINTER,
        since=today + timedelta(days=9),
    )
    return Organisation.objects.get(name=PRINTER)


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.account)
    return client


def now(viewer: Actor, place: Organisation) -> list[Actor]:
    return [role.actor for role in organisations.people_at(viewer, place)]


def before(viewer: Actor, place: Organisation) -> list[Actor]:
    return [role.actor for role in organisations.people_before(viewer, place)]


def test_who_works_there_and_who_did(world: World, printer: Organisation) -> None:
    assert now(world.samira, printer) == [world.marit]
    assert before(world.samira, printer) == [world.joost]
    actions.add_role(world.joost, kind="volunteering", title="oppas", organisation=PRINTER)
    assert set(now(world.samira, printer)) == {world.joost, world.marit}
    assert before(world.samira, printer) == []


def test_a_role_that_is_not_for_all_is_not_in_it(world: World, printer: Organisation) -> None:
    actions.show_parts(world.marit, who_sees={"work": "contacts"})
    actions.show_parts(world.joost, who_sees={"work": "me"})
    assert now(world.samira, printer) == before(world.samira, printer) == []
    assert organisations.topics_at(world.samira, printer) == []
    assert printer not in organisations.organisations(world.samira)


def test_who_is_blocked_or_gone_is_not_in_it(world: World, printer: Organisation) -> None:
    actions.block(world.samira, other=world.marit)
    actions.block(world.joost, other=world.samira)
    assert now(world.samira, printer) == before(world.samira, printer) == []
    assert printer not in organisations.organisations(world.samira)
    assert now(world.noor, printer) == [world.marit]
    assert printer in organisations.organisations(world.noor)
    account = world.marit.account
    account.is_active = False
    account.save()
    assert now(world.noor, printer) == []


def known(viewer: Actor, place: Organisation) -> list[bool]:
    """Whether she finds it while typing, in the list, and at its own address."""
    client = signed_in(viewer)
    typed = client.get("/suggesties/organisatie/", {"q": PRINTER}).context["options"]
    return [
        place in suggestions.organisations_like(PRINTER, viewer=viewer),
        PRINTER in [value for value, _shown in typed],
        f"/o/{place.pk}/" in client.get("/o/", {"q": PRINTER}).text,
        client.get(f"/o/{place.pk}/").status_code == 200,
    ]


def test_where_somebody_works_who_keeps_it_to_herself_is_not_known(
    world: World, printer: Organisation
) -> None:
    """Nor where only somebody works whom she is kept apart from. Who works there herself knows."""
    assert known(world.samira, printer) == [True] * 4
    for one in (world.joost, world.bram):
        actions.remove_role(one, role=one.roles.get(organisation=printer))
    actions.block(world.marit, other=world.bram)
    assert known(world.bram, printer) == [False] * 4
    assert known(world.samira, printer) == [True] * 4
    actions.show_parts(world.marit, who_sees={"work": "me"})
    assert known(world.samira, printer) == [False] * 4
    assert known(world.marit, printer) == [True] * 4
    Organisation.objects.filter(pk=printer.pk).update(uri="https://bodies.example/1")
    assert known(world.bram, printer) == [True] * 4


def test_what_is_kept_from_her_makes_no_room(world: World, printer: Organisation) -> None:
    """Neither fewer suggestions nor other statements than if it were not there."""

    def asked(text: str) -> tuple[list[Organisation], int]:
        with CaptureQueriesContext(connection) as statements:
            found = suggestions.organisations_like(text, viewer=world.samira, limit=2)
        return found, len(statements)

    for person in (world.marit, world.joost, world.bram):
        actions.show_parts(person, who_sees={"work": "me"})
    for name in ("Drukkerij Een", "Drukkerij Twee"):
        actions.add_role(world.noor, kind="volunteering", title="x", organisation=name)
    before = [asked("drukkerij"), asked("ekster")]
    Role.objects.filter(organisation=printer).delete()
    printer.delete()
    assert [asked("drukkerij"), asked("ekster")] == before
    assert len(before[0][0]) == 2


def test_a_role_for_contacts_leads_to_no_page_that_is_not_there(
    world: World, printer: Organisation
) -> None:
    link = f'href="/o/{printer.pk}/"'
    address = f"/@{world.marit.handle}/"
    assert link in signed_in(world.joost).get(address).text
    actions.show_parts(world.marit, who_sees={"work": "contacts"})
    shown = signed_in(world.joost).get(address).text
    assert PRINTER in shown
    assert link not in shown
    assert link in signed_in(world.marit).get(address).text


def test_what_they_know(world: World, printer: Organisation) -> None:
    assert organisations.topics_at(world.samira, printer) == ["4.200 bouwdossiers gescand"]
    actions.show_parts(world.marit, who_sees={"knows": "contacts"})
    assert organisations.topics_at(world.samira, printer) == []


def test_a_guest_learns_nothing(world: World, printer: Organisation) -> None:
    with pytest.raises(Organisation.DoesNotExist):
        organisations.organisation(None, printer.pk)
    assert organisations.organisations(None) == []
    there, nowhere = (Client().get(f"/o/{pk}/") for pk in (printer.pk, 987_654))
    assert there.status_code == nowhere.status_code == 302


def test_the_largest_first_also_when_the_clock_counts(world: World, printer: Organisation) -> None:
    """Bram begins there in nine days; nobody changes a role that day."""
    small = actions.add_role(world.noor, kind="union", title="x", organisation="Kring").organisation
    assert organisations.organisations(world.samira)[-2:] == [printer, small]
    Role.objects.filter(actor=world.bram, organisation=printer).update(since=None)
    Organisation.objects.filter(pk=small.pk).update(people=9)
    actions.count_people()
    listed = organisations.organisations(world.samira)
    assert listed.index(printer) < listed.index(small)
    small.refresh_from_db()
    printer.refresh_from_db()
    assert (printer.people, small.people) == (2, 1)
    actions.remove_role(world.noor, role=world.noor.roles.get(organisation=small))
    assert small not in organisations.organisations(world.samira)


def test_who_works_there_today_goes_by_the_day_that_it_is_here(
    world: World, printer: Organisation, time_machine
) -> None:
    """For PostgreSQL it is another day, as in the hour after each midnight."""
    time_machine.move_to(timezone.now() + timedelta(days=10))
    actions.count_people()
    printer.refresh_from_db()
    assert printer.people == 2  # Bram began


def test_finding_forgives_a_slip(world: World, printer: Organisation) -> None:
    assert organisations.organisations(world.samira, text="drukerij de ekstr") == [printer]
    assert printer in organisations.organisations(world.samira)


def test_the_official_list_says_what_public_bodies_are(db: None) -> None:
    actions.load_reference()
    kinds = dict(Organisation.objects.values_list("name", "kind"))
    assert kinds["gemeente Zwolle"] == "municipality"
    assert kinds["provincie Fryslân"] == "province"
    assert kinds["Wetterskip Fryslân"] == "water_authority"
    assert kinds["Rijkswaterstaat"] == "agency"
    assert set(reference.KINDS.values()) <= set(Organisation.Kind.values)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Gemeente Waterveen", "municipality"),
        ("waterschap De Kolk", "water_authority"),
        ("Stichting Zwembad", "association"),
        ("Vakbond", ""),
        (PRINTER, ""),
    ],
)
def test_a_name_often_says_what_it_is(world: World, name: str, kind: str) -> None:
    role = actions.add_role(world.noor, kind="work", title="x", organisation=name)
    assert role.organisation.kind == kind


def test_who_works_there_says_what_it_is(world: World, printer: Organisation) -> None:
    client = signed_in(world.marit)
    assert "You work here" in client.get(f"/o/{printer.pk}/").text
    answer = client.post(f"/o/{printer.pk}/", {"kind": "company", "size": "small"})
    assert answer.status_code == 303
    printer.refresh_from_db()
    assert (printer.kind, printer.size) == ("company", "small")
    told = signed_in(world.samira).get(f"/o/{printer.pk}/").text
    assert "Company" in told
    assert "Fewer than 50 people" in told


def test_the_size_is_one_click_and_leaves_the_kind(world: World, printer: Organisation) -> None:
    """No list has it: the page says so, and who works there tells it."""
    address = f"/o/{printer.pk}/"
    client = signed_in(world.marit)
    assert "How many people work here is not told yet" in signed_in(world.noor).get(address).text
    client.post(address, {"kind": "company"})
    client.post(address, {"size": "medium"})
    printer.refresh_from_db()
    assert (printer.kind, printer.size) == ("company", "medium")
    assert 'value="medium" aria-pressed="true"' in client.get(address).text
    client.post(address, {"size": ""})
    printer.refresh_from_db()
    assert (printer.kind, printer.size) == ("company", "")


def test_nobody_else_says_it(world: World, printer: Organisation) -> None:
    client = signed_in(world.joost)  # he left
    assert "You work here" not in client.get(f"/o/{printer.pk}/").text
    answer = client.post(f"/o/{printer.pk}/", {"kind": "company", "size": "small"})
    assert answer.status_code == 422
    printer.refresh_from_db()
    assert (printer.kind, printer.size) == ("", "")


def test_the_kind_of_a_public_body_stays_what_it_is(world: World) -> None:
    body = Organisation.objects.create(
        name="gemeente Kraaiendam", uri="https://bodies.example/gm1", kind="municipality"
    )
    actions.add_role(world.marit, kind="work", title="x", organisation=body.name)
    client = signed_in(world.marit)
    assert 'name="kind"' not in client.get(f"/o/{body.pk}/").text
    client.post(f"/o/{body.pk}/", {"kind": "company", "size": "large"})
    body.refresh_from_db()
    assert (body.kind, body.size) == ("municipality", "large")


@pytest.mark.parametrize("given", [{"kind": "circus", "size": ""}, {"kind": "", "size": "huge"}])
def test_a_made_up_choice_is_refused(
    world: World, printer: Organisation, given: dict[str, str]
) -> None:
    assert signed_in(world.marit).post(f"/o/{printer.pk}/", given).status_code == 422
    with pytest.raises(Refused):
        actions.describe_organisation(world.marit, organisation=printer, **given)


def test_leaving_takes_nothing_but_the_role(world: World, printer: Organisation) -> None:
    """People keep their account when they leave."""
    role = world.marit.roles.get(organisation=printer)
    actions.change_role(
        world.marit,
        role=role,
        kind="work",
        title="drukker",
        organisation=PRINTER,
        since=date(2010, 1, 1),
        until=timezone.localdate(),
    )
    assert signed_in(world.marit).get("/").status_code == 200
    assert now(world.samira, printer) == []
    assert set(before(world.samira, printer)) == {world.joost, world.marit}
    told = signed_in(world.samira).get(f"/o/{printer.pk}/").text
    assert f"zetter · 2001 to {timezone.localdate().year}" in told
    assert world.joost.headline not in told  # what he is elsewhere today


def end(person: Actor, place: Organisation) -> str:
    """Her role there ends this year; what she then reads."""
    role = person.roles.get(organisation=place, until=None)
    typed = {
        "kind": role.kind,
        "title": role.title,
        "organisation": place.name,
        "since_year": "2010",
        "until_year": str(timezone.localdate().year),
    }
    answer = signed_in(person).post(f"/ik/profiel/rollen/{role.pk}/", typed, follow=True)
    assert "Role changed." in answer.text
    return answer.text


OWN = "Then add one of your own"


def test_who_leaves_is_asked_for_an_address_of_her_own(world: World, printer: Organisation) -> None:
    told = end(world.marit, printer)
    assert f"Your mail goes to marit@oosterhage.example. Is that of this employer? {OWN}" in told
    assert 'href="/ik/inloggen/#addresses"' in told
    private = member("Pia Smit", "pia@gmail.com")
    actions.add_role(private, kind="work", title="drukker", organisation=PRINTER)
    assert OWN not in end(private, printer)


def test_the_domain_of_the_employer_tells_whose_her_address_is(
    world: World, printer: Organisation
) -> None:
    inside = member("Janna Bakker", "janna@zet.ekster.example")
    outside = member("Koos Bakker", "koos@bakker.example")
    for person in (inside, outside):
        actions.add_role(person, kind="work", title="drukker", organisation=PRINTER)
    proof = actions.ask_domain(world.marit, organisation=printer, domain="ekster.example")
    actions.note_look(proof=proof, found=True, at=timezone.now())
    assert OWN in end(inside, printer)
    assert OWN not in end(outside, printer)


def test_who_stays_there_or_was_no_employee_is_not_asked(
    world: World, printer: Organisation
) -> None:
    actions.add_role(world.marit, kind="union", title="kaderlid", organisation=PRINTER)
    role = world.marit.roles.get(kind="work", organisation=printer)
    assert not domains.gets_mail_through(world.marit, role)
    Role.objects.filter(pk=role.pk).update(until=timezone.localdate())
    role.refresh_from_db()
    assert not domains.gets_mail_through(world.marit, role)
    assert OWN not in end(world.marit, printer)  # the other one: no work


def test_pages_and_searches(world: World, printer: Organisation) -> None:
    client = signed_in(world.samira)
    assert PRINTER in client.get("/o/").text
    assert PRINTER in client.get("/o/", {"q": "ekster"}).text
    assert "No organisation found" in client.get("/o/", {"q": "zzzzzz"}).text
    Organisation.objects.filter(pk=printer.pk).update(ended=True, uri="https://bodies.example/1")
    told = client.get(f"/o/{printer.pk}/").text
    assert "has merged" in told
    assert "merged into another one" in client.get("/o/", {"q": "ekster"}).text
    assert PRINTER not in client.get("/suggesties/organisatie/", {"q": "ekster"}).text
    Organisation.objects.create(name="De Ekster", uri="https://bodies.example/3")
    found = organisations.organisations(world.samira, text="ekster")
    assert [place.name for place in found] == ["De Ekster", PRINTER]
    assert "https://bodies.example/1" in told
    empty = Organisation.objects.create(name="Leegstand", uri="https://bodies.example/2")
    assert "Nobody who tells so." in client.get(f"/o/{empty.pk}/").text


def test_as_many_statements_for_one_as_for_four(world: World, printer: Organisation) -> None:
    client = signed_in(world.samira)

    def count() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get(f"/o/{printer.pk}/")
        return len(caught)

    count()
    first = count()
    for number in range(3):
        colleague = member(f"Collega {number}", f"c{number}@ekster.example", knows=[f"x{number}"])
        actions.add_role(colleague, kind="work", title="drukker", organisation=PRINTER)
    assert count() == first


def test_before_a_name_is_typed_it_says_what_to_type(world: World) -> None:
    client = signed_in(world.bram)
    Role.objects.all().delete()
    page = client.get("/o/").text
    assert "Type a part of its name." in page
    assert "No organisation found" not in page
    page = client.get("/o/?q=ekster").text
    assert "No organisation found" in page
    assert "Try a shorter name." in page

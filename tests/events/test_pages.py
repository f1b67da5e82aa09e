"""Pages of events, for who comes, who organises, and who looks from outside."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.events.a_day import a_day, comes, open_day
from tests.leaving.story import signed_in
from tests.world import World
from vaknet.domain.calendars import actions as calendars
from vaknet.domain.calendars import secrets
from vaknet.domain.events import actions, queries
from vaknet.domain.events.links import guest_token
from vaknet.domain.events.models import Event, EventGuest, Registration
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Place, Profile

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Amsterdam")
TODAY = datetime(2026, 11, 30, 12, tzinfo=ZONE)
FIRST = datetime(2026, 12, 17, 9, 30, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel(TODAY, tick=False):
        yield


def day(world: World, **said: object) -> Event:
    return open_day(world, **({"starts_at": FIRST} | said))


def typed(world: World, **said: str) -> dict[str, object]:
    """What one fills in on the page of a new event."""
    return {
        "groups": [str(world.group.pk)],
        "name": "Intervisie",
        "day": "2026-12-17",
        "starts": "19:30",
        "ends": "22:00",
        "zone": "Europe/Amsterdam",
        "form": "venue",
        "venue": "Bibliotheek",
        "readers": "members",
        "most_companions": "0",
        **said,
    }


def test_planned_published_and_come_to(world: World) -> None:
    marit = signed_in(world.marit)
    at = marit.get(f"/b/nieuw/?groep={world.group.actor.handle}")
    assert "checked" in at.text
    made = marit.post("/b/nieuw/", typed(world, questions="Wat eet je?\n\n"))
    event = Event.objects.get()
    assert made.url == f"/b/{event.pk}/maken/"
    assert (event.local_start.hour, event.local_end.hour) == (19, 22)
    assert "A draft" in marit.get(made.url).text
    marit.post(f"/b/{event.pk}/publiceren/")
    samira = signed_in(world.samira)
    listed = samira.get("/b/").text
    assert "Intervisie" in listed
    assert f'href="/b/{event.pk}/ik-kom/"' in samira.get(f"/b/{event.pk}/").text
    form = samira.get(f"/b/{event.pk}/ik-kom/").text
    assert "Wat eet je?" in form
    asked = event.questions.get()
    said = {f"question_{asked.pk}": "Vis, graag", "listed": "on"}
    answer = samira.post(f"/b/{event.pk}/ik-kom/", said)
    assert answer.url == f"/b/{event.pk}/"
    page = samira.get(answer.url).text
    assert "You are in." in page
    assert Registration.objects.get().code[:4] in page
    assert "You are on the list" in samira.get("/b/").text
    assert "Vis, graag" in samira.get(f"/b/{event.pk}/ik-kom/").text
    assert "Vis, graag" in marit.get(f"/b/{event.pk}/deelnemers/").text
    assert "Vis, graag" not in signed_in(world.joost).get(f"/b/{event.pk}/").text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": ""}, "Fill in this field."),
        ({"day": "morgen"}, "Write the date"),
        ({"starts": "half acht"}, "Write the time"),
        ({"venue": ""}, "Say where it is held."),
        ({"day": "2027-03-28", "starts": "02:30"}, "The clock skips this hour"),
        ({"last_day": "2026-12-16"}, "It ends before it begins."),
        ({"day": "9999-12-31", "ends": "01:00"}, "another day"),
        ({"registers_from": "0001-01-01"}, "another day"),
        ({"place": "Nergenshuizen"}, "Nergenshuizen"),
        ({"capacity": "veel"}, "in digits"),
        ({"groups": []}, "Choose who holds it"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(world: World, said, words) -> None:
    answer = signed_in(world.marit).post("/b/nieuw/", typed(world, description="Lang.", **said))
    assert answer.status_code == 422
    assert words in answer.text
    assert "Lang." in answer.text
    assert not Event.objects.exists()


def test_of_an_evening_the_end_is_on_the_next_day(world: World) -> None:
    signed_in(world.marit).post("/b/nieuw/", typed(world, starts="22:00", ends="01:00"))
    event = Event.objects.get()
    assert event.ends_at - event.starts_at == timedelta(hours=3)
    page = signed_in(world.marit).get(f"/b/{event.pk}/wijzigen/").text
    assert 'value="01:00"' in page


def test_of_an_organisation(world: World) -> None:
    joost = signed_in(world.joost)
    place = world.joost.roles.get(until=None).organisation
    joost.post("/b/nieuw/", typed(world, groups=[], organisation=str(place.pk)))
    joost.post(f"/b/{Event.objects.get().pk}/publiceren/")
    assert "gemeente Duinrade" in signed_in(world.bram).get(f"/b/{Event.objects.get().pk}/").text
    assert "A group holds it" in signed_in(world.moderator).get("/b/nieuw/").text


def test_one_click_where_nothing_is_asked(world: World) -> None:
    event = day(world, capacity=1)
    samira, joost = signed_in(world.samira), signed_in(world.joost)
    samira.post(f"/b/{event.pk}/ik-kom/", {})
    joost.post(f"/b/{event.pk}/ik-kom/", {})
    assert "You are number 1 on the waiting list" in joost.get(f"/b/{event.pk}/").text
    assert "There is a waiting list" in signed_in(world.noor).get(f"/b/{event.pk}/").text
    assert "on the waiting list" in joost.get("/b/").text
    assert samira.get(f"/b/{event.pk}/ik-kom-niet/").status_code == 200
    samira.post(f"/b/{event.pk}/ik-kom-niet/")
    assert samira.get(f"/b/{event.pk}/ik-kom-niet/").url == f"/b/{event.pk}/"
    assert "There is a seat for you" in joost.get(f"/b/{event.pk}/").text
    joost.post(f"/b/{event.pk}/neem-plek/")
    assert "You are coming" in joost.get(f"/b/{event.pk}/").text
    assert samira.get(f"/b/{event.pk}/kaartje/").status_code == 404
    assert "QR code" in joost.get(f"/b/{event.pk}/kaartje/").text


def test_bringing_too_many(world: World) -> None:
    event = day(world, most_companions=2, capacity=2)
    answer = signed_in(world.samira).post(f"/b/{event.pk}/ik-kom/", {"companions": "9"})
    assert answer.status_code == 422
    signed_in(world.samira).post(f"/b/{event.pk}/ik-kom/", {"companions": "1"})
    answer = signed_in(world.samira).post(f"/b/{event.pk}/ik-kom/", {"companions": "2"})
    assert "not that many seats" in answer.text


def test_who_comes(world: World) -> None:
    event = day(world)
    comes(world.samira, event, listed=True)
    comes(world.joost, event, listed=True)
    comes(world.fatma, event)
    people.block(world.joost, other=world.noor)
    comes(world.noor, event, listed=True)
    names = signed_in(world.samira).get(f"/b/{event.pk}/wie-komt/").text
    assert "Joost van der Meer" in names
    assert "Fatma" not in names
    assert "Joost" not in signed_in(world.noor).get(f"/b/{event.pk}/wie-komt/").text
    assert "You are not on this list" in signed_in(world.fatma).get(f"/b/{event.pk}/wie-komt/").text
    assert signed_in(world.peter).get(f"/b/{event.pk}/wie-komt/").status_code == 404
    for person in (world.peter, world.fatma):
        assert "Joost" not in signed_in(person).get(f"/b/{event.pk}/").text


def test_changed_and_cancelled(world: World) -> None:
    event = day(world)
    marit = signed_in(world.marit)
    said = typed(world, name=event.name, venue="Stadhuis", starts="09:30", ends="15:30")
    assert "Buurthuis De Sluis" in marit.get(f"/b/{event.pk}/wijzigen/").text
    assert marit.post(f"/b/{event.pk}/wijzigen/", said | {"name": ""}).status_code == 422
    marit.post(f"/b/{event.pk}/wijzigen/", said)
    assert "Stadhuis" in signed_in(world.samira).get(f"/b/{event.pk}/").text
    assert "Why?" in marit.get(f"/b/{event.pk}/afgelasten/").text
    marit.post(f"/b/{event.pk}/afgelasten/", {"reason": "De zaal staat blank."})
    page = signed_in(world.samira).get(f"/b/{event.pk}/").text
    assert "This event is cancelled." in page
    assert "De zaal staat blank." in page
    assert b"STATUS:CANCELLED" in signed_in(world.samira).get(f"/b/{event.pk}/agenda.ics").content


def test_a_series(world: World) -> None:
    event = day(world)
    marit = signed_in(world.marit)
    assert "Every third Thursday of the month" in marit.get(f"/b/{event.pk}/herhalen/").text
    assert marit.post(f"/b/{event.pk}/herhalen/", {"every": "x"}).status_code == 422
    marit.post(f"/b/{event.pk}/herhalen/", {"every": "month_weekday", "until": "2027-03-31"})
    assert Event.objects.count() == 4
    assert "Other times" in marit.get(f"/b/{event.pk}/").text
    said = typed(world, name="Anders", venue="Zaal", starts="10:30", ends="12:00")
    marit.post(f"/b/{event.pk}/wijzigen/", said | {"which": "later"})
    assert Event.objects.filter(name="Anders").count() == 4
    marit.post(f"/b/{event.pk}/afgelasten/", {"which": "later"})
    assert not Event.objects.filter(cancelled_at=None).exists()


def test_organisers_come_and_go(world: World) -> None:
    event = day(world)
    marit, desk = signed_in(world.marit), f"/b/{event.pk}/organisatoren/"
    marit.post(desk, {"handle": "@nergens"})
    assert "Nobody here has this address" in marit.get(f"/b/{event.pk}/maken/").text
    marit.post(desk, {"handle": f"@{world.bram.handle}"})
    bram = signed_in(world.bram)
    assert "Bram Kuipers" in bram.get(f"/b/{event.pk}/maken/").text
    assert bram.post(desk, {"handle": world.bram.handle, "act": "stop"}).url == "/b/"
    assert bram.get(f"/b/{event.pk}/maken/").status_code == 404
    back = marit.post(desk, {"handle": world.marit.handle, "act": "stop"})
    assert back.url == f"/b/{event.pk}/maken/"


def test_at_the_door(world: World) -> None:
    event = day(world, most_companions=1)
    row = comes(world.samira, event, companions=1)
    marit, door = signed_in(world.marit), f"/b/{event.pk}/deur/"
    assert "0 of 1 are in." in marit.get(door).text
    assert marit.post(door, {"code": "XXXXXXXX"}).status_code == 422
    welcome = marit.post(door, {"code": row.code}).text
    assert "Samira El Idrissi" in welcome
    assert "With 1 person." in welcome
    assert "shown already" in marit.post(door, {"code": f"https://x.example/{row.code}"}).text
    assert "1 of 1 are in." in marit.get(door).text
    marit.post(f"/b/{event.pk}/deur/terug/", {"registration": str(row.pk)})
    assert "0 of 1 are in." in marit.get(door).text
    for wrong in ("0", "x"):
        answer = marit.post(f"/b/{event.pk}/deur/terug/", {"registration": wrong})
        assert answer.status_code == 404
    found = marit.get(f"/b/{event.pk}/deelnemers/?q=samira").text
    assert "Samira" in found
    assert "Nobody of that name" in marit.get(f"/b/{event.pk}/deelnemers/?q=zzz").text


def test_a_code_that_waited_is_sent_once(world: World) -> None:
    event = day(world)
    row = comes(world.samira, event)
    marit, name = signed_in(world.marit), "11111111-1111-1111-1111-111111111111"
    for _time in range(2):
        marit.post(f"/b/{event.pk}/deur/", {"code": row.code, "once": name})
    row.refresh_from_db()
    assert row.checked_in_at


def test_guests_read_what_is_public_and_no_names(world: World, client: Client) -> None:
    event = day(world, readers="public", summary="Kom kijken")
    comes(world.samira, event, listed=True)
    page = client.get(f"/b/{event.pk}/").text
    assert 'itemtype="https://schema.org/Event"' in page
    assert 'content="2026-12-17T09:30:00+01:00"' in page
    assert 'property="og:title"' in page
    assert "Samira" not in page
    assert "noindex" not in page
    assert "Dag van de vergunning" in client.get("/b/").text
    assert client.get(f"/b/{event.pk}/agenda.ics").status_code == 200
    hidden = day(world, name="Stil")
    for address in (f"/b/{hidden.pk}/", f"/b/{hidden.pk}/agenda.ics", "/b/987654/"):
        assert client.get(address).status_code == 302
    assert "schema.org" not in signed_in(world.samira).get(f"/b/{hidden.pk}/").text
    assert signed_in(world.samira).get("/b/987654/agenda.ics").status_code == 404


def test_a_guest_comes_by_mail(world: World) -> None:
    client = Client(headers={"accept-language": "en"})
    event = day(world, readers="public", takes_guests=True, capacity=1)
    asked = {"name": "Wil Vonk", "email": "wil@elders.example"}
    assert client.get(f"/b/{event.pk}/als-gast/").status_code == 200
    assert client.post(f"/b/{event.pk}/als-gast/", asked | {"email": "wil"}).status_code == 422
    assert "Look in your mail" in client.post(f"/b/{event.pk}/als-gast/", asked).text
    link = f"/b/gast/{guest_token(EventGuest.objects.get())}/"
    assert "Yes, I'm coming" in client.get(link).text
    assert not Registration.objects.exists()
    client.post(link)
    assert Registration.objects.get().code[:4] in client.get(link).text
    joost = signed_in(world.joost)
    joost.post(f"/b/{event.pk}/ik-kom/", {})
    client.post(link, {"act": "cancel"})
    assert "There is a seat for you" in joost.get(f"/b/{event.pk}/").text
    client.post(link)
    assert "number 1 on the waiting list" in client.get(link).text
    joost.post(f"/b/{event.pk}/ik-kom-niet/")
    assert "There is a seat for you" in client.get(link).text
    client.post(link, {"act": "accept"})
    assert "Show this code" in client.get(link).text
    assert client.post("/b/gast/onzin/").status_code == 404
    actions.cancel_event(world.marit, event=event)
    assert "This event is cancelled." in client.get(link).text


def test_where_guests_do_not_come_they_are_led_to_the_door(world: World, client: Client) -> None:
    closed, hidden = day(world, readers="public"), day(world, name="Stil")
    for pk in (closed.pk, hidden.pk, 987_654):
        assert client.get(f"/b/{pk}/als-gast/").status_code == 302


def test_registration_that_opens_later(world: World) -> None:
    event = day(world, registers_from=TODAY + timedelta(days=2))
    assert "You can register from" in signed_in(world.samira).get(f"/b/{event.pk}/").text
    answer = signed_in(world.samira).post(f"/b/{event.pk}/ik-kom/", {})
    assert "not opened yet" in answer.text


def test_in_a_group_and_behind_us(world: World, client: Client) -> None:
    group = f"/g/{world.group.actor.handle}/bijeenkomsten/"
    samira = signed_in(world.samira)
    assert "Nothing is planned" in samira.get(group).text
    event = day(world)
    assert event.name in samira.get(group).text
    assert "Plan an event" in samira.get(group).text
    assert "Plan an event" not in signed_in(world.bram).get(group).text
    assert "Nothing was held yet" in samira.get("/b/?geweest=1").text
    a_day(world, name="Concept", starts_at=FIRST)
    assert "Concept" in signed_in(world.marit).get("/b/").text
    with time_machine.travel(FIRST + timedelta(days=1), tick=False):
        samira = signed_in(world.samira)
        assert event.name in samira.get("/b/?geweest=1").text
        assert "ik-kom" not in samira.get(f"/b/{event.pk}/").text


def test_as_many_statements_for_one_as_for_three(world: World) -> None:
    event = day(world)
    for person in (world.samira, world.joost):
        comes(person, event, listed=True)
    samira, marit = signed_in(world.samira), signed_in(world.marit)
    pages = [
        (samira, "/b/"),
        (samira, f"/b/{event.pk}/"),
        (samira, f"/b/{event.pk}/wie-komt/"),
        (marit, f"/b/{event.pk}/deelnemers/"),
        (marit, f"/b/{event.pk}/deur/"),
    ]
    counts = [_statements(client, path) for client, path in pages]
    for person in (world.noor, world.fatma, world.peter):
        comes(person, event, listed=True)
    for name in ("Nog een", "En nog een"):
        comes(world.samira, day(world, name=name))
    assert [_statements(client, path) for client, path in pages] == counts
    assert queries.event(world.samira, event.pk).is_mine


def _statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_calendar_of_one_group_and_of_one_town(world: World, client: Client) -> None:
    """Of the closed group that Bram is not in his feed has nothing, and does not say so."""
    token = secrets.token_of(calendars.open_feed(world.samira))
    his = secrets.token_of(calendars.open_feed(world.bram))
    town = Place.objects.create(
        name="Waterveen", country="NL", latitude=52.0, longitude=5.0, population=9_000
    )
    event = day(world, place=town, readers="group")
    day(world, name="Nog een concept", place=town)
    comes(world.samira, event)
    handle = world.group.actor.handle
    feed = client.get(f"/agenda/{token}/g/{handle}.ics").content
    assert feed.count(b"BEGIN:VEVENT") == 2
    assert b"PARTSTAT=ACCEPTED" in feed
    assert b"PARTSTAT=NEEDS-ACTION" in feed
    assert b"Dag van de vergunning" in client.get(f"/agenda/{token}/plaats/{town.pk}.ics").content
    assert b"Dag van de vergunning" not in client.get(f"/agenda/{his}/plaats/{town.pk}.ics").content
    assert client.get(f"/agenda/{his}/g/{handle}.ics").content.count(b"BEGIN:VEVENT") == 1
    for wrong in (
        f"/agenda/onzin/g/{handle}.ics",
        f"/agenda/onzin/plaats/{town.pk}.ics",
        f"/agenda/{token}/g/nergens.ics",
        f"/agenda/{token}/plaats/987654.ics",
    ):
        assert client.get(wrong).status_code == 404
    page = signed_in(world.samira).get("/ik/agenda/").text
    assert f"/agenda/{token}/g/{handle}.ics" in page
    assert "plaats" not in page
    Profile.objects.filter(actor=world.samira).update(place=town)
    assert f"/plaats/{town.pk}.ics" in signed_in(world.samira).get("/ik/agenda/").text


def test_how_far_it_is(world: World) -> None:
    here, there = (
        Place.objects.create(
            name=name, country="NL", latitude=north, longitude=5.0, population=9_000
        )
        for name, north in (("Waterveen", 52.0), ("Oosterhage", 52.9))
    )
    event = day(world, place=there)
    Profile.objects.filter(actor=world.samira).update(place=here)
    page = signed_in(world.samira).get(f"/b/{event.pk}/").text
    assert "About 100 km from Waterveen, as the crow flies." in page
    assert "as the crow flies" not in signed_in(world.joost).get(f"/b/{event.pk}/").text
    Profile.objects.filter(actor=world.samira).update(place=there)
    assert "as the crow flies" not in signed_in(world.samira).get(f"/b/{event.pk}/").text

"""The desk: rooms, rounds, sessions and speakers by forms, and to others it is not there."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.programme.a_programme import Day, a_programme, published, sits
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.programme.models import ProgrammeRoom, Session, Speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def day(world: World) -> Day:
    return a_programme(world)


def signed_in(person: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person.account)
    return client


def on(day: Day, starts: str, ends: str) -> dict[str, str]:
    return {"day": day.event.local_start.date().isoformat(), "starts": starts, "ends": ends}


def test_from_rooms_to_a_programme_that_is_out(day: Day) -> None:
    marit, pk = signed_in(day.world.marit), day.event.pk
    room = {"name": "Zolder", "note": "Met de lift", "capacity": 12}
    assert marit.post(reverse("new-programme-room", args=[pk]), room).status_code == 303
    assert marit.post(reverse("new-programme-room", args=[pk]), room).status_code == 422
    attic = ProgrammeRoom.objects.get(name="Zolder")
    rows = {"title_1": "Breien", "room_1": attic.pk, "title_2": "Haken", "name": "Handwerk"}
    new_round = reverse("new-round", args=[pk])
    assert marit.get(new_round).status_code == 200
    assert marit.post(new_round, {**rows, **on(day, "14:00", "13:00")}).status_code == 422
    assert marit.post(new_round, {**rows, **on(day, "14:00", "15:00")}).status_code == 303
    assert Session.objects.get(title="Breien").seats == 12
    assert Session.objects.get(title="Haken").seats is None
    one = {"title": "Borrel", "kind": "break", **on(day, "15:30", "16:30")}
    assert marit.post(reverse("new-session", args=[pk]), one).status_code == 303
    desk = reverse("make-programme", args=[pk])
    text = marit.get(desk).content.decode()
    assert "Handwerk" in text
    assert "0 of 12" in text
    assert "Publish the programme" in text
    assert marit.post(desk).status_code == 303
    assert "Publish the programme" not in marit.get(desk).content.decode()


def test_a_clash_is_said_beside_the_room_with_all_that_was_typed(day: Day) -> None:
    marit = signed_in(day.world.marit)
    one = {"title": "Breien", "kind": "workshop", "room": day.small.pk, **on(day, "10:45", "11")}
    said = {**one, "ends": "11:15", "abstract": "Recht en averecht"}
    answer = marit.post(reverse("new-session", args=[day.event.pk]), said)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "“Van papier naar scherm” is in this room then." in text
    assert "Recht en averecht" in text


def test_a_session_is_changed_its_speakers_asked_and_then_it_is_gone(day: Day) -> None:
    marit = signed_in(day.world.marit)
    page = reverse("change-session", args=[day.event.pk, day.scanning.pk])
    assert "Van papier naar scherm" in marit.get(page).content.decode()
    said = {
        "act": "change", "title": "Van papier af", "kind": "workshop",
        "room": "", "capacity": "", **on(day, "11:00", "12:00"),
    }  # fmt: skip
    assert marit.post(page, {**said, "title": ""}).status_code == 422
    assert marit.post(page, said).status_code == 303
    assert Session.objects.get(pk=day.scanning.pk).room is None
    asked = {"act": "ask", "handle": "@joost.van.der.meer"}
    assert marit.post(page, asked).status_code == 303
    assert marit.post(page, {"act": "ask", "handle": "niemand"}).status_code == 422
    assert marit.post(page, {"act": "name", "name": "Ans Vink"}).status_code == 303
    assert marit.post(page, {"act": "name", "name": ""}).status_code == 422
    text = marit.get(page).content.decode()
    assert "not confirmed yet" in text
    assert "Ans Vink" in text
    speaker = Speaker.objects.get(name="Ans Vink")
    assert marit.post(page, {"act": "remove", "speaker": speaker.pk}).status_code == 303
    assert marit.post(page, {"act": "remove", "speaker": speaker.pk}).status_code == 404
    assert marit.post(page, {"act": "cancel", "reason": "x" * 400}).status_code == 422
    assert marit.post(page, {"act": "dance"}).status_code == 404
    assert marit.post(page, {"act": "cancel"}).status_code == 303
    assert marit.get(page).status_code == 404


def test_a_room_is_changed_and_taken_away(day: Day) -> None:
    marit = signed_in(day.world.marit)
    page = reverse("programme-room", args=[day.event.pk, day.small.pk])
    assert "Zaal 1" in marit.get(page).content.decode()
    assert marit.post(page, {"name": "Zaal 2", "capacity": 8}).status_code == 303
    assert marit.post(page, {"act": "remove"}).status_code == 303
    assert ProgrammeRoom.objects.filter(pk=day.small.pk).exists()
    Session.objects.filter(room=day.small).delete()
    marit.post(page, {"act": "remove"})
    assert marit.get(page).status_code == 404


def test_a_draft_is_nobodys_but_its_organisers(world: World) -> None:
    """Also when the event is out: what is not published is on no page and in no file."""
    day = published(world, readers="public")
    hidden = a_programme(world, name="Nog geheim", readers="public")
    sits(world.samira, day, day.scanning)
    for client in (Client(), signed_in(world.samira), signed_in(world.bram)):
        for name in ("programme", "programme-calendar", "programme-json", "programme-xml"):
            there = client.get(reverse(name, args=[hidden.event.pk]))
            nowhere = client.get(reverse(name, args=[10**9]))
            assert there.status_code == nowhere.status_code
            assert there.status_code in {302, 404}
    Session.objects.filter(pk=day.later.pk).update(published_at=None)
    for client in (Client(), signed_in(world.samira)):
        for name in ("programme", "programme-calendar", "programme-json", "programme-xml"):
            said = client.get(reverse(name, args=[day.event.pk])).content.decode()
            assert "Toezicht in de wijk" not in said
        page = client.get(reverse("session", args=[day.event.pk, day.later.pk]))
        assert page.status_code in {302, 404}
    for name in ("programme-json", "programme-xml"):
        said = signed_in(world.marit).get(reverse(name, args=[day.event.pk])).content.decode()
        assert "Toezicht in de wijk" not in said


def test_of_a_closed_group_an_outsider_learns_nothing(world: World) -> None:
    day = published(world, readers="group")
    sits(world.joost, day, day.scanning)
    for client in (Client(), signed_in(world.bram)):
        for name in ("programme", "programme-calendar", "programme-json", "proposals"):
            there = client.get(reverse(name, args=[day.event.pk]))
            nowhere = client.get(reverse(name, args=[10**9]))
            assert there.status_code == nowhere.status_code
            assert "Durf te vragen" not in there.content.decode()
        address = reverse("session", args=[day.event.pk, day.scanning.pk])
        for act in ("take", "leave", "agree"):
            assert client.post(address, {"act": act}).status_code in {302, 404}


def test_a_session_is_found_under_its_own_event_alone(world: World) -> None:
    day, other = published(world), published(world, name="Andere dag")
    client = signed_in(world.samira)
    assert client.get(reverse("session", args=[other.event.pk, day.later.pk])).status_code == 404
    assert client.get(reverse("session", args=[day.event.pk, day.later.pk])).status_code == 200


def test_the_last_day_of_all_has_no_night_after_it(day: Day) -> None:
    marit = signed_in(day.world.marit)
    said = {"title": "Breien", "kind": "workshop", **on(day, "23:00", "01:00")}
    address = reverse("new-session", args=[day.event.pk])
    answer = marit.post(address, {**said, "day": "9999-12-31"})
    assert answer.status_code == 422
    assert "Choose another day." in answer.content.decode()

"""The pages of consultation hours, as people walk through them."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from tests.consulting.a_desk import NOTE, a_desk, a_line, begun, slots, two_experts
from tests.events.a_day import open_day
from tests.world import World, bring_in
from vaknet.domain.activity.models import Actor
from vaknet.domain.consulting import actions, queries
from vaknet.domain.consulting.models import Booking, ConsultationHour, QueueTicket, WeeklyHour

pytestmark = pytest.mark.django_db


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.account)
    return client


def at(hour: ConsultationHour, page: str = "") -> str:
    return f"/spreekuren/{hour.pk}/{page}"


def text(response: Any) -> str:
    return str(response.content.decode())


def test_choosing_a_time_with_a_note(world: World) -> None:
    hour, samira = a_desk(world), signed_in(world.samira)
    assert f'value="{slots(hour)[1].pk}"' in text(samira.get(at(hour)))
    sent = {"act": "book", "slot": slots(hour)[1].pk, "note": NOTE}
    response = samira.post(at(hour), sent)
    assert (response.status_code, response["Location"]) == (303, at(hour, "mijn/"))
    mine = text(samira.get(at(hour, "mijn/")))
    assert NOTE in mine
    assert "Noor Janssen" in mine
    file = samira.get(at(hour, "agenda.ics"))
    assert b"SUMMARY:Arbeidsrecht" in file.content
    assert NOTE.encode() not in file.content
    assert signed_in(world.joost).get(at(hour, "agenda.ics")).status_code == 404


def test_a_time_that_is_gone_keeps_what_she_typed(world: World) -> None:
    hour = a_desk(world)
    first, second, *_more = slots(hour)
    actions.book(world.joost, hour=hour, slot=first.pk)
    sent = {"act": "book", "slot": first.pk, "note": NOTE}
    response = signed_in(world.samira).post(at(hour), sent)
    page = text(response)
    assert response.status_code == 422
    local = second.starts_at.astimezone(hour.local_start.tzinfo)
    assert f"{local.hour}.{local.minute:02d} uur is vrij." in page
    assert NOTE in page
    assert "<title>Fout:" in page


def test_another_time_and_not_at_all(world: World) -> None:
    hour, samira = a_desk(world), signed_in(world.samira)
    first, second, third, *_more = slots(hour)
    actions.book(world.samira, hour=hour, slot=first.pk)
    actions.book(world.joost, hour=hour, slot=third.pk)
    gone = samira.post(at(hour, "mijn/"), {"act": "move", "slot": third.pk})
    assert gone.status_code == 422
    moved = samira.post(at(hour, "mijn/"), {"act": "move", "slot": second.pk})
    assert moved.status_code == 303
    assert Booking.objects.get(person=world.samira).slot == second
    off = samira.post(at(hour, "mijn/"), {"act": "cancel"})
    assert off["Location"] == at(hour)
    assert queries.live_booking(world.samira, hour) is None
    assert samira.post(at(hour, "mijn/"), {"act": "move", "slot": first.pk}).status_code == 404


def test_a_number_and_how_long(world: World) -> None:
    hour, samira = a_line(world), signed_in(world.samira)
    actions.add_walk_in(world.noor, hour=hour, first_name="Wil")
    actions.add_walk_in(world.noor, hour=hour, first_name="Ans")
    sent = {"act": "number", "n-note": NOTE}
    assert samira.post(at(hour), sent)["Location"] == at(hour, "mijn/")
    page = text(samira.get(at(hour, "mijn/")))
    assert "Je bent nu derde, ongeveer 30 minuten." in " ".join(page.split())
    assert 'hx-trigger="every 30s"' in page
    part = text(samira.get(at(hour, "mijn/"), headers={"HX-Request": "true"}))
    assert part.lstrip().startswith('<div id="turn"')
    assert NOTE not in part
    samira.post(at(hour, "mijn/"), {"act": "withdraw"})
    assert NOTE not in text(samira.get(at(hour, "mijn/")))
    samira.post(at(hour, "mijn/"), {"act": "leave"})
    assert queries.live_ticket(world.samira, hour) is None


def test_at_the_desk_on_a_telephone(world: World) -> None:
    hour, noor = two_experts(world), signed_in(world.noor)
    actions.take_ticket(world.samira, hour=hour, note=NOTE)
    assert "Samira" not in text(noor.get(at(hour, "tafel/")))
    noor.post(at(hour, "tafel/"), {"act": "next"})
    page = text(noor.get(at(hour, "tafel/")))
    assert NOTE in page
    assert "Samira El Idrissi" in page
    noor.post(at(hour, "tafel/"), {"act": "came"})
    wrong = noor.post(at(hour, "tafel/"), {"act": "over", "to": 0})
    assert wrong.status_code == 422
    peter = queries.agreed_expert(world.peter, hour)
    assert peter is not None
    assert noor.post(at(hour, "tafel/"), {"act": "over", "to": peter.pk}).status_code == 303
    at_peter = signed_in(world.peter)
    at_peter.post(at(hour, "tafel/"), {"act": "next"})
    assert NOTE not in text(at_peter.get(at(hour, "tafel/")))
    signed_in(world.samira).post(at(hour, "mijn/"), {"act": "share"})
    assert NOTE in text(at_peter.get(at(hour, "tafel/")))
    at_peter.post(at(hour, "tafel/"), {"act": "came"})
    at_peter.post(at(hour, "tafel/"), {"act": "done"})
    nobody = at_peter.post(at(hour, "tafel/"), {"act": "next"}, follow=True)
    assert "Er wacht nu niemand." in text(nobody)


def test_at_the_door_and_on_the_wall(world: World) -> None:
    hour, noor = a_line(world), signed_in(world.noor)
    empty = noor.post(at(hour, "tafel/"), {"act": "walkin", "first_name": ""})
    assert empty.status_code == 422
    noor.post(at(hour, "tafel/"), {"act": "walkin", "first_name": "Wilhelmina"})
    noor.post(at(hour, "beheer/"), {"act": "walkin", "first_name": "Annechien"})
    noor.post(at(hour, "tafel/"), {"act": "next"})
    page = text(signed_in(world.bram).get(at(hour, "scherm/")))
    assert [name for name in ("Wilhelmina", "Annechien") if name in page] == []
    part = signed_in(world.bram).get(at(hour, "scherm/"), headers={"HX-Request": "true"})
    assert text(part).lstrip().startswith('<div id="numbers"')
    noor.post(at(hour, "tafel/"), {"act": "pass"})
    assert QueueTicket.objects.get(number=1).passes == 1


def test_too_early_is_said(world: World) -> None:
    hour = a_line(world, starts_at=now() + timedelta(days=2))
    page = signed_in(world.noor).post(at(hour, "tafel/"), {"act": "next"}, follow=True)
    assert "is nu niet open" in text(page)


def opening(**more: Any) -> dict[str, Any]:
    day = (now() + timedelta(days=7)).date()
    said = {"subject": "Arbeidsrecht", "day": day.isoformat(), "starts_at": "15:00"}
    said |= {"ends_at": "17:00", "room": "Telefoon", "slot_minutes": 15, "note_days": 7}
    said |= {"takes_bookings": "on", "repeats": "once", "readers": "members"}
    return said | more


def test_opening_a_desk_of_her_own(world: World) -> None:
    noor = signed_in(world.noor)
    assert noor.get("/spreekuren/nieuw/").status_code == 200
    assert noor.post("/spreekuren/nieuw/", opening(room="")).status_code == 422
    response = noor.post("/spreekuren/nieuw/", opening(experts="@peter.de.wit noor.janssen"))
    hour = ConsultationHour.objects.get()
    assert response["Location"] == at(hour, "beheer/")
    assert f"{hour.local_start:%H.%M}" == "15.00"
    assert "Peter de Wit" in text(noor.get(at(hour, "beheer/")))
    unknown = noor.post("/spreekuren/nieuw/", opening(experts="@niemand", subject="Meer"))
    assert unknown.status_code == 422


def test_each_week_and_stopped(world: World) -> None:
    noor = signed_in(world.noor)
    assert noor.post("/spreekuren/nieuw/", opening(repeats="weekly")).status_code == 303
    weekly = WeeklyHour.objects.get()
    assert weekly.hours.count() == 4
    far = (now() + timedelta(days=90)).date().isoformat()
    late = noor.post("/spreekuren/nieuw/", opening(repeats="weekly", day=far))
    assert late.status_code == 422
    stop = f"/spreekuren/wekelijks/{weekly.pk}/stop/"
    assert signed_in(world.peter).post(stop).status_code == 404
    assert noor.post(stop).status_code == 303
    assert not weekly.hours.filter(cancelled_at=None).exists()


def test_of_a_group_and_at_an_event(world: World) -> None:
    marit, event = signed_in(world.marit), open_day(world)
    handle = world.group.actor.handle
    assert marit.post("/spreekuren/nieuw/", opening(group=handle)).status_code == 303
    assert ConsultationHour.objects.get().group == world.group
    address = f"/spreekuren/nieuw/?bijeenkomst={event.pk}"
    begins = event.local_start
    said = opening(day=begins.date().isoformat(), starts_at=f"{begins:%H:%M}", subject="Pensioen")
    said["ends_at"] = f"{begins + timedelta(hours=1):%H:%M}"
    event.starts_at = begins.replace(second=0, microsecond=0)
    event.save()
    assert marit.get(address).status_code == 200
    assert marit.post(address, said).status_code == 303
    assert ConsultationHour.objects.get(subject="Pensioen").event == event
    assert signed_in(world.bram).get(address).status_code == 404
    assert signed_in(world.bram).get(f"/spreekuren/?bijeenkomst={event.pk}").status_code == 200
    for query in (f"groep={handle}", "wie=marit.hoekstra"):
        assert "Arbeidsrecht" in text(signed_in(world.bram).get(f"/spreekuren/?{query}"))
    for query in ("wie=niemand", "groep=niets", "wie=%00x", "bijeenkomst=987654321"):
        assert signed_in(world.bram).get(f"/spreekuren/?{query}").status_code == 404


def test_looking_after_it(world: World) -> None:
    hour, noor = a_desk(world), signed_in(world.noor)
    address = at(hour, "beheer/")
    assert noor.post(address, {"act": "expert", "expert": "@niemand"}).status_code == 422
    assert noor.post(address, {"act": "expert", "expert": "@peter.de.wit"}).status_code == 303
    peter = signed_in(world.peter)
    assert "Arbeidsrecht" in text(peter.get("/spreekuren/"))
    assert "Ga je aan deze tafel zitten?" in text(peter.get(at(hour, "tafel/")))
    peter.post(at(hour, "tafel/"), {"act": "agree"})
    assert "je tafel" in text(peter.get(at(hour, "tafel/")))
    assert peter.post(at(hour, "tafel/"), {"act": "stepback"})["Location"] == "/spreekuren/"
    assert noor.post(address, {"act": "close"}).status_code == 303
    assert noor.post(address, {"act": "cancel", "reason": "x" * 301}).status_code == 422
    assert noor.post(address, {"act": "cancel", "reason": "Ziek"}).status_code == 303
    assert "Ziek" in text(signed_in(world.samira).get(at(hour)))


def test_what_is_not_hers_is_not_there(world: World) -> None:
    hour, bram = a_desk(world), signed_in(world.bram)
    assert [bram.get(at(hour, page)).status_code for page in ("tafel/", "beheer/")] == [404, 404]
    begun(slots(hour)[0])
    assert bram.post(at(hour, "tafel/"), {"act": "next"}).status_code == 404


def test_asked_but_not_agreed_she_calls_nobody(world: World) -> None:
    hour = a_line(world)
    actions.add_expert(world.noor, hour=hour, expert=world.peter)
    assert signed_in(world.peter).post(at(hour, "tafel/"), {"act": "next"}).status_code == 404


def test_as_many_statements_for_three_as_for_one(
    world: World, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    a_desk(world)
    joost = signed_in(world.joost)
    counts = []
    for people in ((), (world.peter, world.fatma)):
        for one in people:
            a_desk(world, by=one, subject=f"Bij {one.first_name}")
        joost.get("/spreekuren/")
        with CaptureQueriesContext(
            connection,
        ) as few:
            joost.get("/spreekuren/")
        counts.append(len(few))
    assert counts[0] == counts[1]


def test_for_a_closed_group_the_list_is_silent(world: World) -> None:
    from vaknet.domain.groups import actions as groups

    secret = groups.start_group(world.noor, name="Kaderleden", purpose="x", readers="group")
    bring_in(world.noor, secret, world.samira)
    hour = a_desk(world, group=secret, subject="Staken")
    assert "Staken" in text(signed_in(world.samira).get("/spreekuren/"))
    assert "Staken" not in text(signed_in(world.bram).get("/spreekuren/"))
    pages = ("", "mijn/", "scherm/", "tafel/", "beheer/", "agenda.ics")
    answers = {signed_in(world.bram).get(at(hour, page)).status_code for page in pages}
    assert answers == {404}


@pytest.mark.parametrize("repeats", ["once", "weekly"])
@pytest.mark.parametrize(
    ("day", "begin", "end"), [("9999-12-31", "14:00", "13:00"), ("0001-01-01", "00:05", "01:00")]
)
def test_a_day_out_of_all_calendars_is_a_sentence(
    world: World, repeats: str, day: str, begin: str, end: str
) -> None:
    sent = {"subject": "Arbeidsrecht", "room": "Zaal 4", "day": day, "repeats": repeats}
    sent |= {"starts_at": begin, "ends_at": end, "slot_minutes": "15", "note_days": "7"}
    sent |= {"readers": "members", "takes_bookings": "on"}
    response = signed_in(world.noor).post("/spreekuren/nieuw/", sent)
    assert response.status_code == 422
    assert 'href="#id_day"' in text(response)
    assert not ConsultationHour.objects.exists()

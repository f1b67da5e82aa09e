"""What somebody agreed on, in the calendar that she subscribes to."""

import re
from datetime import timedelta

import pytest
import vobject
from django.test import Client
from icalendar import Calendar

from tests.talks.test_talks import agree, bram, coming, marit, samira, signed_in, talk  # noqa: F401
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.calendars import actions, queries, secrets
from vaknet.domain.calendars.models import Feed
from vaknet.domain.leaving.actions import closing
from vaknet.domain.people import actions as people
from vaknet.domain.talks import actions as talks
from vaknet.domain.talks.models import Talk


def address(actor: Actor) -> str:
    return f"/agenda/{secrets.token_of(actions.open_feed(actor))}.ics"


@pytest.fixture
def agreed(talk: Talk, marit: Actor) -> Talk:  # noqa: F811
    return agree(talk, marit)


def told_by_icalendar(content: bytes) -> list[tuple]:
    calendar = Calendar.from_ical(content)
    return [
        (
            str(event["UID"]),
            event.decoded("DTSTART"),
            event.decoded("DTEND"),
            str(event["SUMMARY"]),
            str(event["LOCATION"]),
            str(event["STATUS"]),
            str(event["ATTENDEE"]).lower(),
            str(event["ATTENDEE"].params["PARTSTAT"]),
        )
        for event in calendar.walk("VEVENT")
    ]


def told_by_vobject(content: bytes) -> list[tuple]:
    calendar = vobject.readOne(content.decode())
    return [
        (
            event.uid.value,
            event.dtstart.value,
            event.dtend.value,
            event.summary.value,
            event.location.value,
            event.status.value,
            event.attendee.value.lower(),
            event.attendee.partstat_param,
        )
        for event in calendar.vevent_list
    ]


def test_two_readers_of_calendars_read_the_same(agreed: Talk, samira, marit) -> None:  # noqa: F811
    strange = talks.propose_talk(
        samira,
        invitee=marit,
        purpose="Thee; met \\ koek, en “meer” " + "é" * 90,
        times=[coming(9)],
        location="Zaal 1,\n2e; links",
    )
    talks.pick_time(marit, talk=strange, time=strange.proposed_times.get())
    to = coming(4)
    talks.move_talk(samira, talk=agreed, to=to)
    content = Client().get(address(marit)).content
    found = told_by_icalendar(content)
    assert found == told_by_vobject(content)
    assert [row[3:4] + row[5:] for row in found] == [
        (agreed.purpose, "TENTATIVE", "mailto:marit@oosterhage.example", "NEEDS-ACTION"),
        (strange.purpose, "CONFIRMED", "mailto:marit@oosterhage.example", "ACCEPTED"),
    ]
    assert found[0][1] == to
    assert found[0][0].startswith(str(agreed.uid))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    hers = Client().get(address(samira)).content
    assert told_by_icalendar(hers)[0][5:] == (
        "TENTATIVE",
        "mailto:samira@waterveen.example",
        "ACCEPTED",
    )


def test_an_invitation_reads_the_same_twice(agreed: Talk, marit) -> None:  # noqa: F811
    file = signed_in(marit).get(f"/ik/afspraken/{agreed.pk}/afspraak.ics").content
    [event], read = Calendar.from_ical(file).walk("VEVENT"), vobject.readOne(file.decode()).vevent
    assert (str(event["UID"]), event.decoded("DTSTART")) == (read.uid.value, read.dtstart.value)
    assert {(str(one), str(one.params["PARTSTAT"])) for one in event["ATTENDEE"]} == {
        (one.value, one.partstat_param) for one in read.attendee_list
    }


def test_only_what_is_agreed_and_of_nobody_else(agreed, samira, marit, bram) -> None:  # noqa: F811
    talks.propose_talk(samira, invitee=marit, purpose="Nog niet", times=[coming(3)])
    content = Client().get(address(marit)).text
    assert content.count("BEGIN:VEVENT") == 1
    assert "samira@" not in content  # a feed is passed on more easily than a letter
    assert "BEGIN:VEVENT" not in Client().get(address(bram)).text
    talks.cancel_talk(samira, talk=agreed)
    assert "BEGIN:VEVENT" not in Client().get(address(marit)).text


def test_its_headers_and_what_did_not_change(agreed: Talk, marit) -> None:  # noqa: F811
    people.set_language(marit.account, language="en")
    where = address(marit)
    first = Client().get(where)
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert (first["Cache-Control"], first["X-Robots-Tag"], first["Referrer-Policy"]) == (
        "private, no-cache",
        "noindex",
        "no-referrer",
    )
    assert "Set-Cookie" not in first
    calendar = Calendar.from_ical(first.content)
    assert str(calendar["X-WR-CALNAME"]) == str(calendar["NAME"])
    assert str(calendar["X-WR-CALNAME"]).endswith(": what you agreed on")
    assert "METHOD" not in calendar
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in first.content
    assert b"X-PUBLISHED-TTL:PT1H\r\n" in first.content
    again = Client().get(where, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    talks.move_talk(marit, talk=agreed, to=coming(8))
    assert Client().get(where, headers={"if-none-match": first["ETag"]}).status_code == 200
    assert Client().head(where).status_code == 200
    assert Client().post(where).status_code == 405


def test_an_address_that_stopped_never_was(agreed, marit, bram, django_assert_num_queries) -> None:  # noqa: F811
    first = address(marit)
    second = address(marit)
    with django_assert_num_queries(1):
        nowhere = Client().get("/agenda/nergens.ics")
    assert nowhere.status_code == 404
    with django_assert_num_queries(1):
        assert same(Client().get(first), nowhere)
    assert Client().get(second).status_code == 200
    actions.stop_feed(marit)
    actions.stop_feed(marit)
    assert same(Client().get(second), nowhere)
    where = address(bram)
    bram.account.is_active = False
    bram.account.save()
    assert Client().get(where).status_code == 404
    assert Activity.objects.filter(verb="stopped_calendar_feed").count() == 1


def same(one, other) -> bool:
    """But for the numbers that each page gets anew, and its own address."""
    own = r'nonce="[^"]*"|/agenda/[\w-]+\.ics|"\w{64}"'
    pages = [re.sub(own, "", answer.text) for answer in (one, other)]
    return pages[0] == pages[1] and one.status_code == other.status_code == 404


def test_of_who_left_there_is_none(marit) -> None:  # noqa: F811
    where = address(marit)
    closing.close_account(marit, answers="stay")
    assert Client().get(where).status_code == 404
    closing.reopen_account(marit)
    assert Client().get(where).status_code == 200


def test_the_word_is_nowhere_in_the_database_but_sealed(marit, settings) -> None:  # noqa: F811
    feed = actions.open_feed(marit)
    token = secrets.token_of(feed)
    assert token.encode() not in bytes(feed.sealed)
    assert token not in feed.digest
    assert queries.reader_of(token) == marit
    assert "feed of" in str(feed)
    settings.SECRET_KEY, old = "another key of this server, long enough", settings.SECRET_KEY
    assert secrets.token_of(Feed.objects.get()) == ""
    assert "Geef me een adres" in signed_in(marit).get("/ik/agenda/").text
    settings.SECRET_KEY_FALLBACKS = [old]
    assert secrets.token_of(Feed.objects.get()) == token


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_statements_for_more_talks(
    count,
    samira,  # noqa: F811
    marit,  # noqa: F811
    django_assert_num_queries,
) -> None:
    for number in range(count):
        one = talks.propose_talk(
            samira, invitee=marit, purpose=f"Thee {number}", times=[coming(number + 1)]
        )
        talks.pick_time(marit, talk=one, time=one.proposed_times.get())
        talks.move_talk(marit, talk=one, to=coming(number + 1) + timedelta(hours=1))
    where = address(marit)
    with django_assert_num_queries(9):
        Client().get(where)


def test_the_page_of_her_calendar(marit) -> None:  # noqa: F811
    client = signed_in(marit)
    assert 'href="webcal://' not in client.get("/ik/agenda/").text
    assert client.post("/ik/agenda/", {"act": "open"}).status_code == 303
    page = client.get("/ik/agenda/")
    token = secrets.token_of(queries.feed_of(marit))
    assert f"/agenda/{token}.ics" in page.text
    assert 'href="webcal://' in page.text
    assert '<svg class="qr"' in page.text
    assert page["Referrer-Policy"] == "same-origin"  # stricter, and its own forms are refused
    client.post("/ik/agenda/", {"act": "anything"})
    client.post("/ik/agenda/", {"act": "stop"})
    assert queries.feed_of(marit) is None
    for wrong in ("http://agenda.example/a.ics", "", "ja"):
        refused = client.post("/ik/agenda/", {"act": "point", "address": wrong})
        assert refused.status_code == 422
    secret = "https://agenda.example/geheim-woord/basic.ics"
    assert client.post("/ik/agenda/", {"act": "point", "address": secret}).status_code == 303
    seen = client.get("/ik/agenda/").text
    assert "agenda.example" in seen
    assert "geheim-woord" not in seen
    own = queries.own_calendar(marit)
    assert secrets.address_of(own) == secret
    assert b"geheim" not in bytes(own.sealed)
    assert "agenda.example" in str(own)
    client.post("/ik/agenda/", {"act": "forget"})
    client.post("/ik/agenda/", {"act": "forget"})
    assert queries.own_calendar(marit) is None
    assert Activity.objects.filter(verb="forgot_calendar").count() == 1


def test_two_accounts_of_one_person_have_one_feed(samira, marit, bram) -> None:  # noqa: F811
    where, other = address(marit), address(samira)
    actions.point_to_calendar(marit, address="https://agenda.example/marit.ics")
    actions.take_over_calendars(kept=bram, merged=marit)
    assert Client().get(where).status_code == 200
    assert secrets.address_of(queries.own_calendar(bram)) == "https://agenda.example/marit.ics"
    assert queries.feed_of(marit) is None
    actions.take_over_calendars(kept=bram, merged=samira)
    assert Client().get(where).status_code == 200
    assert Client().get(other).status_code == 404

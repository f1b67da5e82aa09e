"""A member goes to an event on another network: real requests both ways, as Mobilizon tells it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from time_machine import travel

from tests import postbox
from tests.federation.conftest import BASE
from tests.federation.elsewhere import Elsewhere, Someone, connect, handled, network_elsewhere
from tests.federation.going_out import id_of
from tests.federation.reading import follows, uris
from tests.federation.test_pages import signed_in
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import GoingElsewhere
from vaknet.domain.events.words import moment_there
from vaknet.domain.federation import actions
from vaknet.domain.federation.models import HostLimit, Parcel
from vaknet.domain.notices import actions as notices
from vaknet.domain.notices.actions.choosing import Wish
from vaknet.domain.notices.models import Notice
from vaknet.interfaces.jobs import clock_of_events, followups
from vaknet.interfaces.reaching.fetching import Unread

HERE = "/ik/instellingen/andere-netwerken/bijeenkomsten/"
BACK = "/authorize_interaction"
Answer = GoingElsewhere.Answer


@pytest.fixture
def there(world: World, settings: Any, monkeypatch: Any) -> Iterator[Elsewhere]:
    cache.clear()
    with network_elsewhere() as one:
        connect(settings, monkeypatch, one)
        yield one


@pytest.fixture
def tuin(there: Elsewhere) -> Someone:
    return there.someone("tuin", kind="Group")


@pytest.fixture
def piet(there: Elsewhere) -> Someone:
    """Who made the event in the name of the group: he answers, as on Mobilizon."""
    return there.someone("piet", key=1)


def an_event(there: Elsewhere, tuin: Someone, **more: Any) -> str:
    """As Mobilizon tells of it."""
    starts = timezone.now().replace(microsecond=0) + timedelta(days=30)
    uri = f"{there.address}/events/1"
    told = {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": uri,
        "type": "Event",
        "name": "Zaaidag <b>elders</b>",
        "content": "<p>Neem een <b>schep</b> mee.<script>alert(1)</script></p>",
        "actor": f"{there.address}/users/piet",
        "attributedTo": tuin.id,
        "to": ["https://www.w3.org/ns/activitystreams#Public"],
        "cc": [f"{tuin.id}/followers"],
        "startTime": starts.isoformat(),
        "endTime": (starts + timedelta(hours=2)).isoformat(),
        "timezone": "Europe/Amsterdam",
        "joinMode": "free",
        "anonymousParticipationEnabled": True,
        "repliesModerationOption": "allow_all",
        "maximumAttendeeCapacity": 20,
        "participantCount": 3,
        "ical:status": "CONFIRMED",
        "location": {"type": "Place", "name": "De Kas", "address": {"addressLocality": "Zwolle"}},
        "url": uri,
    }
    there.serve("/events/1", told | more)
    return uri


def asks(person: Actor, uri: str, act: str = "come") -> str:
    client = signed_in(person)
    answer = client.post(HERE, {"act": act, "uri": uri}, follow=True)
    assert answer.status_code == 200
    return str(answer.text)


def goes(person: Actor, uri: str) -> GoingElsewhere:
    assert "You asked." in asks(person, uri)
    return GoingElsewhere.objects.get(person=person, until=None)


def told(verb: str) -> list[dict[str, Any]]:
    rows = [json.loads(bytes(one.content)) for one in Parcel.objects.order_by("pk")]
    return [one for one in rows if one["type"] == verb]


def brought(someone: Someone, verb: str, thing: object) -> list[str]:
    assert someone.send(someone.does(verb, thing)).status_code == 202
    with translation.override("en"):
        return handled()


def letters() -> list[str]:
    """What she is told of it, in the order in which it happened."""
    verbs = ("was_answered_elsewhere", "moved_elsewhere", "called_off_elsewhere")
    return list(
        Activity.objects.filter(verb__in=verbs).order_by("pk").values_list("verb", flat=True)
    )


def test_a_server_that_wants_signatures_is_read_as_well(
    there: Elsewhere, tuin: Someone, fatma: Actor
) -> None:
    """As GoToSocial, and Mastodon in its secure mode."""
    there.is_secure = True
    page = signed_in(fatma).post(BACK, {"uri": an_event(there, tuin)}).text
    assert "Zaaidag &lt;b&gt;elders&lt;/b&gt;" in page
    assert "Tuin (" in page
    assert ["Signature" in headers for _path, headers in there.asked] == [True, True]


def test_she_sees_what_it_is_and_says_that_she_comes(
    there: Elsewhere, tuin: Someone, fatma: Actor
) -> None:
    uri = an_event(there, tuin)
    page = signed_in(fatma).post(BACK, {"uri": uri}).text
    for words in ("Zaaidag &lt;b&gt;elders&lt;/b&gt;", "De Kas", "Zwolle", "<b>schep</b>", "Tuin"):
        assert words in page
    assert "alert(1)" not in page
    assert "I'm coming" in page
    row = goes(fatma, uri)
    assert goes(fatma, uri) == row
    [join] = told("Join")
    assert join == {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": f"{id_of(fatma)}#join-{row.token}",
        "type": "Join",
        "actor": id_of(fatma),
        "object": uri,
    }
    [delivery] = Parcel.objects.get().deliveries.all()
    assert delivery.inbox == f"{tuin.id}/inbox"
    page = signed_in(fatma).get(HERE).text
    assert "Zaaidag &lt;b&gt;elders&lt;/b&gt;" in page
    assert "There is no answer yet." in page
    assert f"@tuin@{there.host}" in page


def test_the_answer_changes_what_stands_there(
    there: Elsewhere, tuin: Someone, piet: Someone, fatma: Actor
) -> None:
    uri = an_event(there, tuin)
    row, stranger = goes(fatma, uri), there.someone("vreemd", key=2)
    [join] = told("Join")
    shape = {"type": "Join", "actor": id_of(fatma), "object": uri}
    for answer in (join["id"], join, shape):
        assert brought(stranger, "Accept", answer) == ["an answer to what nobody asked"]
    for by, verb, answer, becomes in [
        (tuin, "TentativeAccept", join["id"], Answer.WAITING),
        (piet, "Accept", join, Answer.YES),
        (piet, "Accept", shape, Answer.YES),
        (tuin, "TentativeAccept", join, Answer.YES),
        (piet, "Reject", shape, Answer.NO),
    ]:
        assert brought(by, verb, answer) == [""]
        row.refresh_from_db()
        assert row.answer == becomes
    assert row.until is not None
    assert letters() == ["was_answered_elsewhere"] * 3
    assert "The organisers said no." in signed_in(fatma).get(HERE).text
    assert brought(piet, "Accept", join) == ["an answer to what nobody asked"]
    again = goes(fatma, uri)
    assert again.pk != row.pk


@pytest.mark.parametrize("thing", ["", "#join-", "#other-x", "#join-" + "A" * 22])
def test_answers_to_nothing(there: Elsewhere, tuin: Someone, fatma: Actor, thing: str) -> None:
    goes(fatma, an_event(there, tuin))
    for verb in ("Accept", "TentativeAccept", "Reject"):
        said = brought(tuin, verb, f"{id_of(fatma)}{thing}")
        assert said == ["an answer to what nobody asked"]
    wrong = {"type": "Join", "actor": "nobody", "object": 7}
    assert brought(tuin, "Accept", wrong)[0]
    assert brought(tuin, "TentativeAccept", {"type": "Follow"}) == [
        "an answer to what nobody asked"
    ]


def test_she_takes_it_back(there: Elsewhere, tuin: Someone, fatma: Actor, world: World) -> None:
    uri = an_event(there, tuin)
    row = goes(fatma, uri)
    other = signed_in(world.noor)
    other.post(HERE, {"act": "leave", "number": row.pk})
    for number in ("", "x", "9" * 30, "0"):
        signed_in(fatma).post(HERE, {"act": "leave", "number": number})
    signed_in(fatma).post(HERE, {"act": "?"})
    assert told("Leave") == []
    for _time in range(2):
        page = signed_in(fatma).post(HERE, {"act": "leave", "number": row.pk}, follow=True).text
        assert "You go to no event on another network." in page
    [leave] = told("Leave")
    assert (leave["actor"], leave["object"]) == (id_of(fatma), uri)


def test_nothing_is_told_of_who_took_it_back(there: Elsewhere, tuin: Someone, fatma: Actor) -> None:
    row = goes(fatma, an_event(there, tuin))
    events.stay_away_elsewhere(fatma, pk=row.pk)
    events.be_answered_elsewhere(going=row, answer=Answer.YES, at=timezone.now())
    assert letters() == []


def test_what_changes_there_changes_here(there: Elsewhere, tuin: Someone, fatma: Actor) -> None:
    uri = an_event(there, tuin)
    row, stranger = goes(fatma, uri), there.someone("vreemd", key=2)
    later = timezone.now().replace(microsecond=0) + timedelta(days=31)
    forged = {"id": uri, "type": "Event", "name": "Vals", "startTime": later.isoformat()}
    assert brought(stranger, "Update", forged) == [""]  # read where it is
    row.refresh_from_db()
    assert row.name == "Zaaidag <b>elders</b>"
    assert letters() == []
    an_event(there, tuin, startTime=later.isoformat(), endTime=None)
    assert brought(tuin, "Update", forged) == [""]
    row.refresh_from_db()
    assert (row.starts_at, row.ends_at) == (later, None)
    assert letters() == ["moved_elsewhere"]
    for _time in range(2):
        an_event(there, tuin, startTime=later.isoformat(), **{"ical:status": "CANCELLED"})
        assert brought(tuin, "Update", uri) == [""]
    assert letters() == ["moved_elsewhere", "called_off_elsewhere"]
    assert "cancelled" in signed_in(fatma).get(HERE).text
    an_event(there, tuin, startTime=later.isoformat())
    brought(tuin, "Update", uri)
    row.refresh_from_db()
    assert row.cancelled_at is None
    an_event(there, tuin, to=[])
    assert brought(tuin, "Update", uri) == ["it does not come along"]
    an_event(there, tuin, attributedTo=None)
    assert brought(tuin, "Update", uri) == ["it does not come along"]
    row.refresh_from_db()
    assert (row.name, row.cancelled_at) == ("Zaaidag <b>elders</b>", None)


def test_however_often_it_changes_she_gets_one_letter_a_day(
    there: Elsewhere, tuin: Someone, fatma: Actor
) -> None:
    """What the letter did not say goes in the next one, if there is anything by then."""
    uri = an_event(there, tuin)
    row = goes(fatma, uri)
    for hours in range(1, 4):
        an_event(there, tuin, startTime=(row.starts_at + timedelta(hours=hours)).isoformat())
        brought(tuin, "Update", uri)
        an_event(there, tuin, **{"ical:status": "CANCELLED"})
        brought(tuin, "Update", uri)
        brought(tuin, "Delete", uri)
    first = ["moved_elsewhere", "called_off_elsewhere"]
    assert letters() == first  # that it is off does not wait, and is said once
    an_event(there, tuin)
    brought(tuin, "Update", uri)
    clock_of_events.tell_changes_elsewhere(0)
    assert letters() == first
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    for _time in range(2):
        events.tell_changes_elsewhere(at=tomorrow)
        assert letters() == [*first, "moved_elsewhere"]  # it goes on after all
    GoingElsewhere.objects.update(untold_since=timezone.now(), starts_at=tomorrow)
    events.tell_changes_elsewhere(at=tomorrow + timedelta(hours=1))
    assert len(letters()) == 3  # it has begun


def test_moved_and_called_off_on_one_day_she_hears_both_with_the_moment_and_the_place(
    there: Elsewhere, tuin: Someone, fatma: Actor
) -> None:
    uri = an_event(there, tuin)
    row = goes(fatma, uri)
    later = row.starts_at + timedelta(days=2)
    an_event(there, tuin, startTime=later.isoformat(), endTime=None)
    brought(tuin, "Update", uri)
    off = {"startTime": later.isoformat(), "endTime": None, "ical:status": "CANCELLED"}
    an_event(there, tuin, **off)
    brought(tuin, "Update", uri)
    followups.run(Activity.objects.get(verb="called_off_elsewhere").pk)
    mail.outbox.clear()
    postbox.empty()
    [letter] = mail.outbox
    row.refresh_from_db()
    with translation.override("en"):
        moment = moment_there(row)
    for words in (moment, "De Kas, Zwolle", "Zaaidag"):
        assert words.lower() in f"{letter.subject} {letter.body}".lower()


def test_she_chooses_how_she_hears_of_it(there: Elsewhere, tuin: Someone, fatma: Actor) -> None:
    uri = an_event(there, tuin)
    row = goes(fatma, uri)
    client = signed_in(fatma)
    assert "Events on other networks" in client.get("/ik/instellingen/meldingen/").text
    notices.choose_notices(fatma, wish=Wish({"events": "here"}))
    an_event(there, tuin, startTime=(row.starts_at + timedelta(hours=1)).isoformat())
    brought(tuin, "Update", uri)
    mail.outbox.clear()
    happened = Activity.objects.get(verb="moved_elsewhere")
    followups.run(happened.pk)
    assert mail.outbox == []
    assert Notice.objects.get(activity=happened).due_at is None
    page = client.get("/meldingen/").text
    assert "Something changed at an event elsewhere:" in page
    assert f'href="{HERE}"' in page
    assert "Zaaidag &lt;b&gt;elders&lt;/b&gt;" in page
    GoingElsewhere.objects.update(cancelled_at=timezone.now())
    assert "Something changed at an event elsewhere:" not in client.get("/meldingen/").text
    Activity.objects.filter(pk=happened.pk).update(verb="called_off_elsewhere")
    assert "An event elsewhere is cancelled:" in client.get("/meldingen/").text


def test_nobody_of_another_server_makes_us_read_it(
    there: Elsewhere, tuin: Someone, fatma: Actor, settings: Any, monkeypatch: Any
) -> None:
    uri = an_event(there, tuin)
    goes(fatma, uri)
    with network_elsewhere() as third:
        connect(settings, monkeypatch, there, third)
        asked = len(there.asked)
        assert brought(third.someone("otto", key=2), "Update", uri) == ["it does not come along"]
    assert len(there.asked) == asked


def test_it_is_gone_there(there: Elsewhere, tuin: Someone, fatma: Actor) -> None:
    uri = an_event(there, tuin)
    row, stranger = goes(fatma, uri), there.someone("vreemd", key=2)
    assert brought(stranger, "Delete", uri) == [""]
    row.refresh_from_db()
    assert row.cancelled_at is None
    for _time in range(2):
        assert brought(tuin, "Delete", {"id": uri, "type": "Tombstone"}) == [""]
    row.refresh_from_db()
    assert row.cancelled_at is not None
    assert letters() == ["called_off_elsewhere"]


def read_along(there: Elsewhere, tuin: Someone, member: Actor) -> str:
    """An event that she reads in her list, and goes to."""
    uri = an_event(there, tuin)
    follows(member, there, tuin)
    assert brought(tuin, "Create", told_at(there)) == [""]
    goes(member, uri)
    assert uris(member) == [uri]
    return uri


def told_at(there: Elsewhere) -> dict[str, Any]:
    return dict(json.loads(there.answers["/events/1"][2]))


def test_what_is_no_more_for_everybody_is_read_no_more(
    there: Elsewhere, tuin: Someone, fatma: Actor
) -> None:
    """Her row stays: she may be one of those whom it is for now."""
    uri = read_along(there, tuin, fatma)
    an_event(there, tuin, to=[f"{there.address}/users/piet"], cc=[])
    assert brought(tuin, "Update", told_at(there)) == [""]
    assert uris(fatma) == []
    assert GoingElsewhere.objects.get(uri=uri).cancelled_at is None
    assert letters() == []


def test_one_404_is_no_word_that_it_is_off(there: Elsewhere, tuin: Someone, fatma: Actor) -> None:
    """The same a day later is, where it answered nothing else meanwhile."""
    uri, stranger = read_along(there, tuin, fatma), there.someone("vreemd", key=2)
    begun = timezone.now()

    def asked(hours: int, told: object, status: int) -> bool:
        there.serve("/events/1", told, status=status)
        with travel(begun + timedelta(hours=hours)):
            brought(stranger, "Update", uri)
            actions.forget_looks(before=timezone.now())
        return GoingElsewhere.objects.get(uri=uri).cancelled_at is not None

    event = told_at(there)
    assert not asked(0, b"", 404)
    assert not asked(23, b"", 404)
    assert not asked(30, event, 200)
    assert not asked(31, b"", 404)
    assert not asked(60, b"", 403)
    assert not asked(61, b"", 404)
    assert uris(fatma) == [uri]
    assert letters() == []
    assert asked(86, b"", 404)
    assert uris(fatma) == []
    assert letters() == ["called_off_elsewhere"]


@pytest.mark.parametrize(("status", "kind"), [(410, ""), (200, "Tombstone")])
def test_what_is_gone_at_its_own_address_is_gone(
    there: Elsewhere, tuin: Someone, fatma: Actor, status: int, kind: str
) -> None:
    uri = read_along(there, tuin, fatma)
    there.serve("/events/1", {"id": uri, "type": kind}, status=status)
    assert brought(there.someone("vreemd", key=2), "Update", uri) == [""]
    assert uris(fatma) == []
    assert GoingElsewhere.objects.get(uri=uri).cancelled_at is not None
    assert letters() == ["called_off_elsewhere"]


def test_what_does_not_answer_now_is_asked_again(
    there: Elsewhere, tuin: Someone, fatma: Actor
) -> None:
    uri = read_along(there, tuin, fatma)
    there.serve("/events/1", b"", status=503)
    with pytest.raises(Unread):
        brought(tuin, "Update", uri)
    assert uris(fatma) == [uri]


def test_who_is_not_known_elsewhere_hears_what_to_do(
    there: Elsewhere, tuin: Someone, world: World
) -> None:
    uri = an_event(there, tuin)
    page = signed_in(world.bram).post(BACK, {"uri": uri}).text
    assert "I'm coming" not in page
    assert f'href="{uri}"' in page
    asked = len(there.asked)
    assert "First let people on other networks find you." in asks(world.bram, uri)
    assert len(there.asked) == asked  # nothing is asked there
    assert told("Join") == []
    assert "Nobody there can find you now." in signed_in(world.bram).get(HERE).text


def test_its_page_says_when_and_where_once(there: Elsewhere, tuin: Someone, fatma: Actor) -> None:
    """A Vaknet has both in its words as well, for programs that show only these."""
    words = "<p>donderdag 5 december 2199, 10.00 tot 11.00 uur</p><p>De Kas, Zwolle</p><p>Kom.</p>"
    starts, ends = "2199-12-05T09:00:00Z", "2199-12-05T10:00:00Z"
    uri = an_event(there, tuin, content=words, startTime=starts, endTime=ends)
    page = signed_in(fatma).post(BACK, {"uri": uri}).text
    assert (page.count("5 December 2199"), page.count("De Kas, Zwolle")) == (1, 1)
    assert (page.count("5 december 2199"), "<p>Kom.</p>" in page) == (0, True)
    uri = an_event(there, tuin, content=words, startTime=starts, endTime=None)
    assert "5 december 2199" in signed_in(fatma).post(BACK, {"uri": uri}).text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"joinMode": "external"}, "You register on the page of this event."),
        ({"joinMode": None}, "You register on the page of this event."),  # as Gancio
        ({"joinMode": "invite"}, "You register on the page of this event."),
        ({"ical:status": "CANCELLED"}, "This event is cancelled."),
        ({"startTime": "2020-01-01T10:00:00Z", "endTime": None}, "This event has been."),
        ({"to": []}, "We cannot read it there."),
        ({"type": "Note"}, "We cannot read it there."),
        ({"startTime": "morgen"}, "We cannot read it there."),
        ({"attributedTo": "https://elders.example/x"}, "We cannot read it there."),
        ({"attributedTo": "NOBODY"}, "We cannot read it there."),
        ({"url": "LONG"}, "We cannot read it there."),
    ],
)
def test_where_one_cannot_say_so(
    there: Elsewhere, tuin: Someone, fatma: Actor, more: dict[str, Any], words: str
) -> None:
    where = {"NOBODY": f"{there.address}/users/niemand", "LONG": f"{there.address}/{'x' * 500}"}
    filled = {name: where.get(str(value), value) for name, value in more.items()}
    uri = an_event(there, tuin, **filled)
    page = signed_in(fatma).post(BACK, {"uri": uri}).text
    if "joinMode" in more or "ical:status" in more:
        assert "I'm coming" not in page
    assert words in asks(fatma, uri)
    assert not GoingElsewhere.objects.exists()


def test_bad_input_is_told(there: Elsewhere, tuin: Someone, fatma: Actor, world: World) -> None:
    for uri in ("", "javascript:alert(1)", "http://10.0.0.1/x", f"{there.address}/niets", BASE):
        assert "We cannot read it there." in asks(fatma, uri)
    there.serve("/events/2", b"", status=503)
    assert "does not answer" in asks(fatma, f"{there.address}/events/2")
    HostLimit.objects.create(host=there.host, kind=HostLimit.Kind.SUSPEND, by=world.moderator)
    assert "We cannot read it there." in asks(fatma, an_event(there, tuin))
    assert Client().post(HERE, {"act": "come"}).status_code == 302


def test_our_server_knocks_so_many_times(there: Elsewhere, fatma: Actor) -> None:
    client = signed_in(fatma)
    for _time in range(60):
        client.post(HERE, {"act": "come", "uri": ""})
    assert "You tried this many times." in asks(fatma, "")


def test_so_many_at_once(there: Elsewhere, tuin: Someone, fatma: Actor, monkeypatch: Any) -> None:
    from vaknet.domain.events.actions import going

    goes(fatma, an_event(there, tuin))
    monkeypatch.setattr(going, "MOST_GOING", 1)
    told = json.loads(there.answers["/events/1"][2])
    uri = f"{there.address}/events/2"
    there.serve("/events/2", told | {"id": uri, "url": uri})
    assert "very many events" in asks(fatma, uri)


def test_when_she_stops_the_organisers_hear_it(
    there: Elsewhere, tuin: Someone, fatma: Actor
) -> None:
    uri = an_event(there, tuin)
    goes(fatma, uri)
    actions.stop_federating(fatma)
    followups.run(Activity.objects.get(verb="stopped_federating").pk)
    assert [one["object"] for one in told("Leave")] == [uri]
    assert not GoingElsewhere.objects.filter(until=None).exists()


def test_when_the_organiser_is_gone_or_closed_it_ends(
    there: Elsewhere, tuin: Someone, fatma: Actor, world: World
) -> None:
    from vaknet.domain.events.actions.going import EventThere
    from vaknet.domain.refusal import Refused

    row = goes(fatma, an_event(there, tuin))
    brought(tuin, "Delete", tuin.id)
    row.refresh_from_db()
    assert row.until is not None
    row.organiser.refresh_from_db()
    later = timezone.now() + timedelta(days=1)
    off = EventThere(row.uri, row.page, "x", later, None, "", "", tuin.id, (), True, False)
    with translation.override("en"), pytest.raises(Refused, match="cannot be sent from here"):
        events.go_elsewhere(fatma, there=off, organiser=row.organiser)
    with translation.override("en"), pytest.raises(Refused, match="find you"):
        events.go_elsewhere(world.bram, there=off, organiser=row.organiser)


def test_letters_say_when_and_where(there: Elsewhere, tuin: Someone, fatma: Actor) -> None:
    uri = an_event(there, tuin)
    row = goes(fatma, uri)
    [join] = told("Join")
    brought(tuin, "Accept", join)
    an_event(there, tuin, startTime=(row.starts_at + timedelta(hours=1)).isoformat())
    brought(tuin, "Update", uri)
    GoingElsewhere.objects.update(told_at=timezone.now() - timedelta(days=1))
    brought(tuin, "Delete", uri)
    before = Activity.objects.filter(verb__in=("was_answered_elsewhere", "moved_elsewhere"))
    for one in before:
        followups.run(one.pk)  # it is off meanwhile
    assert not Notice.objects.filter(activity__in=before).exists()
    GoingElsewhere.objects.update(cancelled_at=None)
    for verb, subject in [
        ("was_answered_elsewhere", "You are coming: Zaaidag"),
        ("moved_elsewhere", "Changed: Zaaidag"),
        ("called_off_elsewhere", "Cancelled: Zaaidag"),
    ]:
        if verb == "called_off_elsewhere":
            GoingElsewhere.objects.update(cancelled_at=timezone.now())
        [letter] = followups.letters_to(fatma, Activity.objects.get(verb=verb))
        assert letter.subject.startswith(subject)
        assert "De Kas" in letter.context["said"].quote


def test_the_page_asks_as_much_for_many_as_for_one(
    there: Elsewhere, tuin: Someone, fatma: Actor
) -> None:
    client, row = signed_in(fatma), goes(fatma, an_event(there, tuin))
    client.get(HERE)
    with CaptureQueriesContext(connection) as one:
        client.get(HERE)
    for number in range(5):
        row.pk, row.uri, row.token = None, f"{there.address}/e/{number}", f"t{number}"
        row.save()
    with CaptureQueriesContext(connection) as many:
        client.get(HERE)
    assert len(one) == len(many)


@pytest.mark.parametrize(
    ("verb", "subject"),
    [
        ("TentativeAccept", "On the waiting list: Zaaidag"),
        ("Reject", "You cannot come: Zaaidag"),
    ],
)
def test_letters_say_that_she_waits_or_cannot_come(
    there: Elsewhere, tuin: Someone, fatma: Actor, verb: str, subject: str
) -> None:
    goes(fatma, an_event(there, tuin))
    brought(tuin, verb, told("Join")[0])
    happened = Activity.objects.get(verb="was_answered_elsewhere")
    [letter] = followups.letters_to(fatma, happened)
    assert letter.subject.startswith(subject)
    GoingElsewhere.objects.all().delete()
    assert followups.letters_to(fatma, happened) == []


def test_of_who_has_no_keys_any_more_the_rows_end(
    there: Elsewhere, tuin: Someone, fatma: Actor
) -> None:
    row = goes(fatma, an_event(there, tuin))
    fatma.federated_id.delete()
    actions.end_follows_elsewhere(actor=fatma, at=timezone.now())
    row.refresh_from_db()
    assert row.until is not None
    assert told("Leave") == []


def test_where_it_is_and_what_it_is_called_may_lack(
    there: Elsewhere, tuin: Someone, fatma: Actor
) -> None:
    away = {"type": "VirtualLocation", "url": f"{there.address}/bel"}
    row = goes(fatma, an_event(there, tuin, name="", location=[away], endTime=None))
    assert (row.name, row.place) == (row.uri, "")
    assert row.uri in signed_in(fatma).get(HERE).text

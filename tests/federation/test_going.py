"""A member goes to an event on another network: real requests both ways, as Mobilizon tells it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.federation.conftest import BASE
from tests.federation.elsewhere import Elsewhere, Someone, handled
from tests.federation.going_out import id_of
from tests.federation.test_pages import signed_in
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import GoingElsewhere
from vaknet.domain.federation import actions
from vaknet.domain.federation.models import HostLimit, Parcel
from vaknet.domain.notices.models import Notice
from vaknet.interfaces.jobs import followups

HERE = "/ik/instellingen/andere-netwerken/bijeenkomsten/"
BACK = "/authorize_interaction"
Answer = GoingElsewhere.Answer


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


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

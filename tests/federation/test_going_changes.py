"""What changes at an event elsewhere to which a member goes, and what ends it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone, translation
from time_machine import travel

from tests import postbox
from tests.federation.elsewhere import Elsewhere, Someone, connect, network_elsewhere
from tests.federation.reading import follows, uris
from tests.federation.test_going import an_event, brought, goes, letters
from tests.federation.test_pages import signed_in
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import GoingElsewhere
from vaknet.domain.events.words import moment_there
from vaknet.domain.federation import actions
from vaknet.domain.notices import actions as notices
from vaknet.domain.notices.actions.choosing import Wish
from vaknet.domain.notices.models import Notice
from vaknet.interfaces.jobs import clock_of_events, followups
from vaknet.interfaces.reaching.fetching import Unread

HERE = "/ik/instellingen/andere-netwerken/bijeenkomsten/"


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


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

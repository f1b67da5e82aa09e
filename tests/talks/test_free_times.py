"""When somebody is free, by her own calendar: seen by her alone, and kept nowhere."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.core.cache import cache
from django.utils import timezone

from tests.kit.test_busy import calendar, event
from tests.kit.test_busy_visits import serve
from tests.kit.web_server import WebServer, web_server
from tests.places import all_taken
from tests.talks.test_talks import bram, coming, marit, samira, signed_in  # noqa: F401
from vaknet.configuration import configuration
from vaknet.domain.activity.models import Actor
from vaknet.domain.calendars.models import OwnCalendar
from vaknet.domain.calendars.secrets import sealed
from vaknet.domain.talks import actions
from vaknet.domain.talks.models import Talk
from vaknet.interfaces.reaching.waiting import MEMBERS
from vaknet.interfaces.web.free_times import slots, value
from vaknet.kit import busy_visits

HERE = ZoneInfo("Europe/Amsterdam")
SECRET = "Tandarts in Zwolle"
FAILS = "Je agenda was nu niet te lezen. Kies zelf tijden."


@pytest.fixture
def server(tmp_path: Path, monkeypatch) -> Iterator[WebServer]:
    """Somebody's calendar, on a server that this network may reach."""
    with web_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        monkeypatch.setattr(type(configuration), "may_reach", lambda *_told: True)
        monkeypatch.setattr(busy_visits, "THINKING", 60)  # this machine may be busy
        yield server


def point(actor: Actor, server: WebServer) -> None:
    """As she would, but for the port of this server."""
    address = f"{server.address}/agenda.ics"
    OwnCalendar.objects.update_or_create(
        actor=actor,
        defaults={"host": "localhost", "sealed": sealed(address, place="localhost")},
    )


def busy_from(moment, hours: float = 1) -> bytes:
    utc = moment.astimezone(ZoneInfo("UTC"))
    return calendar(
        event(
            f"DTSTART:{utc:%Y%m%dT%H%M%SZ}",
            f"DTEND:{utc + timedelta(hours=hours):%Y%m%dT%H%M%SZ}",
            f"SUMMARY:{SECRET}",
        )
    )


def propose_page(marit: Actor) -> str:  # noqa: F811
    return f"/@{marit.handle}/afspraak/"


def test_the_half_hours_of_ten_working_days() -> None:
    found = slots()
    assert len(found) == 160
    assert {one.weekday() for one in found} <= set(range(5))
    assert (f"{found[0]:%H:%M}", f"{found[15]:%H:%M}") == ("09:00", "16:30")
    assert found[0].date() > timezone.localdate()


def test_without_a_calendar_she_types(samira, marit) -> None:  # noqa: F811
    page = signed_in(samira).get(propose_page(marit)).text
    assert 'name="slot"' not in page
    assert 'name="date_1"' in page
    assert "/ik/agenda/" in page


def test_free_and_taken_half_hours(samira, marit, server) -> None:  # noqa: F811
    point(samira, server)
    first, second, third, fourth = slots()[:4]
    serve(server, busy_from(first))
    talk = actions.propose_talk(marit, invitee=samira, purpose="Thee", times=[third])
    actions.pick_time(samira, talk=talk, time=talk.proposed_times.get())
    page = signed_in(samira).get(propose_page(marit)).text
    chips = re.findall(r'name="slot" value="([^"]*)"( checked)?( disabled)?', page)
    assert len(chips) == 160
    taken = [chip[0] for chip in chips if chip[2]]
    assert taken == [value(first), value(second), value(third)]
    assert "(bezet)" in page
    assert SECRET not in page
    again = signed_in(samira).get(propose_page(marit)).text  # within the minute
    assert FAILS in again
    assert 'name="slot"' not in again
    assert len(server.asked) == 1
    sent = {"purpose": "Koffie", "minutes": "30", "slot": [value(fourth)]}
    wrong = signed_in(samira).post(
        propose_page(marit), sent | {"purpose": "", "taken": ",".join(taken)}
    )
    assert wrong.status_code == 422
    chips = re.findall(r'name="slot" value="([^"]*)"( checked)?( disabled)?', wrong.text)
    assert [chip[0] for chip in chips if chip[1]] == [value(fourth)]
    assert [chip[0] for chip in chips if chip[2]] == taken
    assert len(server.asked) == 1
    done = signed_in(samira).post(propose_page(marit), sent)
    assert done.status_code == 303
    made = Talk.objects.get(purpose="Koffie")
    assert [time.starts_at for time in made.proposed_times.all()] == [fourth]


def test_chosen_and_typed_together_are_three_at_most(samira, marit, server) -> None:  # noqa: F811
    point(samira, server)
    four = [value(one) for one in slots()[:4]]
    sent = {"purpose": "Koffie", "minutes": "30", "slot": four, "taken": ""}
    many = signed_in(samira).post(propose_page(marit), sent)
    assert many.status_code == 422
    assert "Stel hooguit 3 tijden voor." in many.text
    strange = signed_in(samira).post(propose_page(marit), sent | {"slot": ["2020-01-01T09:00"]})
    assert strange.status_code == 422
    later = signed_in(samira).post(
        propose_page(marit), sent | {"slot": [value(slots()[-1])], "purpose": ""}
    )
    assert '<details class="more" open>' in later.text
    day = coming(20).date().isoformat()
    typed = sent | {"slot": four[:1], "date_1": day, "time_1": "10:00"}
    assert signed_in(samira).post(propose_page(marit), typed).status_code == 303
    assert Talk.objects.get().proposed_times.count() == 2


@pytest.mark.parametrize("content", [b"", b"<html>", b"BEGIN:VCALENDAR\n" + b"X" * 9_000_000])
def test_a_calendar_that_cannot_be_read(samira, marit, server, content) -> None:  # noqa: F811
    point(samira, server)
    serve(server, content)
    page = signed_in(samira).get(propose_page(marit))
    assert page.status_code == 200
    assert FAILS in page.text
    assert 'name="date_1"' in page.text


def test_one_that_our_key_does_not_open(samira, marit, server, settings) -> None:  # noqa: F811
    point(samira, server)
    OwnCalendar.objects.update(sealed=b"of another key")
    assert FAILS in signed_in(samira).get(propose_page(marit)).text
    assert server.asked == []


def test_who_picks_sees_what_clashes_and_nobody_else(samira, marit, server) -> None:  # noqa: F811
    point(marit, server)
    times = [moment.replace(minute=0, second=0) for moment in (coming(2), coming(3))]
    talk = actions.propose_talk(samira, invitee=marit, purpose="Koffie", times=times)
    serve(server, busy_from(times[1] - timedelta(minutes=45)))
    page = f"/ik/afspraken/{talk.pk}/"
    proposer = signed_in(samira).get(page).text
    assert server.asked == []
    hers = signed_in(marit).get(page).text
    assert hers.count("je hebt dan iets anders") == 1
    assert hers.index("je hebt dan iets anders") > hers.rindex('name="time"')
    assert len(server.asked) == 1
    assert "iets anders" not in proposer
    assert "iets anders" not in signed_in(samira).get(page).text
    assert FAILS in signed_in(marit).get(page).text
    assert signed_in(marit).post(page, {}).status_code == 422
    assert len(server.asked) == 1
    chosen = talk.proposed_times.last()
    assert signed_in(marit).post(page, {"time": chosen.pk}).status_code == 303


def test_her_calendar_is_not_waited_for_when_others_wait(samira, marit, server) -> None:  # noqa: F811
    point(samira, server)
    serve(server, busy_from(slots()[5]))
    with all_taken(MEMBERS):
        assert FAILS in signed_in(samira).get(propose_page(marit)).text
    assert server.asked == []
    assert " disabled" in signed_in(samira).get(propose_page(marit)).text


def test_nothing_of_a_calendar_is_kept(samira, marit, server, caplog) -> None:  # noqa: F811
    point(samira, server)
    moment = slots()[5]
    serve(server, busy_from(moment))
    assert " disabled" in signed_in(samira).get(propose_page(marit)).text
    kept = [
        row
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
        for row in model._default_manager.values_list()
    ]
    assert kept
    said = repr(kept) + caplog.text
    for word in (SECRET, "agenda.ics", f"{moment:%Y-%m-%d}", repr(moment.date())):
        assert word not in said
    assert cache.get(f"calendar-of-{samira.pk}") == 1

"""A talk: three times, pick one, and it stands in both calendars."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests import postbox
from tests.world import acquaint, member
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.refusal import Refused
from vaknet.domain.talks import actions, calendar, queries
from vaknet.domain.talks.models import Talk, TalkOutcome
from vaknet.interfaces.mail.letters import talks as letters
from vaknet.kit.calendar import Meeting, Party, invitation


@pytest.fixture
def samira(db: None) -> Actor:
    return member("Samira El Idrissi", "samira@waterveen.example")


@pytest.fixture
def marit(samira: Actor) -> Actor:
    marit = member("Marit Hoekstra", "marit@oosterhage.example")
    acquaint(samira, marit)
    return marit


@pytest.fixture
def bram(db: None) -> Actor:
    return member("Bram Terpstra", "bram@duinrade.example")


def coming(days: int) -> datetime:
    return timezone.now().replace(microsecond=0) + timedelta(days=days)


@pytest.fixture
def talk(samira: Actor, marit: Actor) -> Talk:
    return actions.propose_talk(
        samira,
        invitee=marit,
        purpose="Hoe begin je met digitale dossiers?",
        times=[coming(3), coming(1), coming(2)],
        location="Stadhuis Oosterhage",
    )


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.account)
    return client


def agree(talk: Talk, marit: Actor) -> Talk:
    return actions.pick_time(marit, talk=talk, time=talk.proposed_times.all()[0])


def test_one_time_is_picked_and_stays(talk: Talk, marit: Actor) -> None:
    agreed = agree(talk, marit)
    assert agreed.starts_at == min(time.starts_at for time in talk.proposed_times.all())
    assert agree(talk, marit).agreed_at == agreed.agreed_at
    with pytest.raises(Refused):
        actions.pick_time(marit, talk=talk, time=talk.proposed_times.all()[1])


def test_strangers_propose_nothing(bram: Actor, marit: Actor) -> None:
    with pytest.raises(Refused):
        actions.propose_talk(bram, invitee=marit, purpose="Verkoop", times=[coming(1)])


@pytest.mark.parametrize(
    ("times", "field"),
    [([], "times"), ([-1], "times"), ([1, 2, 3, 4], "times"), ([800], "times")],
)
def test_impossible_times_are_refused(samira: Actor, marit: Actor, times, field) -> None:
    moments = [coming(days) for days in times]
    with pytest.raises(Refused) as refused:
        actions.propose_talk(samira, invitee=marit, purpose="x", times=moments)
    assert refused.value.field == field


def test_a_no_is_silent(talk: Talk, samira: Actor, marit: Actor) -> None:
    before = signed_in(samira).get(f"/ik/afspraken/{talk.pk}/").text
    actions.decline_talk(marit, talk=talk)
    actions.decline_talk(marit, talk=talk)
    after = signed_in(samira).get(f"/ik/afspraken/{talk.pk}/").text
    assert before[before.index("<main") : before.index("</main")].count("<") == (
        after[after.index("<main") : after.index("</main")].count("<")
    )
    assert queries.talks(samira).count() == 1
    assert queries.talks(marit).count() == 0
    assert Activity.objects.get(verb="declined_talk").audience == "self"


def test_only_the_two_may_look(talk: Talk, bram: Actor) -> None:
    for path in ("", "afspraak.ics"):
        assert signed_in(bram).get(f"/ik/afspraken/{talk.pk}/{path}").status_code == 404
    for path in ("nee/", "afzeggen/"):
        assert signed_in(bram).post(f"/ik/afspraken/{talk.pk}/{path}").status_code == 404
    assert Client().get(f"/ik/afspraken/{talk.pk}/").status_code == 302
    with pytest.raises(Talk.DoesNotExist):
        actions.pick_time(bram, talk=talk, time=talk.proposed_times.all()[0])


def test_the_proposer_cannot_pick(talk: Talk, samira: Actor) -> None:
    with pytest.raises(Refused):
        agree(talk, samira)


def test_a_cancelled_talk_leaves_both_calendars(talk: Talk, samira: Actor, marit: Actor) -> None:
    agreed = agree(talk, marit)
    first = Calendar.from_ical(
        calendar.invitation(agreed, reader=marit, base_url="https://bond.example")
    )
    cancelled = actions.cancel_talk(samira, talk=talk)
    second = Calendar.from_ical(
        calendar.invitation(
            cancelled, reader=marit, base_url="https://bond.example", method="CANCEL"
        )
    )
    [before], [after] = first.walk("VEVENT"), second.walk("VEVENT")
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert (second["METHOD"], after["STATUS"]) == ("CANCEL", "CANCELLED")
    assert before["LOCATION"] == "Stadhuis Oosterhage"


def test_letters_hold_date_place_and_calendar_file(talk: Talk, marit: Actor) -> None:
    letters.talk_proposed(Activity.objects.get(verb="proposed_talk"))
    agree(talk, marit)
    letters.talk_agreed(Activity.objects.get(verb="picked_time"))
    postbox.empty()
    proposed, *both = mail.outbox
    assert proposed.to == ["marit@oosterhage.example"]
    assert sorted(message.to[0] for message in both) == [
        "marit@oosterhage.example",
        "samira@waterveen.example",
    ]
    for message in both:
        assert "Stadhuis Oosterhage" in message.body
        assert str(coming(1).year) in message.body
        [file] = message.attachments
        assert "METHOD:REQUEST" in str(file.content)


def test_a_talk_in_the_browser(samira: Actor, marit: Actor) -> None:
    asker, other = signed_in(samira), signed_in(marit)
    day = (timezone.localtime() + timedelta(days=7)).date().isoformat()
    form = {"purpose": "Digitaal dossier", "minutes": "30", "date_1": day, "time_1": ""}
    half = asker.post(f"/@{marit.handle}/afspraak/", form)
    assert half.status_code == 422
    assert "Digitaal dossier" in half.text
    done = asker.post(f"/@{marit.handle}/afspraak/", form | {"time_1": "09:30"})
    page = done.headers["Location"]
    assert "9.30 uur" in other.get(page).text
    talk = Talk.objects.get()
    assert other.post(page, {"time": ""}).status_code == 422
    other.post(page, {"time": str(talk.proposed_times.get().pk)})
    file = other.get(f"{page}afspraak.ics")
    assert file["Content-Type"].startswith("text/calendar")
    [event] = Calendar.from_ical(file.content).walk("VEVENT")
    local = event["DTSTART"].dt.astimezone(ZoneInfo("Europe/Amsterdam"))
    assert (local.hour, local.minute) == (9, 30)


def test_an_hour_that_the_clock_skips_is_refused(samira: Actor, marit: Actor) -> None:
    year = timezone.now().year + 1
    spring = max(d for d in range(25, 32) if datetime(year, 3, d, tzinfo=UTC).weekday() == 6)
    form = {"purpose": "x", "minutes": "30", "date_1": f"{year}-03-{spring}", "time_1": "02:30"}
    page = signed_in(samira).post(f"/@{marit.handle}/afspraak/", form)
    assert page.status_code == 422
    assert not Talk.objects.exists()


@pytest.mark.parametrize(("day", "time"), [("0001-01-01", "00:00"), ("9999-12-31", "23:59")])
def test_a_day_at_the_end_of_time_is_refused(samira: Actor, marit: Actor, day, time) -> None:
    form = {"purpose": "Digitaal dossier", "minutes": "30", "date_1": day, "time_1": time}
    page = signed_in(samira).post(f"/@{marit.handle}/afspraak/", form)
    assert page.status_code == 422
    assert "Kies een andere dag." in page.text
    assert "Digitaal dossier" in page.text


MOMENTS = st.integers(1_600_000_000, 2_200_000_000).map(lambda s: datetime.fromtimestamp(s, UTC))
TEXT = st.text(max_size=200).filter(lambda text: "\0" not in text)


@given(TEXT, TEXT, MOMENTS)
def test_any_words_give_a_file_that_reads_back(summary: str, place: str, start: datetime) -> None:
    people = Party('Ilse "de" Wit', "ilse@oosterhage.example")
    meeting = Meeting("1@x", 0, summary, place, "d", start, 30, start, people, (people,))
    file = invitation(meeting, "REQUEST")
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    [event] = Calendar.from_ical(file).walk("VEVENT")
    assert event["DTSTART"].dt == start.replace(microsecond=0)


def test_what_makes_no_talk_is_refused(samira: Actor, marit: Actor) -> None:
    for minutes in (5, 24 * 60):
        with pytest.raises(Refused, match=r"10 min|8 uur|hours"):
            actions.propose_talk(
                samira, invitee=marit, purpose="Koffie", times=[coming(1)], minutes=minutes
            )


def test_proposed_and_answered_twice_is_once(samira: Actor, marit: Actor) -> None:
    first, again = (
        actions.propose_talk(samira, invitee=marit, purpose="Koffie", times=[coming(1)])
        for _ in range(2)
    )
    assert first == again
    declined = [actions.decline_talk(marit, talk=first).declined_at for _ in range(2)]
    assert declined[0] == declined[1]
    cancelled = [actions.cancel_talk(samira, talk=first).sequence for _ in range(2)]
    assert cancelled[0] == cancelled[1]
    with pytest.raises(Refused):
        actions.decline_talk(samira, talk=first)


def test_a_time_of_another_talk_or_of_the_past_is_not_picked(
    talk: Talk, samira: Actor, marit: Actor
) -> None:
    other = actions.propose_talk(samira, invitee=marit, purpose="Koffie", times=[coming(9)])
    with pytest.raises(Refused, match=r"Kies|Choose"):
        actions.pick_time(marit, talk=talk, time=other.proposed_times.get())
    late = talk.proposed_times.order_by("starts_at")[0]
    late.starts_at = timezone.now() - timedelta(minutes=1)
    late.save()
    with pytest.raises(Refused, match=r"voorbij|over"):
        actions.pick_time(marit, talk=talk, time=late)


def test_only_the_two_call_it_off(talk: Talk, marit: Actor) -> None:
    with pytest.raises(Refused):
        actions.cancel_talk(marit, talk=talk)  # not agreed yet: she says no instead
    agree(talk, marit)
    assert actions.cancel_talk(marit, talk=talk).cancelled_at
    assert list(queries.talks(marit)) == []


def test_a_talk_without_a_time_has_no_calendar_file(talk: Talk) -> None:
    with pytest.raises(ValueError, match="without a time"):
        calendar.invitation(talk, reader=talk.invitee, base_url="https://vaknet.example")


@pytest.fixture
def held(talk: Talk, marit: Actor, time_machine) -> Talk:
    """It was agreed on, and has begun."""
    time = talk.proposed_times.first()
    actions.pick_time(marit, talk=talk, time=time)
    time_machine.move_to(time.starts_at + timedelta(minutes=1))
    return talk


def test_each_says_what_came_of_it_for_her_own_eyes(
    samira: Actor, marit: Actor, held: Talk
) -> None:
    page, note = f"/ik/afspraken/{held.pk}/", "Marit stuurt haar bestek"
    client = Client(headers={"accept-language": "en"})
    client.force_login(samira.account)
    assert "How did it go?" in client.get(page).text
    for _ in range(2):
        sent = {"act": "outcome", "kind": "helped", "note": note}
        told = client.post(page, sent, follow=True).text
        assert "You said: it helped." in told
        assert note in told
    assert TalkOutcome.objects.count() == 1
    client.force_login(marit.account)
    other = client.get(page).text
    assert "How did it go?" in other
    assert note not in other
    assert "it helped." not in other
    client.post(page, {"act": "outcome", "kind": "nothing"})
    client.force_login(samira.account)
    assert "You said: it helped." in client.get(page).text
    actions.say_outcome(samira, talk=held, kind="spoke")
    outcome = queries.outcome_of(samira, held)
    assert (outcome.kind, outcome.note) == ("spoke", "")
    assert TalkOutcome.objects.filter(actor=samira).count() == 2
    log = Activity.objects.filter(verb="said_talk_outcome")
    assert set(log.values_list("audience", flat=True)) == {Audience.SELF}


def test_what_may_not_be_said_of_a_talk(samira: Actor, bram: Actor, held: Talk) -> None:
    page = f"/ik/afspraken/{held.pk}/"
    for sent in ({"kind": "unheard"}, {}, {"kind": "spoke", "note": "x" * 1001}):
        assert signed_in(samira).post(page, {"act": "outcome"} | sent).status_code == 422
    assert signed_in(bram).post(page, {"act": "outcome", "kind": "helped"}).status_code == 404
    actions.cancel_talk(samira, talk=held)
    assert signed_in(samira).post(page, {"act": "outcome", "kind": "helped"}).status_code == 422
    assert not TalkOutcome.objects.exists()


def test_a_talk_to_come_has_no_outcome_yet(samira: Actor, marit: Actor, talk: Talk) -> None:
    for agreed in (False, True):
        if agreed:
            actions.pick_time(marit, talk=talk, time=talk.proposed_times.first())
        with pytest.raises(Refused):
            actions.say_outcome(samira, talk=talk, kind="helped")
        assert 'value="helped"' not in signed_in(samira).get(f"/ik/afspraken/{talk.pk}/").text

"""Whom one meets at an event: before it, there, the day after, and a month on."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail

from tests import postbox
from tests.events.a_day import comes, open_day
from tests.leaving.story import signed_in
from tests.world import World, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.queries import are_connected
from vaknet.domain.encounters import actions, queries
from vaknet.domain.encounters.links import swap_token
from vaknet.domain.encounters.models import Encounter, Welcome
from vaknet.domain.encounters.whom import whom_to_meet
from vaknet.domain.events import actions as events
from vaknet.domain.events.models import Event, Registration
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Occupation, Profile
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Amsterdam")
TODAY = datetime(2026, 11, 30, 12, tzinfo=ZONE)
FIRST = datetime(2026, 12, 10, 9, 30, tzinfo=ZONE)
THERE = FIRST + timedelta(hours=3)
NEXT_DAY = FIRST + timedelta(days=1)


@pytest.fixture
def day(world: World) -> Event:
    """To come: Samira, Bram, Peter and Noor are on the list, Fatma comes without."""
    with time_machine.travel(TODAY, tick=False):
        event = open_day(world, starts_at=FIRST)
        for person in (world.samira, world.bram, world.peter, world.noor):
            comes(person, event, listed=True)
        comes(world.fatma, event)
    return event


def met(person: Actor, event: Event) -> list[Actor]:
    return [row.other for row in queries.whom_i_met(person, event)]


def token_of(person: Actor, event: Event) -> str:
    return swap_token(Registration.objects.get(event=event, person=person))


@time_machine.travel(TODAY, tick=False)
def test_whom_to_meet_with_reasons_that_are_true(world: World, day: Event) -> None:
    """Noor is a contact already, Fatma is not on the list, Peter tells his words to nobody."""
    people.add_known_topic(world.bram, text="Van papier naar digitaal archief")
    people.add_known_topic(world.noor, text="Archief van papier af")
    people.add_known_topic(world.fatma, text="Archief van papier af")
    people.add_known_topic(world.peter, text="Archief van papier af")
    people.show_parts(world.peter, who_sees={"knows": "me"})
    (bram,) = whom_to_meet(world.samira, day)
    assert (bram.person, bram.reasons) == (
        world.bram,
        [
            "Knows: Van papier naar digitaal archief. "
            "You seek: Wie heeft het archief van papier af gekregen?."
        ],
    )
    (samira,) = whom_to_meet(world.bram, day)
    assert samira.reasons[0].startswith("Seeks: Wie heeft het archief")
    assert whom_to_meet(world.fatma, day) == []


@time_machine.travel(TODAY, tick=False)
def test_the_same_work_somewhere_else(world: World, day: Event) -> None:

    work = Occupation.objects.create(uri="x:1", isco="2611", label_nl="jurist", label_en="lawyer")
    Profile.objects.filter(actor__in=[world.samira, world.bram]).update(occupation=work)
    (bram,) = whom_to_meet(world.samira, day)
    assert bram.reasons == ["Does the same work as you, somewhere else."]


def test_for_herself_alone(world: World, day: Event) -> None:
    with time_machine.travel(TODAY, tick=False), pytest.raises(Refused, match="Who was there"):
        actions.say_met(world.samira, event=day, other=world.bram)
    with time_machine.travel(NEXT_DAY, tick=False):
        for _time in range(2):
            actions.say_met(world.samira, event=day, other=world.bram)
        assert met(world.samira, day) == [world.bram]
        assert met(world.bram, day) == []
        assert [row.person for row in queries.to_say(world.samira, day)] == [
            world.noor,
            world.peter,
        ]
        for other in (world.fatma, world.joost, world.samira):
            with pytest.raises(Actor.DoesNotExist):
                actions.say_met(world.samira, event=day, other=other)
        with pytest.raises(Refused, match="Who was there"):
            actions.say_met(world.joost, event=day, other=world.bram)


@time_machine.travel(THERE, tick=False)
def test_by_the_drawing_it_stands_with_both(world: World, day: Event) -> None:
    """Fatma is on no list, and shows her drawing to whom she likes."""
    for _time in range(2):
        actions.swap(world.samira, event=day, token=token_of(world.fatma, day))
    assert met(world.samira, day) == [world.fatma]
    assert met(world.fatma, day) == [world.samira]
    other = open_day(world, name="Elders", starts_at=FIRST + timedelta(days=3))
    elsewhere = token_of_other(world.bram, other)
    for wrong in ("", "x~y", elsewhere, token_of(world.samira, day)):
        with pytest.raises(Registration.DoesNotExist):
            actions.swap(world.samira, event=day, token=wrong)
    people.block(world.peter, other=world.samira)
    with pytest.raises(Registration.DoesNotExist):
        actions.swap(world.samira, event=day, token=token_of(world.peter, day))
    with pytest.raises(Refused, match="Who was there"):
        actions.swap(world.joost, event=day, token=token_of(world.fatma, day))


def token_of_other(person: Actor, event: Event) -> str:
    return swap_token(comes(person, event))


@time_machine.travel(THERE, tick=False)
def test_in_touch_when_both_want_it(world: World, day: Event) -> None:
    actions.swap(world.samira, event=day, token=token_of(world.bram, day))
    (hers,) = queries.whom_i_met(world.samira, day)
    (his,) = queries.whom_i_met(world.bram, day)
    for _time in range(2):
        assert not actions.stay_in_touch(world.samira, encounter=hers)
    assert not are_connected(world.samira, world.bram)
    assert not world.bram.requests_received.exists()
    assert actions.stay_in_touch(world.bram, encounter=his)
    assert are_connected(world.samira, world.bram)
    assert actions.stay_in_touch(world.bram, encounter=his)
    note = world.samira.connections.get(contact=world.bram).note
    assert note == day.name


@time_machine.travel(THERE, tick=False)
def test_in_touch_though_one_had_asked_before(world: World, day: Event) -> None:
    """And the other had said no to it, which nobody was told."""
    before = connections.request_connection(world.bram, recipient=world.samira, note="Hallo")
    connections.decline_request(world.samira, request=before)
    actions.swap(world.samira, event=day, token=token_of(world.bram, day))
    actions.stay_in_touch(world.bram, encounter=Encounter.objects.get(person=world.bram))
    assert actions.stay_in_touch(world.samira, encounter=Encounter.objects.get(person=world.samira))
    assert are_connected(world.samira, world.bram)


@time_machine.travel(TODAY, tick=False)
def test_who_is_not_seen_sees_no_newcomers(world: World, day: Event) -> None:
    actions.welcome_newcomers(world.fatma, event=day)
    actor = world.bram
    Actor.objects.filter(pk=actor.pk).update(created_at=TODAY - timedelta(days=2))
    assert queries.newcomers(world.fatma, day, now=TODAY) == []
    events.change_registration(world.fatma, event=day, listed=True)
    assert world.bram in queries.newcomers(world.fatma, day, now=TODAY)


@time_machine.travel(THERE, tick=False)
def test_what_nobody_keeps_is_gone(world: World, day: Event) -> None:
    for other in (world.bram, world.noor, world.peter):
        actions.say_met(world.samira, event=day, other=other)
    bram, noor, _peter = queries.whom_i_met(world.samira, day)
    for _time in range(2):
        actions.keep_encounter(world.samira, encounter=bram)
        actions.let_go(world.samira, encounter=noor)
    assert met(world.samira, day) == [world.bram, world.peter]
    actions.expire_encounters(at=THERE + timedelta(days=89))
    assert met(world.samira, day) == [world.bram, world.peter]
    actions.expire_encounters(at=THERE + timedelta(days=91))
    assert met(world.samira, day) == [world.bram]
    with pytest.raises(Encounter.DoesNotExist):
        actions.keep_encounter(world.bram, encounter=bram)


@time_machine.travel(TODAY, tick=False)
def test_who_is_new_is_welcomed(world: World, day: Event) -> None:
    ilse, wim = (
        member(name, f"{name[:3].lower()}@duinrade.example") for name in ("Ilse Vos", "Wim Bos")
    )
    Actor.objects.exclude(pk__in=[ilse.pk, wim.pk]).update(created_at=TODAY - timedelta(days=200))
    for person in (ilse, wim):
        comes(person, day, listed=True)
    assert queries.who_welcomes(ilse, day, now=TODAY) is None
    for person in (world.bram, world.noor, world.bram):
        actions.welcome_newcomers(person, event=day)
    assert queries.who_welcomes(ilse, day, now=TODAY) == world.bram
    assert queries.newcomers(world.noor, day, now=TODAY) == [wim]
    assert queries.who_welcomes(world.samira, day, now=TODAY) is None
    assert queries.is_new(ilse, TODAY)
    people.block(wim, other=world.noor)
    assert queries.newcomers(world.noor, day, now=TODAY) == []
    for _time in range(2):
        actions.stop_welcoming(world.bram, event=day)
    assert queries.who_welcomes(ilse, day, now=TODAY) == world.noor
    with pytest.raises(Refused, match="Register first"):
        actions.welcome_newcomers(world.joost, event=day)


def test_asked_the_day_after_and_a_month_on(world: World, day: Event) -> None:
    with time_machine.travel(THERE, tick=False):
        row = Registration.objects.get(event=day, person=world.samira)
        events.check_in(world.marit, event=day, code=row.code)
        actions.say_met(world.samira, event=day, other=world.bram)
        actions.keep_encounter(world.samira, encounter=Encounter.objects.get())
        assert actions.ask_afterwards(at=THERE) == 0
    with time_machine.travel(NEXT_DAY, tick=False):
        assert actions.ask_afterwards(at=NEXT_DAY) == 1
        assert actions.ask_afterwards(at=NEXT_DAY) == 0
        (letter,) = written("asked_whom_met")
        assert letter.to == ["samira@waterveen.example"]
        assert letter.subject == "Wie sprak je? Dag van de vergunning"
        assert "Bram" not in letter.body
    later = NEXT_DAY + timedelta(days=31)
    with time_machine.travel(later, tick=False):
        assert actions.ask_afterwards(at=later) == 1
        (letter,) = written("asked_what_came")
        assert "Je bewaarde 1 persoon" in letter.body
        assert "Bram" not in letter.body
        Event.objects.update(cancelled_at=later)
        assert written("asked_whom_met") == written("asked_what_came") == []


def written(verb: str) -> list[mail.EmailMessage]:
    mail.outbox.clear()
    followups.run(Activity.objects.get(verb=verb).pk)
    postbox.empty()
    return list(mail.outbox)


def test_where_nobody_stood_at_the_door_all_are_asked(world: World, day: Event) -> None:
    with time_machine.travel(NEXT_DAY, tick=False):
        actions.ask_afterwards(at=NEXT_DAY)
        assert len(written("asked_whom_met")) == 5


def test_two_accounts_met_once_and_who_left_met_nobody(world: World, day: Event) -> None:
    with time_machine.travel(THERE, tick=False):
        double = member("Samira", "samira@oud.example")
        comes(double, day, listed=True)
        for one in (world.samira, double):
            actions.say_met(one, event=day, other=world.bram)
            actions.say_met(world.bram, event=day, other=one)
        actions.say_met(double, event=day, other=world.samira)
        actions.say_met(double, event=day, other=world.peter)
        actions.welcome_newcomers(double, event=day)
        actions.take_over_encounters(kept=world.samira, merged=double, at=THERE)
        assert met(world.samira, day) == [world.bram, world.peter]
        assert met(world.bram, day) == [world.samira]
        assert Welcome.objects.get().person == world.samira
        actions.erase_encounters(actor=world.samira)
        assert not Encounter.objects.exists()
        assert not Welcome.objects.exists()


def test_the_page_before_there_and_after(world: World, day: Event) -> None:
    address = f"/b/{day.pk}/ontmoet/"
    with time_machine.travel(TODAY, tick=False):
        people.add_known_topic(world.bram, text="Archief van papier")
        samira = signed_in(world.samira)
        page = samira.get(address).text
        assert "Knows: Archief van papier." in page
        assert "I welcome who is new" in page
        samira.post(address, {"act": "welcome"})
        assert "Do not welcome any more" in samira.get(address).text
        samira.post(address, {"act": "stop"})
        assert "You are not on the list" in signed_in(world.fatma).get(address).text
        assert signed_in(world.joost).get(address).status_code == 404
        assert samira.get("/b/987654/ontmoet/").status_code == 404
    with time_machine.travel(THERE, tick=False):
        samira = signed_in(world.samira)
        swap = f"{address}{token_of(world.fatma, day)}/"
        assert "Fatma" in samira.get(swap).text
        samira.post(swap)
        assert samira.get(f"{address}{token_of(world.samira, day)}/").url == address
        assert samira.get(f"{address}onzin/").status_code == 404
        people.block(world.peter, other=world.samira)
        assert samira.get(f"{address}{token_of(world.peter, day)}/").status_code == 404
        assert "QR code" in samira.get(address).text
        samira.post(address, {"act": "met", "other": [str(world.bram.pk), "x", "9" * 30]})
        assert met(world.samira, day) == [world.bram, world.fatma]
        bram = Encounter.objects.get(person=world.samira, other=world.bram)
        for act in ("keep", "touch"):
            samira.post(f"/ontmoet/{bram.pk}/", {"act": act})
        assert "You want to stay in touch" in samira.get(address).text
        assert samira.post(f"/ontmoet/{bram.pk}/", {"act": "x"}).status_code == 404
        assert signed_in(world.bram).post(f"/ontmoet/{bram.pk}/").status_code == 404
        samira.post(f"/ontmoet/{bram.pk}/", {"act": "go"})
        assert met(world.samira, day) == [world.fatma]
    with time_machine.travel(NEXT_DAY, tick=False):
        noor = signed_in(world.noor)
        assert "Whom did you speak?" in noor.get(address).text
        found = noor.get(f"{address}?wie=bra").text
        assert "Bram Kuipers" in found
        assert "Peter de Wit" not in found
        assert "Nobody of that name" in noor.get(f"{address}?wie=zzz").text

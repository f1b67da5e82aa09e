"""An event that somebody tips a colleague: for who may know of it, until it was held."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone, translation
from django.utils.html import escape

from tests import postbox
from tests.connections.test_pages import words as plain
from tests.events.a_day import comes, open_day
from tests.tips.test_pages import as_
from tests.world import World, bring_in
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.events import actions as events
from vaknet.domain.events import words
from vaknet.domain.events.models import Event
from vaknet.domain.groups import actions as groups
from vaknet.domain.notices.queries import today
from vaknet.domain.people import actions as people
from vaknet.domain.tips import actions, queries
from vaknet.domain.tips.everything import everything_of
from vaknet.domain.tips.models import Tip
from vaknet.interfaces.jobs import followups

WHY = "Jij zocht hier iemand voor"


@pytest.fixture
def day(world: World) -> Event:
    return open_day(world)


def tip(by: Actor, to: Actor, event: Event, text: str = WHY) -> Tip:
    return actions.tip_colleague(by, to=to, kind="event", about=event.pk, text=text)


def letters(*verbs: str) -> list[Any]:
    """What followed of the last of these."""
    mail.outbox.clear()
    for verb in verbs:
        followups.run(Activity.objects.filter(verb=verb).latest("pk").pk)
    postbox.empty()
    return list(mail.outbox)


def on_line(viewer: Actor) -> list[Event]:
    line = today(viewer, anyway=True).line
    return [stop.about.event for stop in line if stop.kind == "tip"]


def held(event: Event) -> None:
    ago = timezone.now() - timedelta(days=1)
    Event.objects.filter(pk=event.pk).update(starts_at=ago - timedelta(hours=5), ends_at=ago)


def test_it_comes_with_when_and_where(world: World, day: Event) -> None:
    given = tip(world.joost, world.samira, day)
    assert (given.kind, given.is_stale) == ("event", False)
    assert on_line(world.samira) == [day]
    [letter] = letters("tipped")
    assert letter.to == [world.samira.account.email]
    with translation.override("nl"):
        when = f"{day.name} ({words.days(day)}, {words.hours(day)}, {words.where(day)})"
    assert f"Joost van der Meer denkt dat deze bijeenkomst iets voor jou is: {when}" in " ".join(
        letter.body.split()
    )
    assert WHY in letter.body


@pytest.mark.parametrize("what", ["may not know of it", "comes already", "organises it"])
def test_who_gives_it_never_learns_whether_it_arrives(world: World, day: Event, what: str) -> None:
    """The same page, the same words, the same list; and the other hears nothing."""
    event, to = day, world.fatma
    if what == "comes already":
        comes(world.fatma, day, listed=False)
    elif what == "organises it":
        events.add_organiser(world.marit, event=day, organiser=world.fatma)
    else:
        event = open_day(world, readers="group")
    other = world.bram  # may know of an event for all, and does not come
    said = []
    for person, thing in ((to, event), (other, day)):
        client = as_(world.joost)
        answer = client.post(f"/b/{thing.pk}/tip/", {"to": person.pk, "text": WHY}, follow=True)
        said.append(plain(answer).count(f"Je tip gaat naar {person.first_name}."))
    assert said == [1, 1]
    assert {one.receiver for one in queries.sent(world.joost.pk)} == {to, other}
    assert on_line(to) == []
    assert on_line(other) == [day]
    first, second = Activity.objects.filter(verb="tipped").order_by("pk")
    mail.outbox.clear()
    for one in (first, second):
        followups.run(one.pk)
    postbox.empty()
    assert [one.to for one in mail.outbox] == [[other.account.email]]


def test_who_may_not_know_of_it_cannot_tip_it(world: World) -> None:
    secret = open_day(world, readers="group")
    assert as_(world.fatma).get(f"/b/{secret.pk}/tip/").status_code == 404
    with pytest.raises(Tip.DoesNotExist):
        tip(world.fatma, world.bram, secret)
    assert as_(world.joost).get(f"/b/{secret.pk}/tip/").status_code == 200, "he is in the group"


def test_it_arrives_when_she_may_know_of_it_after_all(world: World) -> None:
    event = open_day(world, readers="group")
    tip(world.joost, world.fatma, event)
    assert list(queries.received(world.fatma.pk)) == []
    bring_in(world.marit, world.group, world.fatma)
    assert on_line(world.fatma) == [event]
    groups.leave_group(world.fatma, group=world.group)
    assert list(queries.received(world.fatma.pk)) == []


def test_thanks_go_back_along_the_way_when_she_says_so(world: World, day: Event) -> None:
    """Where somebody goes is hers to tell: nothing goes back by itself."""
    tip(world.samira, world.joost, day)
    second = tip(world.joost, world.bram, day)
    client = as_(world.bram)
    assert client.post(f"/ik/tips/{second.pk}/", {"act": "thank"}).status_code == 404
    comes(world.bram, day)
    followups.run(Activity.objects.filter(verb="registered").latest("pk").pk)
    postbox.empty()
    assert [getattr(one, "thanks", None) for one in queries.sent(world.joost.pk)] == [None]
    assert "Dan horen zij dat je erheen gaat." in plain(client.get("/ik/tips/"))
    client.post(f"/ik/tips/{second.pk}/", {"act": "thank"})
    thanked = Activity.objects.filter(verb="thanked_for_tip").order_by("pk")
    mail.outbox.clear()
    for one in thanked:
        followups.run(one.pk)
    postbox.empty()
    assert {one.to[0] for one in mail.outbox} == {
        world.joost.account.email,
        world.samira.account.email,
    }
    for one in mail.outbox:
        assert f"Door jouw tip gaat iemand naar: {day.name}" in " ".join(one.body.split())
        if one.to == [world.samira.account.email]:
            assert "Bram" not in one.body


@pytest.mark.parametrize("end", ["held", "cancelled"])
def test_what_is_over_waits_for_nobody(world: World, day: Event, end: str) -> None:
    given = tip(world.joost, world.samira, day)
    if end == "held":
        held(day)
    else:
        events.cancel_event(world.marit, event=day)
    assert on_line(world.samira) == []
    assert letters("tipped") == []
    assert Tip.objects.select_related("event").get(pk=given.pk).is_stale
    said = "Deze bijeenkomst is geweest." if end == "held" else "Deze bijeenkomst gaat niet door."
    page = plain(as_(world.samira).get("/ik/tips/"))
    assert said in page
    assert "Niet voor mij" not in page
    assert as_(world.joost).get(f"/b/{day.pk}/tip/").status_code == 404
    with pytest.raises(Tip.DoesNotExist):
        tip(world.joost, world.noor, day)


def test_the_pages_and_the_stop(world: World, day: Event) -> None:
    client = as_(world.joost)
    assert f'href="/b/{day.pk}/tip/"' in client.get(f"/b/{day.pk}/").text
    page = client.get(f"/b/{day.pk}/tip/")
    assert "Je tip komt aan als je vakgenoot ervan mag weten" in plain(page)
    with translation.override("nl"):
        assert escape(words.hours(day)) in page.text
    given = tip(world.joost, world.samira, day)
    hers = as_(world.samira)
    mine = hers.get("/ik/tips/").text
    assert f'href="/b/{day.pk}/"' in mine
    assert f'href="/b/{day.pk}/tip/"' in mine, "pass it on"
    hers.post("/vandaag/ronde/", {})
    tip_on_line = today(world.samira, anyway=True).line[0]
    assert (tip_on_line.kind, tip_on_line.number) == ("tip", given.pk)
    hers.post(f"/ik/tips/{given.pk}/", {"act": "no"})
    assert on_line(world.samira) == []


def test_whom_she_blocked_or_muted_brings_nothing(world: World, day: Event) -> None:
    people.mute(world.samira, other=world.joost)
    tip(world.joost, world.samira, day)
    assert on_line(world.samira) == []


def test_it_is_in_what_she_takes_along(world: World, day: Event) -> None:
    tip(world.joost, world.samira, day)
    got, _gave = everything_of(world.samira)
    assert [row[1] for row in got.rows()] == [day.name]

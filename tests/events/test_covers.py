"""A picture on an event: who sees it, what becomes of it, and taking that back."""

import re
from datetime import timedelta
from functools import cache

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from tests.events.a_day import a_day, meanwhile, open_day
from tests.events.test_prints import as_
from tests.people.pictures import CANARY, a_picture
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.events import actions, queries
from vaknet.domain.events.models import Event, EventCover, EventCoverFile, EventOrganiser
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import clock_of_events
from vaknet.kit.pictures import Whole, whole
from vaknet.kit.recurrence import Every, Repeat

pytestmark = pytest.mark.django_db
STEIGER = "Een steiger in de ochtendzon"


@cache
def a_photo(colour: str = "teal") -> Whole:
    return whole(a_picture(colour, size=(900, 600)))


def pictured(world: World, event: Event, colour: str = "teal", **said: object) -> EventCover:
    return actions.choose_cover(
        world.marit, event=event, photo=a_photo(colour), description=STEIGER, **said
    )


def file_of(cover: EventCover, side: int = 800) -> str:
    return f"/b/beeld/{cover.name}/{side}.webp"


def home(event: Event) -> str:
    return f"/b/{event.pk}/beeld/"


def upload(colour: str = "teal") -> SimpleUploadedFile:
    return SimpleUploadedFile("dag.jpg", a_picture(colour, size=(900, 600)))


def back(
    event: Event, was: EventCover, put: EventCover | None = None
) -> dict[int, actions.CoverChange]:
    return {event.pk: actions.CoverChange(was.pk, put.pk if put is not None else None)}


def cover_of(event: Event) -> EventCover | None:
    return Event.objects.select_related("cover").get(pk=event.pk).cover


def test_it_is_chosen_with_words_and_shown(world: World) -> None:
    event, marit = open_day(world, readers="public"), as_(world.marit)
    assert home(event) in marit.get(f"/b/{event.pk}/maken/").text
    silent = marit.post(home(event), {"file": upload()})
    assert silent.status_code == 422
    assert cover_of(event) is None
    told = {"file": upload(), "description": STEIGER, "credit": "Wies Hoekstra"}
    assert marit.post(home(event), told).status_code == 303
    cover = cover_of(event)
    assert cover is not None
    assert str(cover) == cover.name
    assert sorted(str(file) for file in cover.files.all()) == [
        f"{cover.pk} at 1600",
        f"{cover.pk} at 800",
    ]
    page = Client().get(f"/b/{event.pk}/").text
    assert f'alt="{STEIGER}"' in page
    assert "Wies Hoekstra" in page
    [shared] = re.findall('property="og:image" content="([^"]+)"', page)
    assert shared == f"{settings.BASE_URL}{file_of(cover, 1600)}"
    assert f'property="og:image:alt" content="{STEIGER}"' in page
    assert file_of(cover) in Client().get("/b/").text
    answer = Client().get(file_of(cover))
    assert answer.headers["Content-Type"] == "image/webp"
    assert CANARY.encode() not in answer.content
    assert Activity.objects.filter(verb="changed_event", object_id=event.pk).count() == 1


def test_other_words_for_the_same_picture(world: World) -> None:
    event, marit = open_day(world), as_(world.marit)
    cover = pictured(world, event)
    assert STEIGER in marit.get(home(event)).text
    marit.post(home(event), {"description": "Een brug", "credit": "Wies"})
    cover.refresh_from_db()
    assert (cover.description, cover.credit) == ("Een brug", "Wies")
    actions.remove_cover(world.marit, event=event)
    actions.say_of_cover(world.marit, event=event, description="Niets")
    assert Activity.objects.filter(verb="changed_event").count() == 3


def test_that_of_a_draft_is_for_its_organisers(world: World) -> None:
    event = a_day(world, readers="public")
    file = file_of(pictured(world, event))
    assert as_(world.marit).get(file).status_code == 200
    for client in (as_(world.samira), Client()):
        assert client.get(file).status_code == 404
    actions.publish_event(world.marit, event=event)
    assert Client().get(file).status_code == 200


def test_who_may_not_know_of_the_event_sees_no_picture(world: World) -> None:
    event = open_day(world, readers="group")
    file = file_of(pictured(world, event))
    outsider = as_(world.fatma)
    unknown = outsider.get("/b/beeld/0123456789abcdef/800.webp")
    for answer in (outsider.get(file), Client().get(file)):
        assert (answer.status_code, answer.content[:40]) == (404, unknown.content[:40])
    assert as_(world.marit).get(file_of(EventCover.objects.get(), 801)).status_code == 404
    assert as_(world.samira).get(home(event)).status_code == 404
    assert as_(world.samira).post(home(event), {"act": "remove"}).status_code == 404


def test_taking_it_off_and_undoing_that(world: World) -> None:
    event, marit = open_day(world), as_(world.marit)
    cover = pictured(world, event)
    largest = EventCoverFile.objects.get(cover=cover, side=1600)
    assert queries.largest_cover(cover) == bytes(largest.content)
    for _twice in range(2):
        marit.post(home(event), {"act": "remove"})
    assert cover_of(event) is None
    assert marit.get(file_of(cover)).status_code == 404
    assert 'value="back"' in marit.get(home(event)).text
    for _twice in range(2):
        marit.post(home(event), {"act": "back"})
    assert cover_of(event) == cover
    cover.refresh_from_db()
    assert cover.taken_off_at is None
    assert 'value="back"' not in marit.get(home(event)).text
    marit.post(home(event), {"file": upload("navy"), "description": "Nieuw"})
    assert cover_of(event) != cover
    marit.post(home(event), {"act": "back"})
    assert cover_of(event) == cover


def test_one_that_is_gone_is_not_put_back(world: World) -> None:
    event, other = open_day(world), open_day(world, name="Elders")
    mine, elsewhere = pictured(world, event), pictured(world, other)
    actions.remove_cover(world.marit, event=event)
    with pytest.raises(Refused, match="gone"):
        actions.put_covers_back(world.marit, event=event, changes=back(event, elsewhere))
    actions.put_covers_back(world.marit, event=event, changes=back(other, mine, elsewhere))
    assert cover_of(other) == elsewhere
    with pytest.raises(Event.DoesNotExist):
        actions.put_covers_back(world.samira, event=event, changes=back(event, mine))


def test_after_a_day_nothing_is_left_of_it(world: World) -> None:
    event, draft = open_day(world), a_day(world, name="Concept")
    pictured(world, event)
    pictured(world, event, "navy")
    pictured(world, draft)
    actions.cancel_event(world.marit, event=draft)
    clock_of_events.forget_event_covers(0)
    assert EventCover.objects.count() == 3
    EventCover.objects.update(at=now() - timedelta(days=2))
    clock_of_events.forget_event_covers(0)
    assert EventCover.objects.count() == 2  # the replaced one was taken off a moment ago
    EventCover.objects.exclude(taken_off_at=None).update(taken_off_at=now() - timedelta(days=2))
    clock_of_events.forget_event_covers(0)
    assert [cover_of(event)] == list(EventCover.objects.all())
    assert EventCoverFile.objects.count() == 2


def test_those_that_come_later_have_it_too(world: World) -> None:
    event, marit = open_day(world), as_(world.marit)
    old = pictured(world, event)
    actions.repeat_event(world.marit, event=event, repeat=Repeat(Every.MONTH_DAY))
    first, second, third, *_rest = Event.objects.order_by("starts_at")
    assert {first.cover, second.cover, third.cover} == {old}
    assert "Ook bij alle die erna komen" in marit.get(home(second)).text
    marit.post(home(second), {"file": upload("navy"), "description": "Nieuw", "later": "on"})
    assert cover_of(first) == old
    assert cover_of(second) == cover_of(third) != old
    marit.post(home(second), {"act": "back"})
    assert cover_of(second) == cover_of(third) == old
    marit.post(home(second), {"act": "remove", "which": "later"})
    assert (cover_of(first), cover_of(second), cover_of(third)) == (old, None, None)
    marit.post(home(third), {"file": upload("navy"), "description": "Nieuw"})
    assert cover_of(third) is not None
    assert cover_of(second) is None


def a_series(world: World) -> tuple[EventCover, Event, Event, Event]:
    """Three of it; all show one picture."""
    event = open_day(world)
    old = pictured(world, event)
    actions.repeat_event(world.marit, event=event, repeat=Repeat(Every.MONTH_DAY))
    first, second, third, *_rest = Event.objects.order_by("starts_at")
    return old, first, second, third


def test_who_organises_one_evening_changes_that_one(world: World) -> None:
    old, first, second, third = a_series(world)
    actions.add_organiser(world.marit, event=second, organiser=world.samira)
    samira = as_(world.samira)
    told = {"file": upload("navy"), "description": "Nieuw", "later": "on"}
    samira.post(home(second), told)
    assert cover_of(second) != old
    assert (cover_of(first), cover_of(third)) == (old, old)
    samira.post(home(second), {"act": "back"})
    samira.post(home(second), {"description": "Alleen hier", "later": "on"})
    assert cover_of(third) == old
    assert cover_of(third).description == STEIGER
    samira.post(home(second), {"act": "remove", "which": "later"})
    assert (cover_of(second), cover_of(third)) == (None, old)


def test_other_words_stand_where_she_wants_them(world: World) -> None:
    old, first, second, third = a_series(world)
    marit = as_(world.marit)
    marit.post(home(second), {"description": "Een brug", "credit": "Wies"})
    own = cover_of(second)
    assert own is not None
    assert (own.description, own.credit, own.chosen_by) == ("Een brug", "Wies", world.marit)
    assert marit.get(file_of(own)).content == marit.get(file_of(old)).content
    assert (cover_of(first), cover_of(third)) == (old, old)
    assert {one.description for one in EventCover.objects.exclude(pk=own.pk)} == {STEIGER}
    marit.post(home(third), {"description": "Een sluis", "later": "on"})
    assert cover_of(third).description == "Een sluis"
    assert cover_of(first).description == STEIGER
    number = EventCover.objects.count()
    marit.post(home(third), {"description": "Een sluis"})
    assert EventCover.objects.count() == number


def test_undoing_is_of_one_event_and_leaves_what_came_after(world: World) -> None:
    event, other = open_day(world), open_day(world, name="Elders")
    mine, elsewhere = pictured(world, event), pictured(world, other)
    actions.add_organiser(world.marit, event=event, organiser=world.samira)
    marit = as_(world.marit)
    for one in (event, other):
        marit.post(home(one), {"act": "remove"})
    marit.post(home(event), {"act": "back"})
    marit.post(home(other), {"act": "back"})
    assert (cover_of(event), cover_of(other)) == (mine, elsewhere)
    marit.post(home(event), {"act": "remove"})
    as_(world.samira).post(home(event), {"file": upload("navy"), "description": "Nieuw"})
    newer = cover_of(event)
    assert newer not in (None, mine)
    answer = marit.post(home(event), {"act": "back"}, follow=True)
    assert cover_of(event) == newer
    assert "Iemand veranderde het beeld na jou" in answer.text
    assert 'value="back"' not in answer.text


def test_who_organises_it_no_more_while_she_sends(world: World) -> None:
    event = open_day(world)
    actions.add_organiser(world.marit, event=event, organiser=world.samira)
    hers = EventOrganiser.objects.filter(event=event, actor=world.samira)
    for address, said in (
        (home(event), {"file": upload(), "description": STEIGER}),
        (home(event), {"act": "remove"}),
        (f"/b/{event.pk}/op-papier/", {"what": "deelnemers"}),
        (f"/b/{event.pk}/op-papier/", {"what": "badges", "per_sheet": 10, "blanks": 0}),
    ):
        hers.update(until=None)
        with meanwhile("FOR NO KEY UPDATE", lambda: hers.update(until=now())):
            assert as_(world.samira).post(address, said).status_code == 404
    assert cover_of(event) is None


def test_it_goes_with_the_account_of_who_chose_it(world: World) -> None:
    event = open_day(world)
    pictured(world, event)
    former = Actor.objects.create(kind="person", handle="former_x", name="")
    actions.erase_attendee(actor=world.marit, former=former)
    assert cover_of(event) is None
    assert not EventCover.objects.exists()


def test_two_accounts_have_it_together(world: World) -> None:
    event = open_day(world)
    pictured(world, event)
    actions.take_over_events(kept=world.noor, merged=world.marit, at=now())
    assert [one.chosen_by for one in queries.own_covers(world.noor)] == [world.noor]


def test_lists_ask_as_much_for_one_picture_as_for_three(world: World) -> None:
    client, asked = as_(world.samira), []
    client.get("/b/")
    for number in (1, 3):
        while Event.objects.count() < number:
            pictured(world, open_day(world, name=f"Dag {Event.objects.count()}"))
        with CaptureQueriesContext(connection) as statements:
            assert client.get("/b/").status_code == 200
        asked.append(len(statements))
    assert asked[0] == asked[1]

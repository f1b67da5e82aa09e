"""Lists and badges on paper: who may, what stands on them, and what becomes of the files."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate, now
from pypdf import PdfReader

from tests.events.a_day import comes, open_day
from tests.events.measuring import pieces_of
from tests.programme.a_programme import choose, plan, published
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.events import actions, queries
from vaknet.domain.events.models import Event, EventPrint
from vaknet.domain.programme import actions as programme
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import clock_of_events, event_prints, tasks
from vaknet.interfaces.web import event_print
from vaknet.kit import lettering
from vaknet.kit.words import day_in_words

pytestmark = pytest.mark.django_db
LONG = "Wolfeschlegelsteinhausenbergerdorffbartholomeus"


def as_(person: Actor) -> Client:
    client = Client(headers={"accept-language": "nl"})
    client.force_login(person.account)
    return client


def home(event: Event) -> str:
    return f"/b/{event.pk}/op-papier/"


def made(client: Client, event: Event, what: str, **said: Any) -> bytes:
    """Asked for, made, and fetched."""
    assert client.post(home(event), {"what": what, **said}).status_code == 303
    for row in EventPrint.objects.filter(made_at=None, failed_at=None):
        tasks.print_event(row.pk, row.version)
    answer = client.get(f"{home(event)}{what}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    return answer.content


def words_of(pdf: bytes) -> str:
    read = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(read.split())


def guest_comes(event: Event, name: str, **said: Any) -> None:
    email = f"gast{event.guests.count()}@elders.example"
    actions.ask_as_guest(event=event, name=name, email=email, language="nl")
    actions.confirm_guest(guest=event.guests.get(email=email), **said)


def test_the_list_has_all_that_is_needed_at_the_door(world: World) -> None:
    day = published(
        world, readers="public", takes_guests=True, questions=["Wat eet je?"], most_companions=3
    )
    asked = day.event.questions.get()
    mine = comes(
        world.samira, day.event, companions=2, listed=True, answers={asked.pk: "Zonder vlees"}
    )
    choose(world.samira, day, day.scanning, day.later)
    comes(world.joost, day.event)
    guest_comes(day.event, "Wil van der Aa")
    gone = comes(world.noor, day.event)
    choose(world.noor, day, day.scanning)
    actions.cancel_registration(world.noor, event=day.event)
    pdf = made(as_(world.marit), day.event, "deelnemers")
    said = words_of(pdf)
    for part in (
        "Dag van de vergunning",
        "Buurthuis De Sluis",
        "3 aanmeldingen, 5 mensen",
        "+2",
        f"{mine.code[:4]} {mine.code[4:]}",
        "Van papier naar scherm",
        "Wat eet je? Zonder vlees",
        "vergunningverlener, gemeente Waterveen",
        "pagina 1 van 1",
        "alleen voor de organisatoren",
    ):
        assert part in said
    # By family name, the small words apart.
    names = ["Aa, Wil van der", "El Idrissi, Samira", "Meer, Joost van der"]
    places = [said.find(name) for name in names]
    assert -1 not in places
    assert places == sorted(places)
    assert world.noor.name.split()[-1] not in said
    assert gone.code[:4] not in said
    assert PdfReader(io.BytesIO(pdf)).root_object["/Lang"] == "nl"


def test_a_list_of_more_days_says_which_day(world: World) -> None:
    day = published(world, ends_at=now() + timedelta(days=16))
    last = plan(world, day.event, "Nog een dag", 25)
    programme.publish_programme(world.marit, event=day.event)
    comes(world.samira, day.event)
    choose(world.samira, day, day.scanning, day.later, last)
    said = words_of(made(as_(world.marit), day.event, "deelnemers"))
    first, second = (
        day_in_words(one.local_start.date(), "nl", today=localdate()) for one in (day.later, last)
    )
    assert (
        f"{first} 10.30 Van papier naar scherm; 11.30 Toezicht in de wijk; {second} 10.30" in said
    )


def test_a_list_for_each_session_says_who_sits_there_and_no_more(world: World) -> None:
    day = published(world, questions=["Wat eet je?"])
    asked = day.event.questions.get()
    comes(world.samira, day.event, answers={asked.pk: "Zonder vlees"})
    choose(world.samira, day, day.scanning)
    pdf = made(as_(world.marit), day.event, "sessies")
    pages = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]
    with_her = [page for page in pages if "El Idrissi, Samira" in page]
    assert len(pages) == 3
    assert len(with_her) == 1
    assert "Van papier naar scherm" in with_her[0]
    assert "1 plek bezet van 20" in with_her[0]
    assert "Zonder vlees" not in words_of(pdf)
    assert sum("Nog niemand koos deze." in page for page in pages) == 2


def test_an_event_without_sessions_has_no_lists_of_them(world: World) -> None:
    event = open_day(world)
    assert "Een lijst per sessie" not in as_(world.marit).get(home(event)).text
    said = words_of(made(as_(world.marit), event, "sessies"))
    assert "Er is geen sessie die je kiest." in said


def test_what_she_does_stands_on_a_badge_when_she_lets_others_see_her(world: World) -> None:
    event = open_day(world, most_companions=2)
    hers = comes(world.samira, event, listed=True, companions=1)
    comes(world.joost, event)
    pdf = made(as_(world.marit), event, "badges", per_sheet=10, blanks=9)
    pages = PdfReader(io.BytesIO(pdf)).pages
    said = words_of(pdf)
    assert len(pages) == 2  # two, one brought along, nine empty
    assert "Samira El Idrissi vergunningverlener, gemeente Waterveen" in said
    assert f"{hers.code[:4]} {hers.code[4:]}" in said
    assert "meegebracht door Samira El Idrissi" in said
    assert "Joost van der Meer" in said
    assert "Duinrade" not in said
    eight = made(as_(world.marit), event, "badges", per_sheet=8, blanks=14)
    assert len(PdfReader(io.BytesIO(eight)).pages) == 3
    assert "Er komt nog niemand." in words_of(
        made(as_(world.marit), open_day(world, name="Leeg"), "badges", per_sheet=8, blanks=0)
    )


def test_a_name_without_letters_here_is_told_and_written_by_hand(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lettering, "_is_here", lambda _sign: False)
    event = open_day(
        world, readers="public", takes_guests=True, name="Dag van 上海", most_companions=2
    )
    guest_comes(event, "张伟", companions=2)
    guest_comes(event, "Gülşen İnce-Łukasiewicz")
    Actor.objects.filter(pk=world.joost.pk).update(name="محمد الفارسي", headline="مدير")
    comes(world.joost, event, listed=True, companions=1)
    marit = as_(world.marit)
    listed = words_of(made(marit, event, "deelnemers"))
    assert "gast0@elders.example" in listed
    assert "Dag van (?)" in listed
    assert "İnce-Łukasiewicz, Gülşen" in listed
    assert f"@{world.joost.handle}" in listed
    page = marit.get(home(event)).text
    assert "<bdi>张伟</bdi>" in page
    assert "<bdi>محمد الفارسي</bdi>" in page
    badges = words_of(made(marit, event, "badges", per_sheet=10, blanks=0))
    assert "Gülşen İnce-Łukasiewicz" in badges
    assert f"@{world.joost.handle}" in badges
    assert badges.count("meegebracht door") == 1
    assert f"meegebracht door @{world.joost.handle}" in badges
    assert "elders.example" not in badges
    assert "张" not in badges


def test_only_organisers_and_to_others_it_is_not_there(world: World) -> None:
    event = open_day(world, readers="public")
    comes(world.samira, event, listed=True)
    made(as_(world.marit), event, "deelnemers")
    for client in (as_(world.samira), as_(world.joost)):
        assert client.get(home(event)).status_code == 404
        assert client.post(home(event), {"what": "deelnemers"}).status_code == 404
        assert client.get(f"{home(event)}deelnemers.pdf").status_code == 404
    guest = Client().get(f"{home(event)}deelnemers.pdf")
    assert guest.headers["Location"].startswith("/inloggen/")
    with pytest.raises(Event.DoesNotExist):
        actions.ask_print(world.samira, event=event, kind="list", language="nl")
    seen = queries.event(world.samira, event.pk)
    assert (queries.prints_of(seen), queries.who_printed(seen)) == ({}, [])
    with pytest.raises(EventPrint.DoesNotExist):
        queries.printed(seen, "list")


def test_the_other_organisers_read_who_took_names_out(world: World) -> None:
    event = open_day(world)
    actions.add_organiser(world.marit, event=event, organiser=world.noor)
    made(as_(world.noor), event, "deelnemers")
    page = as_(world.marit).get(home(event)).text
    assert world.noor.name in page
    [told] = Activity.objects.filter(verb="printed_event_list")
    assert (told.actor, told.audience) == (world.noor, "self")


def test_asking_again_while_it_is_made_is_asking_once(world: World) -> None:
    event, marit = open_day(world), as_(world.marit)
    for _twice in range(2):
        marit.post(home(event), {"what": "deelnemers"})
    assert "We maken het" in marit.get(home(event)).text
    assert "<html" not in marit.get(home(event), headers={"hx-request": "true"}).text
    assert marit.get(f"{home(event)}deelnemers.pdf").status_code == 404
    [row] = EventPrint.objects.all()
    assert (row.version, str(row)) == (1, f"list of {event.pk}")
    assert Activity.objects.filter(verb="printed_event_list").count() == 1
    event_prints.make(row.pk, row.version)
    event_prints.make(row.pk, row.version)  # a second worker finds nothing to do
    marit.post(home(event), {"what": "deelnemers"})
    row.refresh_from_db()
    assert (row.version, row.made_at, row.pdf) == (2, None, None)
    EventPrint.objects.update(asked_at=now() - timedelta(minutes=6))  # its worker was stopped
    marit.post(home(event), {"what": "deelnemers"})
    row.refresh_from_db()
    assert row.version == 3
    late = EventPrint(pk=row.pk, version=1)
    actions.keep_print(printed=late, pdf=b"%PDF-", undrawn="")
    actions.give_up_print(printed=late)
    row.refresh_from_db()
    assert row.is_waiting


def test_what_could_not_be_made_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    event, marit = open_day(world), as_(world.marit)
    marit.post(home(event), {"what": "deelnemers"})
    [row] = EventPrint.objects.all()
    with monkeypatch.context() as broken:
        broken.setattr(event_prints, "pdf", lambda _paper: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            event_prints.make(row.pk, row.version)
    assert "Het maken lukte niet" in marit.get(home(event)).text
    made(marit, event, "deelnemers")


def test_what_is_asked_has_to_be_something_we_make(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, marit = open_day(world), as_(world.marit)
    assert marit.post(home(event), {"what": "iets"}).status_code == 404
    wrong = marit.post(home(event), {"what": "badges", "per_sheet": 10, "blanks": 101})
    assert wrong.status_code == 422
    assert "Geef een getal van 0 tot 100." in wrong.text
    for said in ({"kind": "iets"}, {"kind": "badges", "per_sheet": 9}):
        with pytest.raises(Refused):
            actions.ask_print(world.marit, event=event, language="nl", **said)
    monkeypatch.setattr(event_print, "missing_libraries", lambda: ("Pango",))
    assert "Dit netwerk maakt geen pdf" in marit.get(home(event)).text
    assert marit.post(home(event), {"what": "deelnemers"}).status_code == 404


def test_files_are_thrown_away_after_three_hours(world: World) -> None:
    event, marit = open_day(world), as_(world.marit)
    made(marit, event, "deelnemers")
    clock_of_events.forget_event_prints(0)
    assert EventPrint.objects.count() == 1
    EventPrint.objects.update(asked_at=now() - timedelta(hours=3, minutes=1))
    clock_of_events.forget_event_prints(0)
    assert not EventPrint.objects.exists()


def test_a_file_has_a_name_that_every_computer_takes(world: World) -> None:
    event = open_day(world, name='Dag "over" water/\\ç 张')
    made(as_(world.marit), event, "deelnemers")
    answer = as_(world.marit).get(f"{home(event)}deelnemers.pdf")
    told = answer.headers["Content-Disposition"]
    assert told == 'attachment; filename="deelnemers-dag-over-waterc.pdf"'


def test_names_of_any_length_stay_on_their_badge(world: World) -> None:
    """Measured in the file itself: each piece of text ends within the piece that it is cut to."""
    event = open_day(world, readers="public", takes_guests=True, name="Dag " * 29)
    for name in (
        f"{LONG} {LONG}",
        f"{LONG}-{LONG}",
        f"Bo van der {LONG}-Mwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
        "Johannes Wilhelmus Franciscus Antonius Maria van Oudenaarden tot Nieuwenhove",
        "Ağaoğlu-Żółtowska İnce",
        "W" * 120,
    ):
        guest_comes(event, name)
    Actor.objects.filter(pk=world.samira.pk).update(headline="zeer verantwoordelijk " * 10)
    comes(world.samira, event, listed=True)
    pdf = made(as_(world.marit), event, "badges", per_sheet=10, blanks=0)
    pieces = list(pieces_of(pdf))
    assert len(pieces) > 30
    for piece in pieces:
        assert piece.right <= piece.cut_right + 0.5, piece
        assert piece.baseline <= piece.cut_bottom, piece

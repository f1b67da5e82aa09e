"""Letters: the dates in each of them, all replies at once, and nobody in them but the reader."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils.timezone import localdate, now
from icalendar import Calendar

from tests import postbox
from tests.opportunities.a_masterclass import (
    DAY,
    HOUR,
    a_draft,
    an_open_one,
    applies,
    closes,
    details,
    judged,
    replied,
    row_of,
)
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.groups import actions as groups
from vaknet.domain.opportunities import actions
from vaknet.domain.opportunities.models import Application, Opportunity
from vaknet.domain.people import actions as people
from vaknet.interfaces.jobs import clock_of_opportunities, followups

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Amsterdam")
TODAY = datetime(2026, 11, 30, 12, tzinfo=ZONE)
SAMIRA, JOOST = "samira@waterveen.example", "joost@duinrade.example"


@pytest.fixture(autouse=True)
def on_a_day():
    with time_machine.travel(TODAY, tick=False):
        yield


_seen: list[int] = [0]


@pytest.fixture(autouse=True)
def only_what_comes(world: World) -> None:
    _seen[0] = Activity.objects.order_by("-pk").values_list("pk", flat=True)[0]


def written() -> list[EmailMultiAlternatives]:
    """What is sent of all that happened since the last time."""
    mail.outbox.clear()
    for activity in Activity.objects.filter(pk__gt=_seen[0]).order_by("pk"):
        followups.run(activity.pk)
        _seen[0] = activity.pk
    postbox.empty()
    return list(mail.outbox)


def told(letter: EmailMessage | EmailMultiAlternatives) -> str:
    return str(letter.body)  # type: ignore[union-attr]


def readers(letters: list[EmailMultiAlternatives]) -> list[str]:
    return sorted(one.to[0] for one in letters)


def out(world: World, **said: object) -> Opportunity:
    made = an_open_one(world, **said)
    written()
    return made


def test_a_receipt_with_all_dates(world: World) -> None:
    made = out(world)
    actions.keep_application(world.samira, opportunity=made, answers={})
    assert written() == []
    applies(world.samira, made)
    (letter,) = written()
    assert letter.to == [SAMIRA]
    assert letter.subject == f"We hebben je aanmelding: {made.title}"
    for words in (
        "donderdag 10 december",
        "zondag 20 december",
        "zaterdag 9 januari",
        "Buurthuis De Sluis",
    ):
        assert words.casefold() in told(letter).casefold()
    assert f"/kansen/{made.pk}/mijn/" in told(letter)
    applies(world.samira, made, "Anders")
    assert written() == []


def test_who_withdrew_before_it_was_written_gets_none(world: World) -> None:
    made = out(world)
    applies(world.samira, made)
    actions.withdraw_application(world.samira, opportunity=made)
    assert written() == []


def test_who_wants_everything_hears_that_it_is_there(world: World) -> None:
    groups.choose_mail(world.joost, group=world.group, mail="everything")
    groups.choose_mail(world.marit, group=world.group, mail="everything")
    draft = a_draft(world)
    assert written() == []
    actions.publish_opportunity(world.marit, opportunity=draft)
    (letter,) = written()
    assert letter.to == [JOOST]
    assert "10 december" in told(letter)
    other = a_draft(world, title="Weg")
    actions.publish_opportunity(world.marit, opportunity=other)
    actions.cancel_opportunity(world.marit, opportunity=other, reason="Vergissing")
    assert written() == []


def test_the_panel_is_asked(world: World) -> None:
    made = a_draft(world)
    actions.ask_panellist(world.marit, opportunity=made, person=world.joost)
    actions.add_organiser(world.marit, opportunity=made, organiser=world.noor)
    asked, organises = written()
    assert (asked.to, organises.to[0][:4]) == ([JOOST], "noor")
    assert "Marit" in told(asked)
    actions.agree_to_sit(world.joost, opportunity=made)
    assert written() == []
    actions.decline_to_sit(world.joost, opportunity=made)
    letters = written()
    assert {letter.subject for letter in letters} == {
        f"Joost van der Meer leest niet mee: {made.title}"
    }
    assert len(letters) == 2
    people.block(world.fatma, other=world.marit)
    actions.ask_panellist(world.marit, opportunity=made, person=world.peter)
    actions.take_off_panel(world.marit, opportunity=made, person=world.peter)
    actions.add_organiser(world.marit, opportunity=made, organiser=world.bram)
    actions.stop_organising(world.marit, opportunity=made, organiser=world.bram)
    assert written() == []


def test_everyone_hears_at_once_with_her_own_words(world: World) -> None:
    made = out(world, places=1)
    rows = [applies(one, made) for one in (world.samira, world.noor, world.peter)]
    made = closes(made)
    judged(world, dict(zip(rows, ("place", "reserve", "no"), strict=True)))
    texts = {"place": "Dag {voornaam}, welkom.", "no": "Dag {first_name}, jammer."}
    actions.keep_standard_texts(world.joost, opportunity=made, texts=texts)
    written()
    actions.send_replies(world.joost, opportunity=made)
    before = Activity.objects.get(verb="sent_replies")
    place, reserve, no = written()
    assert before.object_id == made.pk
    assert place.subject == f"Een plek voor jou: {made.title}"
    assert "Dag Samira, welkom." in told(place)
    assert "Woorden voor Samira." in told(place)
    assert "maandag 7 december 2026, 12.00 uur" in told(place)
    assert "nummer 1" in told(reserve)
    assert "Woorden voor Noor." in told(reserve)
    assert "Dag Peter, jammer." in told(no)
    assert "marit@oosterhage.example" in told(no)
    for letter, name in ((place, "Samira"), (reserve, "Noor"), (no, "Peter")):
        others = {"Samira", "Noor", "Peter"} - {name}
        assert not any(other in told(letter) for other in others)
        assert "Joost" not in told(letter)


def test_from_the_reserve_list_to_a_place(world: World) -> None:
    made = replied(world, {world.samira: "place", world.noor: "reserve"}, places=1)
    written()
    until = row_of(world.samira).offered_until
    assert until is not None
    clock_of_opportunities.lapse_places(0)
    assert written() == []
    with time_machine.travel(until, tick=False):
        clock_of_opportunities.lapse_places(0)
        lapsed, offered = written()
        assert lapsed.subject == f"Je plek is weg: {made.title}"
        assert offered.subject == f"Een plek voor jou: {made.title}"
        assert f"/kansen/{made.pk}/plek/" in told(offered)
        actions.confirm_place(world.noor, opportunity=made)
        (sure,) = written()
    (attached,) = sure.attachments
    (entry,) = Calendar.from_ical(attached[1]).walk("VEVENT")
    assert entry["SUMMARY"] == made.title
    assert "ATTENDEE" not in entry
    actions.make_cohort(world.marit, opportunity=made)
    (group,) = [one for one in written() if one.subject == f"Je groep: {made.title}"]
    assert group.to[0].startswith("noor")


def test_what_was_answered_meanwhile_is_not_written(world: World) -> None:
    made = replied(world, {world.samira: "place", world.noor: "reserve"}, places=1)
    written()
    actions.decline_place(world.samira, opportunity=made)
    actions.confirm_place(world.noor, opportunity=made)
    actions.decline_place(world.noor, opportunity=made)
    assert written() == []
    Opportunity.objects.filter(pk=made.pk).update(starts_on=None, ends_on=None)
    applied = Application.objects.get(person=world.noor)
    Application.objects.filter(pk=applied.pk).update(declined_at=None)
    _seen[0] = Activity.objects.filter(verb="confirmed_place").get().pk - 1
    sure = [one for one in written() if one.subject.startswith("Je doet mee")]
    assert [one.attachments for one in sure] == [[]]


def test_who_waited_in_vain_hears_that(world: World) -> None:
    made = replied(world, {world.noor: "place", world.samira: "reserve"}, places=1)
    actions.confirm_place(world.noor, opportunity=made)
    written()
    with time_machine.travel(TODAY + 28 * DAY, tick=False):
        clock_of_opportunities.tell_panels(0)
        (letter,) = written()
    assert letter.subject == f"Er kwam geen plek vrij: {made.title}"


def test_longer_later_and_off(world: World) -> None:
    made = out(world)
    applies(world.samira, made)
    actions.keep_application(world.noor, opportunity=made, answers={})
    written()
    actions.lengthen(
        world.marit,
        opportunity=made,
        closes_at=made.closes_at + DAY,
        answer_by=made.answer_by + DAY,
    )
    letters = written()
    assert len(letters) == 2
    assert letters[0].subject == f"Andere dagen: {made.title}"
    assert "vrijdag 11 december" in told(letters[0])
    closes(made)
    day = localdate() + 20 * DAY
    actions.promise_again(world.joost, opportunity=made, answer_by=day)
    (later,) = written()
    assert later.to == [SAMIRA]
    assert "later dan we beloofden" in told(later)
    actions.cancel_opportunity(world.marit, opportunity=made, reason="De zaal staat blank.")
    off = written()
    assert len(off) == 4  # both who wrote something, and both who read
    assert all("De zaal staat blank." in told(one) for one in off)
    assert all(one.subject.endswith(f": {made.title}") for one in off)


def test_cancelled_after_the_replies(world: World) -> None:
    people_of = {world.samira: "place", world.noor: "no", world.peter: "reserve"}
    made = replied(world, people_of, places=1)
    written()
    actions.cancel_opportunity(world.marit, opportunity=made, reason="Ziek")
    letters = written()
    assert sorted(one.to[0].partition("@")[0] for one in letters) == [
        "fatma",
        "joost",
        "peter",
        "samira",
    ]
    (entry,) = [one for one in letters if one.attachments]
    assert entry.to == [SAMIRA]
    assert Calendar.from_ical(entry.attachments[0][1])["METHOD"] == "CANCEL"


def test_the_panel_is_reminded_and_who_applied_is_told_honestly(world: World) -> None:
    made = out(world)
    applies(world.samira, made)
    closes(made)  # everyone hears on 8 December
    written()

    def clock(days: float) -> list[EmailMultiAlternatives]:
        with time_machine.travel(TODAY + timedelta(days=days), tick=False):
            clock_of_opportunities.tell_panels(0)
            return written()

    first = clock(0)
    assert {one.subject for one in first} == {f"Je kunt lezen: {made.title}"}
    assert len(first) == 2
    near = clock(6)
    assert len(near) == 3  # the panel and Marit
    assert not any("Samira" in told(one) for one in near)
    late = clock(9)
    assert len(late) == 4
    (hers,) = [one for one in late if one.to == [SAMIRA]]
    assert hers.subject == f"Het antwoord is te laat: {made.title}"
    assert "8 december" in told(hers)
    again = clock(17)
    assert len(again) == 3
    assert SAMIRA not in readers(again)


def test_organisers_are_asked_for_another_reader(world: World) -> None:
    """And of whom they are not told."""
    made = out(world)
    row = applies(world.samira, made)
    made = closes(made)
    actions.tell_in_time(now=now())
    written()
    for reader in (world.joost, world.fatma):
        actions.step_aside(reader, application=row)
    actions.tell_in_time(now=now())
    (letter,) = written()
    assert letter.to[0].startswith("marit")
    assert letter.subject == f"Vraag nog een lezer: {made.title}"
    assert "Samira" not in told(letter)
    actions.tell_in_time(now=now() + 8 * DAY)
    actions.cancel_opportunity(world.marit, opportunity=made, reason="Ziek")
    assert not [one for one in written() if one.subject.startswith("Vraag nog")]


def test_other_days_are_told_to_who_takes_part(world: World) -> None:
    people_of = {world.samira: "place", world.noor: "place", world.peter: "no"}
    made = replied(world, people_of)
    actions.confirm_place(world.samira, opportunity=made)
    written()
    same = {"closes_at": made.closes_at, "starts_on": made.starts_on, "ends_on": made.ends_on}
    actions.change_opportunity(world.marit, opportunity=made, details=details(**same, text="Meer"))
    assert written() == []
    moved = details(**same, venue="Kade 2")
    actions.change_opportunity(world.marit, opportunity=made, details=moved)
    letters = written()
    assert [one.to[0].partition("@")[0] for one in letters] == ["samira", "noor"]
    assert all(one.subject == f"Anders dan eerst: {made.title}" for one in letters)
    assert all("Kade 2" in told(one) for one in letters)
    (entry,) = Calendar.from_ical(letters[0].attachments[0][1]).walk("VEVENT")
    assert entry["LOCATION"] == "Kade 2"
    actions.change_opportunity(
        world.marit, opportunity=made, details=details(**same, venue="Plein")
    )
    actions.cancel_opportunity(world.marit, opportunity=made, reason="Ziek")
    assert not [one for one in written() if one.subject.startswith("Anders")]


def test_what_is_over_is_not_written(world: World) -> None:
    """The clock recorded it, and before the letter was written everyone heard."""
    made = out(world)
    applies(world.samira, made)
    closes(made)
    written()
    for days in (0, 6, 9, 17):
        actions.tell_in_time(now=now() + days * DAY)
    actions.promise_again(world.joost, opportunity=made, answer_by=localdate() + 30 * DAY)
    Opportunity.objects.filter(pk=made.pk).update(answered_at=now() + HOUR, answered_by=None)
    letters = written()
    assert letters == []


def test_of_what_is_gone_nothing_is_written(world: World) -> None:
    made = replied(world, {world.samira: "place"})
    actions.confirm_place(world.samira, opportunity=made)
    made.delete()
    assert written() == []


def test_at_night_words_are_thrown_away(world: World) -> None:
    replied(world, {world.samira: "no"})
    with time_machine.travel(TODAY + 29 * DAY, tick=False):
        clock_of_opportunities.erase_applications(0)
    assert not Application.objects.exists()

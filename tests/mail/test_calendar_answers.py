"""Her calendar answers an invitation, by real LMTP."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from time import process_time

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from icalendar import Calendar

from tests import postbox
from tests.mail.answering import DOMAIN, Post, door
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.domain.talks import actions as talks
from vaknet.domain.talks.models import Talk
from vaknet.interfaces.mail import calendar_acts
from vaknet.kit.calendar_answers import CalendarAnswer, read_answer

PURPOSE = "Hoe begin je?; met komma's, en \\ een streep"


@pytest.fixture
def post(world: World, settings) -> Iterator[Post]:
    settings.MAIL_IN_DOMAIN, settings.MAIL_IN_NAME = DOMAIN, "antwoord"
    for person in (world.samira, world.joost):
        people.set_language(person.account, language="en")
    postbox.empty()  # letters about what came before
    with door("lmtp") as port:
        yield Post(port, set(Activity.objects.values_list("pk", flat=True)))


@pytest.fixture
def talk(world: World, request) -> Talk:
    """Samira proposes one time to Joost."""
    if "post" in request.fixturenames:
        request.getfixturevalue("post")
    start = timezone.now().replace(microsecond=0) + timedelta(days=2)
    return talks.propose_talk(
        world.samira, invitee=world.joost, purpose=PURPOSE, times=[start], location="Kamer 2"
    )


def file_in(letter: mail.EmailMultiAlternatives) -> Calendar:
    """Of the part that calendars look for, in the message as it goes out."""
    sent = letter.message()
    [part] = [one for one in sent.walk() if one.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_content())
    assert part.get_param("method") == str(calendar["METHOD"])
    return calendar


def event_in(letter: mail.EmailMultiAlternatives):
    [event] = file_in(letter).walk("VEVENT")
    return event


def reply_to(letter: mail.EmailMultiAlternatives, said: str, **changed: str) -> bytes:
    """As calendars write it."""
    event = event_in(letter)
    told = {
        "method": "REPLY",
        "uid": str(event["UID"]),
        "sequence": str(event["SEQUENCE"]),
        "start": event.decoded("DTSTART").strftime("%Y%m%dT%H%M%SZ"),
    } | changed
    return (
        "BEGIN:VCALENDAR\r\nPRODID:-//Ander//Agenda//NL\r\nVERSION:2.0\r\n"
        f"METHOD:{told['method']}\r\nBEGIN:VEVENT\r\nUID:{told['uid']}\r\n"
        f"SEQUENCE:{told['sequence']}\r\nDTSTAMP:20261129T100000Z\r\nDTSTART:{told['start']}\r\n"
        f"ATTENDEE;CN=J;PARTSTAT={said}\r\n :mailto:joost@duinrade.example\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def bring(post: Post, letter: mail.EmailMultiAlternatives, file: bytes, **headers: str) -> bytes:
    """To the organiser that the invitation names, from who got it."""
    organiser = str(event_in(letter)["ORGANIZER"]).removeprefix("mailto:")
    message = EmailMessage()
    message["From"] = headers.pop("sender", letter.to[0])
    message["To"] = organiser
    message["Subject"] = "Accepted: a talk"
    message["Message-ID"] = make_msgid()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content("Joost has replied.")
    message.add_alternative(
        file, maintype="text", subtype="calendar", cte="base64", params={"method": "REPLY"}
    )
    post.bring(organiser, message.as_bytes(policy=SMTP))
    post.deliver()
    return message.as_bytes(policy=SMTP)


def test_an_invitation_as_calendars_expect_it(talk: Talk, world: World, post: Post) -> None:
    letter = post.last(world.joost)
    sent = letter.message()
    assert sent.get_content_type() == "multipart/mixed"
    alternatives, attached = sent.iter_parts()
    kinds = [part.get_content_type() for part in alternatives.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert (attached.get_content_type(), attached.get_filename()) == (
        "application/ics",
        "afspraak.ics",
    )
    assert attached.get_content() == file_in(letter).to_ical()
    event = event_in(letter)
    assert event["SUMMARY"] == PURPOSE
    assert (event["STATUS"], event["TRANSP"], event["SEQUENCE"]) == ("TENTATIVE", "OPAQUE", 0)
    assert str(event["ORGANIZER"]).endswith(f"@{DOMAIN}")
    assert event["ORGANIZER"].params["CN"] == "Samira El Idrissi"
    hers = event["ATTENDEE"]
    assert str(hers) == "mailto:joost@duinrade.example"
    assert {name: hers.params[name] for name in ("PARTSTAT", "RSVP", "ROLE", "CUTYPE")} == {
        "PARTSTAT": "NEEDS-ACTION",
        "RSVP": "TRUE",
        "ROLE": "REQ-PARTICIPANT",
        "CUTYPE": "INDIVIDUAL",
    }
    assert "samira@" not in sent.as_string()  # before he agrees he does not learn her address
    raw = attached.get_content()
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_yes_in_the_calendar_agrees(talk: Talk, world: World, post: Post) -> None:
    letter = post.last(world.joost)
    bring(post, letter, reply_to(letter, "ACCEPTED"), Auto_Submitted="auto-generated")
    talk.refresh_from_db()
    assert talk.starts_at == talk.proposed_times.get().starts_at
    confirmed = event_in(post.last(world.samira))
    assert (confirmed["UID"], confirmed["STATUS"]) == (event_in(letter)["UID"], "CONFIRMED")
    said = {str(one): one.params["PARTSTAT"] for one in confirmed["ATTENDEE"]}
    assert said == {
        "mailto:joost@duinrade.example": "ACCEPTED",
        f"mailto:{world.samira.account.email}": "ACCEPTED",
    }


def test_no_in_the_calendar_is_silent_until_it_was_agreed(
    talk: Talk, world: World, post: Post
) -> None:
    letter = post.last(world.joost)
    bring(post, letter, reply_to(letter, "DECLINED"))
    talk.refresh_from_db()
    assert talk.declined_at is not None
    assert post.last(world.joost).subject == "Done: You said no. Nobody is told."
    assert post.count(world.samira) == 0
    talks.cancel_talk(world.samira, talk=talk)
    assert post.last(world.joost).subject == "Done: You said no. Nobody is told."


def test_maybe_changes_nothing(talk: Talk, world: World, post: Post) -> None:
    letter = post.last(world.joost)
    bring(post, letter, reply_to(letter, "TENTATIVE"))
    assert post.last(world.joost).subject.startswith("Done: You said maybe.")
    assert post.count(world.samira) == 0
    talk.refresh_from_db()
    assert (talk.agreed_at, talk.declined_at) == (None, None)


def test_another_time_is_chosen_on_the_page(talk: Talk, world: World, post: Post) -> None:
    letter = post.last(world.joost)
    later = (timezone.now() + timedelta(days=9)).strftime("%Y%m%dT%H%M%SZ")
    bring(post, letter, reply_to(letter, "TENTATIVE", method="COUNTER", start=later))
    assert post.last(world.joost).body.startswith("We do not take another time from your calendar.")
    assert post.count(world.samira) == 0


def test_moved_by_one_and_answered_by_the_calendar_of_the_other(
    talk: Talk, world: World, post: Post
) -> None:
    first = post.last(world.joost)
    talks.pick_time(world.joost, talk=talk, time=talk.proposed_times.get())
    agreed = post.last(world.samira)
    to = timezone.now().replace(microsecond=0) + timedelta(days=4)
    talks.move_talk(world.joost, talk=talk, to=to)
    moved = post.last(world.samira)
    assert moved.subject.startswith("Moved: talk with Joost van der Meer, now ")
    assert post.last(world.joost).subject.startswith("Moved: talk with Samira")
    event = event_in(moved)
    assert (event["SEQUENCE"], event.decoded("DTSTART")) == (1, to)
    said = {one.params["CN"]: one.params["PARTSTAT"] for one in event["ATTENDEE"]}
    assert said == {"Samira El Idrissi": "NEEDS-ACTION", "Joost van der Meer": "ACCEPTED"}

    bring(post, agreed, reply_to(agreed, "DECLINED"))  # of before it was moved
    talk.refresh_from_db()
    assert (talk.cancelled_at, talk.moves.get().accepted_at) == (None, None)
    bring(post, moved, reply_to(moved, "ACCEPTED"))
    assert talk.moves.get().accepted_at is not None
    bring(post, moved, reply_to(moved, "ACCEPTED"))  # once more, as another message
    assert post.last(world.samira).subject.startswith("Done: Agreed: ")
    bring(post, moved, reply_to(moved, "DECLINED"))
    for person in (world.samira, world.joost):
        letter = post.last(person)
        cancelled = event_in(letter)
        assert (cancelled["SEQUENCE"], cancelled["STATUS"]) == (2, "CANCELLED")
        assert cancelled["UID"] == event_in(first)["UID"]


def test_a_no_to_a_talk_that_was_does_not_cancel_it(talk: Talk, world: World, post: Post) -> None:
    talks.pick_time(world.joost, talk=talk, time=talk.proposed_times.get())
    letter = post.last(world.joost)
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=5), tick=False):
        before = Activity.objects.count()
        bring(post, letter, reply_to(letter, "DECLINED"))
        said = post.last(world.joost)
    assert said.body.startswith("We could not use the answer of your calendar.")
    talk.refresh_from_db()
    assert talk.cancelled_at is None
    assert Activity.objects.count() == before


def test_a_no_to_the_old_time_does_not_cancel_what_is_moved_at_that_moment(
    talk: Talk, world: World, post: Post, monkeypatch
) -> None:
    talks.pick_time(world.joost, talk=talk, time=talk.proposed_times.get())
    letter = post.last(world.joost)
    no = reply_to(letter, "DECLINED")
    to = timezone.now().replace(microsecond=0) + timedelta(days=4)

    def read_while_she_moves_it(file: bytes) -> CalendarAnswer | None:
        talks.move_talk(world.samira, talk=talk, to=to)
        return read_answer(file)

    monkeypatch.setattr(calendar_acts, "read_answer", read_while_she_moves_it)
    with pytest.raises(Refused):
        calendar_acts.answer_by_calendar(world.joost, talk.pk, no)
    talk.refresh_from_db()
    assert (talk.starts_at, talk.cancelled_at) == (to, None)


def test_a_proposal_that_is_taken_back_leaves_the_calendar(
    talk: Talk, world: World, post: Post
) -> None:
    post.deliver()
    talks.cancel_talk(world.samira, talk=talk)
    letter = post.last(world.joost)
    assert letter.subject == "Cancelled: talk with Samira El Idrissi"
    assert (file_in(letter)["METHOD"], event_in(letter)["SEQUENCE"]) == ("CANCEL", 1)
    assert post.count(world.samira) == 0


def test_moved_to_and_fro_each_letter_is_one_of_its_own(
    talk: Talk, world: World, post: Post
) -> None:
    """The same words on one day are one letter to a mail program: here the file differs."""
    was = talk.proposed_times.get().starts_at
    talks.pick_time(world.joost, talk=talk, time=talk.proposed_times.get())
    names = []
    for to in (was + timedelta(hours=1), was, was + timedelta(hours=1)):
        talks.move_talk(world.samira, talk=talk, to=to)
        names.append(post.last(world.joost).extra_headers["Message-ID"])
    assert len(set(names)) == 3


NONSENSE = {
    "another talk": {"uid": "0000@vaknet.example"},
    "of before": {"sequence": "-1"},
    "of later": {"sequence": "7"},
    "a huge number": {"sequence": "9" * 400},
    "another time": {"start": "20300101T100000Z"},
    "no method of an answer": {"method": "REQUEST"},
    "a method we do not know": {"method": "DELETE"},
    "two": {"uid": "a\r\nUID:b"},
}


@pytest.mark.parametrize("changed", NONSENSE.values(), ids=NONSENSE)
def test_what_does_not_fit_gets_one_answer(talk, world: World, post: Post, changed) -> None:
    letter = post.last(world.joost)
    before = Activity.objects.count()
    bring(post, letter, reply_to(letter, "ACCEPTED", **changed))
    assert_nothing_but_one_sentence(talk, world, post, before)


def assert_nothing_but_one_sentence(talk: Talk, world: World, post: Post, before: int) -> None:
    said = post.last(world.joost)
    assert said.subject == "We did not understand your answer"
    assert said.body.startswith("We could not use the answer of your calendar.")
    talk.refresh_from_db()
    assert (talk.agreed_at, talk.declined_at, talk.cancelled_at) == (None, None, None)
    assert Activity.objects.count() == before


EVENT = b"BEGIN:VEVENT\r\nUID:a\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b\r\nEND:VEVENT\r\n"
HOSTILE = {
    "empty": b"",
    "no calendar": b"Beste Samira, tot dan",
    "binary": bytes(range(256)) * 40,
    "large": b"BEGIN:VCALENDAR\r\n" + b"X" * 3_000_000,
    "fifty thousand events": b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n" + EVENT * 50_000,
    "nested": b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n" + b"BEGIN:VEVENT\r\n" * 5_000,
    "unsaid": EVENT.replace(b"PARTSTAT=ACCEPTED", b"PARTSTAT=OF-COURSE"),
}


@pytest.mark.parametrize("file", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_answer_gets_the_same(talk: Talk, world: World, post: Post, file) -> None:
    letter = post.last(world.joost)
    before = Activity.objects.count()
    began = process_time()
    bring(post, letter, file)
    assert_nothing_but_one_sentence(talk, world, post, before)
    assert process_time() - began < 5


def test_only_from_an_address_of_her_own_and_not_by_itself(
    talk: Talk, world: World, post: Post
) -> None:
    letter = post.last(world.joost)
    yes = reply_to(letter, "ACCEPTED")
    bring(post, letter, yes, sender="marit@oosterhage.example")
    bring(post, letter, yes, Auto_Submitted="auto-replied")
    bring(post, letter, yes, Authentication_Results="mx.example; dmarc=fail")
    bring(post, letter, yes, List_Id="<a.b>")
    talk.refresh_from_db()
    assert talk.agreed_at is None
    assert post.last(world.joost) is letter


def test_the_same_message_twice_acts_once(talk: Talk, world: World, post: Post) -> None:
    letter = post.last(world.joost)
    raw = bring(post, letter, reply_to(letter, "ACCEPTED"))
    count = post.count(world.joost)
    post.bring(str(event_in(letter)["ORGANIZER"]).removeprefix("mailto:"), raw)
    assert post.count(world.joost) == count


def test_without_a_door_no_calendar_is_asked(talk: Talk, world: World, settings) -> None:
    settings.MAIL_IN_DOMAIN = ""
    box = Post(0, set(Activity.objects.exclude(verb__endswith="talk").values_list("pk", flat=True)))
    letter = box.last(world.joost)
    assert "text/calendar" not in letter.message().as_string()
    talks.pick_time(world.joost, talk=talk, time=talk.proposed_times.get())
    event = event_in(box.last(world.joost))
    assert str(event["ORGANIZER"]) == f"mailto:{world.samira.account.email}"
    assert {one.params["RSVP"] for one in event["ATTENDEE"]} == {"FALSE"}

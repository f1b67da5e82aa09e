"""A letter from writing to the mail server, and what happens when that is away."""

from datetime import UTC, datetime
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Job

from tests import postbox
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions
from vaknet.domain.people.models import Account
from vaknet.interfaces.jobs.letters import CODE_PATIENCE, PATIENCE, mail_code
from vaknet.interfaces.mail.letters.writing import Content
from vaknet.interfaces.mail.post import Attachment, Letter, compose, send

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
QUOTE = "Hoi,\n\nmag ik je <b>iets</b> vragen? \u200f\u05e9\u05dc\u05d5\u05dd 💌"


def letter_to(actor: Actor, **more) -> Letter:
    said = Content("Een vraag", "Bram schrijft:", QUOTE, "Nee zeggen hoort niemand.", "Lees")
    usual = {
        "subject": "Een vraag",
        "thread": "request-1",
        "action_url": "https://vaknet.example/i/x/",
    }
    account = Account.objects.get(actor=actor)
    return Letter(to=account, template="connections", context={"said": said}, **(usual | more))


def test_a_letter_arrives_whole(world: World, mail_server) -> None:
    send(letter_to(world.samira))
    assert postbox.empty() == 1
    [arrived] = mail_server.letters
    assert arrived["To"] == "samira@waterveen.example"
    assert arrived["Subject"] == "Een vraag"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Reply-To"] is None
    text, html = arrived.iter_parts()
    assert QUOTE in text.get_content().replace("\r\n", "\n")
    assert "mag ik je &lt;b&gt;iets&lt;/b&gt; vragen?" in html.get_content()
    assert 'lang="nl"' in html.get_content()


def test_the_footer_speaks_the_readers_language(world: World, mail_server) -> None:
    actions.set_language(world.samira.account, language="en")
    send(letter_to(world.samira))
    send(letter_to(world.marit))
    postbox.empty()
    words = [one.get_body(("plain",)).get_content() for one in mail_server.letters]
    assert "Stop these letters" in words[0]
    assert "Stop deze brieven" in words[1]


def test_a_file_comes_along(world: World, mail_server) -> None:
    file = Attachment("afspraak.ics", b"BEGIN:VCALENDAR\r\n", "text/calendar; method=REQUEST")
    send(letter_to(world.samira, attachments=(file,)))
    postbox.empty()
    [arrived] = mail_server.letters
    [attached] = arrived.iter_attachments()
    assert attached.get_filename() == "afspraak.ics"
    assert attached.get_content_type() == "text/calendar"


def test_letters_of_one_matter_stand_together_and_a_repeated_one_is_the_same(
    world: World, mail_server
) -> None:
    for _ in range(2):
        send(letter_to(world.samira))
    send(letter_to(world.samira, subject="Nog een vraag"))
    send(letter_to(world.marit))
    postbox.empty()
    first, again, other, to_marit = mail_server.letters
    assert first["Message-ID"] == again["Message-ID"]
    assert len({one["Message-ID"] for one in (first, other, to_marit)}) == 3
    assert first["References"] == other["References"] == "<request-1@127.0.0.1>"


@pytest.mark.parametrize(
    "subject",
    ["Hoi\r\nBcc: dief@elders.example", "Hoi\nX-Mal: 1", "a\0b", "x" * 5000, "💌 \u202eabc"],
)
def test_a_subject_cannot_smuggle_a_header(world: World, mail_server, subject: str) -> None:
    send(letter_to(world.samira, subject=subject))
    postbox.empty()
    [arrived] = mail_server.letters
    assert arrived["Bcc"] is None
    assert arrived["X-Mal"] is None
    assert len(arrived["Subject"]) <= 200


def test_addresses_in_headers_are_left_whole(world: World, mail_server, settings) -> None:
    """An encoded or folded address opens nothing when the mail program's own button is pressed."""
    settings.BASE_URL = "https://netwerk-van-vakgenoten.publieke-dienstverlening.waterveen.example"
    send(letter_to(world.samira))
    postbox.empty()
    [line] = [one for one in mail_server.raw[0].split(b"\r\n") if b"List-Unsubscribe:" in one]
    assert line.startswith(f"List-Unsubscribe: <{settings.BASE_URL}/afmelden/".encode())
    assert line.endswith(b"/>")


def test_nobody_sees_whether_a_letter_is_opened(world: World) -> None:
    for asked_for in (True, False):
        letter = letter_to(world.samira, asked_for=asked_for)
        html = str(compose(letter).alternatives[0][0])
        for trap in ("<img", "<script", "background=", "url(", "<link", "@import"):
            assert trap not in html


def _job(attempts: int) -> Job:
    return Job(
        id=1, queue="", lock=None, queueing_lock=None, task_name="send_letter", attempts=attempts
    )


def _pauses(patience) -> list[int]:
    pauses: list[int] = []
    with time_machine.travel(NOW, tick=False):
        while decision := patience.get_retry_decision(exception=OSError(), job=_job(len(pauses))):
            pauses.append(round((decision.retry_at - NOW).total_seconds()))
    return pauses


def test_a_mail_server_that_is_away_is_tried_again_with_growing_pauses(
    world: World, no_mail_server
) -> None:
    send(letter_to(world.samira))
    with pytest.raises(ConnectionRefusedError):
        postbox.empty()
    assert ProcrastinateJob.objects.filter(task_name="send_letter").count() == 1
    pauses = _pauses(PATIENCE)
    assert pauses == sorted(pauses)
    assert pauses[0] == 30
    assert 8 * 3600 < sum(pauses) < 9 * 3600


def test_a_code_is_not_tried_after_it_stopped_working(mail_server) -> None:
    assert sum(_pauses(CODE_PATIENCE)) < 15 * 60
    mail_code("samira@waterveen.example", "BCDF23", "nl", until=0)
    assert mail_server.letters == []


def test_a_silent_mail_server_does_not_hold_the_worker(world: World, silent_mail_server) -> None:
    send(letter_to(world.samira))
    with pytest.raises((TimeoutError, SMTPServerDisconnected)):
        postbox.empty()


@pytest.mark.parametrize(("domain", "again"), [("unknown.example", False), ("busy.example", True)])
def test_an_address_that_does_not_exist_is_not_tried_again(
    world: World, mail_server, domain: str, again: bool
) -> None:
    Account.objects.filter(actor=world.samira).update(email=f"samira@{domain}")
    send(letter_to(world.samira))
    with pytest.raises(SMTPRecipientsRefused) as refused:
        postbox.empty()
    decision = PATIENCE.get_retry_decision(exception=refused.value, job=_job(0))
    assert (decision is not None) is again

"""Mail that nobody typed: holiday replies, letters that came back, complaints, loops."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaknet.kit.mail_kinds import (
    CameBack,
    came_back,
    goes_round,
    is_automatic,
    is_complaint,
    is_refused_by_sender,
    says_away,
)
from vaknet.kit.mail_reading import read

FROM = b"From: Joost <joost@werk.example>\nSubject: Re: vraag\n"


def report(action: str, status: str) -> bytes:
    return f"""Return-Path: <>
From: MAILER-DAEMON@werk.example
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It did not work.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.werk.example

Final-Recipient: rfc822; joost@werk.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user

--b
Content-Type: message/rfc822

From: vaknet@net.example
Subject: Vraag

Hallo
--b--
""".encode()


def complaint(kind: str) -> bytes:
    return f"""From: <fbl@provider.example>
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

A complaint.
--b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Invented/1.0
Version: 1

--b
Content-Type: message/rfc822

From: vaknet@net.example

Hallo
--b--
""".encode()


@pytest.mark.parametrize(
    "header",
    [
        b"Auto-Submitted: auto-replied",
        b"Auto-Submitted: auto-replied (vacation)",
        b"Auto-Submitted: auto-generated; owner=x",
        b"X-Autoreply: yes",
        b"Precedence: auto_reply",
        b"Precedence: bulk",
        b"X-Auto-Response-Suppress: All",
        b"Return-Path: <>",
        b"List-Id: <lijst.werk.example>",
    ],
)
def test_what_a_header_says_goes_by_itself_is_not_of_a_person(header):
    assert is_automatic(read(FROM + header + b"\n\nIk ben er niet."))


@pytest.mark.parametrize(
    "subject", ["Automatisch antwoord: Vraag", "Out of Office: Vraag", "Afwezigheidsbericht"]
)
def test_words_of_a_subject_tell_it_when_no_header_does(subject):
    assert says_away(read(f"From: j@werk.example\nSubject: {subject}\n\nWeg.".encode()))


def test_a_reply_of_a_person_is_one():
    mail = read(FROM + b"Auto-Submitted: no\nReturn-Path: <joost@werk.example>\n\nJa.")

    assert not is_automatic(mail)
    assert not says_away(mail)
    assert not goes_round(mail)
    assert came_back(mail) is None
    assert not is_complaint(mail)


def test_a_letter_without_one_sender_is_answered_by_nobody():
    assert is_automatic(read(b"Subject: x\n\nJa."))


def test_a_robot_is_known_by_its_name():
    assert is_automatic(read(b"From: MAILER-DAEMON@werk.example\n\nNee."))


@pytest.mark.parametrize(
    ("action", "status", "found"),
    [
        ("failed", "5.1.1", CameBack(for_good=True, status="5.1.1")),
        ("Failed", "5.1.1 (no such user)", CameBack(for_good=True, status="5.1.1")),
        ("failed", "5.2.1", CameBack(for_good=True, status="5.2.1")),
        ("failed", "5.2.2", CameBack(for_good=False, status="5.2.2")),
        ("failed", "5.7.1", CameBack(for_good=False, status="5.7.1")),
        ("failed", "4.4.7", CameBack(for_good=False, status="4.4.7")),
        ("delayed", "4.4.1", CameBack(for_good=False, status="4.4.1")),
        ("unheard-of", "5.1.1", CameBack(for_good=False)),
    ],
)
def test_a_report_says_whether_it_is_for_good(action, status, found):
    assert came_back(read(report(action, status))) == found


def test_a_report_of_something_else_is_no_letter_that_came_back():
    assert came_back(read(complaint("abuse"))) is None


@pytest.mark.parametrize(("kind", "counts"), [("abuse", True), ("not-spam", False)])
def test_a_complaint_is_known(kind, counts):
    assert is_complaint(read(complaint(kind))) is counts


def test_what_passed_fifty_servers_goes_round():
    assert goes_round(read(b"Received: by a\n" * 51 + FROM + b"\nJa."))


@pytest.mark.parametrize(
    ("said", "refused"), [("dmarc=fail (p=none)", True), ("dmarc=pass", False)]
)
def test_a_domain_may_say_that_it_did_not_send_this(said, refused):
    header = f"Authentication-Results: mx.net.example; spf=pass; {said}\n".encode()

    assert is_refused_by_sender(read(header + FROM + b"\nJa.")) is refused


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_no_report_makes_it_fail(inside):
    start = b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/"
    for kind in (b"delivery-status", b"feedback-report", b"rfc822"):
        mail = read(start + kind + b"\n\n" + inside + b"\n--b--\n")
        came_back(mail)
        is_complaint(mail)

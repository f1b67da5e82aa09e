"""What members send back, in the shapes that their mail programs send it."""

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaknet.kit.html_text import text_of
from vaknet.kit.mail_cutting import cut
from vaknet.kit.mail_reading import MOST_PARTS, Incoming, read, recipients

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.eml"))


def test_the_corpus_is_there():
    assert len(CORPUS) >= 40


@pytest.mark.parametrize("letter", CORPUS, ids=lambda path: path.stem)
def test_of_a_reply_only_the_words_that_were_typed_are_left(letter):
    said = cut(read(letter.read_bytes()).text)

    assert said.text == letter.with_suffix(".txt").read_text(encoding="utf-8").strip()
    assert not said.says_below


def test_who_says_that_she_wrote_in_an_unmarked_quote_is_not_cut_in_silence():
    said = cut("Zie hieronder, in rood.\n\n-----Original Message-----\nFrom: A\nJa, dinsdag.\n")

    assert (said.text, said.says_below) == ("Zie hieronder, in rood.", True)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2000))
def test_no_bytes_make_it_fail(raw):
    cut(read(raw).text)


HEADS = st.sampled_from(
    [
        b"From: =?x?q?=00?= <a@b>\n",
        b"From: " + b"(" * 1900 + b")" * 1900 + b"a@b\n",
        b"To: " + b"(" * 1900 + b")" * 1900 + b"a@b\n",
        b"Content-Type: message/rfc822\n\n" * 1200,
        b"Content-Type: text/plain; charset*=a; charset*0=b\n",
        b"Content-Disposition: attachment; filename*=a; filename*0=b\n",
        b"Content-Type: multipart/mixed; boundary=x\n",
        b"Content-Type: text/plain; charset*0=a; charset*x=b\n",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\n",
        b"Content-Type: message/rfc822\n",
        b"Content-Type: message/delivery-status\n",
        b"Content-Type: text/html; charset=utf-16\n",
        b"Content-Transfer-Encoding: base64\n",
        b"Content-Disposition: attachment; filename*0*=utf-8'';\n",
        b"\n--x\n",
        b"\n",
        b"--x--\n",
        b"<!doctype [ <b <![if x]> &#xD800; <blockquote>",
        b"> On 3 May 2026, X wrote:\n",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.one_of(HEADS, st.binary(max_size=40)), max_size=25))
def test_no_crooked_message_makes_it_fail(pieces):
    mail = read(b"".join(pieces))
    recipients(mail)
    cut(mail.text)


NESTED = b"(" * 1900 + b")" * 1900 + b" a@b.example\n"


@pytest.mark.parametrize(
    "head",
    [
        b"From: " + NESTED,
        b"Content-Type: message/rfc822\n\n" * 1200,
    ],
    ids=["comments", "messages"],
)
def test_what_cannot_be_taken_apart_is_of_nobody(head):
    assert read(head + b"\nJa.") == Incoming()


def test_recipients_that_cannot_be_taken_apart_are_none():
    assert recipients(read(b"From: a@b.example\nTo: " + NESTED + b"\nJa.")) == []


def test_a_charset_in_pieces_that_do_not_fit_is_guessed():
    assert read(b"Content-Type: text/plain; charset*=a; charset*0=b\n\nJa.").text == "Ja."


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=500))
def test_no_markup_makes_it_fail(html):
    text_of(html)


@pytest.mark.parametrize("piece", ["<!--", "<![", "<a ", "<", "</", "<!", "<?", "&#", "<b x='"])
def test_no_markup_holds_it_up(piece):
    began = process_time()
    text_of(piece * (200_000 // len(piece)))

    assert process_time() - began < 5


@pytest.mark.parametrize(
    "text",
    ["groet " + "a" * 200_000 + "!", "Op 1 schreef x:\n" * 5000, "van:" + " " * 200_000 + "x"],
)
def test_no_text_holds_it_up(text):
    began = process_time()
    cut(text)

    assert process_time() - began < 5


def test_comments_are_not_read():
    assert text_of("<p>Ja<!-- <p>nee --> hoor<!-- nooit gesloten") == "Ja hoor"


def test_of_very_many_parts_only_the_first_are_read():
    many = b"--x\nContent-Type: application/octet-stream\n\na\n" * 1000
    raw = b"Content-Type: multipart/mixed; boundary=x\n\n" + many + b"--x--\n"

    assert read(raw).attachments < MOST_PARTS


def test_two_senders_are_none():
    assert read(b"From: a@werk.example\nFrom: b@werk.example\n\nJa").sender == ""


def test_a_sender_is_known_by_his_address_in_small_letters():
    assert read(b'From: "a@b.example" <Joost@Werk.example>\n\nJa').sender == "joost@werk.example"

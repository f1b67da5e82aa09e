"""Living by mail alone: answers, connections, introductions, talks and votes, by real LMTP."""

import smtplib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests import postbox
from tests.mail.answering import DOMAIN, Post, door
from tests.mail.test_kinds import complaint, report
from tests.world import World, build
from vaknet.domain.activity.models import Activity
from vaknet.domain.connections import actions as meeting
from vaknet.domain.connections import queries as connections
from vaknet.domain.groups.models import GroupMembership, Mail
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Question, Reply
from vaknet.domain.people import actions as people
from vaknet.domain.people.actions import incoming_mail
from vaknet.domain.people.answering import Matter, address_for, answering
from vaknet.domain.people.models import Account
from vaknet.domain.surveys import actions as surveys
from vaknet.domain.surveys.models import Vote
from vaknet.domain.talks import actions as talks
from vaknet.interfaces.mail.listener import LATER, NO_SUCH_ADDRESS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return build()


@pytest.fixture
def post(world: World, settings) -> Iterator[Post]:
    settings.MAIL_IN_DOMAIN, settings.MAIL_IN_NAME = DOMAIN, "antwoord"
    for actor in world.everybody:
        people.set_language(actor.account, language="en")
    postbox.empty()  # letters about what came before
    with door("lmtp") as port:
        yield Post(port, set(Activity.objects.values_list("pk", flat=True)))


def test_a_question_is_answered_by_mail(world: World, post: Post) -> None:
    asked = knowledge.ask(
        world.samira, group=world.group, title="Wie kent een goede scanner?", person=world.joost
    )
    letter = post.last(world.joost)
    assert "You can just answer this mail." in letter.body

    post.answer(letter, "De mobiele van het streekarchief.\n\nGroet,\nJoost")

    said = post.last(world.joost)
    given = Answer.objects.get(question=asked)
    assert (given.author, given.text) == (world.joost, "De mobiele van het streekarchief.")
    assert said.subject == "Done: Thank you. Your answer is there."
    assert f"/vraag/{asked.pk}/#answer-{given.pk}" in said.body
    assert "Reply-To" not in said.extra_headers
    assert post.last(world.samira).subject == "Joost van der Meer answered your question"


@pytest.mark.parametrize("words", ["Liever niet, sorry", "Nee"])
def test_who_is_asked_by_name_and_would_rather_not_publishes_nothing(
    world: World, post: Post, words: str
) -> None:
    asked = knowledge.ask(world.samira, group=world.group, title="Wie?", person=world.joost)
    letter = post.last(world.joost)

    post.answer(letter, words)

    assert post.last(world.joost).subject.startswith("Done: You said no. Nobody is told.")
    assert not Answer.objects.filter(question=asked).exists()
    assert post.count(world.samira) == 0
    post.answer(letter, words)
    post.deliver()
    assert Answer.objects.get(question=asked).text == words


def test_a_no_with_reasons_is_an_answer(world: World, post: Post) -> None:
    asked = knowledge.ask(world.samira, group=world.group, title="Mag dit?", person=world.joost)
    words = "Nee, dat mag niet, want in de verordening van 2019 staat dat het bestuur beslist."

    post.answer(post.last(world.joost), words)
    post.deliver()

    assert Answer.objects.get(question=asked).text == words


def test_another_mail_of_hers_is_no_answer(world: World, post: Post) -> None:
    letter = connection_letter(world, post)
    ours, before = letter.extra_headers["Reply-To"], post.count(world.samira)
    mail = "From: samira@waterveen.example\r\nMessage-ID: <{}@b>\r\n{}\r\n\r\nJa\r\n"
    for number, to in enumerate(
        [
            "To: joost@duinrade.example",
            f"To: joost@duinrade.example\r\nTo: {ours}",
            f"To: joost@duinrade.example\r\nCc: x@y.example\r\nCc: {ours}",
            f"Cc: {ours}",
        ]
    ):
        post.bring(ours, mail.format(number, to).encode())
    assert post.count(world.samira) == before

    copied = f"To: joost@duinrade.example\r\nCc: Archiefnet <{ours.upper()}>"
    post.bring(ours, mail.format(9, copied).encode())
    post.deliver()
    assert connections.are_connected(world.bram, world.samira)


def test_our_letter_within_her_words_goes_nowhere(world: World, post: Post, settings) -> None:
    knowledge.ask(world.samira, group=world.group, title="Wie?", person=world.joost)
    letter = post.last(world.joost)
    for inside in (f"{settings.BASE_URL}/afmelden/abc/", letter.extra_headers["Reply-To"]):
        post.answer(letter, f"De scanner.\n\nVaknet wrote\n{inside}\n")
        assert post.last(world.joost).body.startswith("We cannot tell your words from those")
    assert not Answer.objects.filter(question__title="Wie?").exists()


def test_a_question_may_be_about_being_away(world: World, post: Post) -> None:
    to = address_for(world.joost.account, Matter.GROUP, world.group.pk)
    title = "Afwezig door ziekte: wat nu?"
    post.send(to, "joost@duinrade.example", "Wie weet het?", subject=title)
    post.deliver()

    assert Question.objects.filter(title=title).exists()


def test_a_conversation_goes_on_by_mail(world: World, post: Post) -> None:
    begun = knowledge.start_conversation(world.samira, groups=[world.group], title="Scannen")
    knowledge.reply(world.joost, post=begun, text="Ik.")

    post.answer(post.last(world.samira), "Fijn, tot dan.")
    post.deliver()

    assert Reply.objects.filter(post=begun).last().text == "Fijn, tot dan."


def test_a_connection_is_accepted_by_mail(world: World, post: Post) -> None:
    meeting.request_connection(world.bram, recipient=world.samira, note="Wij spraken over scannen.")

    post.answer(post.last(world.samira), "Ja, leuk je te ontmoeten!")
    said = post.last(world.samira)

    assert said.subject == "Done: You and Bram know each other now."
    assert connections.are_connected(world.bram, world.samira)


def test_a_no_is_silent_and_what_stands_behind_it_goes_to_nobody(world: World, post: Post) -> None:
    meeting.request_connection(world.bram, recipient=world.samira, note="Wij spraken over scannen.")

    post.answer(post.last(world.samira), "Nee, die ken ik niet.")

    assert post.last(world.samira).body.startswith(
        "You said no. Nobody is told. What you wrote besides went to nobody."
    )
    assert post.count(world.bram) == 0


def test_other_words_are_a_message_and_so_is_all_of_the_asker(world: World, post: Post) -> None:
    asked = meeting.request_connection(world.bram, recipient=world.samira, note="Over scannen.")

    post.answer(post.last(world.samira), "Waar spraken wij elkaar?")
    letter = post.last(world.bram)
    post.answer(letter, "Nee? Op de beurs.")
    post.deliver()

    texts = list(asked.messages.values_list("text", flat=True))
    assert texts == ["Waar spraken wij elkaar?", "Nee? Op de beurs."]


def test_an_introduction_goes_along_by_mail(world: World, post: Post) -> None:
    asked = meeting.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose="Van het papier af."
    )
    post.answer(post.last(world.joost), "Waar gaat het precies over?")
    post.answer(post.last(world.samira), "Yes: over de oude tekeningen.")
    post.answer(post.last(world.joost), "Ja. Samira is goed thuis in bouwdossiers.")
    letter = post.last(world.marit)
    post.answer(letter, "Hm, misschien")
    unclear = post.last(world.marit)
    assert unclear.subject == "We did not understand your answer"
    assert "Hm, misschien" in unclear.body
    post.answer(unclear, "Yes! Bel mij gerust.")
    post.answer(post.last(world.samira), "Dat doe ik.")
    post.deliver()

    asked.refresh_from_db()
    assert asked.agreed_at is not None
    said = list(asked.messages.filter(step=None).values_list("author__name", "text"))
    assert said[-2:] == [
        ("Marit Hoekstra", "Bel mij gerust."),
        ("Samira El Idrissi", "Dat doe ik."),
    ]


def test_a_go_between_and_a_target_say_no_by_mail(world: World, post: Post) -> None:
    route = [world.joost]
    one = meeting.ask_introduction(
        world.samira, target=world.marit, route=route, purpose="Van het papier af."
    )
    post.answer(post.last(world.joost), "Nee")
    assert post.last(world.joost).subject == "Done: You said no. Nobody is told."
    meeting.withdraw_introduction(world.samira, introduction=one)
    meeting.ask_introduction(
        world.fatma, target=world.marit, route=[world.peter], purpose="Over handhaven."
    )
    post.answer(post.last(world.peter), "ja")
    post.answer(post.last(world.marit), "nee")

    assert post.last(world.marit).subject == "Done: You said no. Nobody is told."


def talk(world: World, count: int = 3):
    start = timezone.now().replace(microsecond=0)
    return talks.propose_talk(
        world.samira,
        invitee=world.joost,
        purpose="Hoe begin je?",
        times=[start + timedelta(days=day) for day in range(2, 2 + count)],
    )


def test_a_time_is_picked_by_its_number(world: World, post: Post) -> None:
    proposed = talk(world)
    letter = post.last(world.joost)
    assert "\n2. " in letter.body

    post.answer(letter, "Goed idee")
    unclear = post.last(world.joost)
    assert unclear.body.startswith("Begin your answer with the number of one time, or with no.")
    post.answer(unclear, "Yes, 2")

    assert post.last(world.joost).subject.startswith("Talk with Samira El Idrissi")
    proposed.refresh_from_db()
    assert proposed.starts_at == proposed.proposed_times.all()[1].starts_at


def test_a_yes_to_one_time_and_a_no_to_a_talk(world: World, post: Post) -> None:
    only = talk(world, count=3)
    post.answer(post.last(world.joost), "no")
    assert post.last(world.joost).subject == "Done: You said no. Nobody is told."
    only.refresh_from_db()
    assert only.declined_at is not None


def test_a_poll_is_answered_by_its_number_or_its_words(world: World, post: Post) -> None:
    GroupMembership.objects.filter(actor=world.joost).update(mail=Mail.EVERYTHING)
    asked = surveys.ask_poll(
        world.samira,
        group=world.group,
        question="Waar komen wij bij elkaar?",
        choices=["Op het werk", "Buiten"],
        closes_on=timezone.localdate() + timedelta(days=7),
    )
    letter = post.last(world.joost)
    assert "1. Op het werk\n2. Buiten" in letter.body
    assert post.count(world.samira) == 0

    post.answer(letter, "Binnen")
    post.answer(post.last(world.joost), "buiten")

    said = post.last(world.joost)
    assert said.subject == "Done"  # phones show it to who sits next to her
    assert said.body.startswith("Your vote counts: Buiten")
    assert [vote.choice.text for vote in Vote.objects.filter(choice__poll=asked)] == ["Buiten"]


def test_a_question_is_asked_by_mail(world: World, post: Post) -> None:
    to = address_for(world.joost.account, Matter.GROUP, world.group.pk)
    post.send(to, "joost@duinrade.example", "Het gaat om 1930.", subject="Wie leest oud schrift?")

    assert post.last(world.joost).subject == "Done: Your question is asked."
    asked = Question.objects.get(title="Wie leest oud schrift?")
    assert (asked.author, asked.body) == (world.joost, "Het gaat om 1930.")


def test_a_question_without_a_subject_is_not_asked(world: World, post: Post) -> None:
    to = address_for(world.joost.account, Matter.GROUP, world.group.pk)
    post.send(to, "joost@duinrade.example", "Help", subject="")

    said = post.last(world.joost)
    assert said.body.startswith("Write your question as the subject")
    assert "Nothing was done yet. Write to the same address once more." in said.body
    assert "Reply-To" not in said.extra_headers  # else the next subject would be "Re: We did not…"


def connection_letter(world: World, post: Post):
    meeting.request_connection(world.bram, recipient=world.samira, note="Wij spraken over scannen.")
    return post.last(world.samira)


def test_the_same_message_twice_acts_once(world: World, post: Post) -> None:
    letter = connection_letter(world, post)
    raw = post.answer(letter, "Wie was u ook weer?")
    post.deliver()
    before = post.count(world.bram)

    post.bring(letter.extra_headers["Reply-To"], raw)

    assert post.count(world.bram) == before
    assert post.count(world.samira) == 2


def test_a_rule_that_says_no_comes_back_with_her_words(world: World, post: Post) -> None:
    letter = connection_letter(world, post)
    post.answer(letter, "Ja")
    post.deliver()
    post.answer(letter, "Nog even dit.")

    said = post.last(world.samira)
    assert said.subject == "Your answer did not go through"
    assert "Nog even dit." in said.body


def test_what_is_not_there_any_more_is_said(world: World, post: Post) -> None:
    asked = knowledge.ask(world.samira, group=world.group, title="Wie?", person=world.joost)
    letter = post.last(world.joost)
    knowledge.withdraw_question(world.samira, question=asked)

    post.answer(letter, "Ik.")

    assert post.last(world.joost).body.startswith("It was answered already, or it is no longer")


def test_a_letter_that_is_passed_on_lets_nobody_else_write(world: World, post: Post) -> None:
    letter = connection_letter(world, post)
    before = post.count(world.samira)

    post.send(letter.extra_headers["Reply-To"], "joost@duinrade.example", "Ja")

    told = post.last(world.joost)
    assert told.subject == "We could not take your mail"
    assert "Samira" not in told.body + str(told.alternatives[0].content)
    assert "Bram" not in told.body + str(told.alternatives[0].content)
    assert not connections.are_connected(world.bram, world.samira)
    assert post.count(world.samira) == before


def test_who_is_told_so_hears_the_same_whether_she_is_a_member(world: World, post: Post) -> None:
    to = connection_letter(world, post).extra_headers["Reply-To"]
    post.send(to, "joost@duinrade.example", "Ja")
    post.send(to, "nobody@elsewhere.example", "Ja")
    post.deliver()

    [member], [stranger] = (
        post.boxes["joost@duinrade.example"],
        post.boxes["nobody@elsewhere.example"],
    )
    assert (member.subject, member.body) == (stranger.subject, stranger.body)
    assert member.from_email == stranger.from_email


def test_another_proved_address_of_hers_is_hers(world: World, post: Post) -> None:
    letter = connection_letter(world, post)
    world.samira.account.addresses.create(email="samira@thuis.example", since=timezone.now())

    post.send(letter.extra_headers["Reply-To"], "Samira <SAMIRA@thuis.example>", "Ja")
    post.deliver()

    assert connections.are_connected(world.bram, world.samira)


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"subject": "Automatisch antwoord: Ja"},
        {"Authentication_Results": "mx.example; dmarc=fail"},
    ],
)
def test_what_nobody_typed_or_sent_does_nothing_and_is_not_answered(
    world: World, post: Post, header: dict[str, str]
) -> None:
    letter = connection_letter(world, post)
    before = post.count(world.samira)

    post.answer(letter, "Ja", **header)

    assert post.count(world.samira) == before
    assert not connections.are_connected(world.bram, world.samira)


def test_two_machines_that_answer_one_another_stop(world: World, post: Post, monkeypatch) -> None:
    monkeypatch.setattr("vaknet.domain.people.actions.incoming_mail.MOST_A_DAY", 1)
    letter = connection_letter(world, post)
    post.answer(letter, "Wat?")
    before = post.count(world.samira)

    post.answer(letter, "Hoe?")

    assert post.count(world.samira) == before


def test_words_in_what_she_quotes_and_empty_mails_come_back(world: World, post: Post) -> None:
    letter = connection_letter(world, post)
    post.answer(letter, "Zie hieronder.\n\n-----Original Message-----\nFrom: x\n\nJa, in rood.")
    assert post.last(world.samira).body.startswith("We cannot tell your words from those")
    post.answer(letter, "")
    assert post.last(world.samira).body.startswith("We found no words of yours in it.")


def test_somebody_who_left_or_an_address_of_nothing_gets_no_answer(
    world: World, post: Post
) -> None:
    letter = connection_letter(world, post)
    before = post.count(world.samira)
    unknown = address_for(world.samira.account, Matter.BOUNCE, 7)
    post.send(unknown, "samira@waterveen.example", "Ja")
    Account.objects.filter(actor=world.samira).update(is_active=False)
    post.answer(letter, "Ja")

    assert post.count(world.samira) == before


def test_an_address_that_is_not_ours_gets_one_same_sentence(world: World, post: Post) -> None:
    real = address_for(world.samira.account, Matter.REQUEST, 1)
    forged = real.replace("+", "+a", 1)
    said = set()
    for address in (
        forged,
        f"antwoord@{DOMAIN}",
        "samira@waterveen.example",
        real.replace("post", "p"),
    ):
        with (
            smtplib.LMTP("127.0.0.1", post.port) as server,
            pytest.raises(smtplib.SMTPRecipientsRefused) as refused,
        ):
            server.sendmail("a@b.example", [address], b"Subject: x\r\n\r\nJa")
        said |= {f"{code} {words.decode()}" for code, words in refused.value.recipients.values()}
    assert said == {NO_SUCH_ADDRESS}


def test_one_address_at_a_time_and_no_more_than_five_megabytes(world: World, post: Post) -> None:
    to = address_for(world.samira.account, Matter.REQUEST, 1)
    with smtplib.LMTP("127.0.0.1", post.port) as server:
        server.lhlo = server.ehlo
        server.ehlo()
        server.mail("a@b.example")
        assert server.rcpt(to)[0] == 250
        assert server.rcpt(to)[0] == 452
    with smtplib.LMTP("127.0.0.1", post.port) as server, pytest.raises(smtplib.SMTPException):
        server.sendmail("a@b.example", [to], b"x" * 6_000_000)


def test_while_the_database_is_away_mail_stays_with_its_server(
    world: World, post: Post, monkeypatch
) -> None:
    to = address_for(world.samira.account, Matter.REQUEST, 1)
    monkeypatch.setitem(connection.settings_dict, "HOST", "/no-such-socket")  # for new threads
    with (
        smtplib.LMTP("127.0.0.1", post.port) as server,
        pytest.raises(smtplib.SMTPDataError) as refused,
    ):
        server.sendmail("a@b.example", [to], b"Subject: x\r\n\r\nJa")

    assert f"{refused.value.smtp_code} {refused.value.smtp_error.decode()}" == LATER


def test_mail_servers_that_speak_smtp_are_heard_too(world: World, post: Post) -> None:
    letter = connection_letter(world, post)
    to = letter.extra_headers["Reply-To"]
    message = f"From: samira@waterveen.example\r\nTo: {to}\r\nMessage-ID: <a@b>\r\n\r\nJa\r\n"
    with door("smtp") as port, smtplib.SMTP("127.0.0.1", port) as server:
        server.sendmail("samira@waterveen.example", [to], message)
    post.deliver()

    assert connections.are_connected(world.bram, world.samira)


def test_without_a_domain_nothing_is_ours(world: World, settings) -> None:
    settings.MAIL_IN_DOMAIN = DOMAIN
    address = address_for(world.samira.account, Matter.TALK, 3)
    assert answering(address.upper()).thing == 3
    assert answering(address_for(world.samira.account, 99, 3)) is None
    settings.MAIL_IN_DOMAIN = ""
    assert answering(address) is None


def test_letters_that_came_back_on_three_days_are_the_last(
    world: World, post: Post, time_machine
) -> None:
    letter = connection_letter(world, post)
    back = letter.from_email
    assert answering(back).matter is Matter.BOUNCE
    today = timezone.now()
    for day in (0, 0, 1, 2):
        assert Account.objects.get(actor=world.samira).mail_stopped_at is None
        time_machine.move_to(today + timedelta(days=day))
        post.bring(back, report("failed", "5.1.1"))
        post.bring(back, report("failed", "4.4.7"))
        post.bring(back, b"From: x@y.example\n\nhallo")
        post.deliver()

    account = Account.objects.get(actor=world.samira)
    assert account.mail_stopped_at is not None
    people.start_mail(account)
    assert account.returned_mail.count() == 0


def test_days_of_long_ago_and_of_another_address_do_not_count(world: World) -> None:
    account, today = world.samira.account, timezone.localdate()
    for ago in (70, 31, 30, 1, 0):
        incoming_mail.letter_came_back(account, on=today - timedelta(days=ago))
        account.refresh_from_db()
        assert account.mail_stopped_at is None
    assert account.returned_mail.count() == 2

    other = account.addresses.create(email="samira@thuis.example", since=timezone.now())
    people.choose_address(world.samira, pk=other.pk)
    assert account.returned_mail.count() == 0


def test_another_address_leaves_her_the_reason_why_mail_stopped(world: World) -> None:
    account, today = world.samira.account, timezone.localdate()
    for ago in (2, 1, 0):
        incoming_mail.letter_came_back(account, on=today - timedelta(days=ago))
    other = account.addresses.create(email="samira@thuis.example", since=timezone.now())
    people.choose_address(world.samira, pk=other.pk)

    assert account.returned_mail.count() == 3


def test_a_complaint_stops_letters_at_once(world: World, post: Post) -> None:
    letter = connection_letter(world, post)

    post.bring(letter.from_email, complaint("abuse"))
    post.deliver()

    assert Account.objects.get(actor=world.samira).mail_stopped_at is not None


def test_she_reads_on_the_site_why_no_letters_come(world: World, client) -> None:
    account = world.samira.account
    client.force_login(account)
    for day in (1, 2, 3):
        incoming_mail.letter_came_back(account, on=timezone.localdate() - timedelta(days=day))
    said = "Onze brieven aan jou kwamen op drie dagen terug."
    assert said in client.get("/ik/instellingen/").text
    client.post("/ik/instellingen/mail/", {"act": "start"})
    assert said not in client.get("/ik/instellingen/").text
    client.post("/ik/instellingen/mail/", {"act": "stop"})
    assert said not in client.get("/ik/instellingen/").text

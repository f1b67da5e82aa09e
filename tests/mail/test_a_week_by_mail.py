"""Samira does a whole week by mail: out over SMTP, back over LMTP, and no page is opened."""

import re
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid

import pytest
from django.utils import timezone

from tests import postbox
from tests.mail.answering import DOMAIN, door
from tests.mail.conftest import Postbox
from tests.world import World, build
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections import queries as ties
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Mail
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.domain.people import actions as people
from vaknet.domain.people.answering import Matter, address_for
from vaknet.domain.surveys import actions as surveys
from vaknet.domain.surveys.models import Vote
from vaknet.domain.talks import actions as talks
from vaknet.domain.talks.models import Talk
from vaknet.interfaces.jobs import followups

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class MailOnly:
    """A member with a mail program and nothing else."""

    world: World
    server: Postbox
    port: int
    done: set[int]

    @property
    def person(self) -> Actor:
        return self.world.samira

    def letter(self) -> EmailMessage:
        """The last that came, when the worker did all that there was to do."""
        for activity in Activity.objects.exclude(pk__in=self.done).order_by("pk"):
            self.done.add(activity.pk)
            followups.run(activity.pk)
        postbox.empty()
        mine = [one for one in self.server.letters if one["To"] == self.person.account.email]
        return mine[-1]

    def says(self) -> str:
        return self.letter().get_body(("plain",)).get_content()

    def answers(self, words: str) -> None:
        """Above what her program quotes, with her signature."""
        letter = self.letter()
        quoted = "\n".join(f"> {line}" for line in self.says().splitlines())
        text = f"{words}\n\n-- \nSamira\n\nOp ma 30 nov 2026 om 09:01 schreef Vaknet:\n{quoted}"
        self.writes(letter["Reply-To"], f"Re: {letter['Subject']}", text, to=letter["Message-ID"])

    def writes(self, address: str, subject: str, text: str, *, to: str = "") -> None:
        message = EmailMessage()
        message["From"] = self.person.account.email
        message["To"], message["Subject"], message["Message-ID"] = address, subject, make_msgid()
        if to:
            message["In-Reply-To"] = message["References"] = to
        message.set_content(text)
        with smtplib.LMTP("127.0.0.1", self.port) as server:
            server.sendmail(self.person.account.email, [address], message.as_bytes(policy=SMTP))
        postbox.empty()


@pytest.fixture
def samira(transactional_db: None, mail_server: Postbox, settings) -> Iterator[MailOnly]:
    settings.MAIL_IN_DOMAIN, settings.MAIL_IN_NAME = DOMAIN, "antwoord"
    world = build()
    people.set_language(world.samira.account, language="en")
    groups.choose_mail(world.samira, group=world.group, mail=Mail.EVERYTHING)
    postbox.empty()
    with door("lmtp") as port:
        seen = set(Activity.objects.values_list("pk", flat=True))
        yield MailOnly(world, mail_server, port, seen)


def test_a_week(samira: MailOnly) -> None:
    world, me = samira.world, samira.person

    # Monday: she asks her group something, and Noor answers.
    group = address_for(me.account, Matter.GROUP, world.group.pk)
    samira.writes(group, "Wie leest oud schrift?", "Het gaat om akten van 1830.")
    assert samira.letter()["Subject"] == "Done: Your question is asked."
    asked = Question.objects.get(title="Wie leest oud schrift?")
    knowledge.answer(world.noor, question=asked, text="Ik, en ik help graag.")
    assert samira.letter()["Subject"] == "Noor Janssen answered your question"
    assert "Ik, en ik help graag." in samira.says()

    # Tuesday: Joost asks her by name, and she answers.
    other = knowledge.ask(world.joost, group=world.group, title="Welke scanner?", person=me)
    assert samira.letter()["Subject"] == "Joost van der Meer asks you a question"
    samira.answers("De mobiele van het streekarchief.")
    assert samira.letter()["Subject"].startswith("Done: ")
    assert Answer.objects.get(question=other, author=me).text == "De mobiele van het streekarchief."

    # Wednesday: somebody would like to connect.
    connections.request_connection(world.bram, recipient=me, note="Wij spraken over scannen.")
    assert samira.letter()["Subject"] == "Bram Kuipers would like to connect"
    samira.answers("Ja, leuk")
    assert ties.are_connected(world.bram, me)

    # Thursday: Noor proposes a talk at two times. The letter that follows has the date in it.
    times = [timezone.now().replace(microsecond=0) + timedelta(days=day) for day in (3, 4)]
    talks.propose_talk(world.noor, invitee=me, purpose="Oud schrift", times=times)
    assert samira.letter()["Subject"] == "Noor Janssen would like to talk"
    samira.answers("2")
    assert Talk.objects.get().starts_at == times[1]
    samira.letter()
    agreed = next(one for one in samira.server.letters if "Talk with Noor" in one["Subject"])
    assert agreed["To"] == me.account.email
    assert [part.get_content_type() for part in agreed.iter_attachments()] == ["application/ics"]
    assert "text/calendar" in [part.get_content_type() for part in agreed.walk()]

    # Friday: a poll of the group.
    poll = surveys.ask_poll(
        world.joost,
        group=world.group,
        question="Waar komen wij bij elkaar?",
        choices=["Op het werk", "Buiten"],
        closes_on=timezone.localdate() + timedelta(days=7),
    )
    assert samira.letter()["Subject"] == "Poll: Waar komen wij bij elkaar?"
    samira.answers("2")
    assert [one.choice.text for one in Vote.objects.filter(choice__poll=poll)] == ["Buiten"]

    # And then it is enough.
    samira.letter()
    [address] = re.findall(r"<https?://[^>]+>", agreed["List-Unsubscribe"])
    assert agreed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address
    assert not me.account.sign_ins.exists()  # she was nowhere but in her mail

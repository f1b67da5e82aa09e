"""A message that came in: whose it is, whether she wrote it herself, and what she wants.

Who writes is known by the address that only her letter has, and by the sender that has to be one
of her own addresses: a letter that she passes on lets nobody write as her. She has to have named
that address, too: another mail of hers is no answer (docs/decisions/0050).
"""

import hashlib
import re

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions as people
from vaknet.domain.people.actions import incoming_mail
from vaknet.domain.people.addresses import emails_that_let_in
from vaknet.domain.people.answering import Answering, Matter, answering
from vaknet.domain.people.merged import account_since_merge
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused
from vaknet.interfaces.mail.acts import Done, Unclear, Words, act, address_of
from vaknet.interfaces.mail.calendar_acts import answer_by_calendar
from vaknet.interfaces.mail.letters import answers
from vaknet.kit import mail_kinds as kinds
from vaknet.kit.mail_cutting import Reply, cut
from vaknet.kit.mail_reading import Incoming, is_written_to, read

ADDRESS = re.compile(r"[\w+-]{1,100}@[\w.-]{1,253}\w")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,200}>")


def receive(raw: bytes, *, recipient: str) -> None:
    """Once: the same message again does nothing."""
    meant = answering(recipient)
    account = None if meant is None else _account(meant)
    if meant is None or account is None:
        return
    mail = read(raw)
    if meant.matter is Matter.BOUNCE or kinds.is_complaint(mail):
        _came_back(account, mail)
    elif _is_of_a_person(mail, meant) and is_written_to(mail, recipient):
        with translation.override(account.language):
            _answered(account, meant, mail, raw)


def _is_of_a_person(mail: Incoming, meant: Answering) -> bool:
    """Where she begins a question the subject is hers: "Away through illness: what now?". Who
    presses a button in her calendar lets that write the mail.
    """
    ours = meant.matter is not Matter.GROUP
    pressed = _from_calendar(meant, mail) is not None
    by_itself = kinds.is_automatic(mail, pressed=pressed) or (ours and kinds.says_away(mail))
    return not (by_itself or kinds.goes_round(mail) or kinds.came_back(mail))


def _from_calendar(meant: Answering, mail: Incoming) -> bytes | None:
    """The answer of her calendar to an invitation; whatever it holds."""
    if meant.matter is not Matter.TALK:
        return None
    return next((part.content for part in mail.parts if part.kind == "text/calendar"), None)


def _account(meant: Answering) -> Account | None:
    kept = account_since_merge(meant.account)
    rows = Account.objects.select_related("actor").filter(is_active=True)
    found = rows.filter(pk=kept.pk if kept else meant.account).first()
    gone = found is None or found.actor is None or found.actor.is_former
    return None if gone else found


def _came_back(account: Account, mail: Incoming) -> None:
    if kinds.is_complaint(mail):
        people.stop_mail(account)
        return
    returned = kinds.came_back(mail)
    if returned is not None and returned.for_good:
        incoming_mail.letter_came_back(account, on=localdate())


@transaction.atomic
def _answered(account: Account, meant: Answering, mail: Incoming, raw: bytes) -> None:
    name = mail.message_id or hashlib.sha256(raw).hexdigest()
    if incoming_mail.writes_too_much(account):
        return
    if not incoming_mail.is_first_time(account, message=name):
        return
    hers = mail.sender in emails_that_let_in(account)
    if kinds.is_refused_by_sender(mail):
        return
    if not hers:
        answers.not_from_here(mail.sender, language=account.language)
        return
    answers.tell(account, _outcome(account, meant, mail))


def _outcome(account: Account, meant: Answering, mail: Incoming) -> answers.Outcome:
    by_calendar = _from_calendar(meant, mail) is not None
    reply = Reply("") if by_calendar else cut(mail.text)
    found = MESSAGE_ID.fullmatch(mail.message_id)
    about = answers.About(
        meant,
        words=reply.text,
        message=found[0] if found else "",
        files=0 if by_calendar else mail.attachments,
    )
    actor = account.actor
    if actor is None:  # `_account` saw to it
        raise ObjectDoesNotExist
    try:
        done = _done(actor, meant, mail, reply)
    except Unclear as unclear:
        return answers.unclear(about, unclear.message)
    except Refused as refused:
        return answers.refused(about, str(refused.message))
    except ObjectDoesNotExist:
        return answers.not_there(about)
    return answers.done(about, done.said, address_of(done.path))


def _done(actor: Actor, meant: Answering, mail: Incoming, reply: Reply) -> Done:
    """Where her calendar answers, words besides are those of its program."""
    file = _from_calendar(meant, mail)
    if file is None and (reply.says_below or _holds_our_letter(reply.text)):
        raise Unclear(_("We cannot tell your words from those you quote. Write them above it."))
    with transaction.atomic():
        if file is not None:
            return answer_by_calendar(actor, meant.thing, file)
        return act(actor, meant.matter, meant.thing, Words(reply.text, mail.subject))


def _holds_our_letter(words: str) -> bool:
    """It was cut in the wrong place: an address with which others could act as her stands in it."""
    found = any(answering(word) for word in re.findall(ADDRESS, words))
    return found or f"{settings.BASE_URL}/afmelden/".lower() in words.lower()

"""What waited to be told: written when it is time, in one letter."""

import logging
from datetime import datetime

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import translation
from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.mail import my_seats
from vaknet.domain.groups.models import Mail
from vaknet.domain.notices import actions
from vaknet.domain.notices.actions import Waiting
from vaknet.domain.notices.models import Notice
from vaknet.domain.people.models import Account
from vaknet.interfaces.jobs.followups import letters_to
from vaknet.interfaces.mail.letters.digest import News, Told, write_together
from vaknet.interfaces.mail.letters.gathered import what_is_new
from vaknet.interfaces.mail.post import Letter

logger = logging.getLogger(__name__)


@transaction.atomic
def tell(reader_id: int) -> None:
    """The letter and the note that it was written stand or fall together."""
    at = now()
    waiting = actions.hold_waiting(reader_id, now=at)
    if waiting is None:
        return
    account = Account.objects.filter(actor=waiting.reader, is_active=True).first()
    told: list[Told] = []
    if account is not None and account.mail_stopped_at is None:
        with translation.override(account.language):  # also for what stands in place of a name
            news = _news(waiting.reader, at) if waiting.digest else []
            told = _told(waiting)
            write_together(account, told, news)
    actions.was_told(waiting, told=[one.notice for one in told], now=at)


def _told(waiting: Waiting) -> list[Told]:
    """As things stand now: what is over or gone meanwhile is not told."""
    return [
        Told(notice, letter)
        for notice in waiting.notices
        for letter in _letters(waiting.reader, notice)
    ]


def _letters(reader: Actor, notice: Notice) -> list[Letter]:
    """One that fails does not keep the others: the operator sees it, and it stands on the page."""
    try:
        with transaction.atomic():
            return letters_to(reader, notice.activity)
    except ObjectDoesNotExist:
        return []  # it went with what it was about
    except Exception:
        logger.exception("Notice %s could not be written", notice.pk)
        return []


def _news(reader: Actor, until: datetime) -> list[News]:
    """Of each group that she gets everything from."""
    found = []
    for seat in my_seats(reader).filter(mail=Mail.EVERYTHING):
        held = groups.hold_to_gather(seat.pk, due=until)
        if held is not None:
            found.append(News(held.group, what_is_new(held, until=until)))
            groups.was_gathered(held, until=until)
    return [one for one in found if one.number]


def tell_where_due(at: datetime) -> None:
    actions.tell_where_due(now=at)

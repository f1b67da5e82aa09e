"""What waited to be told: written when it is time, in one letter."""

from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.timezone import now

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.mail import my_seats
from vaknet.domain.groups.models import Mail
from vaknet.domain.notices import actions
from vaknet.domain.notices.actions import Waiting
from vaknet.domain.people.models import Account
from vaknet.interfaces.jobs.followups import letters_to
from vaknet.interfaces.mail.letters.digest import News, Told, write_together
from vaknet.interfaces.mail.letters.gathered import what_is_new


@transaction.atomic
def tell(reader_id: int) -> None:
    """The letter and the note that it was written stand or fall together."""
    at = now()
    waiting = actions.hold_waiting(reader_id, now=at)
    if waiting is None:
        return
    account = Account.objects.filter(actor=waiting.reader, is_active=True).first()
    if account is not None:
        with translation.override(account.language):  # also for what stands in place of a name
            news = _news(waiting.reader, at) if waiting.digest else []
            write_together(account, _told(waiting), news)
    actions.was_told(waiting, now=at)


def _told(waiting: Waiting) -> list[Told]:
    """As things stand now: what is over or gone meanwhile is not told."""
    return [
        Told(notice.kind, letter)
        for notice in waiting.notices
        for letter in letters_to(waiting.reader, notice.activity)
    ]


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

"""Letters that wait until the morning: what is new in a group, and tips for its editors."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.journal.models import Pitch
from vaknet.domain.journal.queries import editors, pitches_waiting
from vaknet.domain.notices.gathered import Gathered, gathered
from vaknet.domain.notices.rhythm import LONGEST_OFF
from vaknet.domain.people.models import Account
from vaknet.interfaces.mail.letters.writing import Content, write
from vaknet.interfaces.mail.post import Letter, send

# Who was away for longer, such as somebody who closed her account and came back, hears of no more;
# the longest time between two digests lies within it.
FARTHEST = timedelta(days=LONGEST_OFF + 1)


def write_what_is_new(membership: GroupMembership, *, until: datetime) -> None:
    """Nothing when there is nothing."""
    account = Account.objects.filter(actor=membership.actor, is_active=True).first()
    if account is None:
        return
    with translation.override(account.language):  # also for what stands in place of a name
        found = what_is_new(membership, until=until)
        if found.new:
            send(_what_is_new(account, membership.group, found))


def what_is_new(membership: GroupMembership, *, until: datetime) -> Gathered:
    """Since she was written last."""
    since = max(membership.gathered_until or until, until - FARTHEST)
    return gathered(membership.actor, membership.group, since=since, until=until)


def _what_is_new(to: Account, group: Group, found: Gathered) -> Letter:
    number = len(found.new) + found.more
    subject = _("%(number)d new in %(group)s") % {"number": number, "group": group.actor.name}
    return Letter(
        to=to,
        subject=subject,
        template="gathered",
        context={"found": found},
        thread=f"group-{group.pk}",
        action_url=settings.BASE_URL + reverse("group", args=[group.actor.handle]),
        group=group,
    )


def tell_editors(pitches: Iterable[Pitch]) -> None:
    """To each editor of whom one may read, as long as they wait."""
    for group, some in groupby(pitches, key=lambda one: one.group):
        new = {one.pk for one in some}
        for editor in editors(group):
            hers = pitches_waiting(editor, group).filter(pk__in=new)
            if number := hers.count():
                _tell(editor, group, number)


def _tell(editor: Actor, group: Group, number: int) -> None:
    named = {"number": number, "group": group.actor.name}
    write(
        editor,
        thread=f"pitches-{group.pk}",
        groups=[group],
        url=settings.BASE_URL + reverse("editors", args=[group.actor.handle]),
        content=lambda: Content(
            subject=ngettext(
                "%(number)d tip for %(group)s", "%(number)d tips for %(group)s", number
            )
            % named,
            opening=_("Members tipped the editors of your trade journal."),
            closing=_("Take it up or say thanks, so that who wrote it knows."),
            action=_("Read it"),
        ),
    )

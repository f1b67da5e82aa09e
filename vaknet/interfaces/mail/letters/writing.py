"""How every letter but the code is made: an opening, words of somebody, one thing to do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import mail
from vaknet.domain.groups.models import Group, Mail
from vaknet.domain.people.models import Account
from vaknet.interfaces.mail.letters.delivery import deliver, is_reader
from vaknet.interfaces.mail.post import AnswerTo, Attachment, Letter


@dataclass(frozen=True)
class Content:
    """What a letter says, in the language of its reader."""

    subject: str
    opening: str
    quote: str = ""
    closing: str = ""
    action: str = ""


def called(author: Actor) -> str | Promise:
    """Her name; of a pseudonym what stands in its place, in the language of who reads it."""
    return gettext_lazy("A member of this group") if author.is_pseudonym else author.name


def write(
    to: Actor,
    *,
    thread: str,
    url: str,
    content: Callable[[], Content],
    attachments: tuple[Attachment, ...] = (),
    groups: Iterable[Group] = (),
    answer_to: AnswerTo | None = None,
    invitation: bytes = b"",
    by_mail: bool = True,
) -> None:
    """Hand over what `content` says, called while the reader's language is active: it goes when she
    wants that.

    Nothing is sent to whoever has no account (any more): remote people, people who left. `groups`:
    where it was said; no mail goes to who wants none from any of those that she is in. Not
    `by_mail`: it stands on the page of notices alone.
    """
    if not is_reader(to):
        return
    account = Account.objects.select_related("actor").filter(actor=to, is_active=True).first()
    if account is None or to.is_former:
        return
    seats = mail.seats(to, groups)
    speaking = [one.group for one in seats if one.mail != Mail.NOTHING]
    with translation.override(account.language):
        said = content()
    letter = Letter(
        to=account,
        subject=said.subject,
        template="connections",
        context={"said": said},
        thread=thread,
        action_url=url,
        attachments=attachments,
        group=next(iter(speaking), None),
        answer_to=answer_to,
        invitation=invitation,
    )
    deliver(letter, to, by_mail=by_mail and not mail.is_silent(seats))

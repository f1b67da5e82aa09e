"""How every letter but the code is made: an opening, words of somebody, one thing to do."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import Account
from vaknet.interfaces.mail.post import Attachment, Letter, send


@dataclass(frozen=True)
class Content:
    """What a letter says, in the language of its reader."""

    subject: str
    opening: str
    quote: str = ""
    closing: str = ""
    action: str = ""


def write(
    to: Actor,
    *,
    thread: str,
    url: str,
    content: Callable[[], Content],
    attachments: tuple[Attachment, ...] = (),
) -> None:
    """Send what `content` says, called while the reader's language is active.

    Nothing is sent to whoever has no account (any more): remote people, people who left.
    """
    account = Account.objects.select_related("actor").filter(actor=to, is_active=True).first()
    if account is None or to.is_former:
        return
    with translation.override(account.language):
        said = content()
    send(
        Letter(
            to=account,
            subject=said.subject,
            template="connections",
            context={"said": said},
            thread=thread,
            action_url=url,
            attachments=attachments,
        )
    )

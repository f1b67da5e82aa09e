"""Letters to who comes to an event without an account."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from vaknet.domain.events.links import guest_token
from vaknet.domain.events.models import EventGuest
from vaknet.domain.people.models import Account
from vaknet.interfaces.mail.letters.writing import Content
from vaknet.interfaces.mail.post import Attachment, Letter, send


def write_to_guest(
    guest: EventGuest,
    content: Callable[[], Content],
    files: tuple[Attachment, ...],
    page: str = "event-guest",
) -> None:
    """The link in it is hers alone: who has it can give her seat back."""
    with translation.override(guest.language):
        said = content()
    send(
        Letter(
            to=Account(email=guest.email, language=guest.language),
            subject=said.subject,
            template="connections",
            context={"said": said},
            asked_for=True,
            attachments=files,
            action_url=settings.BASE_URL + reverse(page, args=[guest_token(guest)]),
        )
    )

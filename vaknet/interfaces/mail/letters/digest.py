"""What could wait, in one letter: what she is asked, what happened, what is new in her groups."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from vaknet.domain.groups.models import Group
from vaknet.domain.notices.gathered import Gathered
from vaknet.domain.notices.models import Kind, Notice
from vaknet.domain.people.models import Account
from vaknet.interfaces.mail.post import Letter, send


@dataclass(frozen=True)
class Told:
    """One thing, with the letter that says it."""

    notice: Notice
    letter: Letter

    @property
    def waits_for_her(self) -> bool:
        return self.notice.kind == Kind.ASKED


@dataclass(frozen=True)
class News:
    group: Group
    found: Gathered

    @property
    def number(self) -> int:
        return len(self.found.new) + self.found.more


def write_together(to: Account, told: Sequence[Told], news: Sequence[News]) -> None:
    """Of nothing there is no letter, and of one thing the letter that it would have been: that one
    she can just answer.
    """
    if len(told) == 1 and not news:
        send(told[0].letter)
    elif told or news:
        send(_together(to, told, news))


def _together(to: Account, told: Sequence[Told], news: Sequence[News]) -> Letter:
    """The subject says no more than how much: others may see it on a screen."""
    number = len(told) + sum(one.number for one in news)
    return Letter(
        to=to,
        subject=ngettext_lazy("%(number)d thing for you", "%(number)d things for you", number)
        % {"number": number},
        template="digest",
        context={
            "asked": [one for one in told if one.waits_for_her],
            "happened": [one for one in told if not one.waits_for_her],
            "news": news,
        },
        thread="digest",
        action_url=settings.BASE_URL + reverse("notices"),
    )

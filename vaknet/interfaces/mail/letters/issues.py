"""An issue as a letter: to each reader as she may see it, in her language.

Its words are made when it goes, not when it came out. Who is kept apart from nobody sees what all
others see; so that ten thousand of them cost one rendering, it is kept for a minute.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from threading import Lock
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.journal.actions import address_letters
from vaknet.domain.journal.models import Issue, IssueLetter
from vaknet.domain.journal.reading import issue_view
from vaknet.domain.people.apart import ids_apart
from vaknet.engine.layout.facade import QUAY, WIDTH, Colour, draw
from vaknet.interfaces.mail.envelope import Message
from vaknet.interfaces.mail.post import (
    INLINER,
    automatic,
    group_stop_url,
    message_id,
    one_click,
    one_line,
)

KEPT_FOR = timedelta(minutes=1)
COVER = 552, 120  # px: as wide as the column, as high as its highest house
PALE = {Colour.LIMEWASH, Colour.BENTHEIM_YELLOW}
PAINT = {Colour.LIMEWASH: "#dde3d7"}  # or it is gone against the page


@dataclass(frozen=True)
class Words:
    """With a place to fill in the reader's own link; no text of a member can hold that place."""

    subject: str
    text: str
    html: str
    own_link: str


type Sight = tuple[int, datetime | None, str, frozenset[int]]
_kept: dict[Sight, tuple[datetime, Words]] = {}
_one_at_a_time = Lock()


def issue_published(activity: Activity) -> None:
    address_letters(issue=Issue.objects.get(pk=activity.object_id))


def letter(held: IssueLetter) -> Message:
    """Sent once more because nobody knows whether it arrived, it has the same Message-ID."""
    reader = held.membership.actor.account
    words = _words_for(held.membership.actor, held.issue, reader.language)
    stop = group_stop_url(reader, held.issue.group_id)
    message = Message(
        subject=words.subject,
        body=words.text.replace(words.own_link, stop),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[reader.email],
        headers=automatic(message_id(reader.email, f"issue-{held.issue_id}")) | one_click(stop),
    )
    message.attach_alternative(words.html.replace(words.own_link, stop), "text/html")
    return message


def _words_for(reader: Actor, issue: Issue, language: str) -> Words:
    """What differs between readers of one group: their language, and whom they are kept from."""
    sight = (issue.pk, issue.published_at, language, frozenset(ids_apart(reader)))
    with _one_at_a_time:
        at = now()
        for old in [one for one, (since, _words) in _kept.items() if since < at - KEPT_FOR]:
            del _kept[old]
        if sight not in _kept:
            _kept[sight] = (at, _words(reader, issue, language))
        return _kept[sight][1]


def _words(reader: Actor, issue: Issue, language: str) -> Words:
    own_link = token_hex()
    group, number = issue.group, issue.number or 0  # what is mailed came out
    with translation.override(language):
        view = issue_view(reader, group, number)
        named = {"group": group.actor.name, "number": number}
        subject = one_line(_subject(named, view.headline))
        shown: dict[str, Any] = {
            "issue": view,
            "group": group,
            "houses": list(_houses(number)),
            "subject": subject,
            "stop_url": own_link,
            "base_url": settings.BASE_URL,
            "network_name": settings.NETWORK_NAME,
            "language": language,
            "viewer": reader,
        }
        text = render_to_string("mail/issue.txt", shown).strip() + "\n"
        html = INLINER.inline(render_to_string("mail/issue.html", shown))
    return Words(subject, text, html, own_link)


def _subject(named: dict[str, Any], headline: str) -> str:
    if not headline:
        return _("%(group)s, number %(number)d") % named
    return _("%(group)s %(number)d: %(headline)s") % (named | {"headline": headline})


@dataclass(frozen=True)
class House:
    """In px, as mail programs draw it that know no drawings: a block of one colour."""

    width: int
    height: int
    colour: str
    is_pale: bool


def _houses(number: int) -> Iterator[House]:
    houses = draw(number).houses
    highest = max(QUAY - house.peak for house in houses)
    for house in houses:
        width = round(house.width * COVER[0] / WIDTH)
        height = round((QUAY - house.peak) * COVER[1] / highest)
        yield House(width, height, PAINT.get(house.wall, house.wall), house.wall in PALE)

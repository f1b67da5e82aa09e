"""Pages elsewhere, and whether they link back."""

from contextlib import suppress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people.actions.profile import own_profile
from vaknet.domain.people.models import ProfileLink
from vaknet.domain.refusal import Refused

LOOK_AT_LINK = "look_at_link"
MOST = 8
LONGEST = 300
SOON = timedelta(minutes=10)
MOST_TRIES = 3  # when nobody answers the first time
AGAIN = timedelta(days=30)
AFTER_A_MISS = timedelta(days=3)
MOST_MISSES = 4
VALID = URLValidator(schemes=["https"])


@transaction.atomic
def add_link(by: Actor, *, url: str) -> ProfileLink:
    """Adding what is already there gives the row that is there. Nobody looks at it yet."""
    tidy = _tidy(url)
    own_profile(by)
    mine = ProfileLink.objects.filter(actor=by)
    there = mine.filter(url=tidy).first()
    if there is not None:
        return there
    if mine.count() >= MOST:
        raise Refused(
            _("You have %(count)d links here. Remove one first.") % {"count": MOST}, field="url"
        )
    link = ProfileLink.objects.create(actor=by, url=tidy)
    record(by, "added_link", link, audience=Audience.MEMBERS)
    return link


@transaction.atomic
def remove_link(by: Actor, *, link: ProfileLink) -> None:
    own_profile(by)
    if ProfileLink.objects.filter(actor=by, pk=link.pk).exists():
        record(by, "removed_link", link, audience=Audience.SELF)
        link.delete()


@transaction.atomic
def ask_look_at_link(by: Actor, *, link: ProfileLink) -> None:
    """She put the link there, or says so: only then do we visit the page."""
    own_profile(by)
    mine = ProfileLink.objects.filter(actor=by, pk=link.pk)
    if mine.update(next_look_at=timezone.now(), misses=0):
        record(by, "asked_look_at_link", link, audience=Audience.SELF)
        look_at_link(link=link)


def look_at_link(*, link: ProfileLink) -> None:
    """Enqueue the look; one at a time."""
    lock = f"{LOOK_AT_LINK}-{link.pk}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        task = app.configure_task(LOOK_AT_LINK, queueing_lock=lock, allow_unknown=True)
        task.defer(link_id=link.pk)


@transaction.atomic
def note_look_at_link(*, link: ProfileLink, links_back: bool | None, at: datetime) -> None:
    """What the page said; None when it could not be read."""
    row = ProfileLink.objects.select_for_update().filter(pk=link.pk).first()
    if row is None:
        return
    row.looked_at = at
    row.misses = 0 if links_back else row.misses + 1
    if links_back:
        row.proved_since, row.next_look_at = row.proved_since or at, at + AGAIN
    elif row.proved_since is not None and row.misses < MOST_MISSES:
        row.next_look_at = at + AFTER_A_MISS
    elif row.proved_since is None and links_back is None and row.misses < MOST_TRIES:
        row.next_look_at = at + SOON
    else:
        row.proved_since = row.next_look_at = None
    row.save()


def is_link(url: str) -> bool:
    """A whole https address of a page, without a name and password in it."""
    try:
        VALID(url)
        return "@" not in urlsplit(url).netloc and len(url) <= LONGEST
    except (ValidationError, ValueError):
        return False


def _tidy(text: str) -> str:
    """With https:// before it when she left that out. Raises Refused."""
    url = text.strip()
    if url and "://" not in url:
        url = f"https://{url}"
    if not is_link(url):
        raise Refused(
            _("This is not the address of a page. Copy it from the address bar: https://…"),
            field="url",
        )
    return url

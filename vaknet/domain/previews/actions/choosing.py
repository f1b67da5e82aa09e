"""With a preview, or without: that is for who wrote it."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.knowledge.pseudonyms import voice
from vaknet.domain.knowledge.rules import may_change
from vaknet.domain.previews.models import Card, Text
from vaknet.domain.previews.words import name_of
from vaknet.domain.refusal import Refused


@transaction.atomic
def hide_preview(by: Actor, *, text: Text) -> None:
    """Nobody goes and looks at the page for this text any more. Twice is once."""
    _check(by, text)
    off = {"page": None, "off_at": now()}
    card, is_new = Card.objects.get_or_create(**{name_of(text): text}, defaults=off)
    if not is_new and card.off_at is not None:
        return
    Card.objects.filter(pk=card.pk).update(**off)
    record(voice(by, text.author_id), "hid_preview", text, audience=Audience.PARTIES)


@transaction.atomic
def show_preview(by: Actor, *, text: Text) -> None:
    """What follows finds the page anew."""
    _check(by, text)
    gone, _kinds = Card.objects.filter(**{name_of(text): text}, off_at__isnull=False).delete()
    if gone:
        record(voice(by, text.author_id), "showed_preview", text, audience=Audience.PARTIES)


def _check(by: Actor, text: Text) -> None:
    if not may_change(voice(by, text.author_id), text):
        raise Refused(_("Only who wrote it can change it."))

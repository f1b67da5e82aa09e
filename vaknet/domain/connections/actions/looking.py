"""Telling some people that one looks for work, and helping somebody who does."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections import queries, rules
from vaknet.domain.connections.actions.words import own_words
from vaknet.domain.connections.models import JobTip, LookingForWork, LookingReader
from vaknet.domain.refusal import Refused

LONGEST = 1000
FARTHEST = timedelta(days=366)


@transaction.atomic
def look_for_work(
    by: Actor, *, text: str, audience: str, until_on: date, readers: Iterable[Actor] = ()
) -> LookingForWork:
    """Tell it, or change what is told and to whom. Nobody gets a letter of it."""
    missing = _("Write what you look for. Then people can help.")
    text = own_words(text, field="text", missing=missing, limit=LONGEST)
    chosen = _readers(by, audience, readers)
    today = timezone.localdate()
    if not today <= until_on <= today + FARTHEST:
        raise Refused(_("Choose a day within a year from now."), field="until_on")
    one_at_a_time(by)
    told = LookingForWork.objects.filter(actor=by, until=None).first()
    if told is None or told.until_on < today:
        stop_looking(by)
        told = LookingForWork(actor=by, since=timezone.now())
    told.text, told.audience, told.until_on = text, audience, until_on
    told.save()
    told.readers.exclude(reader__in=chosen).delete()
    LookingReader.objects.bulk_create(
        (LookingReader(looking=told, reader=reader) for reader in chosen), ignore_conflicts=True
    )
    record(by, "looked_for_work", told, audience=Audience.SELF)
    return told


def _readers(by: Actor, audience: str, readers: Iterable[Actor]) -> list[Actor]:
    if audience not in LookingForWork.Audience.values:
        raise Refused(_("Choose who may know."), field="audience")
    if audience != LookingForWork.Audience.CHOSEN:
        return []
    chosen = list(queries.contacts(by).filter(pk__in=[reader.pk for reader in readers]))
    if not chosen:
        raise Refused(_("Choose at least one contact."), field="readers")
    return chosen


@transaction.atomic
def stop_looking(by: Actor) -> None:
    """Twice is once. Nobody is told."""
    told = LookingForWork.objects.select_for_update().filter(actor=by, until=None).first()
    if told is not None:
        told.until = timezone.now()
        told.save(update_fields=["until"])
        record(by, "stopped_looking", told, audience=Audience.SELF)


@transaction.atomic
def send_tip(by: Actor, *, to: Actor, kind: str, text: str) -> JobTip:
    """From who may know that she looks. Raises LookingForWork.DoesNotExist for anybody else."""
    missing = _("Write a few words, then send.")
    text = own_words(text, field="text", missing=missing, limit=LONGEST)
    if kind not in JobTip.Kind.values:
        raise Refused(_("Choose a tip or a reference."), field="kind")
    one_at_a_time(by)
    looking = queries.looking_for_work(by, to)
    if looking is None or by.pk == to.pk:
        raise LookingForWork.DoesNotExist
    sent = looking.tips.filter(actor=by)
    again = sent.filter(kind=kind, text=text).first()
    if again is not None:
        return again
    if sent.count() >= rules.TIPS_EACH:
        raise Refused(_("You sent a lot already. Propose a talk."))
    tip = JobTip.objects.create(looking=looking, actor=by, kind=kind, text=text, at=timezone.now())
    record(by, "sent_tip", tip, audience=Audience.PARTIES)
    return tip

"""Asking somebody to be a reference, and saying no to that without a word. A yes is a tip."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections import queries, rules
from vaknet.domain.connections.actions.looking import LONGEST
from vaknet.domain.connections.actions.words import own_words
from vaknet.domain.connections.models import LookingForWork, ReferenceRequest
from vaknet.domain.refusal import Refused


@transaction.atomic
def ask_reference(by: Actor, *, reader: Actor, text: str) -> ReferenceRequest:
    """Once each. Somebody who keeps a role at her employer hidden can be asked, and never hears."""
    missing = _("Write a few words, then send.")
    text = own_words(text, field="text", missing=missing, limit=LONGEST)
    one_at_a_time(by)
    told = queries.my_search(by)
    if told is None or told.until_on < timezone.localdate():
        raise Refused(_("Tell first that you look for work."))
    there = told.asked.filter(reader=reader).first()
    if there is not None:
        return there
    if not queries.may_be_asked(by, told).filter(pk=reader.pk).exists():
        raise Refused(_("Choose a contact who can see it."), field="reader")
    if told.asked.count() >= rules.REFERENCES_ASKED:
        raise Refused(_("You asked enough people. Wait for what they say."))
    asked = ReferenceRequest.objects.create(
        looking=told, reader=reader, text=text, at=timezone.now()
    )
    record(by, "asked_reference", asked, audience=Audience.SELF)
    return asked


@transaction.atomic
def decline_reference(by: Actor, *, to: Actor) -> None:
    """Who asked never hears of it. Raises LookingForWork.DoesNotExist for who may not know."""
    told = queries.looking_for_work(by, to)
    if told is None:
        raise LookingForWork.DoesNotExist
    open_ = told.asked.select_for_update().filter(reader=by, declined_at=None).first()
    if open_ is not None:
        open_.declined_at = timezone.now()
        open_.save(update_fields=["declined_at"])
        record(by, "declined_reference", open_, audience=Audience.SELF)

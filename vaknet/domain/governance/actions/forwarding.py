"""Telling another network what one of its people wrote here."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.rules import chance
from vaknet.domain.governance.actions.holding import held_case, something_happened
from vaknet.domain.governance.forwarding import addressed, may_forward
from vaknet.domain.governance.models import Case, Forwarded
from vaknet.domain.knowledge.words import words_said

LONGEST = 1_000


@transaction.atomic
def forward_report(by: Actor, *, case: Case, text: str) -> Forwarded:
    """In the name of this network: nobody there learns who reported, or who passed it on.

    Raises Case.DoesNotExist for a case that is not hers.
    """
    held = held_case(by, case)
    if addressed(held) is None or not may_forward(by, held):
        raise something_happened()
    missing = _("Write what is wrong with it.")
    words = words_said(text, missing=missing, limit=LONGEST)
    made = Forwarded.objects.create(case=held, by=by, text=words, token=chance())
    record(by, "forwarded_report", made, audience=Audience.PARTIES)
    return made


@transaction.atomic
def send_forwarded(*, forwarded: Forwarded, sender: Actor, flag: Mapping[str, object]) -> None:
    """Put in line once, however often it is asked for."""
    row = Forwarded.objects.select_for_update().select_related("case").get(pk=forwarded.pk)
    found = addressed(row.case)
    if row.sent_at is None and found is not None:
        deliver(sender, flag, [found.inbox])
        row.sent_at = now()
        row.save(update_fields=["sent_at"])

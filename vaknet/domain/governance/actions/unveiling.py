"""Two moderators together learn who asked without her name. One alone never does."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.governance import queries, rules
from vaknet.domain.governance.actions.decisions import reason_given
from vaknet.domain.governance.models import Case, Unveiling
from vaknet.domain.refusal import Refused


@transaction.atomic
def propose_unveiling(by: Actor, *, case: Case, reason: str) -> Unveiling:
    """With the reason that the asker reads. Raises Case.DoesNotExist for one that is not hers."""
    held = _held(by, case)
    standing = Unveiling.objects.filter(case=held).first()
    if not rules.may_propose_unveiling(held, standing):
        raise _something_happened()
    words = reason_given(reason)
    Unveiling.objects.filter(case=held).delete()  # of one who left before anybody agreed
    made = Unveiling.objects.create(case=held, by=by, reason=words, at=now())
    record(by, "proposed_unveiling", made, audience=Audience.PARTIES)
    return made


@transaction.atomic
def confirm_unveiling(by: Actor, *, case: Case) -> Unveiling:
    """The second pair of eyes sees it the same way, and the asker hears of it.

    Raises Case.DoesNotExist for one that is not hers.
    """
    held = _held(by, case)
    standing = Unveiling.objects.filter(case=held).first()
    if standing is None or not rules.may_confirm_unveiling(by, held, standing):
        raise _something_happened()
    standing.confirmed_by, standing.confirmed_at = by, now()
    standing.save(update_fields=["confirmed_by", "confirmed_at"])
    record(by, "confirmed_unveiling", standing, audience=Audience.PARTIES)
    return standing


def _held(by: Actor, case: Case) -> Case:
    """Locked: of two at the same moment the second sees what the first did."""
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    return queries.case(by, case.pk).case


def _something_happened() -> Refused:
    return Refused(_("Something just happened here. Look at it once more."))

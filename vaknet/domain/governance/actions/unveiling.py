"""Two moderators together learn who asked without her name. One alone never does."""

from django.db import transaction
from django.utils.timezone import now

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.governance import rules
from vaknet.domain.governance.actions.decisions import reason_given
from vaknet.domain.governance.actions.holding import held_case, something_happened
from vaknet.domain.governance.models import Case, Unveiling


@transaction.atomic
def propose_unveiling(by: Actor, *, case: Case, reason: str) -> Unveiling:
    """With the reason that the asker reads. Raises Case.DoesNotExist for one that is not hers."""
    held = held_case(by, case)
    standing = Unveiling.objects.filter(case=held).first()
    if not rules.may_propose_unveiling(held, standing):
        raise something_happened()
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
    held = held_case(by, case)
    standing = Unveiling.objects.filter(case=held).first()
    if standing is None or not rules.may_confirm_unveiling(by, held, standing):
        raise something_happened()
    standing.confirmed_by, standing.confirmed_at = by, now()
    standing.save(update_fields=["confirmed_by", "confirmed_at"])
    record(by, "confirmed_unveiling", standing, audience=Audience.PARTIES)
    return standing

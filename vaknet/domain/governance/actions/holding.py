"""Taking up a case while others may do so too."""

from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.governance import queries
from vaknet.domain.governance.models import Case
from vaknet.domain.refusal import Refused


def held_case(by: Actor, case: Case) -> Case:
    """Locked: of two at the same moment the second sees what the first did.

    Raises Case.DoesNotExist for one that is not hers to decide.
    """
    Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    return queries.case(by, case.pk).case


def something_happened() -> Refused:
    """She acts on what is not so any more."""
    return Refused(_("Something just happened here. Look at it once more."))

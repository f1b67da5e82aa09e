"""The languages that somebody speaks."""

from django.db import transaction
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people.actions.profile import own_profile
from vaknet.domain.people.models import SpokenLanguage
from vaknet.domain.refusal import Refused
from vaknet.kit.languages import CODES

MOST = 12


@transaction.atomic
def add_language(by: Actor, *, code: str) -> SpokenLanguage:
    """Adding what is already there gives the row that is there."""
    if code not in CODES:
        raise Refused(_("Choose a language from the list."), field="language")
    own_profile(by)
    mine = SpokenLanguage.objects.filter(actor=by)
    there = mine.filter(code=code).first()
    if there is not None:
        return there
    if mine.count() >= MOST:
        raise Refused(
            _("You have %(count)d languages here. Remove one first.") % {"count": MOST},
            field="language",
        )
    spoken = SpokenLanguage.objects.create(actor=by, code=code)
    record(by, "added_language", spoken, audience=Audience.MEMBERS)
    return spoken


@transaction.atomic
def remove_language(by: Actor, *, code: str) -> bool:
    """False when it went already: a double click removes once."""
    own_profile(by)
    spoken = SpokenLanguage.objects.filter(actor=by, code=code).first()
    if spoken is None:
        return False
    record(by, "removed_language", spoken, audience=Audience.SELF)
    spoken.delete()
    return True

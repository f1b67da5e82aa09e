"""Yes or no to somebody of another network. A no is seen by whoever said it and by nobody else."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections.actions.words import words as fit_words
from vaknet.domain.introducing.actions.carrying import tell_later
from vaknet.domain.introducing.actions.consent import keep_from
from vaknet.domain.introducing.models import LONGEST, IntroductionAcross
from vaknet.domain.introducing.partners import is_partner
from vaknet.domain.refusal import Refused


@transaction.atomic
def agree_across(by: Actor, *, introduction: IntroductionAcross, words: str, mail: str) -> None:
    """Her words and the address that she chose go to the other network. Twice is once."""
    row = _mine(by, introduction)
    if row.agreed_at is not None:
        return
    _check_open(row)
    if not is_partner(row.network):
        raise Refused(_("The two networks do not work together any more."))
    row.words = fit_words(words, field="words", limit=LONGEST)
    row.mail = _address(mail)
    row.agreed_at = timezone.now()
    row.save(update_fields=["words", "mail", "agreed_at"])
    record(by, "agreed_across", row, audience=Audience.SELF)
    tell_later(row, IntroductionAcross.Telling.YES)


@transaction.atomic
def decline_across(by: Actor, *, introduction: IntroductionAcross, and_all: bool = False) -> None:
    """Nobody is told. `and_all`: nothing of that whole network from now on. Twice is once."""
    row = _mine(by, introduction)
    if row.declined_at is None:
        _check_open(row)
        row.declined_at = timezone.now()
        row.save(update_fields=["declined_at"])
        record(by, "declined_across", row, audience=Audience.SELF)
    if and_all:
        keep_from(by, network=row.network)


def _address(mail: str) -> str:
    try:
        validate_email(mail.strip())
    except ValidationError:
        raise Refused(
            _("This email address is not quite right. Check the part after @."), field="mail"
        ) from None
    return mail.strip()


def _check_open(row: IntroductionAcross) -> None:
    if row.ended_at is not None or row.declined_at is not None or row.agreed_at is not None:
        raise Refused(_("This was answered or ended already."))


def _mine(by: Actor, introduction: IntroductionAcross) -> IntroductionAcross:
    one_at_a_time(by)
    rows = IntroductionAcross.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("network").get(pk=introduction.pk, member=by, is_incoming=True)

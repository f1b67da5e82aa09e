""" "Happy to help with"."""

from django.db import transaction
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people.actions.profile import own_profile
from vaknet.domain.people.actions.words import line
from vaknet.domain.people.models import HelpOffer
from vaknet.domain.refusal import Refused


@transaction.atomic
def offer_help(by: Actor, *, kind: str, remark: str = "") -> HelpOffer:
    """Offering the same kind again changes its remark."""
    if kind not in HelpOffer.Kind.values:
        raise Refused(_("Choose one of the kinds of help."), field="kind")
    tidy = line(remark, limit=120, field="remark")
    own_profile(by)
    offer = HelpOffer.objects.filter(actor=by, kind=kind).first() or HelpOffer(actor=by, kind=kind)
    if offer.pk is not None and offer.remark == tidy:
        return offer
    offer.remark = tidy
    offer.save()
    record(by, "offered_help", offer, audience=Audience.MEMBERS)
    return offer


@transaction.atomic
def withdraw_help(by: Actor, *, kind: str) -> None:
    own_profile(by)
    offer = HelpOffer.objects.filter(actor=by, kind=kind).first()
    if offer is not None:
        record(by, "withdrew_help", offer, audience=Audience.SELF)
        offer.delete()

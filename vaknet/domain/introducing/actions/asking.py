"""Asking to meet somebody of a partner network, and what she who asked may do after that."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections.actions.words import own_words
from vaknet.domain.federation.rules import chance
from vaknet.domain.introducing import queries
from vaknet.domain.introducing.actions.carrying import tell_later
from vaknet.domain.introducing.actions.ending import end_row
from vaknet.domain.introducing.models import LONGEST, IntroductionAcross
from vaknet.domain.introducing.partners import is_partner
from vaknet.domain.introducing.rules import MOST_ASKED_A_DAY, SHORTEST_PURPOSE
from vaknet.domain.introducing.theirs import theirs
from vaknet.domain.networks.models import Network
from vaknet.domain.refusal import Refused

Telling, End = IntroductionAcross.Telling, IntroductionAcross.End


@transaction.atomic
def ask_across(
    by: Actor,
    *,
    network: Network,
    shown: str,
    name: str,
    headline: str,
    purpose: str,
    with_mail: bool,
) -> IntroductionAcross:
    """`shown` is what the partner called her in its answer. Asking for one answer twice is once."""
    one_at_a_time(by)
    rows = IntroductionAcross.objects.filter(network=network, shown=shown, member=by)
    before = rows.filter(is_incoming=False).first()
    if before is not None:
        return before
    words = _fit_purpose(purpose)
    _check_may_ask(by, network)
    asked = IntroductionAcross.objects.create(
        token=chance(),
        network=network,
        member=by,
        is_incoming=False,
        shown=shown,
        other_name=theirs(name, limit=120),
        other_headline=theirs(headline, limit=240),
        purpose=words,
        mail=queries.own_mail(by) if with_mail else "",
    )
    record(by, "asked_introduction_across", asked, audience=Audience.SELF)
    tell_later(asked, Telling.ASK)
    return asked


@transaction.atomic
def try_again_across(by: Actor, *, introduction: IntroductionAcross) -> None:
    """What could not be brought is on its way once more. Twice is once."""
    row = _locked(by, introduction)
    if row.stuck_at is not None and row.ended_at is None:
        row.stuck_at, row.tries = None, 0
        row.save(update_fields=["stuck_at", "tries"])
        record(by, "tried_introduction_across_again", row, audience=Audience.SELF)
        tell_later(row, Telling.ASK)


@transaction.atomic
def end_across(by: Actor, *, introduction: IntroductionAcross) -> None:
    """She takes it back, also after a yes: what the two told each other goes from both networks.
    Twice is once."""
    row = _locked(by, introduction)
    if row.is_incoming and row.agreed_at is None:
        raise Refused(_("Say yes or no first."))
    if row.ended_at is None:
        end_row(row, End.WITHDRAWN, at=timezone.now(), tells=True)
        record(by, "ended_introduction_across", row, audience=Audience.SELF)


def _fit_purpose(purpose: str) -> str:
    words = own_words(
        purpose, field="purpose", missing=_("Write why you would like to meet."), limit=LONGEST
    )
    if len(words) < SHORTEST_PURPOSE:
        raise Refused(
            _("Write a bit more: one or two sentences on why you would like to meet."),
            field="purpose",
        )
    return words


def _check_may_ask(by: Actor, network: Network) -> None:
    if not is_partner(network):
        raise Refused(_("The two networks do not work together any more."))
    if not queries.may_ask_today(by, now=timezone.now()):
        raise Refused(
            _("You asked for %(number)d introductions today. Go on tomorrow.")
            % {"number": MOST_ASKED_A_DAY}
        )


def _locked(by: Actor, introduction: IntroductionAcross) -> IntroductionAcross:
    one_at_a_time(by)
    rows = IntroductionAcross.objects.select_for_update(of=("self",), no_key=True)
    return rows.get(pk=introduction.pk, member=by)

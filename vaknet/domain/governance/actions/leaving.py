"""Somebody leaves the network, or turns out to have two accounts.

A report outlives who made it, and a decision who took it, without a name and without words: that
there was one, and of which kind, is all that the figures need.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now

from vaknet.domain.activity.actions import hand_over
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.governance.models import (
    Advice,
    Appeal,
    Case,
    Copy,
    Decision,
    Forwarded,
    Report,
    Unveiling,
)
from vaknet.domain.knowledge.pseudonyms import names_of


@transaction.atomic
def erase_party(*, actor: Actor, former: Actor) -> None:
    """The log goes on telling that a manager decided, and not who she was."""
    names = list(names_of(actor.pk).values_list("pk", flat=True))
    about_her = Q(case__author__in=names)
    Report.objects.filter(Q(by=actor) | about_her).update(text="")
    Case.objects.filter(author=actor, is_account=True).update(is_account=False)
    Decision.objects.filter(about_her).update(reason="")
    Appeal.objects.filter(Q(by=actor) | Q(decision__case__author__in=names)).update(
        text="", reason=""
    )
    Unveiling.objects.filter(about_her).update(reason="")
    Advice.objects.filter(Q(by=actor) | about_her).delete()
    Advice.objects.filter(answered_by=actor).update(answer="")
    Copy.objects.filter(about_her).delete()
    Forwarded.objects.filter(Q(by=actor) | about_her).update(text="", by=None)
    kinds = ContentType.objects.get_for_models(
        Decision, Appeal, Unveiling, Advice, Forwarded
    ).values()
    decided = Activity.objects.filter(actor=actor, object_type__in=list(kinds))
    decided.exclude(verb="appealed").update(actor=former)


@transaction.atomic
def take_over_cases(*, kept: Actor, merged: Actor) -> None:
    """What both reported she reported once. Of what is her own she sees no case anyway. What is
    double stays without a name, as of who left: it counts in the figures of its quarter."""
    _leave_double_reports(kept=kept, merged=merged)
    once = Appeal.objects.filter(by=kept).values("decision")
    twice = Appeal.objects.filter(by=merged, decision__in=once)
    twice.filter(decided_at=None).update(decided_at=now())  # it waits for nobody
    Appeal.objects.filter(by=merged, decision__in=once).update(by=None, text="", reason="")
    hand_over(Case.objects.all(), "author", kept=kept, merged=merged)
    for column in ("by", "decided_by"):
        hand_over(Appeal.objects.all(), column, kept=kept, merged=merged)
    for column in ("by", "confirmed_by"):
        hand_over(Decision.objects.all(), column, kept=kept, merged=merged)
        hand_over(Unveiling.objects.all(), column, kept=kept, merged=merged)
    for column in ("by", "answered_by"):
        hand_over(Advice.objects.all(), column, kept=kept, merged=merged)
    hand_over(Forwarded.objects.all(), "by", kept=kept, merged=merged)
    hand_over(Report.objects.all(), "by", kept=kept, merged=merged)


def _leave_double_reports(*, kept: Actor, merged: Actor) -> None:
    """Where one account took hers back and the other did not, the one that stands is hers."""
    standing = Report.objects.filter(by=merged, withdrawn_at=None).values("case")
    taken_back = Report.objects.filter(by=kept, case__in=standing, withdrawn_at__isnull=False)
    taken_back.update(by=None, text="")
    both = Report.objects.filter(by=kept).values("case")
    double = Report.objects.filter(by=merged, case__in=both)
    double.update(by=None, text="", withdrawn_at=now())

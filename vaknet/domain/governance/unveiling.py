"""Who asked without her name, for two moderators together and as long as the case is open."""

from dataclasses import dataclass

from django.db.models import QuerySet

from vaknet.domain.activity.models import Actor
from vaknet.domain.governance import rules
from vaknet.domain.governance.models import Case, Unveiling
from vaknet.domain.knowledge.pseudonyms import behind, names_of


@dataclass(frozen=True)
class UnveilingView:
    """What one moderator may do about the name in a case of hers, and what she reads.

    `name` is None for all but the two, and for them once the case is closed or its author left.
    """

    held: Unveiling | None
    may_propose: bool
    may_confirm: bool
    name: Actor | None


def unveiling(viewer: Actor, case: Case) -> UnveilingView:
    """Of a case that `queries.case` gave her. Most are about what has a name."""
    if case.author is None or not case.author.is_pseudonym:
        return UnveilingView(held=None, may_propose=False, may_confirm=False, name=None)
    held = Unveiling.objects.filter(case=case).select_related("by").first()
    return UnveilingView(
        held=held,
        may_propose=rules.may_propose_unveiling(case, held),
        may_confirm=held is not None and rules.may_confirm_unveiling(viewer, case, held),
        name=_name(viewer, case, case.author, held),
    )


def _name(viewer: Actor, case: Case, author: Actor, held: Unveiling | None) -> Actor | None:
    if held is None or not rules.may_read_name(viewer, case, held):
        return None
    person = behind(author)
    return None if person.is_pseudonym else person


def about_me(viewer: Actor) -> QuerySet[Unveiling]:
    """When two moderators learned her name, the newest first."""
    rows = Unveiling.objects.filter(
        case__author__in=names_of(viewer.pk), confirmed_at__isnull=False
    )
    about = ("case__question", "case__answer__question")
    return rows.select_related(*about).order_by("-confirmed_at", "-pk")

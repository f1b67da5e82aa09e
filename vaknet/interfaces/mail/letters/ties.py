"""Letters about groups that belong together. Each looks at how things stand when it is sent."""

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaknet.domain.activity.models import Activity
from vaknet.domain.groups import ties
from vaknet.domain.groups.models import GroupMembership, GroupTie
from vaknet.domain.people.apart import keeps_out
from vaknet.interfaces.mail.letters.groups import page_of_group, stewards_of
from vaknet.interfaces.mail.letters.writing import Content, write

ASKS: dict[str, Promise] = {
    GroupTie.Kind.PART: gettext_lazy("%(group)s would like to be a sub-group of %(other)s."),
    GroupTie.Kind.ALLIANCE: gettext_lazy("%(group)s would like an alliance with %(other)s."),
    GroupTie.Kind.MERGER: gettext_lazy("%(group)s would like to go on in %(other)s."),
}


def asked(activity: Activity) -> None:
    """To the stewards of the other one, as long as it is open to them."""
    tie = _tie(activity)
    for steward in stewards_of(tie.other):
        if keeps_out(steward, tie.asked_by) or not _is_in(tie, ties.open_ties(steward, tie.other)):
            continue
        write(
            steward,
            thread=f"group-tie-{tie.pk}",
            url=page_of_group("group-ties", tie.other),
            content=lambda: Content(
                subject=_("%(group)s asks something of %(other)s") % _names(tie),
                opening=str(ASKS[tie.kind]) % _names(tie),
                closing=_("Nothing moves. If you say no, nobody is told."),
                action=_("Look and decide"),
            ),
        )


def agreed(activity: Activity) -> None:
    """To who asked, unless she agreed with herself."""
    tie = _tie(activity)
    is_told = tie.asked_by == activity.actor or not _stands(tie)
    if is_told or tie.asked_by not in stewards_of(tie.group):
        return
    write(
        tie.asked_by,
        thread=f"group-tie-{tie.pk}",
        url=page_of_group("group-ties", tie.group),
        content=lambda: Content(
            subject=_("%(other)s agrees") % _names(tie),
            opening=_("A steward of %(other)s agreed to what you asked.") % _names(tie),
            action=_("To the page of the groups"),
        ),
    )


def goes_on(activity: Activity) -> None:
    """After a merger: to whoever is in the group that sleeps now, and not yet in the other."""
    tie = _tie(activity)
    if tie.kind != GroupTie.Kind.MERGER or not _stands(tie):
        return
    inside = GroupMembership.objects.filter(group=tie.other, until=None).values("actor")
    seats = GroupMembership.objects.filter(group=tie.group, until=None).exclude(actor__in=inside)
    for seat in seats.select_related("actor").order_by("pk"):
        write(
            seat.actor,
            thread=f"group-tie-{tie.pk}",
            url=page_of_group("group", tie.other),
            content=lambda: Content(
                subject=_("%(group)s goes on in %(other)s") % _names(tie),
                opening=_("What was said in %(group)s stays there to be read. You may come along.")
                % _names(tie),
                closing=_("You decide. Nobody is told who does not."),
                action=_("To %(other)s") % _names(tie),
            ),
        )


def _tie(activity: Activity) -> GroupTie:
    rows = GroupTie.objects.select_related("group__actor", "other__actor", "asked_by")
    return rows.get(pk=activity.object_id)


def _stands(tie: GroupTie) -> bool:
    return tie.since is not None and tie.until is None


def _is_in(tie: GroupTie, rows: QuerySet[GroupTie]) -> bool:
    return rows.filter(pk=tie.pk).exists()


def _names(tie: GroupTie) -> dict[str, str]:
    return {"group": tie.group.actor.name, "other": tie.other.actor.name}

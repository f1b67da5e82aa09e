"""What every act of an editor begins with."""

from django.utils.translation import gettext as _

from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.journal import queries, rules
from vaknet.domain.journal.models import Issue, IssueEditor
from vaknet.domain.refusal import Refused


def as_editor(by: Actor, group: Group) -> None:
    """Whatever else is done with the journal of this group waits: its editors work together."""
    one_at_a_time(group.actor)
    if not rules.may_edit(queries.my_duties(by, group)):
        raise Refused(_("Only an editor or a steward of the group can do this."))


def at_draft(by: Actor, issue: Issue) -> Issue:
    """The draft as it is now, with her among those who worked on it."""
    as_editor(by, issue.group)
    held = Issue.objects.select_related("group__actor").get(pk=issue.pk)
    if rules.is_published(held):
        raise is_out(held)
    IssueEditor.objects.get_or_create(issue=held, actor=by)
    return held


def is_out(issue: Issue) -> Refused:
    return Refused(_("Number %(number)d is out already.") % {"number": issue.number})

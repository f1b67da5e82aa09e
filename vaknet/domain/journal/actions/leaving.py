"""An editor leaves the network, or turns out to have two accounts."""

from django.db import transaction

from vaknet.domain.activity.actions import hand_over
from vaknet.domain.activity.models import Actor
from vaknet.domain.journal.models import CoverPhoto, Issue, IssueEditor, Journal, Pitch


@transaction.atomic
def erase_editor(*, actor: Actor, former: Actor) -> None:
    """What came out stays, made by a former member. Her pitches go, her name as an editor, and the
    photos that she put on covers: those are drawn again.
    """
    Journal.objects.filter(started_by=actor).update(started_by=former)
    Issue.objects.filter(published_by=actor).update(published_by=former)


@transaction.atomic
def take_over_journals(*, kept: Actor, merged: Actor) -> None:
    hand_over(Journal.objects.all(), "started_by", kept=kept, merged=merged)
    hand_over(Issue.objects.all(), "published_by", kept=kept, merged=merged)
    hand_over(Pitch.objects.all(), "author", kept=kept, merged=merged)
    hand_over(Pitch.objects.all(), "answered_by", kept=kept, merged=merged)
    hand_over(CoverPhoto.objects.all(), "chosen_by", kept=kept, merged=merged)
    worked = IssueEditor.objects.filter(actor=kept).values("issue")
    IssueEditor.objects.filter(actor=merged, issue__in=worked).delete()
    hand_over(IssueEditor.objects.all(), "actor", kept=kept, merged=merged)

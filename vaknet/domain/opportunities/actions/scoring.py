"""What each of the panel thinks, without knowing what the others do."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.knowledge.words import words_said
from vaknet.domain.opportunities import rules
from vaknet.domain.opportunities.actions.held import read
from vaknet.domain.opportunities.models import Application, Aside, Criterion, Score
from vaknet.domain.refusal import Refused

REASON = 2_000


@transaction.atomic
def give_scores(
    by: Actor, *, application: Application, said: Mapping[int, tuple[int, str]]
) -> None:
    """`said`: for each criterion a score and why. All at once, because with the first she may see
    what the others gave. Said again they are changed, which everybody in the panel can see."""
    row = read(by, application)
    _refuse_done(row)
    if row.is_aside:
        raise Refused(_("You stepped aside for this one."))
    criteria = Criterion.objects.filter(opportunity=row.opportunity_id).order_by("position")
    for one in criteria:
        score, reason = said.get(one.pk, (0, ""))
        if not rules.LEAST <= score <= rules.MOST:
            raise Refused(_("Choose a score from 1 to 5."), field=f"score_{one.pk}")
        missing = _("Say why, in a few words.")
        tidy = words_said(reason, missing=missing, field=f"reason_{one.pk}", limit=REASON)
        _keep(by, row, one, score, tidy)
    record(by, "scored_application", row, audience=Audience.SELF)


def _keep(by: Actor, row: Application, criterion: Criterion, score: int, reason: str) -> None:
    hers = Score.objects.filter(application=row, criterion=criterion, by=by)
    before = hers.first()
    if before is None:
        Score.objects.create(
            application=row, criterion=criterion, by=by, score=score, reason=reason
        )
    elif (before.score, before.reason) != (score, reason):
        hers.update(score=score, reason=reason, changed_at=now())


@transaction.atomic
def step_aside(by: Actor, *, application: Application) -> None:
    """She knows who applied: what she gave is gone, and she does not see this one any more. For
    good: once somebody knew that she has an interest, she has. Twice is once."""
    row = read(by, application)
    _refuse_done(row)
    Score.objects.filter(application=row, by=by).delete()
    aside, is_new = Aside.objects.get_or_create(application=row, by=by)
    if is_new:
        record(by, "stepped_aside", aside, audience=Audience.SELF)


def _refuse_done(row: Application) -> None:
    if not rules.takes_scores(row.opportunity, now()):
        raise Refused(_("The replies are sent. This stays as it is."))

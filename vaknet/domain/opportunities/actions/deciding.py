"""What becomes of each application, and one press that tells all of them."""

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.knowledge.words import words_said
from vaknet.domain.opportunities import queries, rules
from vaknet.domain.opportunities.actions.held import group_of, read, sat
from vaknet.domain.opportunities.actions.placing import offer_places
from vaknet.domain.opportunities.models import Application, Opportunity, Score, StandardText
from vaknet.domain.refusal import Refused

WORDS = 4_000
Outcome = Application.Outcome


@transaction.atomic
def decide(
    by: Actor,
    *,
    application: Application,
    outcome: str,
    reply: str,
    reserve_rank: int | None = None,
) -> Application:
    """With words for her alone. Until the replies are sent it can be changed; who said it last is
    kept with it. `reserve_rank`: her place on the reserve list, from 1."""
    row = read(by, application)
    if not rules.takes_scores(row.opportunity, now()):
        raise Refused(_("The replies are sent. This stays as it is."))
    if row.is_aside:
        raise Refused(_("You stepped aside for this one."))
    if not row.is_scored:
        raise Refused(_("First give your own scores."))
    if outcome not in Outcome.values:
        raise Refused(_("Choose one of the answers."), field="outcome")
    scores = Score.objects.filter(application=row).values("by").distinct().count()
    if not rules.enough_scores(scores=scores, readers=queries.readers_of(row).count()):
        raise Refused(_("First two of the panel give their scores."))
    missing = _("Write a few words: she made an effort.")
    row.reply = words_said(reply, field="reply", missing=missing, limit=WORDS)
    row.outcome, row.reserve_rank = outcome, _rank(row, outcome, reserve_rank)
    row.decided_by, row.decided_at = by, now()
    row.save(update_fields=["reply", "outcome", "reserve_rank", "decided_by", "decided_at"])
    record(by, "decided_application", row, audience=Audience.SELF)
    return row


def _rank(row: Application, outcome: str, rank: int | None) -> int | None:
    if outcome != Outcome.RESERVE:
        return None
    if rank is None or not 1 <= rank <= rules.MOST_PLACES:
        raise Refused(_("Give her a number on the reserve list, from 1."), field="reserve_rank")
    others = Application.objects.filter(opportunity=row.opportunity_id, outcome=Outcome.RESERVE)
    if others.exclude(pk=row.pk).filter(reserve_rank=rank).exists():
        raise Refused(_("This number is given already. Choose another."), field="reserve_rank")
    return rank


@transaction.atomic
def keep_standard_texts(by: Actor, *, opportunity: Opportunity, texts: dict[str, str]) -> None:
    """`texts`: by outcome. Empty: then there is none."""
    held = sat(by, opportunity)
    if held.answered_at is not None:
        raise Refused(_("The replies are sent. This stays as it is."))
    for outcome in Outcome.values:
        said = texts.get(outcome, "").strip()
        rows = StandardText.objects.filter(opportunity=held, outcome=outcome)
        if not said:
            rows.delete()
            continue
        tidy = words_said(said, field=outcome, missing=_("Write words."), limit=WORDS)
        StandardText.objects.update_or_create(
            opportunity=held, outcome=outcome, defaults={"text": tidy}
        )
    record(by, "kept_standard_texts", held, audience=Audience.SELF, group=group_of(held))


@transaction.atomic
def send_replies(by: Actor, *, opportunity: Opportunity) -> Opportunity:
    """Everyone hears at one moment, or nobody. Twice is once."""
    held = sat(by, opportunity)
    if held.answered_at is not None:
        return held
    if not rules.takes_scores(held, now()):
        raise Refused(_("First it closes. Then everybody's words are there."))
    rows = Application.objects.filter(opportunity=held, sent_at__isnull=False)
    # No number: she would count whom she is kept apart from.
    if queries.waiting_for_an_answer(held).exists():
        message = _("The panel did not give every answer yet. Nobody hears before everybody can.")
        raise Refused(message)
    given = rows.filter(outcome=Outcome.PLACE).count()
    if given > held.places:
        message = _("More people get a place than there are places: %(places)d. Choose again.")
        raise Refused(message % {"places": held.places})
    begins = rules.beginning(held)
    if given and begins is not None and begins <= now():
        raise Refused(_("It began already, so nobody can say yes. An organiser can move it."))
    _reply(held, by)
    record(by, "sent_replies", held, audience=Audience.PARTIES, group=group_of(held))
    # Somebody who was to get one withdrew before: her place is not left empty.
    offer_places(held, at=now())
    return held


def _reply(held: Opportunity, by: Actor) -> None:
    """One moment for all. Of who was switched off, and has no answer, the words go too."""
    at = now()
    held.answered_at, held.answered_by = at, by
    held.save(update_fields=["answered_at", "answered_by"])
    rows = Application.objects.filter(opportunity=held, sent_at__isnull=False)
    rows.filter(outcome="").update(erase_at=at + rules.KEPT)
    for row in rows.exclude(outcome=""):
        row.replied_at, row.erase_at = at, rules.erase_at(row, at)
        if row.outcome == Outcome.PLACE:
            row.offered_until = rules.offer_until(held, at)
        row.save(update_fields=["replied_at", "erase_at", "offered_until"])

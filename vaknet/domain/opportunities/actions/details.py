"""What one says of an opportunity, made fit to keep."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from vaknet.domain.knowledge.words import long_text
from vaknet.domain.opportunities import rules
from vaknet.domain.opportunities.models import FormQuestion, Opportunity
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.people.models import Place
from vaknet.domain.refusal import Refused

TEXTS = {"text": 10_000, "gain": 3_000, "for_whom": 3_000}
FEWEST_DAYS, MOST_DAYS = 2, 30
FEWEST_CHOICES, MOST_CHOICES = 2, 10


@dataclass(frozen=True, kw_only=True)
class OpportunityDetails:
    """All that its organisers say, but for criteria and questions."""

    title: str
    places: int
    closes_at: datetime
    answer_by: date
    contact: str
    kind: str = Opportunity.Kind.MASTERCLASS
    readers: str = Opportunity.Readers.MEMBERS
    text: str = ""
    gain: str = ""
    for_whom: str = ""
    costs: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    venue: str = ""
    place: Place | None = None
    confirm_days: int = 7
    hides_names: bool = False

    def tidy(self) -> dict[str, Any]:
        """As columns. Raises Refused, with the field that is wrong."""
        said: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        missing = _("Give it a title.")
        said["title"] = required_line(self.title, limit=120, field="title", missing=missing)
        missing = _("Say whom one can ask something.")
        said["contact"] = required_line(self.contact, limit=200, field="contact", missing=missing)
        said["costs"] = line(self.costs, limit=100, field="costs")
        said["venue"] = line(self.venue, limit=120, field="venue")
        for name, limit in TEXTS.items():
            said[name] = long_text(said[name], field=name, limit=limit)
        if self.kind not in Opportunity.Kind.values or self.readers not in Opportunity.Readers:
            raise Refused(_("Choose one of the answers."))
        if not 1 <= self.places <= rules.MOST_PLACES:
            raise Refused(_("Give a number from 1 to 500."), field="places")
        if not FEWEST_DAYS <= self.confirm_days <= MOST_DAYS:
            raise Refused(_("Choose from 2 to 30 days."), field="confirm_days")
        self._refuse_when()
        return said

    def _refuse_when(self) -> None:
        refuse_far(self.closes_at)
        refuse_promise(self.closes_at, self.answer_by)
        if self.ends_on and not self.starts_on:
            raise Refused(_("Say when it begins too."), field="starts_on")
        if self.starts_on and self.starts_on <= self.answer_by:
            message = _("It begins before everyone has heard. Choose a later day.")
            raise Refused(message, field="starts_on")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise Refused(_("It ends before it begins. Change one of the two."), field="ends_on")


def refuse_far(closes_at: datetime) -> None:
    if closes_at > now() + rules.FARTHEST:
        message = _("That is more than three years away. Choose an earlier day.")
        raise Refused(message, field="closes_at")


def refuse_promise(closes_at: datetime, answer_by: date) -> None:
    if answer_by <= localdate(closes_at):
        message = _("The panel needs time to read. Choose a day after the closing day.")
        raise Refused(message, field="answer_by")
    if answer_by > localdate(closes_at) + rules.LONGEST_WAIT:
        message = _("Nobody waits longer than half a year. Choose an earlier day.")
        raise Refused(message, field="answer_by")


@dataclass(frozen=True, kw_only=True)
class QuestionSaid:
    """A question of the form; `choices` for a choice alone."""

    text: str
    why: str
    kind: str = FormQuestion.Kind.LONG
    is_required: bool = True
    choices: Sequence[str] = ()

    def tidy(self, number: int) -> dict[str, Any]:
        """As columns; what is wrong is said beside the question of that number, from 1."""
        missing = _("Say why you ask this: she who answers wants to know.")
        text = line(self.text, limit=200, field=f"question_{number}")
        why = required_line(self.why, limit=200, field=f"why_{number}", missing=missing)
        if self.kind not in FormQuestion.Kind.values:
            raise Refused(_("Choose one of the answers."), field=f"kind_{number}")
        field = f"choices_{number}"
        lines = dict.fromkeys(line(one, limit=120, field=field) for one in self.choices)
        given = [one for one in lines if one]
        if self.kind != FormQuestion.Kind.CHOICE:
            given = []
        elif not FEWEST_CHOICES <= len(given) <= MOST_CHOICES:
            raise Refused(_("Give 2 to 10 choices, each on a line of its own."), field=field)
        return {
            "text": text,
            "why": why,
            "kind": self.kind,
            "is_required": self.is_required,
            "choices": "\n".join(given),
        }

"""Offering an opportunity, and moving it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.timezone import get_current_timezone_name, localtime
from django.utils.translation import gettext_lazy as _

from vaknet.domain.opportunities import rules
from vaknet.domain.opportunities.actions import OpportunityDetails, QuestionSaid
from vaknet.domain.opportunities.models import FormQuestion, Opportunity
from vaknet.interfaces.web.forms.base import Form, TextField
from vaknet.interfaces.web.forms.meant import PlaceForm
from vaknet.interfaces.web.forms.moments import day_field, moment_said, time_field
from vaknet.interfaces.web.forms.people import Suggested

PLAIN = (
    "title", "kind", "text", "gain", "for_whom", "places", "costs", "starts_on", "ends_on",
    "venue", "contact", "confirm_days",
)  # fmt: skip
FIXED = ("readers", "hides_names", "closes", "closing_time", "answer_by")
BEFORE_MIDNIGHT = time(23, 59)


def _long(label: object, *, rows: int, limit: int, help_text: object = "") -> TextField:
    return TextField(
        label=label,  # type: ignore[arg-type]
        help_text=help_text,  # type: ignore[arg-type]
        max_length=limit,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class Closing(Form):
    """When one can no longer apply, and by when everyone hears."""

    closes = day_field(_("Last day to apply"))
    closing_time = time_field(_("Until what time?"))
    answer_by = day_field(
        _("Day by which everyone hears"), help_text=_("You promise this to whoever applies.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, clock = data.get("closes"), data.get("closing_time")
        if day and clock:
            try:
                data["closes_at"] = moment_said(day, clock, get_current_timezone_name())
            except ValidationError as problem:
                self.add_error("closing_time", problem)
        return data


class OpportunityForm(PlaceForm, Closing):
    """All that its organisers say, but for what is looked at and asked. `stands`: one that is out,
    of which a part is fixed."""

    title = TextField(label=_("What is it called?"), max_length=120)
    kind = forms.ChoiceField(label=_("What is it?"), choices=Opportunity.Kind)
    text = _long(_("What happens?"), rows=6, limit=10_000)
    gain = _long(_("What does one get out of it?"), rows=3, limit=3_000)
    for_whom = _long(_("For whom is it?"), rows=3, limit=3_000)
    places = forms.IntegerField(label=_("Number of places"))
    costs = TextField(
        label=_("What does it cost?"),
        help_text=_("Empty means: nothing."),
        max_length=100,
        required=False,
    )
    starts_on = day_field(_("Begins on"), required=False)
    ends_on = day_field(_("Ends on"), required=False)
    venue = TextField(label=_("Building or room"), max_length=120, required=False)
    place = TextField(
        label=_("Town or village"),
        max_length=170,
        required=False,
        widget=Suggested("suggest-places", autocomplete="address-level2"),
    )
    contact = TextField(
        label=_("Whom can one ask something?"),
        help_text=_("A name, and how to reach her. Also for who wants an explanation."),
        max_length=200,
    )
    readers = forms.ChoiceField(
        label=_("Who may know of it and apply?"),
        choices=Opportunity.Readers,
        widget=forms.RadioSelect,
    )
    confirm_days = forms.IntegerField(
        label=_("How many days is a place kept?"),
        help_text=_("Who gets one says yes within this time. Then it goes to the next."),
        initial=7,
    )
    hides_names = forms.BooleanField(label=_("The panel first reads without names"), required=False)

    def __init__(self, *args: Any, stands: Opportunity | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.stands = stands
        if stands is not None:
            for name in FIXED:
                del self.fields[name]
        closing = [name for name in FIXED if name in self.fields]
        rest = [name for name in self.fields if name not in (*closing, "confirm_days")]
        self.order_fields([*rest, *closing, "confirm_days"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors:
            data["details"] = self._details(data)
        return data

    def _details(self, data: Mapping[str, Any]) -> OpportunityDetails:
        names = ("readers", "hides_names", "closes_at", "answer_by")
        fixed = {name: getattr(self.stands, name) if self.stands else data[name] for name in names}
        said = {name: data[name] for name in PLAIN}
        return OpportunityDetails(**said, **fixed, place=data["place"])


class NewOpportunityForm(OpportunityForm):
    """`offering`: groups that she is in and organisations for which she may speak, by key."""

    def __init__(self, *args: Any, offering: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["offered_by"] = forms.ChoiceField(label=_("Who offers it?"), choices=offering)
        rest = [name for name in self.fields if name != "offered_by"]
        self.order_fields(["offered_by", *rest])


def as_said(opportunity: Opportunity) -> dict[str, Any]:
    """What a form begins with."""
    return {
        **{name: getattr(opportunity, name) for name in PLAIN},
        "place": opportunity.place.label if opportunity.place else "",
        "readers": opportunity.readers,
        "hides_names": opportunity.hides_names,
        **closing_said(opportunity),
    }


def closing_said(opportunity: Opportunity) -> dict[str, Any]:
    closes = localtime(opportunity.closes_at)
    return {
        "closes": closes.date(),
        "closing_time": closes.time(),
        "answer_by": opportunity.answer_by,
    }


class CriteriaForm(Form):
    """What is looked at, and what is asked: a row with an empty name is not there."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for number in range(1, rules.MOST_CRITERIA + 1):
            self.fields[f"criterion_{number}"] = TextField(
                label=_("In a few words"), max_length=80, required=False
            )
            self.fields[f"sentence_{number}"] = TextField(
                label=_("What do you look at?"), max_length=300, required=False
            )
        for number in range(1, rules.MOST_QUESTIONS + 1):
            self.fields |= _question_fields(number)

    def criteria(self) -> Iterator[tuple[int, list[BoundField], bool]]:
        """For the template: number, fields, and whether it stands open."""
        for number in range(1, rules.MOST_CRITERIA + 1):
            fields = [self[f"{name}_{number}"] for name in ("criterion", "sentence")]
            yield number, fields, _is_open(number, fields)

    def questions(self) -> Iterator[tuple[int, list[BoundField], bool]]:
        for number in range(1, rules.MOST_QUESTIONS + 1):
            names = ("question", "why", "kind", "required", "choices")
            fields = [self[f"{name}_{number}"] for name in names]
            yield number, fields, _is_open(number, fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        numbers = range(1, rules.MOST_CRITERIA + 1)
        data["criteria"] = [
            (data[f"criterion_{number}"], data.get(f"sentence_{number}", ""))
            for number in numbers
            if data.get(f"criterion_{number}")
        ]
        data["questions"] = [
            QuestionSaid(
                text=data[f"question_{number}"],
                why=data.get(f"why_{number}", ""),
                kind=data.get(f"kind_{number}", ""),
                is_required=bool(data.get(f"required_{number}")),
                choices=data.get(f"choices_{number}", "").splitlines(),
            )
            for number in range(1, rules.MOST_QUESTIONS + 1)
            if data.get(f"question_{number}")
        ]
        return data


def _is_open(number: int, fields: Sequence[BoundField]) -> bool:
    return number <= rules.FEWEST_CRITERIA or bool(fields[0].value()) or bool(fields[0].errors)


def _question_fields(number: int) -> dict[str, forms.Field]:
    return {
        f"question_{number}": TextField(
            label=_("What do you ask?"), max_length=200, required=False
        ),
        f"why_{number}": TextField(
            label=_("Why do you ask it?"),
            help_text=_("Who applies reads this beside the question."),
            max_length=200,
            required=False,
        ),
        f"kind_{number}": forms.ChoiceField(
            label=_("What kind of answer?"), choices=FormQuestion.Kind, initial="long"
        ),
        f"required_{number}": forms.BooleanField(
            label=_("Everyone has to answer"), required=False, initial=True
        ),
        f"choices_{number}": TextField(
            label=_("What can one choose?"),
            help_text=_("Only for a choice. Each on a line."),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        ),
    }


def criteria_said(opportunity: Opportunity) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for number, one in enumerate(opportunity.criteria.order_by("position"), 1):
        said |= {f"criterion_{number}": one.name, f"sentence_{number}": one.sentence}
    for number, asked in enumerate(opportunity.questions.order_by("position"), 1):
        said |= {
            f"question_{number}": asked.text,
            f"why_{number}": asked.why,
            f"kind_{number}": asked.kind,
            f"required_{number}": asked.is_required,
            f"choices_{number}": asked.choices,
        }
    return said


class PromiseForm(Form):
    answer_by = day_field(
        _("New day by which everyone hears"), help_text=_("Who applied is told at once.")
    )


class CancelOpportunityForm(Form):
    reason = TextField(
        label=_("Why?"), help_text=_("Everybody who applied reads this."), max_length=300
    )


class HandleForm(Form):
    handle = TextField(
        label=_("Her address here"), help_text=_("For example: samira.elidrissi"), max_length=120
    )


BEGINS_WITH = {
    "closing_time": BEFORE_MIDNIGHT,
    "readers": Opportunity.Readers.MEMBERS,
    "kind": Opportunity.Kind.MASTERCLASS,
}

"""Applying, scoring, and what becomes of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.opportunities import rules
from vaknet.domain.opportunities.actions.applying import LONGEST
from vaknet.domain.opportunities.actions.deciding import WORDS
from vaknet.domain.opportunities.actions.scoring import REASON
from vaknet.domain.opportunities.models import Application, Criterion, FormQuestion, Score
from vaknet.interfaces.web.forms.base import Form, TextField

Kind = FormQuestion.Kind


class ApplyForm(Form):
    """The questions of one opportunity. `is_draft`: what is only kept may be empty still."""

    for_a_year = forms.BooleanField(
        label=_("Keep this for a year, for a next time"),
        help_text=_("Otherwise it is thrown away four weeks after the reply."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        questions: Sequence[FormQuestion],
        is_draft: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.questions = questions
        for one in questions:
            needed = one.is_required and not is_draft
            self.fields[f"question_{one.pk}"] = _field_for(one, needed=needed)
        self.order_fields([*(f"question_{one.pk}" for one in questions), "for_a_year"])

    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        answers = {one.pk: data.get(f"question_{one.pk}", "") for one in self.questions}
        return {"answers": answers, "for_a_year": data["for_a_year"]}


def _field_for(one: FormQuestion, *, needed: bool) -> forms.Field:
    given: dict[str, Any] = {
        "label": one.text,
        "help_text": one.why,
        "required": needed,
        "error_messages": {"required": _("The panel asks this of everyone. Fill it in.")},
    }
    if one.kind == Kind.CHOICE:
        lines = one.choices.splitlines()
        return forms.ChoiceField(choices=[(x, x) for x in lines], widget=forms.RadioSelect, **given)
    if one.kind == Kind.SHORT:
        return TextField(max_length=LONGEST[Kind.SHORT], **given)
    area = forms.Textarea(attrs={"rows": 6})
    return TextField(max_length=LONGEST[Kind.LONG], widget=area, **given)


class ScoresForm(Form):
    """A score and a reason for each thing that is looked at."""

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **options: Any) -> None:
        super().__init__(*args, **options)
        self.criteria = criteria
        missing = _("Choose a score from 1 to 5.")
        for one in criteria:
            self.fields[f"score_{one.pk}"] = forms.TypedChoiceField(
                label=one.name,
                help_text=one.sentence,
                choices=[(str(n), str(n)) for n in range(rules.LEAST, rules.MOST + 1)],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": missing, "invalid_choice": missing},
            )
            self.fields[f"reason_{one.pk}"] = TextField(
                label=_("Why?"), max_length=REASON, widget=forms.Textarea(attrs={"rows": 2})
            )

    def said(self) -> dict[int, tuple[int, str]]:
        data = self.cleaned_data
        numbers = [one.pk for one in self.criteria]
        return {pk: (data[f"score_{pk}"], data[f"reason_{pk}"]) for pk in numbers}


def scores_said(mine: Mapping[int, Score]) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for pk, one in mine.items():
        said |= {f"score_{pk}": str(one.score), f"reason_{pk}": one.reason}
    return said


class DecideForm(Form):
    outcome = forms.ChoiceField(
        label=_("What becomes of it?"), choices=Application.Outcome, widget=forms.RadioSelect
    )
    reserve_rank = forms.IntegerField(
        label=_("Number on the reserve list"),
        help_text=_("Only for the reserve list. Number 1 is the first to get a place."),
        required=False,
    )
    reply = TextField(
        label=_("What do you write to her?"),
        help_text=_("For her alone: what was strong, and what you missed."),
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class TextsForm(Form):
    """One text for all with the same outcome."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        labels = {
            Application.Outcome.PLACE: _("To who gets a place"),
            Application.Outcome.RESERVE: _("To who is on the reserve list"),
            Application.Outcome.NO: _("To who is not chosen this time"),
        }
        for outcome, label in labels.items():
            self.fields[outcome.value] = TextField(
                label=label,
                max_length=WORDS,
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
            )

"""A trade journal: when it comes out, what its editors write, and tips for them."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.journal.actions.editing import COUNTS, HEADLINE, LEAD, NUMBER
from vaknet.domain.journal.actions.pieces import ADDRESS, PLACE
from vaknet.domain.journal.actions.pitches import LONGEST
from vaknet.domain.journal.models import IssueItem, Journal, Weekday
from vaknet.domain.journal.reading import FigureView
from vaknet.interfaces.web.forms.base import Form, TextField

BAR = re.compile(r"(?P<label>.+?)\s*[:;=]\s*(?P<value>[0-9][0-9.,]*)")
THOUSANDS = re.compile(r"[.,](?=[0-9]{3}(?:\D|$))")


class JournalForm(Form):
    weekday = forms.TypedChoiceField(
        label=_("On which day does it come out?"),
        help_text=_("At 17.00 the machine makes the issue, if no editor did."),
        choices=Weekday.choices,
        initial=Weekday.FRIDAY,
        coerce=int,
        error_messages={"required": _("Choose a day of the week.")},
    )
    issn = TextField(
        label=_("ISSN, if it has one"),
        help_text=_("The number that libraries know it by. For example: 2049-3630."),
        max_length=20,
        required=False,
    )

    @staticmethod
    def initial_of(journal: Journal) -> dict[str, Any]:
        return {"weekday": journal.weekday, "issn": journal.issn}


class WordsForm(Form):
    headline = TextField(
        label=_("Headline"),
        help_text=_("Leave it empty for the words of the piece itself."),
        max_length=HEADLINE,
        required=False,
    )
    lead = TextField(
        label=_("Lead"),
        help_text=_("One or two sentences that make people want to read it."),
        max_length=LEAD,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AgendaForm(Form):
    headline = TextField(
        label=_("What is it?"),
        help_text=_("For example: training in scanning, or a vacancy for an inspector."),
        max_length=HEADLINE,
        error_messages={"required": _("Say what it is.")},
    )
    day = forms.DateField(
        label=_("On which day, or until when?"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    place = TextField(label=_("Where?"), max_length=PLACE, required=False)
    lead = TextField(
        label=_("What should readers know?"),
        max_length=LEAD,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    address = TextField(
        label=_("Address of a page with more"),
        help_text=_("For example: https://example.org/training."),
        max_length=ADDRESS,
        required=False,
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )

    @staticmethod
    def initial_of(item: IssueItem | None) -> dict[str, Any]:
        if item is None:
            return {}
        return {name: getattr(item, name) for name in AgendaForm.base_fields}


class FigureForm(Form):
    number = TextField(
        label=_("The number"),
        help_text=_("Short: it is shown large. For example: 12."),
        max_length=NUMBER,
        error_messages={"required": _("Fill in a number.")},
    )
    counts = TextField(
        label=_("What does it count?"),
        help_text=_("For example: working days for a simple permit."),
        max_length=COUNTS,
        error_messages={"required": _("Say what the number counts.")},
    )
    rows = TextField(
        label=_("Bars"),
        help_text=_("One on each line: a name, a colon, a number. For example: 2025: 19."),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def clean_rows(self) -> list[tuple[str, Decimal]]:
        lines = [line.strip() for line in self.cleaned_data["rows"].splitlines() if line.strip()]
        return [_bar(line) for line in lines]

    @staticmethod
    def initial_of(figure: FigureView | None) -> dict[str, Any]:
        if figure is None or figure.is_counted:
            return {}
        bars = "\n".join(f"{bar.label}: {bar.written}" for bar in figure.bars)
        return {"number": figure.number, "counts": figure.counts, "rows": bars}


def _bar(line: str) -> tuple[str, Decimal]:
    """ "2025: 1.200,5" and "2025: 1,200.5" are the same."""
    wrong = forms.ValidationError(
        _("“%(line)s” is no bar. Write it so: 2025: 19."), params={"line": line}
    )
    found = BAR.fullmatch(line)
    if found is None:
        raise wrong
    try:
        value = Decimal(THOUSANDS.sub("", found["value"]).replace(",", "."))
    except InvalidOperation as odd:
        raise wrong from odd
    return found["label"], value


class PitchForm(Form):
    text = TextField(
        label=_("What should the editors look at?"),
        help_text=_("A story, a question, or somebody to ask. Only they read it."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your tip first.")},
    )

"""Reporting, deciding, and not agreeing."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaknet.domain.governance.actions.advice import LONGEST_QUESTION
from vaknet.domain.governance.actions.decisions import TERMS
from vaknet.domain.governance.models import Case, Kind, Reason
from vaknet.interfaces.web.forms.base import Form, TextField

MOST = 2_000
HINTS: dict[str, str | Promise] = {
    Kind.LEAVE: _("Who reported it hears why."),
    Kind.HIDE: _("Only its author can still see it."),
    Kind.CHANGE: _("The author gets a day for it."),
    Kind.LIMIT: _("Reading stays, writing stops."),
    Kind.REMOVE: _("A second manager looks too."),
}
HINTS_ELSEWHERE = HINTS | {
    Kind.HIDE: _(
        "Nobody here reads it any more, also what still comes. What was said in groups here before"
        " stands: it is reported by itself."
    )
}
HINTS_OF_ACCOUNT = HINTS | {Kind.LEAVE: _("Nobody hears of it.")}
HINTS_OF_ANSWER = HINTS_OF_ACCOUNT | {
    Kind.REMOVE: _(
        "The network where it stands is asked to throw it away. It does not come back, also not on"
        " appeal. A second manager looks too."
    ),
}
DAYS = {1: _("A day"), 7: _("A week"), 30: _("A month")}


class ReportForm(Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong with it.")},
    )
    text = TextField(
        label=_("In your own words"),
        help_text=_("Only moderators read this, without your name."),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReportElsewhereForm(ReportForm):
    forward = forms.BooleanField(
        label=_("This network may tell their own network by itself"),
        help_text=_(
            "It does so only where five members or more can read it, so that it does not tell who"
            " reported. It goes in the name of this network, with what you chose above, without"
            " your name and your own words."
        ),
        required=False,
    )

    def __init__(self, *args: Any, may_go_on: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not may_go_on:
            del self.fields["forward"]


class Verdict(NamedTuple):
    """One radio button with what it means."""

    id: str
    value: str
    label: str | Promise
    hint: str | Promise
    is_chosen: bool


class DecideForm(Form):
    kind = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long, when you limit?"),
        choices=[(days, DAYS[days]) for days in TERMS],
        initial=7,
        coerce=int,
    )
    reason = TextField(
        label=_("Reason"),
        help_text=_("The author reads this. Say which house rule, and what should be different."),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why. Who it is about reads it.")},
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *args: Any,
        kinds: list[Kind],
        case: Case,
        **options: Any,
    ) -> None:
        super().__init__(data, *args, **options)
        self.hints = HINTS if case.answer_elsewhere_id is None else HINTS_OF_ANSWER
        if case.is_account:
            self.hints = HINTS_OF_ACCOUNT
        if case.elsewhere:
            self.hints = HINTS_ELSEWHERE
            self.fields["reason"].help_text = _("Who reported it reads this. Say which house rule.")
        self.choices = [(kind.value, kind.label) for kind in kinds]
        self.fields["kind"].choices = self.choices  # type: ignore[attr-defined]
        if Kind.LIMIT not in kinds:
            del self.fields["days"]

    def verdicts(self) -> Iterator[Verdict]:
        field = self["kind"]
        for place, (value, label) in enumerate(self.choices):
            chosen = field.value() == value
            hint = self.hints[value]
            yield Verdict(f"{field.auto_id}_{place}", value, label, hint, chosen)

    def clean_after(self) -> int:
        return self.cleaned_data["after"] or 0


class ShowAgainForm(Form):
    reason = TextField(
        label=_("Why can it be read again?"),
        help_text=_("Who reported it reads this. Say which house rule."),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why. Who it is about reads it.")},
    )


class UnveilForm(Form):
    reason = TextField(
        label=_("Why do you need to know who it is?"),
        help_text=_("Who asked reads this. Is there another way? Then take that."),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why. Who it is about reads it.")},
    )


class AskAdviceForm(Form):
    text = TextField(
        label=_("What do you want to know?"),
        help_text=_("We do not say whom it reaches: that could tell who reported this."),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what you want to know.")},
    )


class ForwardForm(Form):
    text = TextField(
        label=_("What is wrong with it?"),
        help_text=_("Their moderators read this. Name nobody of here."),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what is wrong with it.")},
    )


class GiveAdviceForm(Form):
    text = TextField(
        label=_("What do you think?"),
        help_text=_("Whoever may decide this reads it, with your name."),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write what you think.")},
    )
    asked = forms.IntegerField(widget=forms.HiddenInput)


class AppealForm(Form):
    text = TextField(
        label=_("Why do you not agree?"),
        help_text=_("Somebody else than who decided reads it, and answers."),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write why you do not agree.")},
    )


STAYS, UNDONE = "stays", "undone"


class AppealDecisionForm(Form):
    outcome = forms.ChoiceField(
        label=_("Your decision"),
        choices=[(STAYS, _("The decision stays")), (UNDONE, _("The decision is undone"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you decide.")},
    )
    reason = TextField(
        label=_("Reason"),
        help_text=_("Who appealed reads this."),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why. Who it is about reads it.")},
    )

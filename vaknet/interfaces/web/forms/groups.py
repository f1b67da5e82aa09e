"""Starting a group, getting into one, and looking after it."""

import calendar
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from vaknet.domain.groups.admission import Entrance
from vaknet.domain.groups.models import Group, GroupDuty, GroupTie
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.forms.base import Form, TextField
from vaknet.kit.words import month_in_words

if TYPE_CHECKING:
    from vaknet.domain.groups.admission import RulesOfOne

WORDS = 1_000
TERM_MONTHS = 24
LONGEST_NUMBER = 18


class GroupForm(Form):
    name = TextField(
        label=_("Name of the group"),
        help_text=_("Like a trade journal: short, and clear to somebody new."),
        max_length=120,
        error_messages={"required": _("Give the group a name.")},
    )
    purpose = TextField(
        label=_("What is it for?"),
        help_text=_("One line. People decide by it whether to join."),
        max_length=200,
        error_messages={"required": _("Say in one line what the group is for.")},
    )
    readers = forms.ChoiceField(
        label=_("Who may read?"),
        choices=Group.Readers.choices,
        initial=Group.Readers.MEMBERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may read.")},
    )
    admission = forms.ChoiceField(
        label=_("Who gets in?"),
        help_text=_(
            "Unless it is hidden, everybody here may see name, purpose, house rules and stewards."
        ),
        choices=Group.Admission.choices,
        initial=Group.Admission.OPEN,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how people get in.")},
    )
    join_question = TextField(
        label=_("A question for who knocks"),
        help_text=_("One line. Only the stewards read the answer."),
        max_length=200,
        required=False,
    )
    house_rules = TextField(
        label=_("House rules"),
        help_text=_("Who joins agrees to them. When you change them, members are asked again."),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    @staticmethod
    def initial_of(group: Group, rules: "RulesOfOne | None") -> dict[str, Any]:
        return {
            "name": group.actor.name,
            "purpose": group.purpose,
            "readers": group.readers,
            "admission": group.admission,
            "join_question": group.join_question,
            "house_rules": rules.text if rules else "",
        }


class AgreeForm(Form):
    """Its box carries the number of the very rules that stand above it."""

    agree = forms.BooleanField(
        label=_("I read the house rules and agree to them"),
        error_messages={"required": _("Read the house rules, and say that you agree.")},
    )

    def __init__(
        self, data: Any = None, *args: Any, rules: "RulesOfOne | None", **options: Any
    ) -> None:
        super().__init__(data, *args, **options)
        if rules is None:
            del self.fields["agree"]
        else:
            self.fields["agree"].widget.attrs["value"] = rules.pk

    @property
    def agreed_to(self) -> int | None:
        given = str(self.data.get("agree", ""))
        is_number = given.isascii() and given.isdecimal() and len(given) <= LONGEST_NUMBER
        return int(given) if is_number else None

    def refuse(self, refusal: Refused) -> None:
        """To other rules than she read she did not agree."""
        if refusal.field == "agree":
            self.data = {name: value for name, value in self.data.items() if name != "agree"}
        super().refuse(refusal)


class JoinForm(AgreeForm):
    text = TextField(
        label=_("A few words for the stewards"),
        help_text=_("Only the stewards of this group read it."),
        max_length=WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Answer the question. A few words will do.")},
    )
    field_order = ("text", "agree")

    def __init__(
        self, data: Any = None, *args: Any, group: Group, entrance: Entrance, **options: Any
    ) -> None:
        super().__init__(data, *args, rules=entrance.rules, **options)
        if entrance.way != "knock":
            del self.fields["text"]
        elif group.join_question:
            self.fields["text"].label = group.join_question
            self.fields["text"].required = True


class ReplyForm(Form):
    text = TextField(
        label=_("Your words to who knocked"),
        help_text=_("Leave it empty to say no in silence: nobody is told."),
        max_length=WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HandleField(TextField):
    """The address of somebody here, as it stands on her page: with or without the @."""

    def to_python(self, value: Any) -> str | None:
        given = super().to_python(value)
        return given.strip().removeprefix("@").lower() if given else given


class InviteForm(Form):
    handle = HandleField(
        label=_("Address here"),
        help_text=_("It stands on somebody’s page. For example: @marit.hoekstra."),
        max_length=61,
        error_messages={"required": _("Fill in the address of somebody here.")},
    )
    text = TextField(
        label=_("Why you ask this person"),
        help_text=_("In your own words. It is in the letter too."),
        max_length=WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GroupHandleField(TextField):
    """The address of a group: its end, or all of it as it stands in the browser."""

    def to_python(self, value: Any) -> str | None:
        given = super().to_python(value)
        return given.strip().rstrip("/").rsplit("/", 1)[-1].lower() if given else given


class TieForm(Form):
    kind = forms.ChoiceField(
        label=_("What would your group be to it?"),
        choices=GroupTie.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the groups are to each other.")},
    )
    handle = GroupHandleField(
        label=_("Address of the other group"),
        help_text=_("Copy it from the page of the group. For example: /g/woo-archief/."),
        max_length=300,
        error_messages={"required": _("Fill in the address of a group.")},
    )


class DutyForm(Form):
    handle = HandleField(
        label=_("Address of the member"),
        help_text=_("For example: @marit.hoekstra."),
        max_length=61,
        error_messages={"required": _("Fill in the address of a member.")},
    )
    kind = forms.ChoiceField(
        label=_("Which duty?"),
        choices=GroupDuty.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a duty.")},
    )
    text = TextField(
        label=_("What it is, in your words"),
        help_text=_("For example: welcomes new members."),
        max_length=120,
        required=False,
    )
    until_on = forms.ChoiceField(label=_("Until the end of"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["until_on"].choices = _terms()  # type: ignore[attr-defined]

    def last_day(self) -> date | None:
        chosen = self.cleaned_data["until_on"]
        return date.fromisoformat(chosen) if chosen else None


def _terms() -> list[tuple[str, Any]]:
    """The last days of this month and of those after it."""
    today = timezone.localdate()
    found: list[tuple[str, Any]] = [("", _("No end"))]
    language = (translation.get_language() or "nl")[:2]
    for number in range(TERM_MONTHS):
        year, month = divmod(today.year * 12 + today.month - 1 + number, 12)
        last = date(year, month + 1, calendar.monthrange(year, month + 1)[1])
        found.append((last.isoformat(), month_in_words(last, language)))
    return found

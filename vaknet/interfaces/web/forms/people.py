"""What a person fills in about herself, block by block."""

import calendar
import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from vaknet.domain.people.models import HelpOffer, Role
from vaknet.interfaces.web.forms.base import Form, TextField
from vaknet.interfaces.web.forms.meant import PlaceForm, ProfessionForm

YEARS_BACK = 80
SUGGEST_WHILE_TYPING = {"hx-trigger": "input changed delay:120ms", "hx-swap": "innerHTML"}


class Suggested(forms.TextInput):
    """A text field with suggestions. Without JavaScript it is a plain text field."""

    def __init__(self, address: str, **attrs: str) -> None:
        super().__init__(attrs={**SUGGEST_WHILE_TYPING, "hx-get": reverse_lazy(address), **attrs})

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        options = f"{(attrs or {}).get('id', name)}_options"
        wired = {**(attrs or {}), "list": options, "hx-target": f"#{options}"}
        field = super().render(name, value, wired, renderer)
        return format_html('{}<datalist id="{}"></datalist>', field, options)


class AboutForm(PlaceForm, ProfessionForm):
    name = TextField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Fill in your name. That is how fellow professionals know you.")
        },
    )
    promise = TextField(
        label=_("You in one sentence"),
        help_text=_("What can people come to you for? At most 200 characters."),
        max_length=200,
        required=False,
    )
    profession = TextField(
        label=_("Your profession"),
        help_text=_("Start typing and choose. Not in the list? Then write it yourself."),
        max_length=120,
        required=False,
        widget=Suggested("suggest-occupations", autocomplete="organization-title"),
    )
    place = TextField(
        label=_("Your place of work"),
        help_text=_("A town or village in the Netherlands or Belgium."),
        max_length=170,
        required=False,
        widget=Suggested("suggest-places", autocomplete="address-level2"),
    )


class RoleForm(Form):
    kind = forms.ChoiceField(label=_("Kind of role"), choices=Role.Kind.choices, initial="work")
    title = TextField(
        label=_("Job title"),
        help_text=_("For example: permit officer, member, coach."),
        max_length=120,
        error_messages={"required": _("Fill in your job title. “Member” is fine too.")},
    )
    organisation = TextField(
        label=_("Organisation"),
        help_text=_("Start typing and choose, or write the name yourself."),
        max_length=200,
        required=False,
        widget=Suggested("suggest-organisations", autocomplete="organization"),
    )
    since_month = forms.TypedChoiceField(label=_("From month"), required=False, coerce=int)
    since_year = TextField(label=_("From year"), max_length=10, required=False)
    until_month = forms.TypedChoiceField(label=_("Until month"), required=False, coerce=int)
    until_year = TextField(label=_("Until year"), max_length=10, required=False)
    announce = forms.BooleanField(
        label=_("Tell my contacts of this role"),
        help_text=_(
            "Who follows you hears it too, when everyone here may see this kind of role. "
            "Nothing is told by itself, and of a role that ends we never tell."
        ),
        required=False,
    )
    words = TextField(
        label=_("In your words"),
        help_text=_(
            "Only when you tell of it. Who hears of it reads this and can congratulate you."
        ),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [("", _("Month")), *((str(number), name) for number, name in MONTHS.items())]
        for side in ("since", "until"):
            self.fields[f"{side}_month"].choices = months  # type: ignore[attr-defined]
            self.fields[f"{side}_year"].widget.attrs |= {"inputmode": "numeric", "size": "4"}

    since_legend = _("From")
    until_legend = _("Until")
    until_hint = _("Leave it empty when you still do this.")

    def clean_since_year(self) -> int | None:
        return _year(self.cleaned_data["since_year"])

    def clean_until_year(self) -> int | None:
        return _year(self.cleaned_data["until_year"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for side in ("since", "until"):
            year = f"{side}_year"
            if cleaned.get(f"{side}_month") and not cleaned.get(year) and year not in self.errors:
                self.add_error(year, _("Fill in the year too, such as 2019."))
        return cleaned

    def role(self) -> dict[str, Any]:
        """What the action asks for. Without a month a role lasts from January to December."""
        cleaned = self.cleaned_data
        return {
            "kind": cleaned["kind"],
            "title": cleaned["title"],
            "organisation": cleaned["organisation"],
            "since": first_day(cleaned["since_year"], cleaned["since_month"] or None),
            "until": last_day(cleaned["until_year"], cleaned["until_month"] or None),
        }

    @staticmethod
    def initial_of(role: Role) -> dict[str, Any]:
        return {
            "kind": role.kind,
            "title": role.title,
            "organisation": role.organisation.name if role.organisation else "",
            "since_month": role.since.month if role.since else "",
            "since_year": role.since.year if role.since else "",
            "until_month": role.until.month if role.until else "",
            "until_year": role.until.year if role.until else "",
        }


class TopicForm(Form):
    """One topic, for what I know or what I seek: `label` and `hint` say which."""

    text = TextField(
        max_length=200,
        error_messages={
            "required": _("Fill in one topic. That is how fellow professionals find you.")
        },
    )

    def __init__(self, *args: Any, label: Any, hint: Any, suggest: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["text"]
        field.label = label
        field.help_text = hint
        if suggest:
            field.widget = Suggested(suggest, maxlength="200")


class HelpForm(Form):
    """A box and a remark for each kind of help."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, label in HelpOffer.Kind.choices:
            self.fields[kind] = forms.BooleanField(label=label, required=False)
            self.fields[f"{kind}_remark"] = TextField(
                label=_("Remark"), max_length=120, required=False
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[kind], self[f"{kind}_remark"]) for kind in HelpOffer.Kind.values]

    def offers(self) -> dict[str, str | None]:
        """For each kind the remark, or None when it is not offered."""
        return {
            kind: self.cleaned_data[f"{kind}_remark"] if self.cleaned_data[kind] else None
            for kind in HelpOffer.Kind.values
        }


class SettingsForm(Form):
    language = forms.ChoiceField(
        label=_("Language of pages and mail"), choices=[("nl", "Nederlands"), ("en", "English")]
    )
    go_between = forms.BooleanField(
        label=_("My contacts may be reached through me"),
        help_text=_("You get a question first. You say yes or no each time."),
        required=False,
    )
    left_out = forms.BooleanField(
        label=_("Leave me out when a question is put to a few people at once"),
        help_text=_("We then propose you to nobody who asks. You can still be asked by name."),
        required=False,
    )
    go_along = forms.BooleanField(
        label=_("My contacts may take my name, role and mail address along"),
        help_text=_("In the file with their own data, when they ask for it. Nobody else gets it."),
        required=False,
    )
    be_found = forms.BooleanField(
        label=_("Members who have my mail address or LinkedIn page may find me"),
        help_text=_(
            "Who brings contacts along from LinkedIn then sees that you are here. "
            "Your page counts when it is on your profile, for everyone here to see."
        ),
        required=False,
    )


def first_day(year: int | None, month: int | None) -> date | None:
    return date(year, month or 1, 1) if year else None


def last_day(year: int | None, month: int | None) -> date | None:
    """Of the month or year named; today when that is now, for what somebody ended has ended."""
    if not year:
        return None
    today = timezone.localdate()
    if year == today.year and month in (None, today.month):
        return today
    return date(year, month or 12, calendar.monthrange(year, month or 12)[1])


def _year(typed: str) -> int | None:
    """Accepts spaces, digits of any script and a ' before two digits: '98 is 1998."""
    digits = "".join(
        str(unicodedata.digit(character)) for character in typed if character.isdigit()
    )
    if not typed.strip():
        return None
    this_year = timezone.localdate().year
    if len(digits) == 2:
        digits = f"20{digits}" if int(digits) <= this_year % 100 else f"19{digits}"
    if len(digits) != 4 or not this_year - YEARS_BACK <= int(digits) <= this_year + 10:
        raise forms.ValidationError(_("Check the year. Use four digits, such as 2019."))
    return int(digits)

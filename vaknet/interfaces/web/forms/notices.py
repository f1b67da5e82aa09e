"""How a member wants to hear of what happens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.notices.models import Channel, Digest, Kind
from vaknet.interfaces.web.forms.base import Form
from vaknet.interfaces.web.forms.rhythm import day_of_the_week

HOURS = [(hour, f"{hour}:00") for hour in range(24)]


class NoticesForm(Form):
    """A field for each kind, then when the digest comes, then the quiet hours."""

    every = forms.ChoiceField(
        label=_("A digest: one letter with all that could wait"),
        help_text=_("A daily one comes on the days of your rounds."),
        choices=[("", _("No digest")), *Digest.Every.choices],
        required=False,
    )
    hour = forms.TypedChoiceField(label=_("At what hour?"), choices=HOURS, coerce=int)
    weekday = forms.TypedChoiceField(label=_("If weekly: on which day?"), coerce=int)
    quiet_from = forms.TypedChoiceField(
        label=_("No letters from"),
        choices=[("", _("No quiet hours")), *HOURS],
        coerce=int,
        empty_value=None,
        required=False,
    )
    quiet_until = forms.TypedChoiceField(label=_("Until"), choices=HOURS, coerce=int)

    field_order = [*Kind.values, "every", "hour", "weekday", "quiet_from", "quiet_until"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        weekday: Any = self.fields["weekday"]
        weekday.choices = [(number, day_of_the_week(number)) for number in range(1, 8)]
        for kind in Kind:
            self.fields[kind.value] = forms.ChoiceField(label=kind.label, choices=Channel.choices)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        asks_for_digest = any(said.get(kind) == Channel.DIGEST for kind in Kind.values)
        if asks_for_digest and not said.get("every"):
            self.add_error("every", _("Choose how often you want the digest."))
        return said

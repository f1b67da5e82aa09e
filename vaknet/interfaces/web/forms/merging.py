"""What she chooses when two accounts become one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.leaving.merging import Preview
from vaknet.interfaces.web.forms.accounts import EmailForm
from vaknet.interfaces.web.forms.base import Form

LABELS = {
    "name": _("Name"),
    "promise": _("In one sentence"),
    "profession": _("Profession"),
    "place": _("Place"),
    "photo": _("Photo"),
}
KEPT, MERGED = "kept", "merged"


class OtherAccountForm(EmailForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].label = _("A mail address of your other account")
        self.fields["email"].help_text = _("We send a letter to it. Open the link in it.")


class MergeForm(Form):
    """A choice for each part of the profile in which the two differ."""

    sure = forms.BooleanField(
        label=_("I understand that this cannot be undone."),
        error_messages={"required": _("Tick the box. Then we know that you mean it.")},
    )

    def __init__(self, told: Preview, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        sure = self.fields.pop("sure")
        for part, (mine, other) in told.choices.items():
            words = [mine, other] if part != "photo" else [_("Of this account"), _("Of the other")]
            self.fields[part] = forms.ChoiceField(
                label=LABELS[part],
                choices=list(zip((KEPT, MERGED), words, strict=True)),
                widget=forms.RadioSelect,
                initial=KEPT,
                error_messages={"required": _("Choose one of the two.")},
            )
        self.fields["sure"] = sure

    def chosen(self) -> list[str]:
        """The parts that the other account gives."""
        return [part for part, whose in self.cleaned_data.items() if whose == MERGED]

"""What every form does: clean what comes in, keep what was typed, say errors in our words."""

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from vaknet.domain.refusal import Refused

# Control characters that people mean: tab and new line.
MEANT = "\t\n"
# They turn the text after them around, also the text of somebody else.
OVERRIDES = "\u202a\u202b\u202c\u202d\u202e"
TOO_LONG = ngettext_lazy(
    "This text is too long (%(show_value)d characters). Shorten it to %(limit_value)d character.",
    "This text is too long (%(show_value)d characters). Shorten it to %(limit_value)d characters.",
    "limit_value",
)
FIELDS_WITH_OWN_WORDS: dict[type[forms.Field], Any] = {
    forms.EmailField: _("This email address is not quite right. Check the part after @."),
    forms.URLField: _("This web address is not quite right. Copy it from the address bar."),
    forms.IntegerField: _("Fill in a number, in digits."),
    forms.DateField: _("Fill in a date, such as 10-12-2026."),
}


def clean_text(text: str) -> str:
    """NFC, Unix line ends, without NUL and other control characters that no keyboard means.

    Marks for writing direction stay, without their overrides: names in Arabic and Hebrew need them.
    """
    if text.isascii() and text.isprintable():
        return text
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        c for c in lines if c in MEANT or (unicodedata.category(c) != "Cc" and c not in OVERRIDES)
    )


def clean_data(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """All that came in, with every text cleaned: what is shown again is what would be saved."""
    if isinstance(data, QueryDict):
        cleaned = QueryDict(mutable=True, encoding=data.encoding)
        for name, values in data.lists():
            cleaned.setlist(name, [clean_text(value) for value in values])
        return cleaned
    return {
        name: clean_text(value) if isinstance(value, str) else value for name, value in data.items()
    }


class TextField(forms.CharField):
    """Text as people type and paste it, also outside a Form of ours."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


class Form(forms.Form):
    """Errors stand beside their field and in a summary on top; see c/error_summary.html."""

    required_css_class = ""
    error_css_class = ""
    use_required_attribute = False

    def __init__(self, data: Mapping[str, Any] | None = None, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        options.setdefault("renderer", Renderer())
        super().__init__(None if data is None else clean_data(data), *args, **options)
        for field in self.fields.values():
            _speak_our_words(field)

    def done(self, act: Callable[[dict[str, Any]], object]) -> bool:
        """Do it with what was said. Whether it was sent, right, and not refused."""
        if not (self.is_bound and self.is_valid()):
            return False
        try:
            act(self.cleaned_data)
        except Refused as refused:
            self.refuse(refused)
            return False
        return True

    def refuse(self, refusal: Refused) -> None:
        """Show a room's no beside its field, or on top when it has none."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal.message))


def _speak_our_words(field: forms.Field) -> None:
    """What happened and what to do; words that the form chose itself stay."""
    if field.error_messages["required"] is forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _("Fill in this field.")
    for kind, words in FIELDS_WITH_OWN_WORDS.items():
        usual = kind.default_error_messages.get("invalid")
        if isinstance(field, kind) and field.error_messages.get("invalid") is usual:
            field.error_messages["invalid"] = words
    if isinstance(field, forms.CharField):
        field.error_messages.setdefault("max_length", TOO_LONG)
        # The browser would cut a pasted text off without a word; we say what is too long.
        field.widget.attrs.pop("maxlength", None)
    if isinstance(field, forms.ChoiceField):
        usual = forms.ChoiceField.default_error_messages["invalid_choice"]
        if field.error_messages["invalid_choice"] is usual:
            field.error_messages["invalid_choice"] = _("Choose one of the options in the list.")


class Renderer(TemplatesSetting):
    """Forms are drawn by our own components."""

    form_template_name = "c/form.html"
    field_template_name = "c/field.html"

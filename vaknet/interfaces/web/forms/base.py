"""What every form does: clean what comes in, keep what was typed, say errors in our words."""

import unicodedata
from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from vaknet.domain.refusal import Refused

# Control characters that people mean: tab and new line.
MEANT = "\t\n"


def clean_text(text: str) -> str:
    """NFC, Unix line ends, without NUL and other control characters that no keyboard means.

    Marks for writing direction stay: names in Arabic and Hebrew need them.
    """
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in MEANT or unicodedata.category(c) != "Cc")


class TextField(forms.CharField):
    """Text as people type and paste it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.error_messages.setdefault("required", _("Fill in this field."))
        for validator in self.validators:
            if getattr(validator, "code", "") == "max_length":
                validator.message = ngettext_lazy(  # type: ignore[attr-defined]
                    "This text is too long (%(show_value)d characters)."
                    " Shorten it to %(limit_value)d character.",
                    "This text is too long (%(show_value)d characters)."
                    " Shorten it to %(limit_value)d characters.",
                    "limit_value",
                )

    def to_python(self, value: Any) -> str | None:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


class Form(forms.Form):
    """Errors stand beside their field and in a summary on top; see c/error_summary.html."""

    required_css_class = ""
    error_css_class = ""
    use_required_attribute = False

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)
        for field in self.fields.values():
            # The browser would cut a pasted text off without a word; we say what is too long.
            field.widget.attrs.pop("maxlength", None)

    def refuse(self, refusal: Refused) -> None:
        """Show a room's no beside its field, or on top when it has none."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal.message))


class Renderer(TemplatesSetting):
    """Forms are drawn by our own components."""

    form_template_name = "c/form.html"
    field_template_name = "c/field.html"

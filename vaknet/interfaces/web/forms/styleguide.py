"""A form with one of each, for the style guide."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.interfaces.web.forms.base import Form


class ExampleForm(Form):
    topic = forms.CharField(
        label=_("What do you know well?"),
        help_text=_("For example: permits, appeals or difficult conversations."),
        max_length=40,
        error_messages={
            "required": _("Fill in one topic. That is how fellow professionals find you.")
        },
    )
    email = forms.EmailField(label=_("Your email address"))
    note = forms.CharField(label=_("Your note"), widget=forms.Textarea, required=False)
    month = forms.ChoiceField(
        label=_("From month"), choices=[("1", _("January")), ("2", _("February"))], required=False
    )
    readers = forms.ChoiceField(
        label=_("Who may read this?"),
        choices=[("group", _("My group")), ("members", _("All professionals here"))],
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(label=_("My contacts may be reached through me"), required=False)
    closed = forms.CharField(label=_("Fixed by your association"), required=False, disabled=True)

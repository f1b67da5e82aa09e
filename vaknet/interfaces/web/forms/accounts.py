"""Getting in, and the first questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.connections.actions.words import LONGEST
from vaknet.interfaces.web.forms.base import Form, TextField
from vaknet.interfaces.web.forms.meant import ProfessionForm
from vaknet.interfaces.web.forms.people import Suggested


class EmailForm(Form):
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(
            attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Fill in your e-mail address."),
            "invalid": _("This e-mail address is not quite right. Check the part after @."),
        },
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class AddressForm(EmailForm):
    """One more address, beside those she has."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].label = _("Another e-mail address")
        self.fields["email"].help_text = _("We send a letter to it. Open the link in it.")


class CodeForm(Form):
    code = TextField(
        label=_("The code from your mail"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code-input",
            }
        ),
        error_messages={"required": _("Fill in the code from your mail.")},
    )

    def clean_code(self) -> str:
        """People paste spaces and dashes along, and type small letters."""
        code = str(self.cleaned_data["code"])
        return "".join(letter for letter in code if letter.isalnum()).upper()


AT_ONCE = ""
HEARING = [
    (AT_ONCE, _("At once")),
    ("day", _("Once a day, in one letter. When somebody asks you for something: at once")),
    ("week", _("Once a week, in one letter. When somebody asks you for something: at once")),
    ("never", _("Not about what happens. I look on the site")),
]


class WelcomeForm(ProfessionForm):
    name = TextField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Fill in your name. That is how fellow professionals know you.")
        },
    )
    profession = TextField(
        label=_("Your profession"),
        help_text=_("Start typing and choose. Not in the list? Then write it yourself."),
        max_length=120,
        required=False,
        widget=Suggested("suggest-occupations", autocomplete="organization-title"),
    )
    knows = TextField(
        label=_("What do you know well?"),
        help_text=_("For example: welstand, objections or difficult talks. One topic is enough."),
        max_length=200,
        widget=Suggested("suggest-subjects"),
        error_messages={
            "required": _("Fill in one topic. That is how fellow professionals find you.")
        },
    )
    seeks = TextField(
        label=_("What are you looking for?"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    letters = forms.ChoiceField(
        label=_("When may we write to you?"),
        help_text=_("You can change this later, for each kind and each group."),
        choices=HEARING,
        initial=AT_ONCE,
        required=False,
        widget=forms.RadioSelect,
    )
    agrees = forms.BooleanField(
        label=_("Members of this network may see that I am one, and what I fill in here."),
        help_text=_(
            "That you are a member can say something about your union or your beliefs. "
            "Outsiders see none of it. You can change what you fill in, and you can stop."
        ),
        error_messages={
            "required": _("Tick the box if you agree. Without that we show you to nobody.")
        },
    )

    def __init__(self, *args: Any, later: bool = False, **options: Any) -> None:
        """`later`: only the name is needed now, because without one nobody knows her."""
        super().__init__(*args, asks=not later, **options)
        self.fields["knows"].required = not later


class HelloForm(Form):
    note = TextField(
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write a short note. Say why you want to connect.")},
    )

    def __init__(self, *args: Any, name: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["note"].label = _("Your note to %(name)s") % {"name": name}

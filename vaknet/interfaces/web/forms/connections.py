"""What people write to one another when they want to meet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.connections.actions.words import LONGEST
from vaknet.interfaces.web.forms.base import Form, TextField


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NoteForm(Form):
    note = TextField(
        label=_("Your note"),
        help_text=_("Say in your own words why you want to connect. Two sentences will do."),
        max_length=LONGEST,
        widget=_area(4),
        error_messages={"required": _("Write a short note. Say why you want to connect.")},
    )


class WordsForm(Form):
    """A message in a conversation; `label` says to whom."""

    text = TextField(
        label=_("Your message"),
        max_length=LONGEST,
        widget=_area(3),
        error_messages={"required": _("Write a few words, then send.")},
    )

    def __init__(self, *args: Any, label: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        if label:
            self.fields["text"].label = label


class AgreeForm(Form):
    note = TextField(
        label=_("A few words along"),
        help_text=_("For example how you know each other. The next one reads this."),
        max_length=LONGEST,
        required=False,
        widget=_area(2),
    )


class AskIntroductionForm(Form):
    """`route` is one of the tokens of `queries.routes`; what is no route any more is refused."""

    route = TextField(
        max_length=200,
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose through whom you want to ask.")},
    )
    purpose = TextField(
        label=_("What is it about?"),
        help_text=_("Everybody on the route reads this, and decides with it."),
        max_length=LONGEST,
        widget=_area(5),
        error_messages={"required": _("Write what it is about. Then people can decide.")},
    )
    question = TextField(max_length=500, required=False, widget=forms.HiddenInput)

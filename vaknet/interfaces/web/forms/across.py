"""Being found by partner networks, and introductions to people there."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.introducing.models import LONGEST
from vaknet.domain.introducing.rules import SHORTEST_PURPOSE
from vaknet.domain.networks.models import Network
from vaknet.interfaces.web.forms.base import Form, TextField


class FindableForm(Form):
    """`shows` and `networks` are names of boxes that are ticked."""

    agrees = forms.BooleanField(
        label=_("Members of partner networks may find me, and see what stands here"),
        required=False,
    )
    shows = forms.MultipleChoiceField(
        label=_("What they see besides your name and your work"),
        choices=[
            ("knows", _("What I know")),
            ("organisation", _("Where I work")),
            ("place", _("Where I live or work")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    networks = forms.MultipleChoiceField(
        label=_("Which networks may find me"),
        help_text=_(
            "A network that becomes a partner later asks you first: it stands here without a tick."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, partners: Iterable[Network], **options: Any) -> None:
        super().__init__(*args, **options)
        self.partners = list(partners)
        choices = [(str(one.pk), one.name) for one in self.partners]
        field = self.fields["networks"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = choices
        if not choices:
            del self.fields["networks"]

    def chosen(self) -> list[Network]:
        ticked = set(self.cleaned_data.get("networks", ()))
        return [one for one in self.partners if str(one.pk) in ticked]


class AskAcrossForm(Form):
    """`whom` is our own seal on what the partner answered: nobody types it."""

    whom = TextField(max_length=5000, widget=forms.HiddenInput)
    purpose = TextField(
        label=_("Why would you like to meet?"),
        help_text=_("Who is asked reads this, and decides with it. Do not name clients."),
        max_length=LONGEST,
        min_length=SHORTEST_PURPOSE,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": _("Write why you would like to meet."),
            "min_length": _(
                "Write a bit more: one or two sentences on why you would like to meet."
            ),
        },
    )
    with_mail = forms.BooleanField(label=_("My mail address goes along"), required=False)


class AgreeAcrossForm(Form):
    words = TextField(
        label=_("A few words along"),
        help_text=_("For example when you are free."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mail = forms.EmailField(
        label=_("At which mail address can you be reached?"),
        help_text=_("It goes along with your yes."),
        max_length=254,
    )

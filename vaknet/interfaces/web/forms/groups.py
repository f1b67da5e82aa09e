"""Starting a group."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.groups.models import Group
from vaknet.interfaces.web.forms.base import Form, TextField


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

"""Being known to other networks: agreeing, and what they may do."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vaknet.domain.federation.models import Allowance
from vaknet.interfaces.web.forms.base import Form, TextField


class AgreeForm(Form):
    agrees = forms.BooleanField(
        label=_("People on other networks may see me, as it stands here"), required=False
    )


class AllowForm(Form):
    """Boxes are named as the kinds are."""

    list = forms.BooleanField(label=Allowance.Kind.LIST.label, required=False)
    search = forms.BooleanField(label=Allowance.Kind.SEARCH.label, required=False)
    follow = forms.BooleanField(label=Allowance.Kind.FOLLOW.label, required=False)

    def kinds(self) -> set[str]:
        return {name for name, is_ticked in self.cleaned_data.items() if is_ticked}


class GroupAllowForm(AllowForm):
    """Whoever follows a group is let in at once, so that is not asked."""

    LISTS = _("Other networks may list this group")
    SEARCH = _("Other networks may let others search in it")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["follow"]
        self.fields["list"].label = self.LISTS
        self.fields["search"].label = self.SEARCH


class OrganisationAllowForm(GroupAllowForm):
    LISTS = _("Other networks may list this organisation")
    SEARCH = _("Other networks may let others search in what it puts up")


class AlsoKnownForm(Form):
    uri = TextField(
        label=_("You on another network"),
        help_text=_("A name as in @name@network.example, or the web address of your page there."),
        max_length=500,
    )


class FindElsewhereForm(Form):
    who = TextField(
        label=_("Whom do you want to follow?"),
        help_text=_("A name as in @name@network.example, or the web address of a page."),
        max_length=400,
    )


class MoveForm(Form):
    who = TextField(
        label=_("Who are you there?"),
        help_text=_("A name as in @name@network.example, or the web address of your page there."),
        max_length=500,
    )


class LetOutForm(Form):
    """`domains`: by which she speaks for the organisation; by one of them it is known."""

    domain = forms.ChoiceField(label=_("Known by which domain?"), widget=forms.RadioSelect)
    is_sure = forms.BooleanField(label=_("I may decide this for the organisation"), required=False)

    def __init__(self, *args: Any, domains: Sequence[str], **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["domain"]
        field.choices = [(name, name) for name in domains]  # type: ignore[attr-defined]
        field.initial = next(iter(domains), None)
        if len(domains) == 1:
            field.widget = forms.HiddenInput()


class ModeratorForm(Form):
    who = TextField(
        label=_("Who follows this group, and should moderate it too?"),
        help_text=_(
            "Her address, as in @name@network.example. Whether she follows the group, only she can"
            " tell you: who does not gets no letter."
        ),
        max_length=400,
    )

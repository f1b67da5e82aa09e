"""What a member does about what she reads of other networks."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from vaknet.domain.federation import queries
from vaknet.domain.federation.actions import LONGEST_ANSWER
from vaknet.domain.federation.models import RemotePost
from vaknet.interfaces.web.forms.base import Form, TextField

GONE = _("This choice is not there any more. Look at the choices again.")


class VoteElsewhereForm(Form):
    """By the words of the choices: their places may have changed since she read them."""

    def __init__(self, *args: Any, post: RemotePost, **options: Any) -> None:
        super().__init__(*args, **options)
        several = bool(post.poll.get("several"))
        kind, widget = (
            (forms.MultipleChoiceField, forms.CheckboxSelectMultiple)
            if several
            else (forms.ChoiceField, forms.RadioSelect)
        )
        self.fields["choices"] = kind(
            label=_("Choose one or more") if several else _("Choose one"),
            choices=list(_choices(post)),
            widget=widget,
            error_messages={
                "required": _("Choose one of the answers."),
                "invalid_choice": GONE,
            },
        )

    def chosen(self) -> list[str]:
        given = self.cleaned_data["choices"]
        return given if isinstance(given, list) else [given]


def _choices(post: RemotePost) -> Iterator[tuple[str, str]]:
    """Each with its figure, where their network tells one."""
    tells = queries.tells_votes(post.poll)
    for name, votes in post.poll.get("options", []):
        figure = ngettext("%(number)s vote", "%(number)s votes", votes) % {"number": votes}
        yield name, f"{name} · {figure}" if tells else name


class AnswerElsewhereForm(Form):
    text = TextField(
        label=_("Your answer"),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write your answer. A few sentences are enough.")},
    )

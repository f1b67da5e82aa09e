"""Adding a page elsewhere."""

from django.utils.translation import gettext_lazy as _

from vaknet.interfaces.web.forms.base import Form, TextField


class LinkForm(Form):
    url = TextField(
        label=_("Address of a page of yours"),
        help_text=_("For example your own site, or where you write. One at a time."),
        max_length=400,
        error_messages={"required": _("Fill in the address of the page.")},
    )

"""Where somebody saw that a contact knows something."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.connections.actions.confirmations import LONGEST
from vaknet.interfaces.web.forms.base import Form, TextField


class ConfirmForm(Form):
    """One for each topic on a page: give each an `auto_id` of its own."""

    where = TextField(
        label=_("Where did you see this?"),
        help_text=_("One line. For example: in our working group on archives."),
        max_length=LONGEST,
        error_messages={"required": _("Fill in where you saw this. Then it says something.")},
    )

"""The domain of an organisation."""

from django.utils.translation import gettext_lazy as _

from vaknet.interfaces.web.forms.base import Form, TextField


class DomainForm(Form):
    domain = TextField(
        label=_("Domain of your organisation"),
        help_text=_("The part after @ or www. For example: waterveen.nl"),
        max_length=300,
        error_messages={"required": _("Fill in the domain, such as waterveen.nl.")},
    )

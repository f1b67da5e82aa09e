"""What people who work somewhere tell about it."""

from django.db import transaction
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.people import domains
from vaknet.domain.people.models import Organisation
from vaknet.domain.refusal import Refused


@transaction.atomic
def describe_organisation(
    by: Actor, *, organisation: Organisation, kind: str, size: str
) -> Organisation:
    """The last one counts. The kind of a public body is known."""
    if not domains.may_speak_for(by, organisation):
        raise Refused(_("Only people who work there can do this, with an address of their domain."))
    row = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if kind not in ["", *Organisation.Kind.values] or size not in ["", *Organisation.Size.values]:
        raise Refused(_("Choose one of the options in the list."))
    row.kind = row.kind if row.uri else kind
    row.size = size
    row.save(update_fields=["kind", "size"])
    record(by, "described_organisation", row, audience=Audience.MEMBERS)
    return row

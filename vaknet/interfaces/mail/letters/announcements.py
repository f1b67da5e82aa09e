"""Congratulations on a new role: by mail only for who chose to hear of them so."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.connections.models import Congratulation
from vaknet.domain.people.apart import keeps_out
from vaknet.interfaces.mail.letters.writing import Content, write


def congratulated(activity: Activity) -> None:
    """To who told of her new role."""
    rows = Congratulation.objects.select_related("actor", "announcement__role__actor")
    said = rows.filter(pk=activity.object_id, left_at=None, announcement__until=None).first()
    if said is None or keeps_out(reader := said.announcement.role.actor, said.actor):
        return
    name = {"name": said.actor.name}
    write(
        reader,
        thread=f"announcement-{said.announcement_id}",
        url=settings.BASE_URL + reverse("announcement", args=[said.announcement_id]),
        content=lambda: Content(
            subject=_("%(name)s congratulates you") % name,
            opening=_("%(name)s writes:") % name,
            quote="\n\n".join(filter(None, (said.text, said.offer))),
            action=_("Read and answer"),
        ),
    )

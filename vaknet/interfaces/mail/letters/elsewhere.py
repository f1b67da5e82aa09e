"""That somebody on another network would like to follow her."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.federation import queries
from vaknet.domain.federation.models import Follower
from vaknet.interfaces.mail.letters.writing import Content, write


def asked_to_follow(activity: Activity) -> None:
    """As long as it waits for her answer. The subject names nobody: the name is of a stranger."""
    rows = Follower.objects.select_related("followed")
    reader = rows.get(pk=activity.object_id).followed
    waiting = queries.follows_elsewhere(reader).asking
    asked = next((one for one in waiting if one.pk == activity.object_id), None)
    if asked is None:
        return
    who = {"name": asked.follower.written}
    write(
        reader,
        thread="followers-elsewhere",
        url=settings.BASE_URL + reverse("my-follows-elsewhere"),
        content=lambda: Content(
            subject=_("Somebody on another network would like to follow you"),
            opening=_("%(name)s would like to follow you, from another network.") % who,
            closing=_("If you do nothing, nobody follows you."),
            action=_("Look and decide"),
        ),
    )

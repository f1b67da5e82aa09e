"""Thanks for an introduction, to everybody on the way."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import rules
from vaknet.domain.connections.models import Introduction
from vaknet.domain.people.apart import keeps_out
from vaknet.interfaces.mail.letters.writing import Content, write


def introduction_thanked(activity: Activity) -> None:
    """Each reader gets a letter of her own: the words, and nothing that anybody else said."""
    introduction = (
        Introduction.objects.select_related("asker", "target", "thanks")
        .prefetch_related("steps__go_between")
        .get(pk=activity.object_id)
    )
    for reader in rules.thanked(introduction, list(introduction.steps.all())):
        if not keeps_out(reader, introduction.asker):
            _thank(introduction, reader)


def _thank(introduction: Introduction, reader: Actor) -> None:
    names = {"asker": introduction.asker.name, "target": introduction.target.name}
    write(
        reader,
        thread=f"introduction-{introduction.pk}",
        url=settings.BASE_URL + reverse("introduction", args=[introduction.pk]),
        content=lambda: Content(
            subject=_("%(asker)s thanks you") % names,
            opening=_opening(introduction, reader) % names,
            quote=introduction.thanks.text,
            action=_("To the introduction"),
        ),
    )


def _opening(introduction: Introduction, reader: Actor) -> str:
    if reader.pk == introduction.target_id:
        return _("You and %(asker)s were introduced to each other. %(asker)s writes:")
    return _("You introduced %(asker)s to %(target)s. %(asker)s writes:")

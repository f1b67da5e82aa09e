"""Letters about people of partner networks: somebody would like to meet her, somebody said yes.

Nobody is told of a no. Each letter looks at how things stand when it is sent.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.introducing.models import IntroductionAcross
from vaknet.interfaces.mail.letters.writing import Content, write


def asked(activity: Activity) -> None:
    row = _row(activity)
    if row.ended_at is not None or row.agreed_at is not None or row.declined_at is not None:
        return
    names = {"name": row.other_name, "network": row.network.name}
    write(
        row.member,
        thread=f"across-{row.pk}",
        url=_page(row),
        content=lambda: Content(
            subject=_("%(name)s of %(network)s would like to meet you") % names,
            opening=_("%(name)s, a member of %(network)s, writes:") % names,
            quote=row.purpose,
            closing=_("If you say no, nobody is told."),
            action=_("Read and answer"),
        ),
    )


def answered(activity: Activity) -> None:
    row = _row(activity)
    if row.ended_at is not None:
        return
    names = {"name": row.other_name, "network": row.network.name}
    write(
        row.member,
        thread=f"across-{row.pk}",
        url=_page(row),
        content=lambda: Content(
            subject=_("%(name)s of %(network)s would like to meet you too") % names,
            opening=_("%(name)s of %(network)s said yes, and you can write to each other now.")
            % names,
            quote=row.words,
            action=_("See how you reach each other"),
        ),
    )


def _row(activity: Activity) -> IntroductionAcross:
    rows = IntroductionAcross.objects.select_related("member", "network")
    return rows.get(pk=activity.object_id)


def _page(row: IntroductionAcross) -> str:
    return settings.BASE_URL + reverse("introduction-across", args=[row.pk])

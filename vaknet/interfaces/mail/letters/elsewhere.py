"""That somebody on another network would like to follow her, or a group that she looks after; that
somebody whom she follows there moved; and events there to which she goes."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.events.models import GoingElsewhere
from vaknet.domain.events.words import moment_there
from vaknet.domain.federation import queries
from vaknet.domain.federation.models import Follower, Following
from vaknet.domain.notices.told import told_already
from vaknet.interfaces.mail.letters.groups import page_of_group, stewards_of
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
    _write_of_follows(
        reader,
        thread="followers-elsewhere",
        content=lambda: Content(
            subject=_("Somebody on another network would like to follow you"),
            opening=_("%(name)s would like to follow you, from another network.") % who,
            closing=_("If you do nothing, nobody follows you."),
            action=_("Look and decide"),
        ),
    )


def asked_to_follow_group(activity: Activity) -> None:
    """To the stewards, once a day, as long as anybody waits at the group whom they may let in. It
    names nobody: who asks are strangers, and stand together on its page."""
    asked = Follower.objects.select_related("followed__group__actor").get(pk=activity.object_id)
    group = asked.followed.group
    name = {"group": group.actor.name}
    stewards, matter = stewards_of(group), f"group-followers-{group.pk}"
    one_at_a_time(group.actor)  # of two who ask at once each would be the first
    told = told_already(activity, matter=matter, readers=stewards)
    for steward in stewards:
        if steward.pk in told or not queries.at_groups_asked(steward, [asked.pk]).exists():
            continue
        write(
            steward,
            thread=matter,
            url=page_of_group("group-federation", group),
            content=lambda: Content(
                subject=_("Somebody on another network would like to follow %(group)s") % name,
                opening=_("That network is kept at a distance here. So a steward decides."),
                closing=_("If you do nothing, that one does not follow the group."),
                action=_("Look and decide"),
            ),
        )


def moved_along(activity: Activity) -> None:
    """On the page of notices alone: she need not do anything."""
    rows = Following.objects.select_related("follower", "followed__actor")
    asked = rows.get(pk=activity.object_id)
    if asked.until is not None:
        return
    name = {"name": asked.followed.written}
    _write_of_follows(
        asked.follower,
        thread=f"moved-elsewhere-{asked.pk}",
        content=lambda: Content(
            subject=_("Somebody whom you follow moved"),
            opening=_("We asked whether you may follow there: %(name)s") % name,
            action=_("Look at it"),
        ),
        by_mail=False,
    )


def stayed_behind(activity: Activity) -> None:
    """The same where nothing was asked. It does not say why: a block may be the reason."""
    there = queries.moved_without(activity.actor, [activity.object_id]).first()
    if there is None:
        return
    name = {"name": there.written}
    _write_of_follows(
        activity.actor,
        thread=f"stayed-behind-{there.pk}",
        content=lambda: Content(
            subject=_("Somebody whom you followed moved"),
            opening=_("We could not ask there whether you may follow: %(name)s") % name,
            action=_("Look at it"),
        ),
        by_mail=False,
    )


def _write_of_follows(
    reader: Actor, *, thread: str, content: Callable[[], Content], by_mail: bool = True
) -> None:
    """It leads to her own page of follows."""
    url = settings.BASE_URL + reverse("my-follows-elsewhere")
    write(reader, thread=thread, url=url, content=content, by_mail=by_mail)


def answered_there(activity: Activity) -> None:
    """What the organisers said, as long as they say so."""
    row = _going(activity)
    if row is None or row.cancelled_at is not None:
        return
    if row.answer == GoingElsewhere.Answer.YES and row.until is None:
        _write(row, lambda: _about(row, _("You are coming: %(name)s"), _("You are on the list.")))
    elif row.answer == GoingElsewhere.Answer.WAITING and row.until is None:
        _write(row, lambda: _waits(row))
    elif row.answer == GoingElsewhere.Answer.NO:
        _write(row, lambda: _no(row))


def moved_there(activity: Activity) -> None:
    row = _going(activity)
    if row is not None and row.until is None and row.cancelled_at is None:
        _write(row, lambda: _moved(row))


def called_off_there(activity: Activity) -> None:
    row = _going(activity)
    if row is not None and row.until is None and row.cancelled_at is not None:
        _write(row, lambda: _off(row))


def _waits(row: GoingElsewhere) -> Content:
    said = _("All seats are taken, or somebody still decides.")
    return _about(row, _("On the waiting list: %(name)s"), said)


def _no(row: GoingElsewhere) -> Content:
    return _about(row, _("You cannot come: %(name)s"), _("The organisers said no."))


def _moved(row: GoingElsewhere) -> Content:
    return _about(row, _("Changed: %(name)s"), _("Something changed. This is how it is now:"))


def _off(row: GoingElsewhere) -> Content:
    return _about(row, _("Cancelled: %(name)s"), _("This event is cancelled."))


def _going(activity: Activity) -> GoingElsewhere | None:
    rows = GoingElsewhere.objects.select_related("person", "organiser__actor")
    return rows.filter(pk=activity.object_id).first()


def _write(row: GoingElsewhere, content: Callable[[], Content]) -> None:
    url = settings.BASE_URL + reverse("my-events-elsewhere")
    write(row.person, thread=f"event-elsewhere-{row.pk}", url=url, content=content)


def _about(row: GoingElsewhere, subject: str, opening: str) -> Content:
    lines = [row.name, capfirst(moment_there(row)), row.place, row.organiser.written]
    return Content(
        subject=subject % {"name": row.name},
        opening=opening,
        quote="\n".join(line for line in lines if line),
        action=_("Look at it"),
    )


# By what happened.
OF_ELSEWHERE: dict[str, list[Callable[[Activity], None]]] = {
    "asked_to_follow_from_elsewhere": [asked_to_follow],
    "asked_to_follow_group_from_elsewhere": [asked_to_follow_group],
    "moved_along_elsewhere": [moved_along],
    "stayed_behind_elsewhere": [stayed_behind],
    "was_answered_elsewhere": [answered_there],
    "moved_elsewhere": [moved_there],
    "called_off_elsewhere": [called_off_there],
}

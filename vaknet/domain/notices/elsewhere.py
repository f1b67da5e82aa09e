"""What somebody was told of about people and events on other networks, as she may see it now."""

from collections.abc import Callable, Mapping, Sequence

from vaknet.domain.activity.models import Actor
from vaknet.domain.events.models import GoingElsewhere
from vaknet.domain.federation.queries import at_groups_asked, follows_elsewhere, moved_without
from vaknet.domain.notices.sight import Sight


def followers(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """Who has no page here: so the name stands in the words."""
    asking = follows_elsewhere(viewer).asking
    return {one.pk: Sight(one.follower.written, one.pk) for one in asking if one.pk in ids}


def moved_along(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """Whom she follows at another address than before, or asked to: as long as that is so."""
    mine = follows_elsewhere(viewer).following
    return {one.pk: Sight(one.followed.written, one.pk) for one in mine if one.pk in ids}


def stayed_behind(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """Whom she followed at another address, as long as she does not follow her at this one."""
    gone = moved_without(viewer, ids)
    return {one.pk: Sight(one.written, one.pk) for one in gone}


def followers_of_groups(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """The group, once: who asks stands on its page, with all others who do."""
    latest = {one.followed_id: one for one in at_groups_asked(viewer, ids)}
    return {one.pk: Sight(one.followed.name, one.followed.handle) for one in latest.values()}


def going_elsewhere(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """Events on other networks to which she asked to come, and that are held."""
    return _elsewhere(viewer, ids, is_off=False)


def off_elsewhere(viewer: Actor, ids: Sequence[int]) -> Mapping[int, Sight]:
    """The same that are called off, as long as they are."""
    return _elsewhere(viewer, ids, is_off=True)


def _elsewhere(viewer: Actor, ids: Sequence[int], *, is_off: bool) -> Mapping[int, Sight]:
    rows = GoingElsewhere.objects.filter(person=viewer, pk__in=ids)
    held = rows.filter(cancelled_at__isnull=not is_off)
    return {pk: Sight(name, pk) for pk, name in held.values_list("pk", "name")}


SIGHTS_ELSEWHERE: dict[str, Callable[[Actor, Sequence[int]], Mapping[int, Sight]]] = {
    "asked_to_follow_from_elsewhere": followers,
    "asked_to_follow_group_from_elsewhere": followers_of_groups,
    "moved_along_elsewhere": moved_along,
    "stayed_behind_elsewhere": stayed_behind,
    "was_answered_elsewhere": going_elsewhere,
    "moved_elsewhere": going_elsewhere,
    "called_off_elsewhere": off_elsewhere,
}

"""Whom somebody means who looks into the finder: never who does not exist for her."""

from vaknet.domain.activity.models import Actor
from vaknet.domain.activity.names import fold_name
from vaknet.domain.people import queries as people
from vaknet.domain.people.apart import blocks_of
from vaknet.domain.people.directory import Wanted, directory

MOST_NAMED = 8


def whom(viewer: Actor, typed: str) -> list[Actor]:
    """Whom she can mean: by handle, or by name. Who does not exist for her is not among them."""
    handle = typed.strip().removeprefix("@").casefold()
    apart = [block.other for block in blocks_of(viewer) if _is_called(block.other, typed, handle)]
    try:
        return [people.person(viewer, handle)]
    except Actor.DoesNotExist:
        page = directory(viewer, wanted=Wanted(name=typed), size=MOST_NAMED, slips=False)
    exactly = [one.actor for one in page.people if fold_name(one.actor.name) == fold_name(typed)]
    return [*apart, *exactly] or [one.actor for one in page.people]


def _is_called(actor: Actor, typed: str, handle: str) -> bool:
    return not actor.is_former and (
        actor.handle == handle or fold_name(actor.name) == fold_name(typed)
    )

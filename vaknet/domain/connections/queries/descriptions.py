"""What may be said of a go-between whose name is not yours to know."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models import Role
from vaknet.domain.people.visibility import is_narrowed

# The kind of body is a part of its official TOOI address: …/id/<kind>/<code>.
KINDS = ("gemeente", "provincie", "waterschap", "ministerie")


def described(stops: Mapping[int, Actor]) -> dict[int, str]:
    """Each stop by the kind of body it works at, else as a contact of the stop before it."""
    if not stops:
        return {}
    kinds = _kinds_of_body(list(stops))
    words = {
        "gemeente": _("someone at a municipality"),
        "provincie": _("someone at a province"),
        "waterschap": _("someone at a water authority"),
        "ministerie": _("someone at a ministry"),
    }
    return {
        stop: words[kinds[stop]]
        if stop in kinds
        else _("a contact of %(name)s") % {"name": before.first_name}
        for stop, before in stops.items()
    }


def _kinds_of_body(ids: list[int]) -> dict[int, str]:
    roles = Role.objects.filter(
        actor__in=ids, kind=Role.Kind.WORK, until=None, organisation__uri__contains="/id/"
    ).exclude(is_narrowed("work"))
    found = {}
    for actor, uri in roles.values_list("actor_id", "organisation__uri"):
        kind = uri.partition("/id/")[2].partition("/")[0]
        if kind in KINDS:
            found[actor] = kind
    return found

"""What members of one of the linked networks do there: see `tests.federation.acting`."""

from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.federation.acting import listen  # noqa: E402
from vaknet.domain.activity.models import Actor  # noqa: E402
from vaknet.domain.events import actions as events  # noqa: E402
from vaknet.domain.events.models import Event  # noqa: E402
from vaknet.domain.groups.models import Group  # noqa: E402
from vaknet.domain.introducing import actions as introducing  # noqa: E402
from vaknet.domain.introducing.rules import EDITION  # noqa: E402
from vaknet.domain.networks import actions, queries  # noqa: E402
from vaknet.domain.networks.models import Share, Terms, Treaty  # noqa: E402
from vaknet.domain.networks.terms import Moderation, Wishes  # noqa: E402
from vaknet.interfaces.federation.partners_things import read_partner  # noqa: E402
from vaknet.interfaces.reaching.helpers import ask_all  # noqa: E402
from vaknet.interfaces.reaching.networks import read_network  # noqa: E402

WISHES = Wishes(frozenset({"agenda", "who_can_help"}), Moderation.WRITER, 12, 30)


def propose(address: str) -> str:
    """Notice of three months is asked."""
    network = actions.note_network(**vars(read_network(address)), now=timezone.now())
    wishes = Wishes(WISHES.shares, WISHES.moderation, WISHES.months, 90)
    actions.propose_treaty(_manager(), network=network, wishes=wishes, name=_manager().name)
    return network.name


def counter() -> int:
    """A month is enough."""
    treaty, by = _treaty(), _manager()
    return actions.counter_treaty(by, treaty=treaty, wishes=WISHES, name=by.name).number


def sign() -> None:
    treaty, by = _treaty(), _manager()
    digest = queries.current_terms(treaty).digest
    actions.sign_treaty(by, treaty=treaty, digest=digest, name=by.name)


def terms() -> list[int]:
    """The number of the text that lies there, and its days of notice; of none nothing."""
    found = Terms.objects.filter(treaty__ended_at=None).order_by("-number").first()
    return [] if found is None else [found.number, found.content["noticeDays"]]


def is_in_force() -> bool:
    return queries.treaties_in_force().exists()


def agrees(handle: str) -> None:
    """She may be found by the partners there are, with what she knows."""
    who, partners = Actor.objects.get(handle=handle, domain=""), list(queries.partners())
    introducing.agree_to_be_found(
        who, agreed_to=EDITION, shows=["knows"], offered=partners, chosen=partners
    )


def plan(name: str) -> None:
    at = timezone.now() + timedelta(days=14)
    details = events.EventDetails(
        name=name,
        starts_at=at,
        ends_at=at + timedelta(hours=3),
        readers=Event.Readers.PUBLIC,
        venue="De Loods",
    )
    by, group = _manager(), Group.objects.get()
    planned = events.plan_event(by, details=details, groups_that_hold=[group])
    events.publish_event(by, event=planned)


def reads_agenda() -> list[str]:
    """What partners have in it, as the clock reads it every hour."""
    for treaty in queries.partners_treaties():
        read_partner(treaty)
    rows = queries.things(Share.AGENDA, now=timezone.now())
    return [f"{one.title} ({one.treaty.network.name})" for one in rows]


def asks(text: str) -> list[list[str] | None]:
    """Of each partner who can help there; none where it cannot be reached."""
    answers = ask_all(list(queries.partners(Share.WHO_CAN_HELP)), text, "nl")
    return [
        None if one.people is None else [person.name for person in one.people] for one in answers
    ]


def ends() -> None:
    actions.end_treaty(_manager(), treaty=_treaty(), at_once=True, why="Wij gaan anders verder.")


def came() -> dict[str, int]:
    """Of each model, of what came through a treaty, how many rows there are."""
    counted = {
        model._meta.label: model._default_manager.count()
        for model, _column in actions.came_through_treaties()
    }
    return {label: number for label, number in counted.items() if number}


def _treaty() -> Treaty:
    return Treaty.objects.get(ended_at=None)


def _manager() -> Actor:
    return Actor.objects.get(account__is_staff=True)


if __name__ == "__main__":
    assert settings.FEDERATION
    listen(
        [propose, counter, sign, terms, is_in_force, agrees, plan, reads_agenda, asks, ends, came]
    )

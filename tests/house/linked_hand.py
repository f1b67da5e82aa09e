"""What members of one of the linked networks do there: see `tests.federation.acting`."""

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.federation.acting import listen, press  # noqa: E402
from tests.federation.story import known_elsewhere  # noqa: E402
from tests.house.conftest import PATIENCE  # noqa: E402
from vaknet.domain.activity.models import Actor  # noqa: E402
from vaknet.domain.events import actions as events  # noqa: E402
from vaknet.domain.events.models import Event  # noqa: E402
from vaknet.domain.federation import queries as federation  # noqa: E402
from vaknet.domain.federation.models import Received  # noqa: E402
from vaknet.domain.groups import actions as groups  # noqa: E402
from vaknet.domain.groups.models import Group, JoinRequest  # noqa: E402
from vaknet.domain.introducing import actions as introducing  # noqa: E402
from vaknet.domain.introducing.rules import EDITION  # noqa: E402
from vaknet.domain.knowledge import actions as knowledge  # noqa: E402
from vaknet.domain.knowledge.models import Reply  # noqa: E402
from vaknet.domain.networks import actions, queries  # noqa: E402
from vaknet.domain.networks.models import Network, Share, Terms, Treaty  # noqa: E402
from vaknet.domain.networks.terms import Moderation, Wishes  # noqa: E402
from vaknet.domain.visiting import actions as visiting  # noqa: E402
from vaknet.domain.visiting.models import Visit  # noqa: E402
from vaknet.domain.visiting.queries import hosts  # noqa: E402
from vaknet.interfaces.federation.partners_things import read_partner  # noqa: E402
from vaknet.interfaces.reaching import groups as there  # noqa: E402
from vaknet.interfaces.reaching import waiting  # noqa: E402
from vaknet.interfaces.reaching.helpers import ask_all  # noqa: E402
from vaknet.interfaces.reaching.networks import read_network  # noqa: E402
from vaknet.interfaces.reaching.partners import PartnerSilent, ask_partner  # noqa: E402
from vaknet.interfaces.web import asking  # noqa: E402

# Pages wait for a few seconds only. Here the machine may be busy with other things.
waiting.SECONDS = asking.SECONDS = PATIENCE
ask_partner.__kwdefaults__["seconds"] = PATIENCE
MY_FOLLOWS = "my-follows-elsewhere"
WISHES = Wishes(frozenset({"agenda", "groups", "who_can_help"}), Moderation.WRITER, 12, 30)


def propose(address: str) -> str:
    """Notice of three months is asked."""
    seen = read_network(address, seconds=PATIENCE)
    network = actions.note_network(**vars(seen), now=timezone.now())
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
    who, partners = _member(handle), list(queries.partners())
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
    by, group = _manager(), Group.objects.get(readers="members")
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


def opens_closed_group(name: str, title: str) -> str:
    """To the partners there are, with something in it. Its handle."""
    by = _manager()
    group = groups.start_group(
        by, name=name, purpose="Onder ons", readers="group", admission="request"
    )
    knowledge.start_conversation(by, groups=[group], title=title)
    visiting.open_to_visitors(by, group=group, networks=queries.partners())
    return group.actor.handle


def _patiently[T](ask: Callable[[], T]) -> T:
    """Pages give up after some seconds, and say so. Here the machine may be busy with other things:
    what changes nothing when it is asked twice is asked again, without the rest that a network has
    which took too long."""
    for _time in range(9):
        waiting._resting.clear()
        with suppress(PartnerSilent):
            return ask()
    waiting._resting.clear()
    return ask()


def sees_groups() -> list[str]:
    """Which ones partners open to visitors; of a partner that stays silent nothing."""
    return [group.name for one in hosts() for group in _patiently(partial(_groups_of, one))]


def _groups_of(network: Network) -> Sequence[there.GroupThere]:
    [found] = there.groups_of([network])
    if found.groups is None:
        raise PartnerSilent("no answer")
    return found.groups


def knocks(handle: str) -> str | None:
    [network] = hosts()
    [found] = _patiently(partial(_groups_of, network))
    visit = visiting.ask_to_visit(_member(handle), network=network, group=found.id, name=found.name)
    asked = partial(there.ask_in, visit, text="Mag ik mee?", agreed_to=found.mark)
    return _patiently(asked).state


def lets_in() -> None:
    for asked in JoinRequest.objects.filter(let_in_at=None):
        groups.let_in(_manager(), request=asked)


def reads_there() -> list[str]:
    """What is said where a member here visits."""
    page = _patiently(_first_page)
    return [row.title for row in page.rows]


def says_there(text: str) -> str | None:
    """To what was said last where she visits."""
    page = _patiently(_first_page)
    return there.say(_visit(), kind="words", text=text, id=page.rows[0].id).state


def replies() -> list[tuple[str, str]]:
    rows = Reply.objects.select_related("author").order_by("pk")
    return [(row.author.name, row.text) for row in rows]


def opens_public_group(name: str) -> str:
    """As it is called on other networks."""
    group = groups.start_group(_manager(), name=name, purpose="Voor iedereen", readers="public")
    return f"@{group.actor.handle}@{settings.BASE_URL.removeprefix('http://')}"


def begins_conversation(name: str, title: str) -> None:
    group = Group.objects.get(actor__name=name)
    knowledge.start_conversation(_manager(), groups=[group], title=title)


def follows(handle: str, who: str) -> None:
    """As on her page; from then on she is known elsewhere."""
    found = press(known_elsewhere(_member(handle)), MY_FOLLOWS, act="find", who=who)
    [number] = re.findall(r'name="number" value="([0-9]+)"', found)
    press(_member(handle), MY_FOLLOWS, act="follow", number=number)


def reads_along(handle: str) -> list[str]:
    """Of all whom she follows elsewhere, what came first first; a title with what is under it."""
    rows = federation.posts_elsewhere(_member(handle)).order_by("pk")
    return [row.title or row.opening for row in rows]


def is_waiting_inside() -> bool:
    """Something came in of which nothing came yet."""
    return Received.objects.filter(done_at=None).exists()


def ends() -> None:
    actions.end_treaty(_manager(), treaty=_treaty(), at_once=True, why="Wij gaan anders verder.")


def came() -> dict[str, int]:
    """Of each model, of what came through a treaty, how many rows there are."""
    counted = {
        model._meta.label: model._default_manager.count()
        for model, _column in actions.came_through_treaties()
    }
    return {label: number for label, number in counted.items() if number}


def _first_page() -> there.Page:
    return there.read(_visit(), part="conversations", number=1)


def _visit() -> Visit:
    return Visit.objects.get()


def _member(handle: str) -> Actor:
    return Actor.objects.get(handle=handle, domain="")


def _treaty() -> Treaty:
    return Treaty.objects.get(ended_at=None)


def _manager() -> Actor:
    return Actor.objects.get(account__is_staff=True)


ACTS = (
    *(propose, counter, sign, terms, is_in_force, ends, came),
    *(agrees, plan, reads_agenda, asks),
    *(opens_closed_group, sees_groups, knocks, lets_in, reads_there, says_there, replies),
    *(opens_public_group, begins_conversation, follows, reads_along, is_waiting_inside),
)

if __name__ == "__main__":
    assert settings.FEDERATION
    listen(ACTS)

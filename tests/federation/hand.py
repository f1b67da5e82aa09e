"""What members do in a live Vaknet: see `tests.federation.acting`."""

import re
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from tests.federation.acting import listen, press  # noqa: E402
from tests.federation.story import known_elsewhere, public_group  # noqa: E402
from tests.house.conftest import PATIENCE  # noqa: E402
from tests.world import member  # noqa: E402
from vaknet.domain.activity.models import Actor  # noqa: E402
from vaknet.domain.events import actions as events  # noqa: E402
from vaknet.domain.events.models import Event, GoingElsewhere, Registration  # noqa: E402
from vaknet.domain.federation import actions, queries  # noqa: E402
from vaknet.domain.federation.actions.delivery import send_what_waits  # noqa: E402
from vaknet.domain.federation.models import (  # noqa: E402
    Delivery,
    Host,
    Received,
    RemoteActor,
    RemotePost,
)
from vaknet.domain.federation.queries.sending import WAITS  # noqa: E402
from vaknet.domain.federation.rules import id_of_words  # noqa: E402
from vaknet.domain.groups.models import Group  # noqa: E402
from vaknet.domain.knowledge import actions as knowledge  # noqa: E402
from vaknet.domain.knowledge.models import Answer, Post, Reply  # noqa: E402
from vaknet.domain.people import actions as people  # noqa: E402
from vaknet.domain.people.models import Organisation  # noqa: E402
from vaknet.domain.surveys import actions as surveys  # noqa: E402
from vaknet.domain.surveys.models import Poll, Vote  # noqa: E402
from vaknet.engine.activitypub.origins import origin  # noqa: E402
from vaknet.interfaces.federation import who  # noqa: E402
from vaknet.interfaces.federation.addresses import actor_address, page_of  # noqa: E402
from vaknet.interfaces.reaching.events import read_event  # noqa: E402
from vaknet.interfaces.reaching.fetching import read_actor  # noqa: E402
from vaknet.interfaces.web import asking  # noqa: E402

asking.SECONDS = PATIENCE  # this machine may be busy


def begin() -> dict[str, str]:
    """Fatma chose to be known, Noor looks after a group that everybody reads."""
    fatma = member("Fatma Yıldız", "fatma@vaknet.example", profession="toezichthouder")
    noor = member("Noor Bakker", "noor@vaknet.example", profession="adviseur")
    # Who is new may not write as much as she does in these stories.
    Actor.objects.filter(pk=noor.pk).update(created_at=timezone.now() - timedelta(days=90))
    known_elsewhere(fatma)
    group = public_group(noor).actor
    named = {"fatma": fatma, "group": group, "network": who.network()}
    told = {"noor": noor.handle}
    for name, actor in named.items():
        identity = who.identity(Actor.objects.select_related("group").get(pk=actor.pk))
        told |= {name: actor_address(identity.token), f"{name} page": page_of(actor)}
    return told


def start_conversation(title: str, body: str) -> dict[str, str]:
    """Noor begins one in her group."""
    post = knowledge.start_conversation(_noor(), groups=[_group()], title=title, body=body)
    return {"pk": str(post.pk), "page": settings.BASE_URL + reverse("conversation", args=[post.pk])}


def change_conversation(pk: str, title: str, body: str) -> None:
    knowledge.change_post(_noor(), post=Post.objects.get(pk=pk), title=title, body=body)


def withdraw_conversation(pk: str) -> None:
    knowledge.withdraw_post(_noor(), post=Post.objects.get(pk=pk))


def plan_event() -> dict[str, str]:
    """Noor plans a day in her group with one seat, to which everybody may come."""
    at = timezone.now() + timedelta(days=14)
    details = events.EventDetails(
        name="Houtdag",
        starts_at=at,
        ends_at=at + timedelta(hours=4),
        venue="De Loods",
        readers="public",
        takes_guests=True,
        capacity=1,
    )
    planned = events.plan_event(_noor(), details=details, groups_that_hold=[_group()])
    events.publish_event(_noor(), event=planned)
    return {"pk": str(planned.pk), "page": settings.BASE_URL + reverse("event", args=[planned.pk])}


def open_organisation() -> str:
    """Noor lets others know of the saw mill where she works, by its domain."""
    place = Organisation.objects.filter(name="Zagerij De Eik").first()
    if place is None:
        people.add_role(_noor(), kind="work", title="zager", organisation="Zagerij De Eik")
        place = Organisation.objects.get(name="Zagerij De Eik")
        people.prove_domain_by_mail(_noor(), organisation=place, domain="vaknet.example")
    actions.let_organisation_out(_noor(), organisation=place, domain="vaknet.example", is_sure=True)
    return actor_address(queries.token_of(Actor.objects.get(organisation=place)))


def close_organisation() -> None:
    place = Organisation.objects.get(name="Zagerij De Eik")
    actions.keep_organisation_home(_noor(), organisation=place)


def comes(pk: str) -> None:
    events.register(_noor(), event=Event.objects.get(pk=pk))


def stays_away(pk: str) -> None:
    events.cancel_registration(_noor(), event=Event.objects.get(pk=pk))


def attendees(pk: str) -> list[str]:
    """Who has a seat there, by her address."""
    rows = Registration.objects.filter(event=pk, cancelled_at=None, seated_at__isnull=False)
    return [row.person.address for row in rows.select_related("person") if row.person]


def goes_to(uri: str) -> str:
    """Fatma comes to an event elsewhere."""
    there = read_event(uri)
    organiser = read_actor(there.organiser)
    host = origin(organiser.id).authority
    held = actions.keep_remote(organiser, host=host, at=timezone.now())
    return str(events.go_elsewhere(_fatma(), there=there, organiser=held).pk)


def answer_there(pk: str) -> str:
    return GoingElsewhere.objects.get(pk=pk).answer


def takes_it_back(pk: str) -> None:
    events.stay_away_elsewhere(_fatma(), pk=int(pk))


def ask(title: str) -> str:
    return str(knowledge.ask(_noor(), group=_group(), title=title).pk)


def answers(pk: str) -> list[str]:
    rows = Answer.objects.filter(question=pk, withdrawn_at=None).order_by("pk")
    return list(rows.values_list("text", flat=True))


def replies(pk: str) -> list[str]:
    rows = Reply.objects.filter(post=pk, withdrawn_at=None).order_by("pk")
    return list(rows.values_list("text", flat=True))


def ask_poll(question: str, choices: str) -> str:
    """Who follows the group from elsewhere may vote."""
    poll = surveys.ask_poll(
        _noor(),
        group=_group(),
        question=question,
        choices=choices.split(", "),
        closes_on=timezone.localdate() + timedelta(days=3),
        takes_elsewhere=True,
    )
    return str(poll.pk)


def votes(pk: str) -> list[str]:
    """What is chosen until now."""
    rows = Vote.objects.filter(choice__poll=pk).order_by("pk")
    return list(rows.values_list("choice__text", flat=True))


def close_poll(pk: str) -> int | None:
    poll = Poll.objects.get(pk=pk)
    surveys.close_poll(_noor(), poll=poll)
    return Poll.objects.get(pk=pk).voters


def publish_event(name: str, by: str = "group") -> str:
    """Of the group, or of the organisation that is open."""
    place = Organisation.objects.get(name="Zagerij De Eik") if by != "group" else None
    at = timezone.now() + timedelta(days=14)
    details = events.EventDetails(
        name=name,
        starts_at=at,
        ends_at=at + timedelta(hours=3),
        readers=Event.Readers.PUBLIC,
        venue="Buurthuis De Sluis",
        address="Dorpsstraat 1",
        takes_guests=place is not None,
    )
    groups = [] if place else [_group()]
    planned = events.plan_event(
        _noor(), details=details, groups_that_hold=groups, organisation=place
    )
    events.publish_event(_noor(), event=planned)
    return str(planned.pk)


def call_off(pk: str) -> None:
    events.cancel_event(_noor(), event=Event.objects.get(pk=pk), reason="Ziek")


def follow(who: str) -> list[str]:
    """Fatma looks for somebody on her page, and asks to follow: what the page says of it."""
    found = _pressed(act="find", who=who)
    numbers = re.findall(r'name="number" value="([0-9]+)"', found)
    return [_pressed(act="follow", number=numbers[0])] if numbers else [found]


def follows() -> list[str]:
    """Whom Fatma follows elsewhere: it was agreed."""
    rows = queries.follows_elsewhere(_fatma()).following
    return [one.followed.uri for one in rows if one.since]


def reads_of(of: str) -> list[str]:
    """What Fatma reads of somebody elsewhere, what came last first."""
    rows = queries.posts_elsewhere(_fatma()).filter(author__uri=of)
    return list(rows.values_list("opening", flat=True))


def nobody_asked_today(of: str) -> None:
    """What was said before is looked up once a day, whoever follows."""
    RemoteActor.objects.filter(uri=of).update(earlier_asked_at=None, earlier_read_at=None)


def unfollow(uri: str) -> None:
    [row] = [
        one for one in queries.follows_elsewhere(_fatma()).following if one.followed.uri == uri
    ]
    _pressed(act="unfollow", number=str(row.pk))


def reads(uri: str) -> bool:
    """Whether Fatma does."""
    return queries.posts_elsewhere(_fatma()).filter(uri=uri).exists()


def votes_there(uri: str, choice: str) -> None:
    actions.vote_elsewhere(_fatma(), post=_read(uri), choices=[choice])


def thanks_there(uri: str) -> str:
    return str(actions.thank_elsewhere(_fatma(), post=_read(uri)).pk)


def takes_thanks_back(pk: str) -> None:
    actions.take_back_thanks_elsewhere(_fatma(), pk=int(pk))


def answers_there(uri: str, text: str) -> dict[str, str]:
    row = actions.answer_elsewhere(_fatma(), post=_read(uri), text=text)
    return {"pk": str(row.pk), "id": id_of_words(row.token)}


def changes_answer_there(pk: str, text: str) -> None:
    actions.change_answer_elsewhere(_fatma(), pk=int(pk), text=text)


def takes_answer_back(pk: str) -> None:
    actions.take_back_answer_elsewhere(_fatma(), pk=int(pk))


def followers() -> list[str]:
    """Who elsewhere follows the group."""
    return list(queries.followers_of(_group().actor).values_list("uri", flat=True))


def hurry() -> list[str]:
    """What waits to be sent goes now, whatever came of it before: what that was."""
    rows = Delivery.objects.filter(WAITS).select_related("host").order_by("pk")
    said = [f"{one.inbox}: {one.tries} {one.trouble} until {one.due_at}" for one in rows]
    rows.update(due_at=timezone.now())
    Host.objects.update(waits_until=None)
    send_what_waits()
    return said


def received(uri: str) -> str | None:
    """Why nothing came of it; empty where something did, None as long as it waits."""
    row = Received.objects.filter(uri=uri, done_at__isnull=False).first()
    return None if row is None else row.trouble


def lets_follow() -> None:
    """Whoever asks to follow Fatma does so at once."""
    actions.allow(_fatma(), actor=_fatma(), kinds=["follow"])


def moves(who: str) -> str:
    """Fatma asks who follows her to follow that one."""
    return _pressed("my-move-elsewhere", act="move", who=who)


def _pressed(page: str = "my-follows-elsewhere", **given: str) -> str:
    return press(_fatma(), page, **given)


def _read(uri: str) -> RemotePost:
    return queries.posts_elsewhere(_fatma()).get(uri=uri)


def _fatma() -> Actor:
    return Actor.objects.get(account__email="fatma@vaknet.example")


def _noor() -> Actor:
    return Actor.objects.get(account__email="noor@vaknet.example")


def _group() -> Group:
    return Group.objects.get(readers="public")


ACTS = (
    *(begin, start_conversation, change_conversation, withdraw_conversation),
    *(plan_event, comes, stays_away, attendees),
    *(open_organisation, close_organisation),
    *(goes_to, answer_there, takes_it_back),
    *(ask, answers, replies, ask_poll, votes, close_poll, publish_event, call_off),
    *(reads, reads_of, nobody_asked_today, votes_there, thanks_there, takes_thanks_back),
    *(answers_there, changes_answer_there, takes_answer_back),
    *(lets_follow, moves),
    *(follow, follows, unfollow, followers, received, hurry),
)

if __name__ == "__main__":
    listen(ACTS)

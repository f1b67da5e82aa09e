"""Who and what of a made network is visited. Import it when Django knows the data folder."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.test import Client
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Connection
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.knowledge.actions.archive import OldAnswer, OldQuestion, keep_archive
from vaknet.domain.knowledge.models import Question
from vaknet.domain.people import directory
from vaknet.domain.people.models import Account, Organisation

TITLE = "Hoe pakken jullie dit aan? Vraag {number} met twintig antwoorden"
ANSWERS = 20
MOST_ASKED = 500
TEXT = (
    "Wij deden dit vorig jaar. Maak eerst een lijst van alles wat er al is, en zet **één persoon** "
    "aan het roer.\n\n- Oefen met tien gevallen.\n- Pas dan de werkinstructie aan.\n\n"
    "Reken op een dag per week in het eerste half jaar. Bel gerust, ik stuur je ons voorbeeld."
)


def world(*, clients: int, variety: int) -> dict[str, Any]:
    """Sessions of members, and addresses to visit."""
    group = _open_group()
    visitors = _visitors(group, clients)
    people = Actor.objects.filter(kind=Actor.Kind.PERSON).order_by("pk")[:variety]
    questions = _questions_with_answers(group, variety)
    others = Question.objects.filter(group=group).exclude(pk__in=[one.pk for one in questions])
    groups = Group.objects.exclude(readers=Group.Readers.GROUP).select_related("actor")
    return {
        "account": visitors[0],
        "sessions": [_session(account) for account in visitors],
        "paths": {
            "groups": [f"/g/{one.actor.handle}/" for one in groups.order_by("pk")[:variety]],
            "profiles": [f"/@{one.handle}/" for one in people],
            "organisations": [f"/o/{one.pk}/" for one in _largest_places(variety)],
            "names": _names(variety),
            "narrowed": _narrowed(variety),
            "questions": [f"/vraag/{one.pk}/" for one in questions],
            "asked": [f"/vraag/{one.pk}/" for one in others.order_by("-asked_at")[:MOST_ASKED]],
        },
    }


def _largest_places(variety: int) -> QuerySet[Organisation]:
    """Where most members work: the ones that people look at, and the slowest."""
    return Organisation.objects.order_by("-people", "pk")[:variety]


def _names(variety: int) -> list[str]:
    """What people type: a first name, a last name, and both."""
    names = list(Actor.objects.filter(kind=Actor.Kind.PERSON).order_by("pk")[:variety])
    first, last = {one.first_name for one in names}, {one.name.split()[-1] for one in names}
    return [*first, *last, *(one.name for one in names)]


def _narrowed(variety: int) -> list[str]:
    """The largest organisations, all regions and kinds of work."""
    return [
        *(urlencode({"organisatie": one.name}) for one in _largest_places(variety)),
        *(urlencode({"regio": one}) for one in directory.regions()),
        *(urlencode({"vak": code}) for code, _label in directory.occupation_groups("nl")),
    ]


def _open_group() -> Group:
    """The largest one that guests may read too."""
    public = Group.objects.filter(readers=Group.Readers.PUBLIC).select_related("actor")
    return public.annotate(size=Count("memberships")).order_by("-size", "pk")[0]


def _visitors(group: Group, clients: int) -> list[Account]:
    """Members of that group with about as many contacts as most have."""
    members = GroupMembership.objects.filter(group=group, until=None).values("actor")
    ties = Connection.objects.filter(holder__in=members, until=None)
    counted = list(ties.values_list("holder").annotate(n=Count("pk")).order_by("n", "holder"))
    middle = max(0, len(counted) // 2 - clients // 2)
    chosen = [holder for holder, _ in counted[middle : middle + clients]]
    return list(Account.objects.filter(actor__in=chosen).select_related("actor"))


def _session(account: Account) -> str:
    client = Client(headers={"host": "localhost"})
    client.force_login(account)
    return client.cookies["sessionid"].value


def _questions_with_answers(group: Group, count: int) -> list[Question]:
    """Made once: twenty answers each, by twenty people."""
    titles = [TITLE.format(number=number) for number in range(1, count + 1)]
    here = Question.objects.filter(group=group, title__in=titles).order_by("pk")
    if not here.exists():
        since = timezone.now() - timedelta(days=90)
        members = Actor.objects.filter(group_memberships__group=group).order_by("pk")
        authors = list(members[: ANSWERS + 1])
        keep_archive(
            group=group,
            questions=[
                OldQuestion(
                    author=authors[0],
                    title=title,
                    body=TEXT,
                    at=since,
                    topics=["aanpak"],
                    answers=[
                        OldAnswer(
                            author=authors[1 + n % (len(authors) - 1)],
                            text=TEXT,
                            at=since + timedelta(hours=n),
                            is_best=n == 3,
                        )
                        for n in range(ANSWERS)
                    ],
                )
                for title in titles
            ],
        )
    return list(here)

"""The demo network: people, groups and questions from readable files, dated back from now.

It is written in bulk and quietly: a demo is history, and nobody is mailed about history.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.actions import bulk
from vaknet.domain.connections.actions.bulk import (
    NewConfirmation,
    NewIntroduction,
    NewRequest,
    NewTie,
)
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group, Mail
from vaknet.domain.knowledge.actions.archive import OldAnswer, OldQuestion, keep_archive
from vaknet.domain.knowledge.actions.old_conversations import (
    OldArticle,
    OldPost,
    OldReply,
    keep_conversations,
)
from vaknet.domain.notices import actions as notices
from vaknet.domain.people import organisations, suggestions
from vaknet.domain.people.actions import prove_domain_by_mail
from vaknet.domain.people.actions.bulk import NewPerson, NewRole, create_people
from vaknet.domain.people.domains import provable_by_mail
from vaknet.domain.people.models import Organisation
from vaknet.domain.talks import actions as talks
from vaknet.domain.talks.actions import NewTalk
from vaknet.interfaces.commands._demo import (
    coffee,
    events,
    moderation,
    opportunities,
    polls,
    reading,
    translations,
)
from vaknet.interfaces.commands._demo.content import table
from vaknet.interfaces.commands._demo.journal import make_journal
from vaknet.kit.register import read_role

NEWCOMER = "samira@waterveen.example"
KINDS = ("work", "union", "volunteering")
MEMBER_DAYS = 950
SATURDAY = 5
TALK_TIMES = ((2, time(9, 30)), (3, time(14, 0)), (6, time(11, 0)))

type Row = Mapping[str, Any]
type People = Mapping[str, Actor]


@dataclass(frozen=True)
class Made:
    people: int
    groups: int
    posts: int


@transaction.atomic
def make(*, now: datetime) -> Made:
    """All of it or nothing."""
    rows = table("people")["person"]
    actors = create_people(people=[_person(row, now) for row in rows])
    people = {row["handle"]: actor for row, actor in zip(rows, actors, strict=True)}
    for actor in actors:  # whoever tries it on a Sunday sees a line too
        notices.keep_rhythm(actor, days=range(1, 8), on_holidays=True, quietly=True)
    for row in rows:
        _domain(people[row["handle"]], row.get("domain", ""))
    rooms = {row["name"]: _group(row, people, now) for row in table("groups")["group"]}
    asked = table("questions")["question"]
    for name, group in rooms.items():
        ours = [_question(row, people, now) for row in asked if row["group"] == name]
        keep_archive(group=group, questions=sorted(ours, key=lambda old: old.at))
    said = table("conversations")["conversation"]
    keep_conversations(posts=[_conversation(row, rooms, people, now) for row in said])
    for row in table("translations")["translation"]:
        translations.keep(row, at=_ago(now, row["days_ago"]))
    told = table("journal")
    make_journal(told, rooms[told["group"]], people, now=now)
    for row in table("reading")["source"]:
        room, by = rooms[row["group"]], people[row["by"]]
        reading.follow(row, room, by, ago=partial(_ago, now), now=now)
    for row in table("events")["event"]:
        events.hold(row, rooms, people, now=now)
    for row in table("opportunities")["opportunity"]:
        opportunities.offer(row, rooms[row["group"]], people, now=now)
    for row in table("polls")["poll"]:
        polls.ask(row, rooms[row["group"]], people[row["by"]], now=now)
    moderation.keep(table("moderation"), people, now=now)
    go_betweens = [people[row["handle"]] for row in rows if row.get("via", True)]
    bulk.agree_many(actors=go_betweens, since=_ago(now, 200))
    _meetings(table("meetings"), people, now)
    coffee.keep(table("coffee")["look"], people, now=now)
    posts = sum(1 + len(row.get("answer", [])) for row in asked)
    posts += sum(1 + len(row.get("reply", [])) for row in said)
    return Made(people=len(actors), groups=len(rooms), posts=posts)


def _ago(now: datetime, days: int, *, order: int = 0) -> datetime:
    """In office hours of that day, later ones of one day in their order; never in the future."""
    day = timezone.localtime(now - timedelta(days=days))
    moment = day.replace(hour=9 + order % 8, minute=(7 * days + 13 * order) % 60, second=0)
    return min(moment.replace(microsecond=0), now)


def _person(row: Row, now: datetime) -> NewPerson:
    return NewPerson(
        handle=row["handle"],
        name=row["name"],
        email=row["email"],
        language=row.get("language", "nl"),
        promise=row["promise"],
        profession=row["profession"],
        occupation=suggestions.occupation_named(row["profession"]),
        place=suggestions.place_named(row["place"]),
        roles=[_role(text, kind) for kind in KINDS for text in row.get(kind, [])],
        knows=row["knows"],
        seeks=row["seeks"],
        offers=row["offers"],
        since=_ago(now, MEMBER_DAYS),
    )


def _role(text: str, kind: str) -> NewRole:
    role = read_role(text)
    return NewRole(role.title, role.organisation, kind, role.since, role.until)


def _domain(person: Actor, domain: str) -> None:
    """What she showed to be of the organisation where she works."""
    for place in Organisation.objects.filter(roles__actor=person) if domain else []:
        if organisations.works_at(person, place) and domain in provable_by_mail(person, place):
            prove_domain_by_mail(person, organisation=place, domain=domain)


def _group(row: Row, people: People, now: datetime) -> Group:
    since = _ago(now, row["days_ago"])
    group = groups.start_group(
        people[row["steward"]],
        name=row["name"],
        purpose=row["purpose"],
        readers=row["readers"],
        admission=row.get("admission", ""),
        join_question=row.get("question", ""),
        house_rules=row.get("house_rules", ""),
        since=since,
    )
    keen = set(row.get("get_everything", []))
    for mail, some in ((Mail.EVERYTHING, keen), (Mail.ISSUE, set(row["members"]) - keen)):
        actors = [people[one] for one in row["members"] if one in some]
        groups.enter_many(group=group, actors=actors, since=since, mail=mail)
    if host := row.get("host"):
        groups.give_duty(
            people[row["steward"]],
            group=group,
            person=people[host],
            kind="host",
            text=row["host_does"],
            since=since,
        )
    return group


def _question(row: Row, people: People, now: datetime) -> OldQuestion:
    return OldQuestion(
        author=people[row["by"]],
        title=row["title"],
        body=row.get("body", ""),
        topics=row["topics"],
        at=_ago(now, row["days_ago"]),
        answers=[
            OldAnswer(
                author=people[answer["by"]],
                text=answer["text"].strip(),
                at=_ago(now, answer["days_ago"], order=order),
                is_best=answer.get("best", False),
                thanked_by=[people[one] for one in answer.get("thanks", [])],
            )
            for order, answer in enumerate(row.get("answer", []), 2)
        ],
    )


def _conversation(row: Row, rooms: Mapping[str, Group], people: People, now: datetime) -> OldPost:
    return OldPost(
        author=people[row["by"]],
        groups=[rooms[name] for name in row["groups"]],
        title=row["title"],
        body=row["body"].strip(),
        topics=row["topics"],
        at=_ago(now, row["days_ago"]),
        article=_article(row, people),
        replies=[
            OldReply(
                author=people[reply["by"]],
                text=reply["text"].strip(),
                at=_ago(now, reply["days_ago"], order=order),
            )
            for order, reply in enumerate(row.get("reply", []), 2)
        ],
    )


def _article(row: Row, people: People) -> OldArticle | None:
    if "published_by" not in row:
        return None
    return OldArticle(row["lead"], people[row["published_by"]])


def _meetings(rows: Row, people: People, now: datetime) -> None:
    ties = [(people[a], people[b], _ago(now, days), note) for a, b, note, days in rows["ties"]]
    bulk.connect_many(ties=[NewTie(*tie) for tie in ties])
    bulk.confirm_many(
        confirmations=[
            NewConfirmation(people[person], people[by], text, where, _ago(now, days))
            for person, by, text, where, days in rows["confirmations"]
        ]
    )
    bulk.request_many(
        requests=[
            NewRequest(
                sender=people[row["sender"]],
                recipient=people[row["recipient"]],
                note=row["note"],
                at=_ago(now, row["days_ago"]),
            )
            for row in rows["request"]
        ]
    )
    bulk.ask_many_introductions(
        introductions=[
            NewIntroduction(
                asker=people[row["asker"]],
                target=people[row["target"]],
                route=[people[stop] for stop in row["route"]],
                purpose=row["purpose"],
                at=_ago(now, row["days_ago"]),
            )
            for row in rows["introduction"]
        ]
    )
    talks.propose_many(talks=[_talk(row, people, now) for row in rows["talk"]])


def _talk(row: Row, people: People, now: datetime) -> NewTalk:
    return NewTalk(
        people[row["proposer"]],
        people[row["invitee"]],
        row["purpose"],
        list(_working_moments(now)),
        _ago(now, row["days_ago"]),
        location=row["location"],
        minutes=row["minutes"],
    )


def _working_moments(now: datetime) -> Iterable[datetime]:
    """Three times soon, none of them in a weekend."""
    for days, clock in TALK_TIMES:
        moment = timezone.localtime(now + timedelta(days=days))
        while moment.weekday() >= SATURDAY:
            moment += timedelta(days=2)
        yield moment.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)

"""A member's own network, as plain values for the engine that draws it; for her eyes only.

Five statements, whatever the size. Who of her contacts know each other comes from people who
agreed to be go-betweens, like everywhere: a tie of anybody else is never shown nor counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection as database
from django.db.models import Exists, OuterRef
from django.utils import timezone

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.models import Connection, GoBetweenConsent, GoBetweenExcept
from vaknet.domain.people.models import Role
from vaknet.domain.people.queries import main_role
from vaknet.domain.people.visibility import is_kept_to_herself
from vaknet.engine.network import Contact

MOST = 2000
WITH_PROFILE = ("contact__profile__occupation", "contact__profile__place")

# When these two last exchanged words: each source is a pair of people and a moment.
LAST_TOUCHES = """
select other, max(at) from (
    select recipient_id as other, message.at
    from connections_requestmessage message
    join connections_connectionrequest asked on asked.id = message.request_id
    where asked.sender_id = %(viewer)s
  union all
    select sender_id, message.at
    from connections_requestmessage message
    join connections_connectionrequest asked on asked.id = message.request_id
    where asked.recipient_id = %(viewer)s
  union all
    select case when asker_id = %(viewer)s then target_id else asker_id end, message.at
    from connections_introductionmessage message
    join connections_introduction whole on whole.id = message.introduction_id
    where message.step_id is null and whole.agreed_at is not null
      and %(viewer)s in (asker_id, target_id)
  union all
    select step.go_between_id, message.at
    from connections_introductionmessage message
    join connections_introductionstep step on step.id = message.step_id
    join connections_introduction whole on whole.id = step.introduction_id
    where whole.asker_id = %(viewer)s
  union all
    select whole.asker_id, message.at
    from connections_introductionmessage message
    join connections_introductionstep step on step.id = message.step_id
    join connections_introduction whole on whole.id = step.introduction_id
    where step.go_between_id = %(viewer)s
  union all
    select case when proposer_id = %(viewer)s then invitee_id else proposer_id end,
           case when starts_at <= %(now)s and cancelled_at is null then starts_at
                else proposed_at end
    from talks_talk where %(viewer)s in (proposer_id, invitee_id)
  union all
    select answer.author_id, answer.answered_at
    from knowledge_answer answer
    join knowledge_question question on question.id = answer.question_id
    where question.author_id = %(viewer)s and answer.withdrawn_at is null
  union all
    select question.author_id, answer.answered_at
    from knowledge_answer answer
    join knowledge_question question on question.id = answer.question_id
    where answer.author_id = %(viewer)s and answer.withdrawn_at is null
) touch
where other = any(%(contacts)s)
group by other
"""


@dataclass(frozen=True)
class Network:
    """`people` has the actor of every contact, by key. `is_cut`: the oldest ties are not in it."""

    contacts: list[Contact]
    people: dict[int, Actor]
    is_cut: bool = False


def my_network(viewer: Actor, *, language: str) -> Network:
    """Her contacts, the newest `MOST`, and who of them know each other."""
    rows = Connection.objects.filter(holder=viewer, until=None).order_by("-since", "-pk")
    rows = rows.annotate(
        hides_profession=is_kept_to_herself("profession", person="contact"),
        hides_place=is_kept_to_herself("place", person="contact"),
    )
    found = list(rows.select_related(*WITH_PROFILE)[: MOST + 1])
    ties = {tie.contact_id: tie for tie in found[:MOST]}
    people = {pk: tie.contact for pk, tie in ties.items()}
    employers = _employers(people)
    knows = _ties(people)
    touches = _touches(viewer, people)
    contacts = [
        Contact(
            key=pk,
            name=actor.name,
            profession="" if ties[pk].hides_profession else _profession(actor, language),
            organisation=employers.get(pk, ""),
            region="" if ties[pk].hides_place else _region(actor),
            last_touch=max(timezone.localdate(ties[pk].since), touches.get(pk, date.min)),
            knows=frozenset(knows.get(pk, ())),
        )
        for pk, actor in people.items()
    ]
    return Network(contacts=contacts, people=people, is_cut=len(found) > MOST)


def _profession(actor: Actor, language: str) -> str:
    told = actor.profile
    return told.occupation.label(language) if told.occupation else told.profession


def _region(actor: Actor) -> str:
    place = actor.profile.place
    return place.region or place.name if place else ""


def _employers(people: Iterable[int]) -> dict[int, str]:
    """The organisation of everybody's main role of today."""
    roles: dict[int, list[Role]] = {}
    shown = Role.objects.filter(actor__in=people).exclude(is_kept_to_herself(OuterRef("kind")))
    for role in shown.select_related("organisation"):
        roles.setdefault(role.actor_id, []).append(role)
    today = timezone.localdate()
    mains = {pk: main_role(of_person, today=today) for pk, of_person in roles.items()}
    return {pk: role.organisation.name for pk, role in mains.items() if role and role.organisation}


def _ties(people: Iterable[int]) -> dict[int, set[int]]:
    agreed = GoBetweenConsent.objects.filter(actor=OuterRef("holder"), until=None)
    excepts = GoBetweenExcept.objects.filter(
        actor=OuterRef("holder"), contact=OuterRef("contact"), until=None
    )
    rows = Connection.objects.filter(Exists(agreed), holder__in=people, contact__in=people)
    rows = rows.exclude(Exists(excepts))
    found: dict[int, set[int]] = {}
    for holder, contact in rows.filter(until=None).values_list("holder_id", "contact_id"):
        found.setdefault(holder, set()).add(contact)
    return found


def _touches(viewer: Actor, people: Iterable[int]) -> dict[int, date]:
    with database.cursor() as cursor:
        cursor.execute(
            LAST_TOUCHES,
            {"viewer": viewer.pk, "contacts": list(people), "now": timezone.now()},
        )
        return {pk: timezone.localdate(at) for pk, at in cursor.fetchall()}

"""What somebody brings along from another Vaknet. Nobody is told of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.queries import memory_of
from vaknet.domain.finding import actions as finding
from vaknet.domain.goals import actions as goals
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import membership
from vaknet.domain.knowledge.actions.archive import OldAnswer, OldQuestion, keep_archive
from vaknet.domain.knowledge.models import Question
from vaknet.domain.knowledge.rules import may_ask
from vaknet.domain.leaving.queries import contacts_named, occupation_with
from vaknet.domain.leaving.reading import BroughtCard, BroughtGoal, BroughtQuestion, BroughtRole
from vaknet.domain.people import actions as people
from vaknet.domain.people.queries import place_named
from vaknet.domain.refusal import Refused


@dataclass(frozen=True)
class About:
    """The part of the profile that is one whole."""

    promise: str
    profession: str
    occupation_uri: str
    place: str
    region: str


@dataclass(frozen=True)
class Chosen:
    about: About | None = None
    roles: Sequence[BroughtRole] = ()
    knows: Sequence[str] = ()
    seeks: Sequence[str] = ()
    languages: Sequence[str] = ()
    links: Sequence[str] = ()
    offers: Sequence[tuple[str, str]] = ()
    cards: Sequence[BroughtCard] = ()
    goals: Sequence[BroughtGoal] = ()
    questions: Sequence[BroughtQuestion] = ()
    group: Group | None = None


@transaction.atomic
def bring_along(by: Actor, *, chosen: Chosen) -> None:
    """All that was chosen, or nothing: one refusal takes everything back. Again changes nothing.

    A card goes to the one contact of that name, and never over a card that is there already.
    """
    _bring_profile(by, chosen)
    known = contacts_named(by, [card.name for card in chosen.cards])
    for card in chosen.cards:
        about = known.get(card.name)
        if about is not None and memory_of(by, about) is None:
            connections.keep_memory(by, about=about, told=card.words, remind_on=card.remind_on)
    for goal in chosen.goals:
        is_to_come = goal.until_on is not None and goal.until_on >= timezone.localdate()
        goals.set_goal(by, text=goal.text, until_on=goal.until_on if is_to_come else None)
    if chosen.questions:
        _bring_questions(by, chosen)
    record(by, "brought_along", by, audience=Audience.SELF)


def _bring_questions(by: Actor, chosen: Chosen) -> None:
    """Quietly, with the days on which she asked them; what is in that group already stays."""
    group = chosen.group
    if group is None or not may_ask(membership(by, group)):
        raise Refused(_("Choose a group that you are in for your questions."), field="group")
    here = set(Question.objects.filter(author=by, group=group).values_list("title", flat=True))
    old = [
        OldQuestion(
            author=by,
            title=one.title,
            at=one.at,
            body=one.body,
            topics=one.topics,
            answers=[OldAnswer(author=by, text=text, at=at) for text, at in one.answers],
        )
        for one in chosen.questions
        if one.title not in here
    ]
    for question in keep_archive(group=group, questions=old):
        finding.index(question)


def _bring_profile(by: Actor, chosen: Chosen) -> None:
    if chosen.about is not None:
        _bring_about(by, chosen.about)
    for role in chosen.roles:
        people.add_role(
            by,
            kind=role.kind,
            title=role.title,
            organisation=role.organisation,
            since=role.since,
            until=role.until,
        )
    for text in chosen.knows:
        people.add_known_topic(by, text=text)
    for text in chosen.seeks:
        people.add_sought_topic(by, text=text)
    for code in chosen.languages:
        people.add_language(by, code=code)
    for url in chosen.links:
        people.add_link(by, url=url)
    for kind, remark in chosen.offers:
        people.offer_help(by, kind=kind, remark=remark)


def _bring_about(by: Actor, about: About) -> None:
    people.change_profile(
        by,
        name=by.name,
        promise=about.promise,
        profession=about.profession,
        occupation=occupation_with(about.occupation_uri),
        place=place_named(f"{about.place}, {about.region}"),
    )

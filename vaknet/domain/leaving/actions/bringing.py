"""What somebody brings along from another Vaknet. Nobody is told of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

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
from vaknet.domain.knowledge.models import Answer, Question
from vaknet.domain.knowledge.rules import may_ask
from vaknet.domain.leaving.brought import (
    BroughtCard,
    BroughtGoal,
    BroughtQuestion,
    BroughtRole,
    BroughtTranslation,
)
from vaknet.domain.leaving.queries import contacts_named, occupation_with
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import ProfilePart
from vaknet.domain.people.queries import place_named
from vaknet.domain.people.visibility import NEEDED, Who, audiences
from vaknet.domain.refusal import Refused
from vaknet.domain.searching import actions as searching
from vaknet.domain.translations import actions as translations
from vaknet.domain.translations.actions import OldTranslation
from vaknet.kit.pictures import Squares


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
    """`who_sees` is of there, for the parts that she did not simply show to all members."""

    about: About | None = None
    photo: Squares | None = None
    who_sees: Mapping[str, str] = field(default_factory=dict)
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
    """All that was chosen, or nothing: one refusal takes everything back. Again changes nothing."""
    _keep_narrow(by, chosen)
    _bring_profile(by, chosen)
    _bring_cards(by, chosen.cards)
    for goal in chosen.goals:
        goals.bring_goal(by, text=goal.text, until_on=goal.until_on, notes=goal.notes, end=goal.end)
    if chosen.questions:
        _bring_questions(by, chosen)
    record(by, "brought_along", by, audience=Audience.SELF)


def _keep_narrow(by: Actor, chosen: Chosen) -> None:
    """Before anything is added: each part that comes along is for the fewest of here and there.

    What was for everyone there is for members here: that consent is of one network.
    """
    here = audiences(by)
    narrower = {}
    for part in _parts_of(chosen):
        both = (here.get(part, Who.MEMBERS), chosen.who_sees.get(part, Who.MEMBERS), Who.MEMBERS)
        who = max(both, key=lambda one: NEEDED[Who(one)])
        if who != here.get(part, Who.MEMBERS):
            narrower[part] = who
    if narrower:
        people.show_parts(by, who_sees=narrower)


def _parts_of(chosen: Chosen) -> set[str]:
    """The parts of her profile that something is added to."""
    about = chosen.about or About("", "", "", "", "")
    filled: dict[str, object] = {
        ProfilePart.PROMISE: about.promise,
        ProfilePart.PROFESSION: about.profession or about.occupation_uri,
        ProfilePart.PLACE: about.place,
        ProfilePart.LANGUAGES: chosen.languages,
        ProfilePart.KNOWS: chosen.knows,
        ProfilePart.SEEKS: chosen.seeks,
        ProfilePart.HELP: chosen.offers,
        ProfilePart.LINKS: chosen.links,
    }
    return {part for part, added in filled.items() if added} | {one.kind for one in chosen.roles}


def _bring_cards(by: Actor, cards: Sequence[BroughtCard]) -> None:
    """To the one contact of that name; else, or when there is one of other words, it waits."""
    known = contacts_named(by, [card.name for card in cards])
    for card in cards:
        about = known.get(card.name)
        kept = memory_of(by, about) if about is not None else None
        if about is not None and kept is None:
            connections.keep_memory(by, about=about, told=card.words, remind_on=card.remind_on)
        elif kept is None or not kept.words.has_all_of(card.words):
            connections.keep_waiting(by, name=card.name, told=card.words, remind_on=card.remind_on)


def _bring_questions(by: Actor, chosen: Chosen) -> None:
    """Quietly, with the days on which she asked them; what is in that group already stays."""
    group = chosen.group
    if group is None or not may_ask(membership(by, group)):
        raise Refused(_("Choose a group that you are in for your questions."), field="group")
    here = set(Question.objects.filter(author=by, group=group).values_list("title", flat=True))
    new = [one for one in chosen.questions if one.title not in here]
    now = timezone.now()
    old = [
        OldQuestion(
            author=by,
            title=one.title,
            at=one.at,
            body=one.body,
            topics=one.topics,
            answers=[OldAnswer(author=by, text=said.text, at=said.at) for said in one.answers],
            brought_at=now,
        )
        for one in new
    ]
    kept = keep_archive(group=group, questions=old)
    said = [pair for one, row in zip(new, kept, strict=True) for pair in _translated(one, row)]
    translations.keep_translations(by, said=said)
    for question in kept:
        finding.index(question)
        searching.index(question)


def _translated(asked: BroughtQuestion, row: Question) -> Iterator[OldTranslation]:
    """Her answers were written in this order."""
    if asked.translation:
        yield _old(row, asked.translation)
    for told, answer in zip(asked.answers, row.answers.order_by("pk"), strict=True):
        if told.translation:
            yield _old(answer, told.translation)


def _old(thing: Question | Answer, said: BroughtTranslation) -> OldTranslation:
    return OldTranslation(thing, said.language, said.title, said.text, said.at)


def _bring_profile(by: Actor, chosen: Chosen) -> None:
    if chosen.about is not None:
        _bring_about(by, chosen.about)
    if chosen.photo is not None:
        people.set_photo(by, squares=chosen.photo)
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

"""A masterclass with a selection, as most stories of this room begin."""

from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate, now

from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.opportunities import actions, queries
from vaknet.domain.opportunities.actions import OpportunityDetails, QuestionSaid
from vaknet.domain.opportunities.models import Application, Opportunity

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CRITERIA = [
    ("Wat je meebrengt", "We kijken of je iets deed waar anderen van leren."),
    ("Wat je zoekt", "We kijken of de masterclass daarbij helpt."),
]
QUESTIONS = [
    QuestionSaid(text="Waar werk je aan?", why="Zo weten we wat je meebrengt."),
    QuestionSaid(text="Wat wil je leren?", why="Daar past het programma op.", is_required=False),
    QuestionSaid(
        text="Welke dag kun je?", why="Dan plannen we.", kind="choice", choices=["Ma", "Di"]
    ),
]


def details(**said: Any) -> OpportunityDetails:
    today = localdate()
    usual = {
        "title": "Masterclass Vergunnen met lef",
        "places": 2,
        "closes_at": now() + 10 * DAY,
        "answer_by": today + 20 * DAY,
        "starts_on": today + 40 * DAY,
        "ends_on": today + 42 * DAY,
        "venue": "Buurthuis De Sluis",
        "contact": "Marit, marit@oosterhage.example",
    }
    return OpportunityDetails(**usual | said)


def a_draft(world: World, **said: Any) -> Opportunity:
    """Marit, steward of Vergunningen & Toezicht, makes it. With what is looked at and asked."""
    made = actions.begin_opportunity(world.marit, details=details(**said), group=world.group)
    return actions.set_form(world.marit, opportunity=made, criteria=CRITERIA, questions=QUESTIONS)


def with_panel(world: World, opportunity: Opportunity, *people: Actor) -> None:
    for person in people:
        actions.ask_panellist(world.marit, opportunity=opportunity, person=person)
        actions.agree_to_sit(person, opportunity=opportunity)


def an_open_one(world: World, **said: Any) -> Opportunity:
    """Everybody here can apply; Joost and Fatma read."""
    made = a_draft(world, **said)
    with_panel(world, made, world.joost, world.fatma)
    return actions.publish_opportunity(world.marit, opportunity=made)


def said_by(opportunity: Opportunity, words: str = "Aan dakkapellen.") -> dict[int, str]:
    first, _second, third = opportunity.questions.order_by("position")
    return {first.pk: words, third.pk: "Di"}


def applies(person: Actor, opportunity: Opportunity, words: str = "", **said: Any) -> Application:
    answers = said_by(opportunity, words or f"Ik ben {person.first_name}.")
    return actions.keep_application(
        person, opportunity=opportunity, answers=answers, send=True, **said
    )


def closes(opportunity: Opportunity) -> Opportunity:
    """The term is over: an hour ago."""
    Opportunity.objects.filter(pk=opportunity.pk).update(
        closes_at=now() - HOUR, answer_by=localdate() + 8 * DAY
    )
    return Opportunity.objects.get(pk=opportunity.pk)


def scores(by: Actor, application: Application, *given: int, why: str = "Sterk.") -> None:
    criteria = application.opportunity.criteria.order_by("position")
    said = {one.pk: (score, why) for one, score in zip(criteria, given, strict=True)}
    actions.give_scores(by, application=application, said=said)


def decides(by: Actor, application: Application, outcome: str, **said: Any) -> Application:
    said.setdefault("reply", f"Woorden voor {application.person.first_name}.")
    return actions.decide(by, application=application, outcome=outcome, **said)


def judged(world: World, outcomes: dict[Application, str]) -> None:
    """Both score all; Joost says what becomes of each, reserves in this order."""
    rank = 0
    for application, outcome in outcomes.items():
        for by in (world.joost, world.fatma):
            scores(by, application, 4, 3)
        rank += outcome == "reserve"
        reserve = {"reserve_rank": rank} if outcome == "reserve" else {}
        decides(world.joost, application, outcome, **reserve)


def replied(world: World, people: dict[Actor, str], **said: Any) -> Opportunity:
    """From nothing to a reply for each of these."""
    opportunity = an_open_one(world, **said)
    sent = {person: applies(person, opportunity) for person in people}
    opportunity = closes(opportunity)
    judged(world, {sent[person]: outcome for person, outcome in people.items()})
    return actions.send_replies(world.joost, opportunity=opportunity)


def row_of(person: Actor) -> Application:
    return Application.objects.get(person=person)


def seen_by(viewer: Actor | None, opportunity: Opportunity) -> Any:
    return queries.opportunity(viewer, opportunity.pk)


def secret_opportunity(noor: Actor, group: Group) -> dict[str, object]:
    """Of one group alone, to which somebody in it applied: its numbers, as in addresses."""
    made = actions.begin_opportunity(noor, details=details(readers="group"), group=group)
    actions.set_form(noor, opportunity=made, criteria=CRITERIA, questions=QUESTIONS)
    actions.publish_opportunity(noor, opportunity=made)
    applied = Application.objects.create(opportunity=made, person=noor, sent_at=now())
    return {"pk": made.pk, "application": applied.pk}


def one_of_each_opportunity(
    world: World, person: Actor, *, hers: str = "", theirs: str = ""
) -> Opportunity:
    """She applied to one, with words of hers, and took a place; she organises and reads another,
    where she chose about Noor, stepped aside for Peter, and told both."""
    first = an_open_one(world, text=theirs)
    applied = applies(person, first, hers or "Dit breng ik mee.")
    first = closes(first)
    judged(world, {applied: "place"})
    actions.send_replies(world.joost, opportunity=first)
    actions.confirm_place(person, opportunity=first)
    second = a_draft(world, title="Meeloopdag bij de haven", text=theirs)
    actions.add_organiser(world.marit, opportunity=second, organiser=person)
    with_panel(world, second, person, world.fatma)
    actions.ask_panellist(person, opportunity=second, person=world.joost)
    actions.publish_opportunity(world.marit, opportunity=second)
    noor, peter = (applies(one, second) for one in (world.noor, world.peter))
    second = closes(second)
    actions.step_aside(person, application=peter)
    scores(person, noor, 4, 3, why=theirs or "Sterk.")
    for row in (noor, peter):
        scores(world.fatma, row, 4, 4)
    decides(person, noor, "place", reply=theirs or "Kom erbij.")
    decides(world.fatma, peter, "no")
    texts = {"no": "Dag {voornaam}, jammer."}
    actions.keep_standard_texts(person, opportunity=second, texts=texts)
    actions.send_replies(person, opportunity=second)
    return second

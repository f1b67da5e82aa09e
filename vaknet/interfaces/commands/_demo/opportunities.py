"""Opportunities of the demo: one that is open, and one of which the panel reads."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from vaknet.domain.activity.actions import as_history
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import Group
from vaknet.domain.opportunities import actions
from vaknet.domain.opportunities.actions import OpportunityDetails, QuestionSaid
from vaknet.domain.opportunities.models import Application, Opportunity

type Row = Mapping[str, Any]
type People = Mapping[str, Actor]
OPEN_FOR = 5  # days that the one that closes at once says it is open, before it is closed
SAME = ("title", "kind", "text", "gain", "for_whom", "places", "venue", "contact")


def offer(row: Row, group: Group, people: People, *, now: datetime) -> Opportunity:
    with as_history():
        made = _published(row, group, people, now)
        sent = [_apply(one, made, people) for one in row.get("application", [])]
        if "closed" in row:
            made = actions.close_now(opportunity=made, at=now - timedelta(days=row["closed"]))
            for application, one in zip(sent, row["application"], strict=True):
                _score(application, one, [people[handle] for handle in row["scored"]])
    return made


def _published(row: Row, group: Group, people: People, now: datetime) -> Opportunity:
    by, today = people[row["by"]], timezone.localdate(now)
    closes = row.get("closes", OPEN_FOR)
    details = OpportunityDetails(
        **{name: row[name] for name in SAME if name in row},
        closes_at=now + timedelta(days=closes),
        answer_by=today + timedelta(days=closes + 14),
        starts_on=today + timedelta(days=row["starts"]),
        ends_on=today + timedelta(days=row.get("ends", row["starts"])),
    )
    made = actions.begin_opportunity(by, details=details, group=group)
    asked = [QuestionSaid(text=text, why=why, kind=kind) for text, why, kind in row["questions"]]
    criteria = [(name, sentence) for name, sentence in row["criteria"]]
    actions.set_form(by, opportunity=made, criteria=criteria, questions=asked)
    for handle in row["panel"]:
        actions.ask_panellist(by, opportunity=made, person=people[handle])
        actions.agree_to_sit(people[handle], opportunity=made)
    return actions.publish_opportunity(by, opportunity=made)


def _apply(row: Row, made: Opportunity, people: People) -> Application:
    questions = made.questions.order_by("position")
    answers = {one.pk: text for one, text in zip(questions, row["answers"], strict=True)}
    return actions.keep_application(people[row["by"]], opportunity=made, answers=answers, send=True)


def _score(application: Application, row: Row, readers: list[Actor]) -> None:
    criteria = application.opportunity.criteria.order_by("position")
    for reader, given in zip(readers, row["scores"], strict=True):
        said = {one.pk: (score, WHY[score]) for one, score in zip(criteria, given, strict=True)}
        actions.give_scores(reader, application=application, said=said)


WHY = {
    2: "Dit lees ik er nog niet in.",
    3: "Er is een begin, ik mis een voorbeeld.",
    4: "Duidelijk, en het is gedaan.",
    5: "Hier leer ik zelf ook van.",
}

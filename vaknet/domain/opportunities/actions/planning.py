"""Making an opportunity, saying what is looked at, and telling the world."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation.queries import may_change_for, may_publish_for
from vaknet.domain.groups import queries as groups
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.rules import may_steward
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.opportunities import queries, rules
from vaknet.domain.opportunities.actions.details import OpportunityDetails, QuestionSaid
from vaknet.domain.opportunities.actions.held import group_of, organised
from vaknet.domain.opportunities.actions.placing import offer_places
from vaknet.domain.opportunities.models import (
    Criterion,
    FormQuestion,
    Opportunity,
    OpportunityOrganiser,
)
from vaknet.domain.people.actions.organisations import hold_organisation
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.people.domains import may_speak_for
from vaknet.domain.people.models import Organisation
from vaknet.domain.refusal import Refused

SAME_ACT = timedelta(minutes=1)
IN_CALENDARS = ("title", "starts_on", "ends_on", "venue", "place")


@transaction.atomic
def begin_opportunity(
    by: Actor,
    *,
    details: OpportunityDetails,
    group: Group | None = None,
    organisation: Organisation | None = None,
) -> Opportunity:
    """A draft, that its organisers alone see. The same within a minute is the same draft."""
    _refuse_offering(by, group, organisation)
    refuse_to_write(by, field="title")
    said = details.tidy()
    _refuse_over(details)
    _refuse_readers(details.readers, group)
    one_at_a_time(by)
    lately = queries.drafts(by).filter(begun_at__gte=now() - SAME_ACT, title=said["title"])
    if (again := lately.filter(closes_at=details.closes_at).first()) is not None:
        return again
    made = Opportunity.objects.create(group=group, organisation=organisation, **said)
    OpportunityOrganiser.objects.create(opportunity=made, actor=by)
    record(by, "began_opportunity", made, audience=Audience.SELF, group=group_of(made))
    return made


def _refuse_offering(by: Actor, group: Group | None, organisation: Organisation | None) -> None:
    """In the name of a group speak its stewards; anybody in it may prepare for them to publish."""
    if (group is None) == (organisation is None):
        raise Refused(_("Choose who offers it: a group or an organisation."), field="offered_by")
    if group is not None:
        if groups.membership(by, group) is None:
            raise Refused(_("You can offer it for a group you are in."), field="offered_by")
        check_awake(group)
    if organisation is not None and not may_speak_for(by, organisation):
        raise Refused(_("You can offer it for an organisation where you work."), field="offered_by")


def _refuse_over(details: OpportunityDetails) -> None:
    if details.closes_at <= now():
        raise Refused(_("This moment is over. Choose one to come."), field="closes_at")


def _refuse_readers(readers: str, group: Group | None) -> None:
    if readers == Opportunity.Readers.GROUP and group is None:
        raise Refused(
            _("An organisation has no group here. Choose other readers."), field="readers"
        )
    if group is None or readers == Opportunity.Readers.GROUP:
        return
    if group.admission == Group.Admission.HIDDEN:
        message = _("Nobody knows that this group is there. Offer it to the group alone.")
        raise Refused(message, field="readers")


@transaction.atomic
def change_opportunity(
    by: Actor, *, opportunity: Opportunity, details: OpportunityDetails
) -> Opportunity:
    """What she says now. Once it is out, its moments are moved by lengthening alone, and who may
    apply stays who might."""
    held = organised(by, opportunity)
    said = details.tidy()
    if held.cancelled_at is not None:
        raise Refused(_("It is cancelled. Make a new one."))
    if held.published_at is None:
        _refuse_over(details)
        _refuse_readers(details.readers, held.group)
    else:
        for name in ("closes_at", "answer_by", "readers", "hides_names"):
            said.pop(name)
    changed = [name for name, value in said.items() if getattr(held, name) != value]
    if not changed:
        return held
    _refuse_in_its_name(by, held)
    for name in changed:
        setattr(held, name, said[name])
    held.changed_at = now()
    if set(changed) & set(IN_CALENDARS):
        held.sequence += 1
    held.save(update_fields=[*changed, "changed_at", "sequence"])
    audience = rules.audience_of(held) if held.published_at else Audience.SELF
    record(by, "changed_opportunity", held, audience=audience, group=group_of(held))
    if held.answered_at is not None and set(changed) & set(IN_CALENDARS):
        record(by, "moved_opportunity", held, audience=Audience.PARTIES, group=group_of(held))
    offer_places(held, at=held.changed_at)
    return held


def _refuse_in_its_name(by: Actor, held: Opportunity) -> None:
    """Who organises it does not speak for the organisation by that alone."""
    at, place = held.published_at, held.organisation
    if at is None or place is None or held.readers != Opportunity.Readers.PUBLIC:
        return
    if not may_change_for(by, place, published_at=at):
        raise Refused(
            _(
                "Other networks read this in the name of the organisation. Ask somebody who "
                "speaks for it by its domain."
            )
        )


@transaction.atomic
def set_form(
    by: Actor,
    *,
    opportunity: Opportunity,
    criteria: Sequence[tuple[str, str]],
    questions: Sequence[QuestionSaid],
) -> Opportunity:
    """What is looked at, and what is asked, in place of before. Only of a draft: from the moment
    that anybody can apply both are fixed. Frozen then, and not at the first application, because
    being refused would tell an organiser that somebody applied."""
    held = organised(by, opportunity)
    if held.published_at is not None:
        raise Refused(_("People can apply already. What is looked at stays as it is."))
    rows = [_criterion(number, *one) for number, one in enumerate(criteria, 1)]
    if not rules.FEWEST_CRITERIA <= len(rows) <= rules.MOST_CRITERIA:
        raise Refused(_("Give 2 to 7 things that you look at."), field="criterion_1")
    if len(questions) > rules.MOST_QUESTIONS:
        raise Refused(_("Ask at most eight things."), field="question_1")
    asked = [one.tidy(number) for number, one in enumerate(questions, 1)]
    if not asked:
        raise Refused(
            _("Ask at least one thing: the panel has to read something."), field="question_1"
        )
    held.criteria.all().delete()
    held.questions.all().delete()
    Criterion.objects.bulk_create(
        Criterion(opportunity=held, position=position, name=name, sentence=sentence)
        for position, (name, sentence) in enumerate(rows)
    )
    FormQuestion.objects.bulk_create(
        FormQuestion(opportunity=held, position=position, **said)
        for position, said in enumerate(asked)
    )
    record(by, "set_form_of_opportunity", held, audience=Audience.SELF, group=group_of(held))
    return held


def _criterion(number: int, name: str, sentence: str) -> tuple[str, str]:
    missing = _("Say in one sentence what you look at.")
    said = required_line(sentence, limit=300, field=f"sentence_{number}", missing=missing)
    return line(name, limit=80, field=f"criterion_{number}"), said


@transaction.atomic
def publish_opportunity(by: Actor, *, opportunity: Opportunity) -> Opportunity:
    """From now on it is known, and one can apply. Twice is once."""
    held = organised(by, opportunity)
    if held.published_at is not None:
        return held
    if held.closes_at <= now():
        raise Refused(_("The closing moment is over. Choose one to come."))
    if held.group is not None:
        check_awake(held.group)
    if not held.criteria.exists():
        raise Refused(_("First say what you look at, and what you ask."))
    if not _may_publish(by, held):
        raise Refused(_who_publishes(held))
    held.published_at = now()
    held.save(update_fields=["published_at"])
    audience = rules.audience_of(held)
    record(by, "published_opportunity", held, audience=audience, group=group_of(held))
    return held


def _who_publishes(held: Opportunity) -> str:
    if held.group is None:
        return _("Who speaks for the organisation publishes it. Ask one of them.")
    return _("A steward of the group publishes it. Ask one of them.")


def _may_publish(by: Actor, held: Opportunity) -> bool:
    place = held.organisation
    if place is None:
        return held.group is not None and may_steward(groups.membership(by, held.group))
    hold_organisation(place)
    return may_publish_for(by, place)

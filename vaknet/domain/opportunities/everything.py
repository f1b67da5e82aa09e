"""All that this room holds of one member, for herself."""

from django.db.models import Case, CharField, F, Value, When
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.opportunities.models import (
    Application,
    ApplicationAnswer,
    Aside,
    OpportunityOrganiser,
    Panellist,
    Score,
)
from vaknet.domain.parts import Part, streamed


def everything_of(viewer: Actor) -> list[Part]:
    """What the panel chose is in it once everyone heard; who of the panel chose it is theirs."""
    return [
        _applications(viewer),
        _answers(viewer),
        _panels(viewer),
        _scores(viewer),
        _asides(viewer),
        _organised(viewer),
    ]


def _told(column: str) -> Case:
    """Not before the reply: an archive is no way to hear it first."""
    return Case(
        When(replied_at__isnull=False, then=F(column)),
        default=Value(""),
        output_field=CharField(),
    )


def _applications(viewer: Actor) -> Part:
    rows = Application.objects.filter(person=viewer).order_by("pk")
    columns = {
        "opportunity": _("Opportunity"),
        "begun_at": _("Begun"),
        "sent_at": _("Sent"),
        "kept_agreed_at": _("Kept for a year since"),
        "outcome": _("Outcome"),
        "reply": _("Words of the panel"),
        "replied_at": _("Replied"),
        "offered_until": _("Place kept until"),
        "confirmed_at": _("Said yes"),
        "declined_at": _("Said no"),
        "lapsed_at": _("Place went on"),
        "reserve_ended_at": _("Reserve list ended"),
        "erase_at": _("Thrown away on"),
    }
    rows = rows.annotate(told_outcome=_told("outcome"), told_reply=_told("reply"))
    fields = [
        {"outcome": "told_outcome", "reply": "told_reply"}.get(name, name) for name in columns
    ]
    listed = rows.values_list("opportunity__title", *fields[1:])
    held = ("opportunities.Application.person",)
    return Part("applications", _("What you applied for"), columns, streamed(listed), held)


def _answers(viewer: Actor) -> Part:
    rows = ApplicationAnswer.objects.filter(application__person=viewer).order_by("pk")
    columns = {
        "opportunity": _("Opportunity"),
        "question": _("Question"),
        "answer": _("Answer"),
    }
    listed = rows.values_list("application__opportunity__title", "question__text", "text")
    title = _("What you wrote when you applied")
    return Part("application_answers", title, columns, streamed(listed), ())


def _panels(viewer: Actor) -> Part:
    rows = Panellist.objects.filter(actor=viewer).order_by("pk")
    columns = {
        "opportunity": _("Opportunity"),
        "asked_at": _("Asked"),
        "agreed_at": _("Agreed"),
        "until": _("Until"),
    }
    listed = rows.values_list("opportunity__title", "asked_at", "agreed_at", "until")
    held = ("opportunities.Panellist.actor", "opportunities.Panellist.asked_by")
    return Part("panels", _("Panels that you were asked for"), columns, streamed(listed), held)


def _scores(viewer: Actor) -> Part:
    """Without whom they are about: that she applied is hers."""
    rows = Score.objects.filter(by=viewer).order_by("pk")
    columns = {
        "opportunity": _("Opportunity"),
        "criterion": _("What is looked at"),
        "score": _("Score from 1 to 5"),
        "reason": _("Why"),
        "given_at": _("When"),
    }
    fields = ("application__opportunity__title", "criterion__name", "score", "reason", "given_at")
    held = ("opportunities.Score.by", "opportunities.Application.decided_by")
    title = _("Scores that you gave")
    return Part("scores", title, columns, streamed(rows.values_list(*fields)), held)


def _asides(viewer: Actor) -> Part:
    rows = Aside.objects.filter(by=viewer).order_by("pk")
    columns = {"opportunity": _("Opportunity"), "at": _("When")}
    listed = rows.values_list("application__opportunity__title", "at")
    held = ("opportunities.Aside.by",)
    return Part("asides", _("When you stepped aside"), columns, streamed(listed), held)


def _organised(viewer: Actor) -> Part:
    rows = OpportunityOrganiser.objects.filter(actor=viewer).order_by("pk")
    columns = {"opportunity": _("Opportunity"), "since": _("Since"), "until": _("Until")}
    listed = rows.values_list("opportunity__title", "since", "until")
    held = ("opportunities.OpportunityOrganiser.actor", "opportunities.Opportunity.answered_by")
    title = _("Opportunities that you organised")
    return Part("organised_opportunities", title, columns, streamed(listed), held)

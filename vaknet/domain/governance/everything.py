"""All that this room holds of one member, for herself."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.governance.models import (
    Advice,
    Appeal,
    Decision,
    Forwarded,
    Kind,
    Reason,
    Report,
    Unveiling,
)
from vaknet.domain.knowledge.models import WritingLimit
from vaknet.domain.knowledge.pseudonyms import names_of
from vaknet.domain.parts import Part, streamed

KINDS = {"kind": dict(Kind.choices)}


def everything_of(viewer: Actor) -> list[Part]:
    return [
        _reports(viewer),
        _about_me(viewer),
        _limits(viewer),
        _taken(viewer),
        _appeals(viewer),
        _appeals_decided(viewer),
        _unveiled(viewer),
        _unveilings_taken(viewer),
        _advice_asked(viewer),
        _advice_given(viewer),
        _forwarded(viewer),
    ]


def _reports(viewer: Actor) -> Part:
    rows = Report.objects.filter(by=viewer).order_by("pk")
    columns = {
        "reason": _("Reason"),
        "text": _("My words"),
        "may_go_on": _("This network may pass it on by itself"),
        "first_at": _("For the first time"),
        "at": _("When"),
        "withdrawn_at": _("Taken back"),
    }
    return Part(
        "reports",
        _("What I reported"),
        columns,
        streamed(rows.values_list("reason", "text", "may_go_on", "first_at", "at", "withdrawn_at")),
        ("governance.Report.by",),
        {"reason": dict(Reason.choices)},
    )


def _about_me(viewer: Actor) -> Part:
    """What was done, and not what was reported and left."""
    rows = Decision.objects.filter(case__author__in=names_of(viewer.pk), carried_at__isnull=False)
    rows = rows.exclude(kind=Kind.LEAVE).order_by("pk")
    columns = {
        "kind": _("Decision"),
        "reason": _("Reason"),
        "at": _("When"),
        "until": _("Until"),
        "dropped_at": _("Taken back"),
    }
    return Part(
        "decisions_about_me",
        _("Decisions about what I wrote"),
        columns,
        streamed(rows.values_list("kind", "reason", "carried_at", "until", "dropped_at")),
        ("governance.Case.author",),
        KINDS,
    )


def _limits(viewer: Actor) -> Part:
    rows = WritingLimit.objects.filter(actor=viewer).order_by("pk")
    columns = {"since": _("Since"), "until": _("Until"), "lifted_at": _("Ended sooner")}
    return Part(
        "writing_limits",
        _("When I could not write"),
        columns,
        streamed(rows.values_list("since", "until", "lifted_at")),
        ("knowledge.WritingLimit.actor",),
    )


def _taken(viewer: Actor) -> Part:
    """What she decided as a moderator. Whom it was about is not hers."""
    rows = Decision.objects.filter(Q(by=viewer) | Q(confirmed_by=viewer)).order_by("pk")
    columns = {"kind": _("Decision"), "reason": _("Reason"), "at": _("When")}
    return Part(
        "decisions_taken",
        _("Decisions that I took as a moderator"),
        columns,
        streamed(rows.values_list("kind", "reason", "at")),
        ("governance.Decision.by", "governance.Decision.confirmed_by"),
        KINDS,
    )


def _appeals(viewer: Actor) -> Part:
    rows = Appeal.objects.filter(by=viewer).order_by("pk")
    columns = {
        "text": _("My words"),
        "at": _("When"),
        "stays": _("The decision stays"),
        "answer": _("Answer"),
        "decided_at": _("Decided"),
    }
    return Part(
        "appeals",
        _("My appeals"),
        columns,
        streamed(rows.values_list("text", "at", "upheld", "reason", "decided_at")),
        ("governance.Appeal.by",),
    )


def _appeals_decided(viewer: Actor) -> Part:
    rows = Appeal.objects.filter(decided_by=viewer).order_by("pk")
    columns = {"stays": _("The decision stays"), "answer": _("Answer"), "at": _("When")}
    return Part(
        "appeals_decided",
        _("Appeals that I decided"),
        columns,
        streamed(rows.values_list("upheld", "reason", "decided_at")),
        ("governance.Appeal.decided_by",),
    )


def _unveiled(viewer: Actor) -> Part:
    """When two moderators learned that it was she who asked, and why. Not who they are."""
    rows = Unveiling.objects.filter(
        case__author__in=names_of(viewer.pk), confirmed_at__isnull=False
    ).order_by("pk")
    columns = {"reason": _("Reason"), "at": _("When")}
    name = _("When moderators learned my name")
    return Part("unveiled", name, columns, streamed(rows.values_list("reason", "confirmed_at")), ())


def _unveilings_taken(viewer: Actor) -> Part:
    """What she proposed or confirmed as a moderator. Whose name it was is not hers."""
    rows = Unveiling.objects.filter(Q(by=viewer) | Q(confirmed_by=viewer)).order_by("pk")
    columns = {"reason": _("Reason"), "at": _("When"), "confirmed_at": _("Confirmed")}
    return Part(
        "unveilings_taken",
        _("Names that I learned as a moderator"),
        columns,
        streamed(rows.values_list("reason", "at", "confirmed_at")),
        ("governance.Unveiling.by", "governance.Unveiling.confirmed_by"),
    )


def _advice_asked(viewer: Actor) -> Part:
    """Her own words. What a colleague answered is of the colleague."""
    rows = Advice.objects.filter(by=viewer).order_by("pk")
    columns = {"text": _("My words"), "at": _("When")}
    return Part(
        "advice_asked",
        _("What I asked colleagues as a moderator"),
        columns,
        streamed(rows.values_list("text", "at")),
        ("governance.Advice.by",),
    )


def _advice_given(viewer: Actor) -> Part:
    rows = Advice.objects.filter(answered_by=viewer).order_by("pk")
    columns = {"text": _("My words"), "at": _("When")}
    return Part(
        "advice_given",
        _("What I answered colleagues as a moderator"),
        columns,
        streamed(rows.values_list("answer", "answered_at")),
        ("governance.Advice.answered_by",),
    )


def _forwarded(viewer: Actor) -> Part:
    rows = Forwarded.objects.filter(by=viewer).order_by("pk")
    return Part(
        "forwarded_reports",
        _("Reports that I passed on to other networks"),
        {"text": _("My words"), "at": _("When")},
        streamed(rows.values_list("text", "at")),
        ("governance.Forwarded.by",),
    )

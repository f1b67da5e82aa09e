"""What came of meeting, what was confirmed or told, and looking for work: for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries
from vaknet.domain.connections.models import (
    Confirmation,
    Congratulation,
    IntroductionOutcome,
    IntroductionThanks,
    JobTip,
    LookingForWork,
    LookingReader,
    ReferenceRequest,
    RoleAnnouncement,
)
from vaknet.domain.parts import Part, Words, streamed
from vaknet.domain.people.apart import is_apart

SINCE: dict[str, Words] = {"since": _("Since"), "until": _("Until")}
TEXT_AT: dict[str, Words] = {"text": _("Text"), "at": _("When")}


def everything_told(viewer: Actor) -> list[Part]:
    return [
        *_outcomes(viewer),
        *_confirmations(viewer),
        *_announcements(viewer),
        *_congratulations(viewer),
        *_looking(viewer),
        *_tips(viewer),
        *_references(viewer),
    ]


def _outcomes(viewer: Actor) -> list[Part]:
    said = IntroductionOutcome.objects.filter(actor=viewer).order_by("pk")
    thanks = IntroductionThanks.objects.filter(introduction__asker=viewer).order_by("pk")
    kinds = dict(IntroductionOutcome.Kind.choices)
    return [
        Part(
            "introduction_outcomes",
            _("What came of introductions"),
            {"purpose": _("What for"), "kind": _("What came of it"), **SINCE},
            streamed(said.values_list("introduction__purpose", "kind", "since", "until")),
            ("connections.IntroductionOutcome.actor",),
            spoken={"kind": kinds},
        ),
        Part(
            "introduction_thanks",
            _("My thanks for introductions"),
            {"purpose": _("What for"), **TEXT_AT},
            streamed(thanks.values_list("introduction__purpose", "text", "at")),
            (),
        ),
    ]


def _confirmations(viewer: Actor) -> list[Part]:
    """Who came back to confirming something of hers, and when, is not hers to know."""
    given = Confirmation.objects.filter(by=viewer).order_by("pk")
    got = Confirmation.objects.filter(person=viewer, until=None).order_by("pk")
    got = got.exclude(is_apart(viewer.pk, "by"))
    columns: dict[str, Words] = {"name": _("Name"), "text": _("Knows"), "where": _("Seen where")}
    return [
        Part(
            "confirmations_given",
            _("What I confirm"),
            {**columns, **SINCE},
            streamed(given.values_list("person__name", "text", "where", "since", "until")),
            ("connections.Confirmation.by",),
        ),
        Part(
            "confirmations_received",
            _("Who confirms what I know"),
            {**columns, "since": _("Since"), "hidden_at": _("Not shown since")},
            streamed(got.values_list("by__name", "text", "where", "since", "hidden_at")),
            ("connections.Confirmation.person",),
        ),
    ]


def _announcements(viewer: Actor) -> list[Part]:
    told = RoleAnnouncement.objects.filter(role__actor=viewer).order_by("pk")
    listed = told.values_list("role__title", "text", "since", "until", "thanks__text")
    columns = {"role": _("Role"), "text": _("Text"), **SINCE, "thanks": _("My thanks")}
    return [Part("role_announcements", _("New roles that I told"), columns, streamed(listed), ())]


def _congratulations(viewer: Actor) -> list[Part]:
    columns: dict[str, Words] = {"name": _("Name"), "offer": _("Help offered"), **TEXT_AT}
    got = Congratulation.objects.filter(announcement__role__actor=viewer).order_by("pk")
    given = Congratulation.objects.filter(actor=viewer).order_by("pk")
    to = "announcement__role__actor__name"
    return [
        Part(
            "congratulations_received",
            _("Congratulations to me"),
            columns,
            streamed(got.values_list("actor__name", "offer", "text", "at")),
            (),
        ),
        Part(
            "congratulations_sent",
            _("Congratulations by me"),
            columns,
            streamed(given.values_list(to, "offer", "text", "at")),
            ("connections.Congratulation.actor",),
        ),
    ]


def _looking(viewer: Actor) -> list[Part]:
    """Whom she told is with her alone; who is told does not see who else is."""
    rows = LookingForWork.objects.filter(actor=viewer).order_by("pk")
    chosen = LookingReader.objects.filter(looking__actor=viewer).order_by("pk")
    audiences = dict(LookingForWork.Audience.choices)
    return [
        Part(
            "looking_for_work",
            _("Looking for work"),
            {
                "text": _("Text"),
                "audience": _("Who sees it"),
                "until_on": _("Until"),
                "since": _("Since"),
                "until": _("Stopped"),
            },
            streamed(rows.values_list("text", "audience", "until_on", "since", "until")),
            ("connections.LookingForWork.actor",),
            spoken={"audience": audiences},
        ),
        Part(
            "looking_for_work_readers",
            _("Whom I told that I look for work"),
            {"name": _("Name"), "since": _("Since")},
            streamed(chosen.values_list("reader__name", "looking__since")),
            (),
        ),
    ]


def _tips(viewer: Actor) -> list[Part]:
    got = JobTip.objects.filter(looking__actor=viewer).order_by("pk")
    given = JobTip.objects.filter(actor=viewer).order_by("pk")
    columns: dict[str, Words] = {"name": _("Name"), "kind": _("Kind"), **TEXT_AT}
    kinds = dict(JobTip.Kind.choices)
    return [
        Part(
            "job_tips_received",
            _("Tips for me"),
            columns,
            streamed(got.values_list("actor__name", "kind", "text", "at")),
            (),
            spoken={"kind": kinds},
        ),
        Part(
            "job_tips_sent",
            _("Tips by me"),
            columns,
            streamed(given.values_list("looking__actor__name", "kind", "text", "at")),
            ("connections.JobTip.actor",),
            spoken={"kind": kinds},
        ),
    ]


def _references(viewer: Actor) -> list[Part]:
    """What others ask her while she may know of it; a no of theirs is not hers to read."""
    sent = ReferenceRequest.objects.filter(looking__actor=viewer).order_by("pk")
    asked = queries.asked_while_known(viewer).order_by("pk")
    columns: dict[str, Words] = {"name": _("Name"), **TEXT_AT}
    return [
        Part(
            "references_asked",
            _("Whom I asked to be a reference"),
            columns,
            streamed(sent.values_list("reader__name", "text", "at")),
            (),
        ),
        Part(
            "references_asked_of_me",
            _("Who asked me to be a reference"),
            {**columns, "declined_at": _("I said no")},
            streamed(asked.values_list("looking__actor__name", "text", "at", "declined_at")),
            ("connections.ReferenceRequest.reader",),
        ),
    ]

"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.journal.models import (
    Issue,
    IssueEditor,
    IssueLetter,
    Journal,
    Pitch,
    Weekday,
)
from vaknet.domain.journal.queries import own_photos
from vaknet.domain.parts import Part, streamed

GROUP = "group__actor__name"


def everything_of(viewer: Actor) -> list[Part]:
    return [
        _journals(viewer),
        _edited(viewer),
        _published(viewer),
        _photos(viewer),
        _mailed(viewer),
        _pitches(viewer),
        _read(viewer),
    ]


def _journals(viewer: Actor) -> Part:
    rows = Journal.objects.filter(started_by=viewer).order_by("pk")
    columns = {
        "group": _("Group"),
        "weekday": _("Comes out on"),
        "issn": _("ISSN"),
        "since": _("Since"),
        "until": _("Until"),
    }
    return Part(
        "journals",
        _("Trade journals that I started"),
        columns,
        streamed(rows.values_list(GROUP, "weekday", "issn", "since", "until")),
        ("journal.Journal.started_by",),
        {"weekday": dict(Weekday.choices)},
    )


def _edited(viewer: Actor) -> Part:
    rows = IssueEditor.objects.filter(actor=viewer).order_by("pk")
    listed = rows.values_list(f"issue__{GROUP}", "issue__number", "since")
    columns = {"group": _("Group"), "issue": _("Number"), "since": _("Since")}
    held = ("journal.IssueEditor.actor",)
    return Part("issues_edited", _("Issues that I worked on"), columns, streamed(listed), held)


def _published(viewer: Actor) -> Part:
    rows = Issue.objects.filter(published_by=viewer).order_by("pk")
    listed = rows.values_list(GROUP, "number", "headline", "lead", "published_at")
    columns = {
        "group": _("Group"),
        "issue": _("Number"),
        "headline": _("Headline"),
        "lead": _("Lead"),
        "at": _("When"),
    }
    held = ("journal.Issue.published_by",)
    return Part("issues_published", _("Issues that I published"), columns, streamed(listed), held)


def _photos(viewer: Actor) -> Part:
    """Themselves they are in the folder `covers`, named after their number."""
    listed = own_photos(viewer).values_list(
        "pk", f"issue__{GROUP}", "issue__number", "description", "credit", "at"
    )
    columns = {
        "number": _("Number"),
        "group": _("Group"),
        "issue": _("Number of the issue"),
        "description": _("In words"),
        "credit": _("Who took it"),
        "at": _("When"),
    }
    held = ("journal.CoverPhoto.chosen_by",)
    return Part("cover_photos", _("Photos that I put on covers"), columns, streamed(listed), held)


def _mailed(viewer: Actor) -> Part:
    rows = IssueLetter.objects.filter(membership__actor=viewer).order_by("pk")
    listed = rows.values_list(f"issue__{GROUP}", "issue__number", "sent_at")
    columns = {"group": _("Group"), "issue": _("Number"), "at": _("When")}
    return Part("issues_mailed", _("Issues that came by mail"), columns, streamed(listed), ())


def _pitches(viewer: Actor) -> Part:
    rows = Pitch.objects.filter(author=viewer).order_by("pk")
    listed = rows.values_list(GROUP, "text", "at", "taken_at", "thanked_at")
    columns = {
        "group": _("Group"),
        "text": _("My tip"),
        "at": _("When"),
        "taken_at": _("Taken up"),
        "thanked_at": _("Thanked for"),
    }
    held = ("journal.Pitch.author",)
    return Part("pitches", _("My tips for editors"), columns, streamed(listed), held)


def _read(viewer: Actor) -> Part:
    """When she answered one. Its words are of whoever wrote them."""
    rows = Pitch.objects.filter(answered_by=viewer).order_by("pk")
    listed = rows.values_list(GROUP, "taken_at", "thanked_at")
    columns = {"group": _("Group"), "taken_at": _("Taken up"), "thanked_at": _("Thanked for")}
    held = ("journal.Pitch.answered_by",)
    return Part("pitches_answered", _("Tips that I answered"), columns, streamed(listed), held)

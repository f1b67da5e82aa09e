"""All that this room holds of one member, for herself. What somebody kept silent stays so: of a
knock or an invitation that was declined without a word, who declined it has that alone.
"""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.models import (
    GroupDuty,
    GroupInvitation,
    GroupMembership,
    GroupSleep,
    GroupTie,
    HouseRulesAgreement,
    JoinRequest,
    StewardshipOffer,
)
from vaknet.domain.parts import Part, streamed

GROUP = "group__actor__name"


def everything_of(viewer: Actor) -> list[Part]:
    return [
        _memberships(viewer),
        _duties(viewer),
        _requests(viewer),
        _invited(viewer),
        _invitations(viewer),
        _agreements(viewer),
        _offers(viewer),
        _ties(viewer),
        _sleeps(viewer),
    ]


def _memberships(viewer: Actor) -> Part:
    rows = GroupMembership.objects.filter(actor=viewer).order_by("pk")
    listed = rows.values_list(GROUP, "group__actor__handle", "since", "until")
    columns = {
        "group": _("Group"),
        "handle": _("Address here"),
        "since": _("Since"),
        "until": _("Until"),
    }
    held = ("groups.GroupMembership.actor",)
    return Part("groups", _("Groups"), columns, streamed(listed), held)


def _duties(viewer: Actor) -> Part:
    rows = GroupDuty.objects.filter(membership__actor=viewer).order_by("pk")
    listed = rows.values_list(f"membership__{GROUP}", "kind", "text", "since", "until_on", "until")
    columns = {
        "group": _("Group"),
        "duty": _("Duty"),
        "text": _("In words"),
        "since": _("Since"),
        "until_on": _("Last day"),
        "until": _("Until"),
    }
    spoken = {"duty": dict(GroupDuty.Kind.choices)}
    return Part("group_duties", _("My duties in groups"), columns, streamed(listed), (), spoken)


def _requests(viewer: Actor) -> Part:
    rows = JoinRequest.objects.filter(actor=viewer).order_by("pk")
    listed = rows.values_list(GROUP, "question", "text", "at", "let_in_at", "reply", "withdrawn_at")
    columns = {
        "group": _("Group"),
        "question": _("Question"),
        "text": _("My answer"),
        "at": _("When"),
        "let_in_at": _("Was let in"),
        "reply": _("Reply"),
        "withdrawn_at": _("Taken back"),
    }
    held = ("groups.JoinRequest.actor",)
    return Part("join_requests", _("Where I knocked"), columns, streamed(listed), held)


def _invited(viewer: Actor) -> Part:
    rows = GroupInvitation.objects.filter(invited=viewer).order_by("pk")
    listed = rows.values_list(GROUP, "by__name", "text", "at", "accepted_at", "declined_at")
    columns = {
        "group": _("Group"),
        "name": _("Name"),
        "text": _("Words"),
        "at": _("When"),
        "accepted_at": _("Accepted"),
        "declined_at": _("Declined"),
    }
    held = ("groups.GroupInvitation.invited",)
    title = _("Groups that invited me")
    return Part("group_invitations", title, columns, streamed(listed), held)


def _invitations(viewer: Actor) -> Part:
    rows = GroupInvitation.objects.filter(by=viewer).order_by("pk")
    listed = rows.values_list(GROUP, "invited__name", "text", "at", "accepted_at", "withdrawn_at")
    columns = {
        "group": _("Group"),
        "name": _("Name"),
        "text": _("Words"),
        "at": _("When"),
        "accepted_at": _("Accepted"),
        "withdrawn_at": _("Taken back"),
    }
    held = ("groups.GroupInvitation.by",)
    title = _("Whom I invited into groups")
    return Part("group_invitations_sent", title, columns, streamed(listed), held)


def _agreements(viewer: Actor) -> Part:
    rows = HouseRulesAgreement.objects.filter(actor=viewer).order_by("pk")
    listed = rows.values_list(f"rules__{GROUP}", "rules__text", "at")
    columns = {"group": _("Group"), "text": _("House rules"), "at": _("When")}
    held = ("groups.HouseRulesAgreement.actor",)
    title = _("House rules that I agreed to")
    return Part("house_rules_agreed", title, columns, streamed(listed), held)


def _offers(viewer: Actor) -> Part:
    rows = StewardshipOffer.objects.filter(actor=viewer).order_by("pk")
    listed = rows.values_list(GROUP, "at", "accepted_at", "declined_at")
    columns = {
        "group": _("Group"),
        "at": _("When"),
        "accepted_at": _("Accepted"),
        "declined_at": _("Declined"),
    }
    held = ("groups.StewardshipOffer.actor",)
    title = _("Groups that I was asked to look after")
    return Part("stewardship_offers", title, columns, streamed(listed), held)


def _ties(viewer: Actor) -> Part:
    hers = Q(asked_by=viewer) | Q(agreed_by=viewer)
    rows = GroupTie.objects.filter(hers).order_by("pk")
    listed = rows.values_list(GROUP, "kind", "other__actor__name", "asked_at", "since", "until")
    columns = {
        "group": _("Group"),
        "kind": _("Kind"),
        "other": _("Other group"),
        "asked_at": _("When"),
        "since": _("Since"),
        "until": _("Until"),
    }
    held = ("groups.GroupTie.asked_by", "groups.GroupTie.agreed_by")
    title = _("Ties between groups that I asked or agreed to")
    spoken = {"kind": dict(GroupTie.Kind.choices)}
    return Part("group_ties", title, columns, streamed(listed), held, spoken)


def _sleeps(viewer: Actor) -> Part:
    rows = GroupSleep.objects.filter(by=viewer).order_by("pk")
    listed = rows.values_list(GROUP, "since", "until")
    columns = {"group": _("Group"), "since": _("Since"), "until": _("Until")}
    held = ("groups.GroupSleep.by",)
    return Part("group_sleeps", _("Groups that I put to sleep"), columns, streamed(listed), held)

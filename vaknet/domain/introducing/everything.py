"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.introducing.models import (
    FindableAcross,
    FindableBy,
    IntroductionAcross,
    ShownToPartner,
)
from vaknet.domain.parts import Part, streamed


def everything_of(viewer: Actor) -> list[Part]:
    return [_findable(viewer), _findable_by(viewer), _shown(viewer), _introductions(viewer)]


def _findable(viewer: Actor) -> Part:
    rows = FindableAcross.objects.filter(actor=viewer).order_by("pk")
    columns = ("text", "shows_knows", "shows_organisation", "shows_place", "since", "until")
    return Part(
        "findable_across",
        _("When partner networks could find you"),
        {
            "text": _("Edition of the words"),
            "shows_knows": _("With what you know"),
            "shows_organisation": _("With your organisation"),
            "shows_place": _("With your place"),
            "since": _("Since"),
            "until": _("Until"),
        },
        streamed(rows.values_list(*columns)),
        ("introducing.FindableAcross.actor",),
    )


def _findable_by(viewer: Actor) -> Part:
    rows = FindableBy.objects.filter(actor=viewer).order_by("pk")
    return Part(
        "findable_by_partners",
        _("Networks that can find you"),
        {"network": _("Network"), "since": _("Since"), "until": _("Until")},
        streamed(rows.values_list("network__name", "since", "until")),
        ("introducing.FindableBy.actor",),
    )


def _shown(viewer: Actor) -> Part:
    rows = ShownToPartner.objects.filter(actor=viewer).order_by("pk")
    return Part(
        "shown_to_partners",
        _("When you were shown to a partner network, in the last days"),
        {"network": _("Network"), "at": _("When")},
        streamed(rows.values_list("network__name", "at")),
        ("introducing.ShownToPartner.actor",),
    )


def _introductions(viewer: Actor) -> Part:
    rows = IntroductionAcross.objects.filter(member=viewer).order_by("pk")
    columns = {
        "network": _("Network"),
        "other": _("Who"),
        "is_incoming": _("You were asked"),
        "purpose": _("What it is about"),
        "words": _("Words with a yes"),
        "mail": _("Your address that went along"),
        "other_mail": _("Address"),
        "asked_at": _("Asked on"),
        "agreed_at": _("Agreed on"),
        "declined_at": _("Declined on"),
        "ended_at": _("Ended on"),
    }
    held = ("network__name", "other_name", *list(columns)[2:])
    return Part(
        "introductions_across",
        _("Introductions to people of other networks"),
        columns,
        streamed(rows.values_list(*held)),
        ("introducing.IntroductionAcross.member",),
    )

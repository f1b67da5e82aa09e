"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import (
    Allowance,
    AlsoKnownAs,
    AnswerElsewhere,
    FederatedId,
    Federating,
    Follower,
    Following,
    HostLimit,
    LimitImport,
    MovedTo,
    Parcel,
    SigningKey,
    ThanksElsewhere,
    VoteElsewhere,
)
from vaknet.domain.parts import Part, streamed


def everything_of(viewer: Actor) -> list[Part]:
    """Without the private halves of her keys: who finds the file could write in her name."""
    return [
        _ids(viewer),
        _federating(viewer),
        _allowances(viewer),
        _also(viewer),
        _moved(viewer),
        _keys(viewer),
        _followers(viewer),
        _following(viewer),
        _votes(viewer),
        _thanks(viewer),
        _answers(viewer),
        _parcels(viewer),
        _limits(viewer),
        _lists(viewer),
    ]


def _ids(viewer: Actor) -> Part:
    rows = FederatedId.objects.filter(actor=viewer).order_by("pk")
    return Part(
        "federated_id",
        _("What other networks call you"),
        {"token": _("Address here"), "since": _("Since")},
        streamed(rows.values_list("token", "since")),
        ("federation.FederatedId.actor",),
    )


def _federating(viewer: Actor) -> Part:
    rows = Federating.objects.filter(actor=viewer).order_by("pk")
    return Part(
        "federating",
        _("When people on other networks could find you"),
        {"text": _("Edition of the words"), "since": _("Since"), "until": _("Until")},
        streamed(rows.values_list("text", "since", "until")),
        ("federation.Federating.actor",),
    )


def _allowances(viewer: Actor) -> Part:
    rows = Allowance.objects.filter(actor=viewer).order_by("pk")
    return Part(
        "allowances",
        _("What other networks may do"),
        {"kind": _("Kind"), "since": _("Since"), "until": _("Until")},
        streamed(rows.values_list("kind", "since", "until")),
        ("federation.Allowance.actor",),
        {"kind": dict(Allowance.Kind.choices)},
    )


def _also(viewer: Actor) -> Part:
    rows = AlsoKnownAs.objects.filter(actor=viewer).order_by("pk")
    return Part(
        "also_known_as",
        _("Who you are on other networks"),
        {"uri": _("Web address"), "since": _("Since")},
        streamed(rows.values_list("uri", "since")),
        ("federation.AlsoKnownAs.actor",),
    )


def _moved(viewer: Actor) -> Part:
    rows = MovedTo.objects.filter(actor=viewer).order_by("pk")
    return Part(
        "moved_to",
        _("Where you moved to from here"),
        {
            "name": _("Who"),
            "uri": _("Web address"),
            "since": _("Since"),
            "until": _("Until"),
        },
        streamed(rows.values_list("name", "uri", "since", "until")),
        ("federation.MovedTo.actor",),
    )


def _keys(viewer: Actor) -> Part:
    rows = SigningKey.objects.filter(actor=viewer).order_by("pk")
    return Part(
        "signing_keys",
        _("Your keys for other networks"),
        {
            "kind": _("Kind"),
            "public": _("What others see of it"),
            "since": _("Since"),
            "until": _("Until"),
        },
        streamed(rows.values_list("kind", "public", "since", "until")),
        ("federation.SigningKey.actor",),
    )


def _followers(viewer: Actor) -> Part:
    rows = Follower.objects.filter(followed=viewer).order_by("pk")
    return Part(
        "followers_elsewhere",
        _("People on other networks who follow you"),
        {
            "who": _("Who"),
            "asked_at": _("Asked"),
            "since": _("Since"),
            "until": _("Until"),
        },
        streamed(rows.values_list("follower__uri", "asked_at", "since", "until")),
        ("federation.Follower.followed",),
    )


def _following(viewer: Actor) -> Part:
    rows = Following.objects.filter(follower=viewer).order_by("pk")
    return Part(
        "following_elsewhere",
        _("People whom you follow on other networks"),
        {
            "who": _("Who"),
            "asked_at": _("Asked"),
            "since": _("Since"),
            "until": _("Until"),
        },
        streamed(rows.values_list("followed__uri", "asked_at", "since", "until")),
        ("federation.Following.follower",),
    )


def _votes(viewer: Actor) -> Part:
    rows = VoteElsewhere.objects.filter(person=viewer).order_by("pk")
    return Part(
        "votes_elsewhere",
        _("What you chose in polls on other networks"),
        {
            "who": _("Who"),
            "poll": _("Web address"),
            "choices": _("What you chose"),
            "at": _("When"),
        },
        streamed(rows.values_list("author__uri", "uri", "choices", "at")),
        ("federation.VoteElsewhere.person",),
    )


def _thanks(viewer: Actor) -> Part:
    rows = ThanksElsewhere.objects.filter(person=viewer).order_by("pk")
    return Part(
        "thanks_elsewhere",
        _("What you thanked for elsewhere"),
        {
            "who": _("Who"),
            "uri": _("Web address"),
            "since": _("Since"),
            "until": _("Until"),
        },
        streamed(rows.values_list("author__uri", "uri", "since", "until")),
        ("federation.ThanksElsewhere.person",),
    )


def _answers(viewer: Actor) -> Part:
    rows = AnswerElsewhere.objects.filter(person=viewer).order_by("pk")
    return Part(
        "answers_elsewhere",
        _("What you said elsewhere"),
        {
            "who": _("Who"),
            "uri": _("Web address"),
            "text": _("Your words"),
            "since": _("Since"),
            "changed_at": _("Changed"),
            "until": _("Until"),
        },
        streamed(rows.values_list("author__uri", "uri", "text", "since", "changed_at", "until")),
        ("federation.AnswerElsewhere.person",),
    )


def _parcels(viewer: Actor) -> Part:
    rows = Parcel.objects.filter(sender=viewer).order_by("pk")
    return Part(
        "parcels",
        _("When something of you went to other networks"),
        {"at": _("When")},
        streamed(rows.values_list("at")),
        ("federation.Parcel.sender",),
    )


def _limits(viewer: Actor) -> Part:
    rows = HostLimit.objects.filter(by=viewer).order_by("pk")
    return Part(
        "host_limits",
        _("Networks that you closed or limited"),
        {
            "host": _("Network"),
            "kind": _("Kind"),
            "reason": _("Reason"),
            "note": _("Note for colleagues"),
            "since": _("Since"),
            "until": _("Until"),
        },
        streamed(rows.values_list("host", "kind", "reason", "note", "since", "until")),
        ("federation.HostLimit.by",),
        {"kind": dict(HostLimit.Kind.choices)},
    )


def _lists(viewer: Actor) -> Part:
    rows = LimitImport.objects.filter(by=viewer).order_by("pk")
    return Part(
        "limit_imports",
        _("Lists of networks that you read in"),
        {"at": _("When"), "done_at": _("Taken over")},
        streamed(rows.values_list("at", "done_at")),
        ("federation.LimitImport.by",),
    )

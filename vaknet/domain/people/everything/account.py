"""How she comes in, what she chose, and what she did."""

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import BY_THE_CLOCK, Activity, Actor
from vaknet.domain.parts import Part, Words, streamed
from vaknet.domain.people.everything.ways_in import ways_in
from vaknet.domain.people.models import (
    Account,
    Block,
    Consent,
    DomainProof,
    Merge,
    Mute,
    PartAudience,
    ProfilePart,
)

CONSENTS = {
    Consent.Kind.BE_FOUND: _("To be found by my mail address or LinkedIn page"),
    Consent.Kind.BE_SEEN: _("To be seen by members"),
    Consent.Kind.BE_PUBLIC: _("To be seen by everyone"),
    Consent.Kind.GO_ALONG: _("To go along with contacts who leave"),
}


def account_of(viewer: Actor) -> list[Part]:
    return [*_choices(viewer), *_doors(viewer), _domains(viewer)]


def _choices(viewer: Actor) -> list[Part]:
    consents = Consent.objects.filter(actor=viewer).order_by("pk")
    shown = PartAudience.objects.filter(actor=viewer).order_by("pk")
    return [
        Part(
            "consents",
            _("What I agreed to"),
            {
                "kind": _("Kind"),
                "text": _("Edition of the words"),
                "since": _("Since"),
                "until": _("Until"),
            },
            streamed(consents.values_list("kind", "text", "since", "until")),
            ("people.Consent.actor",),
            {"kind": CONSENTS},
        ),
        Part(
            "part_audiences",
            _("Who sees which part of my profile"),
            {"part": _("Part"), "who": _("Who"), "since": _("Since")},
            streamed(shown.values_list("part", "who", "since")),
            ("people.PartAudience.actor",),
            {"part": dict(ProfilePart.choices), "who": dict(PartAudience.Who.choices)},
        ),
        _apart("blocks", _("Blocked"), Block.objects.filter(actor=viewer), "people.Block.actor"),
        _apart("mutes", _("Muted"), Mute.objects.filter(actor=viewer), "people.Mute.actor"),
    ]


def _apart(name: str, title: Words, rows: QuerySet[Block] | QuerySet[Mute], holds: str) -> Part:
    columns = {
        "name": _("Name"),
        "handle": _("Address here"),
        "since": _("Since"),
        "until": _("Until"),
    }
    listed = rows.order_by("pk").values_list("other__name", "other__handle", "since", "until")
    return Part(name, title, columns, streamed(listed), (holds,))


def _doors(viewer: Actor) -> list[Part]:
    """How she comes in, and what she did and when."""
    account = Account.objects.filter(actor=viewer)
    keys = Authenticator.objects.filter(user__actor=viewer, type=Authenticator.Type.WEBAUTHN)
    passkeys = keys.order_by("pk")
    done = Activity.objects.filter(actor=viewer).exclude(verb__in=BY_THE_CLOCK).order_by("pk")
    return [
        Part(
            "account",
            _("Account"),
            {
                "email": _("E-mail address"),
                "language": _("Language"),
                "created_at": _("Made"),
                "mail_stopped_at": _("Letters stopped"),
            },
            streamed(account.values_list("email", "language", "created_at", "mail_stopped_at")),
            ("people.Account.actor",),
        ),
        Part(
            "passkeys",
            _("Passkeys"),
            {"name": _("Name"), "created_at": _("Made"), "last_used_at": _("Last used")},
            streamed(passkeys.values_list("data__name", "created_at", "last_used_at")),
            ("mfa.Authenticator.user",),
        ),
        *ways_in(viewer),
        _merges(viewer),
        Part(
            "activities",
            _("What I did, and when"),
            {"at": _("When"), "verb": _("What"), "about": _("About")},
            streamed(done.values_list("at", "verb", "object_type__model")),
            ("activity.Activity.actor",),
        ),
    ]


def _merges(viewer: Actor) -> Part:
    rows = Merge.objects.filter(kept=viewer).order_by("pk")
    return Part(
        "merged_accounts",
        _("Accounts that became part of this one"),
        {
            "email": _("E-mail address"),
            "handle": _("Address here"),
            "asked_at": _("Asked"),
            "at": _("Done"),
        },
        streamed(rows.values_list("email", "merged__handle", "asked_at", "at")),
        ("people.Merge.kept",),
    )


def _domains(viewer: Actor) -> Part:
    """That she showed whose a domain is; its token is a key that others at work have too."""
    rows = DomainProof.objects.filter(by=viewer).order_by("pk")
    columns = {
        "organisation": _("Organisation"),
        "domain": _("Domain"),
        "way": _("How"),
        "asked_at": _("Asked"),
        "since": _("Since"),
        "until": _("Until"),
    }
    listed = rows.values_list("organisation__name", "domain", "way", "asked_at", "since", "until")
    return Part(
        "domains",
        _("Domains of organisations"),
        columns,
        streamed(listed),
        ("people.DomainProof.by",),
        {"way": dict(DomainProof.Way.choices)},
    )

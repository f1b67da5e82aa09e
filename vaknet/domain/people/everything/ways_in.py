"""How one member comes in, and where she is signed in, for herself. No secret goes along."""

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.parts import Part, streamed
from vaknet.domain.people.models import MailAddress, ReceivedMail, ReturnedMail, SignIn

SECOND_STEPS = {
    Authenticator.Type.TOTP: _("App on a phone"),
    Authenticator.Type.RECOVERY_CODES: _("Recovery codes on paper"),
}


def ways_in(viewer: Actor) -> list[Part]:
    doors = [_addresses(viewer), _second_step(viewer), _linked(viewer), _signed_in(viewer)]
    return [*doors, _answers(viewer), _returned(viewer)]


def _addresses(viewer: Actor) -> Part:
    rows = MailAddress.objects.filter(account__actor=viewer).order_by("pk")
    return Part(
        "mail_addresses",
        _("Other mail addresses"),
        {
            "email": _("E-mail address"),
            "asked_at": _("Added"),
            "since": _("Since"),
            "until": _("Until"),
        },
        streamed(rows.values_list("email", "asked_at", "since", "until")),
        ("people.MailAddress.account",),
    )


def _second_step(viewer: Actor) -> Part:
    rows = Authenticator.objects.filter(user__actor=viewer).order_by("pk")
    steps = rows.exclude(type=Authenticator.Type.WEBAUTHN)
    return Part(
        "second_step",
        _("The second step"),
        {"kind": _("Kind"), "created_at": _("Made")},
        streamed(steps.values_list("type", "created_at")),
        ("mfa.Authenticator.user",),
        {"kind": SECOND_STEPS},
    )


def _linked(viewer: Actor) -> Part:
    rows = SocialAccount.objects.filter(user__actor=viewer).order_by("pk")
    return Part(
        "linked_sign_ins",
        _("Linked ways to sign in"),
        {
            "provider": _("Account at"),
            "shown": _("Who I am there"),
            "since": _("Since"),
            "used_at": _("Last used"),
        },
        streamed(rows.values_list("provider", "extra_data__shown", "date_joined", "last_login")),
        ("socialaccount.SocialAccount.user",),
    )


def _signed_in(viewer: Actor) -> Part:
    rows = SignIn.objects.filter(account__actor=viewer).order_by("pk")
    return Part(
        "sign_ins",
        _("Where I am signed in"),
        {
            "browser": _("Browser"),
            "system": _("System"),
            "via": _("Signed in with"),
            "since": _("Since"),
            "seen_at": _("Last used"),
        },
        streamed(rows.values_list("browser", "system", "via", "since", "seen_at")),
        ("people.SignIn.account",),
    )


def _answers(viewer: Actor) -> Part:
    """When, and no more: what she wrote stands where it went."""
    rows = ReceivedMail.objects.filter(account__actor=viewer).order_by("pk")
    return Part(
        "answers_by_mail",
        _("When I answered by mail"),
        {"at": _("When")},
        streamed(rows.values_list("at")),
        ("people.ReceivedMail.account",),
    )


def _returned(viewer: Actor) -> Part:
    rows = ReturnedMail.objects.filter(account__actor=viewer).order_by("pk")
    return Part(
        "returned_mail",
        _("Days on which letters to me came back"),
        {"on": _("When")},
        streamed(rows.values_list("on")),
        ("people.ReturnedMail.account",),
    )

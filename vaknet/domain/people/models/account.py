"""The key to the door."""

from typing import ClassVar, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models.functions import Lower, Now

from vaknet.domain.activity.models import Actor


class Account(AbstractBaseUser, PermissionsMixin):
    """The key to the door. An account without an actor has knocked but is not a member.

    `knocked_at`: when a code was last asked for; without a name it is forgotten a day later.
    `domain`: that of the address.
    `mail_stopped_at`: since when she gets no letters but those she asks for.
    """

    email = models.EmailField(max_length=254, unique=True)
    domain = models.GeneratedField(
        expression=models.Func("email", models.Value("@"), models.Value(-1), function="split_part"),
        output_field=models.CharField(max_length=254),
        db_persist=True,
    )
    actor = models.OneToOneField(Actor, models.PROTECT, null=True, related_name="account")
    language = models.CharField(max_length=2, choices=[("nl", "nl"), ("en", "en")], default="nl")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now())
    knocked_at = models.DateTimeField(db_default=Now())
    mail_stopped_at = models.DateTimeField(null=True)

    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="account_email_lower_case"
            )
        ]
        indexes = [
            models.Index(
                fields=["actor"], condition=models.Q(is_active=False), name="account_switched_off"
            )
        ]

    def __str__(self) -> str:
        return self.email


class SignIn(models.Model):
    """A browser in which somebody is signed in, for as long as its session is there.

    Kept so that she knows her own devices again, and no more: no IP address, no version of
    anything, and `seen_at` in whole hours. `via` is the name of the other system that vouched for
    her, as it was called that day.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="sign_ins")
    session = models.OneToOneField(Session, models.CASCADE, related_name="sign_in")
    browser = models.CharField(max_length=20, blank=True)
    system = models.CharField(max_length=20, blank=True)
    via = models.CharField(max_length=60, blank=True)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account_id} is signed in since {self.since}"


class Consent(models.Model):
    """Somebody agreed to something that is hers to agree to; `text` is the edition of the words."""

    class Kind(models.TextChoices):
        BE_FOUND = "be_found"  # by members who have one of her mail addresses or pages
        BE_SEEN = "be_seen"  # as a member, by members: art. 9 GDPR
        BE_PUBLIC = "be_public"  # as a member, by everyone
        GO_ALONG = "go_along"  # name, role and mail address, with contacts who leave

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="consents")
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.CharField(max_length=20)
    since = models.DateTimeField(db_default=Now())
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "actor", "kind", condition=models.Q(until=None), name="consent_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} agreed to {self.kind}"

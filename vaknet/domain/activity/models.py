"""Who acts, and what happened: the spine that every room records on."""

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext

from vaknet.domain.activity.names import folded_name

if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:
    Text = models.CharField

FORMER = "former_"  # how the handle of somebody who left begins: no name gives an underscore
VISITOR = "visitor_"  # how the handle of a visitor begins: the rest is made of her token
UNTOLD = " "  # the name of a pseudonym: a tidied name is never a space


# Members with a name: who left has none. The kind stands here as it is in the table.
# Told in the name of who decided it, though nobody did it at that moment.
BY_THE_CLOCK = ("carried_out_removal",)
PEOPLE_HERE = models.Q(kind="person", domain="") & ~models.Q(name="")


class NameField(Text):
    """A name; of who left it is empty, of a pseudonym untold: read as the words for that."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        if value == UNTOLD:
            return gettext("A member of this group")
        return gettext("A former member") if value == "" else value

    def deconstruct(self) -> Any:
        """A plain column: what is special is how it is read."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


class Actor(models.Model):
    """Somebody or something that can act: thin, so that every room may point at it.

    `domain` is empty for actors of this network. `headline` is the one line under the name
    ("vergunningverlener, gemeente Waterveen"), and `photo` the name of the photo that is shown, or
    empty: both kept up to date by the room that owns the actor, so that a list of people costs no
    join.
    """

    class Kind(models.TextChoices):
        PERSON = "person"
        GROUP = "group"
        ORGANISATION = "organisation"
        SERVICE = "service"
        PSEUDONYM = "pseudonym"  # whose it is, the knowledge room keeps to itself

    kind = models.CharField(max_length=12, choices=Kind)
    handle = models.CharField(max_length=60)
    domain = models.CharField(max_length=253, blank=True)
    name = NameField(max_length=120)
    headline = models.CharField(max_length=240, blank=True)
    photo = models.CharField(max_length=16, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    folded = folded_name("name")

    class Meta:
        constraints = [
            models.UniqueConstraint("handle", "domain", name="actor_handle_unique"),
            models.CheckConstraint(
                condition=models.Q(handle__regex=r"^[a-z0-9]([a-z0-9_.-]*[a-z0-9])?$"),
                name="actor_handle_plain",
            ),
        ]
        indexes = [
            models.Index(fields=["folded", "id"], condition=PEOPLE_HERE, name="person_by_name"),
            GinIndex(
                fields=["folded"],
                opclasses=["gin_trgm_ops"],
                condition=PEOPLE_HERE,
                name="person_like",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_former(self) -> bool:
        """She left: nobody knows her any more."""
        return self.handle.startswith(FORMER)

    @property
    def is_remote(self) -> bool:
        """On another network: somebody that this one only knows of."""
        return self.domain != ""

    @property
    def is_visitor(self) -> bool:
        """A member of a partner network who is in a group here, or asks to be."""
        return self.is_remote and self.handle.startswith(VISITOR)

    @property
    def address(self) -> str:
        """How one writes her after an @: of somebody elsewhere with her network."""
        return f"{self.handle}@{self.domain}" if self.is_remote else self.handle

    @property
    def is_pseudonym(self) -> bool:
        return self.kind == self.Kind.PSEUDONYM

    @property
    def is_unnamed(self) -> bool:
        """She has no page and no first name: she left, or asked without her name."""
        return self.is_former or self.is_pseudonym

    @property
    def first_name(self) -> str:
        """The part of the name that one says aloud."""
        return self.name if self.is_unnamed else self.name.split(" ", 1)[0]


class Audience(models.TextChoices):
    """Who may know of something, from wide to narrow."""

    PUBLIC = "public"
    MEMBERS = "members"
    GROUP = "group"
    PARTIES = "parties"
    SELF = "self"


class Activity(models.Model):
    """One thing that happened. Append-only; everything derived is rebuilt from these rows."""

    actor = models.ForeignKey(Actor, models.PROTECT, related_name="activities")
    verb = models.CharField(max_length=40)
    object_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.BigIntegerField()
    object = GenericForeignKey("object_type", "object_id")
    audience = models.CharField(max_length=8, choices=Audience)
    group = models.ForeignKey(Actor, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="activity_on"),
            models.Index(fields=["actor", "-at"], name="activity_by_actor"),
            models.Index(fields=["-at"], name="activity_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.verb} {self.object_type_id}:{self.object_id}"


class Receipt(models.Model):
    """Something that a browser sent once. It may send it again, not knowing that it arrived.

    `mark` is made of a key of ours, of whose it is and of what the browser calls it: from the row
    nobody learns who sent what, and it has no moment but a day, for what was asked without a name.
    """

    mark = models.CharField(max_length=64, primary_key=True)
    on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["on"], name="receipt_by_day")]

    def __str__(self) -> str:
        return f"sent on {self.on}"

"""Where people work, volunteer or belong."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.people.models.reference import folded


def kind_by_name(name: str) -> str:
    """What the first word says that it is ("gemeente Waterveen"); empty when it says nothing."""
    first, _space, rest = name.strip().lower().partition(" ")
    return KIND_OF_WORD.get(first, "") if rest else ""


class Organisation(models.Model):
    """Where people work or volunteer. Public bodies carry their official TOOI address.

    `ended`: merged into another since; fit for roles of the past, never suggested. `kind` and
    `size` are empty when nobody said; of public bodies the kind follows from the address.
    `people`: how many tell all members that they work there now, counted every hour and when a
    role changes. Only to put the largest first; whom a viewer may see is asked anew. `actor`: made
    when somebody who speaks for it first lets other networks know of it.
    """

    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        PROVINCE = "province", _("Province")
        WATER_AUTHORITY = "water_authority", _("Water authority")
        MINISTRY = "ministry", _("Ministry")
        AGENCY = "agency", _("Agency or other national body")
        PARTNERSHIP = "partnership", _("Partnership of public bodies")
        COUNCIL = "council", _("High council of state")
        SCHOOL = "school", _("School or university")
        UNION = "union", _("Union")
        ASSOCIATION = "association", _("Association or foundation")
        COMPANY = "company", _("Company")
        OTHER = "other", _("Something else")

    class Size(models.TextChoices):
        """By how many work there: the classes of the European Union, and one more."""

        SMALL = "small", _("Fewer than 50 people")
        MEDIUM = "medium", _("50 to 250 people")
        LARGE = "large", _("250 to 1,000 people")
        LARGEST = "largest", _("More than 1,000 people")

    name = models.CharField(max_length=200)
    uri = models.URLField(blank=True)
    kind = models.CharField(max_length=20, choices=Kind, blank=True)
    size = models.CharField(max_length=10, choices=Size, blank=True)
    ended = models.BooleanField(default=False)
    people = models.PositiveIntegerField(default=0)
    actor = models.OneToOneField(Actor, models.PROTECT, null=True, related_name="organisation")
    folded = folded("name")

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="organisation_name_unique"),
            models.UniqueConstraint(
                "uri", condition=~models.Q(uri=""), name="organisation_uri_unique"
            ),
        ]
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="organisation_like"),
            models.Index(fields=["-people", "id"], name="organisation_largest"),
        ]

    def __str__(self) -> str:
        return self.name


KIND_OF_WORD: dict[str, str] = {
    "gemeente": Organisation.Kind.MUNICIPALITY,
    "provincie": Organisation.Kind.PROVINCE,
    "waterschap": Organisation.Kind.WATER_AUTHORITY,
    "hoogheemraadschap": Organisation.Kind.WATER_AUTHORITY,
    "ministerie": Organisation.Kind.MINISTRY,
    "omgevingsdienst": Organisation.Kind.PARTNERSHIP,
    "veiligheidsregio": Organisation.Kind.PARTNERSHIP,
    "universiteit": Organisation.Kind.SCHOOL,
    "hogeschool": Organisation.Kind.SCHOOL,
    "vakbond": Organisation.Kind.UNION,
    "stichting": Organisation.Kind.ASSOCIATION,
    "vereniging": Organisation.Kind.ASSOCIATION,
}


class DomainProof(models.Model):
    """Somebody showed, or tries to show, that a domain name belongs to an organisation.

    It stands from `since` until `until`; before that it is asked for, with `token` to be put in the
    domain name system. `next_look_at`: when that is asked, the first time or again; `misses`: how
    often in a row the token was not there, or nobody answered. `seen_at`: when it was shown, while
    the operator had to look whether it is right.
    """

    class Way(models.TextChoices):
        DNS = "dns", _("A line in the domain name system")
        MAIL = "mail", _("A mail address there")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="domain_proofs")
    domain = models.CharField(max_length=253)
    way = models.CharField(max_length=4, choices=Way)
    by = models.ForeignKey(Actor, models.SET_NULL, null=True, related_name="+")
    token = models.CharField(max_length=43)
    asked_at = models.DateTimeField()
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    next_look_at = models.DateTimeField(null=True)
    misses = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "domain",
                condition=models.Q(since__isnull=False, until=None),
                name="domain_of_one_organisation",
            ),
            models.UniqueConstraint(
                "organisation",
                "domain",
                "way",
                "by",
                condition=models.Q(until=None),
                name="domain_proof_once",
            ),
        ]
        indexes = [models.Index(fields=["next_look_at"], name="domain_proof_next")]

    def __str__(self) -> str:
        return f"{self.domain} of {self.organisation_id}"

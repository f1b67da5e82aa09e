"""Where people work, volunteer or belong."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from vaknet.domain.people.models.reference import folded


def kind_by_name(name: str) -> str:
    """What the first word says that it is ("gemeente Waterveen"); empty when it says nothing."""
    first, _space, rest = name.strip().lower().partition(" ")
    return KIND_OF_WORD.get(first, "") if rest else ""


class Organisation(models.Model):
    """Where people work or volunteer. Public bodies carry their official TOOI address.

    `ended`: merged into another since; fit for roles of the past, never suggested. `kind` and
    `size` are empty when nobody said; of public bodies the kind follows from the address.
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
    folded = folded("name")

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), name="organisation_name_unique"),
            models.UniqueConstraint(
                "uri", condition=~models.Q(uri=""), name="organisation_uri_unique"
            ),
        ]
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="organisation_like")
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

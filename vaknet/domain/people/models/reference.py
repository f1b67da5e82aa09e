"""What the world has: places, occupations and organisations, from vaknet/reference and members."""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Concat, Lower, Now

ACCENTED = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ"
PLAIN = "aaaaaaceeeeiiiinoooooouuuuyyaaaaaaceeeeiiiinoooooouuuuy"


def folded(*parts: models.Expression | str) -> models.GeneratedField:
    """A column that PostgreSQL keeps: lower case without accents, so that typing is forgiven.

    `translate`, not the extension unaccent: a generated column and an index need a function
    that never changes its mind.
    """
    text = Lower(Concat(*parts)) if len(parts) > 1 else Lower(parts[0])
    return models.GeneratedField(
        expression=models.Func(
            text,
            models.Value(ACCENTED),
            models.Value(PLAIN),
            function="translate",
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )


class ReferenceEdition(models.Model):
    """Which edition of each file in vaknet/reference is in the tables now."""

    name = models.CharField(max_length=40, unique=True)
    checksum = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A town or village with its centre. Source and licence: vaknet/reference/README.md.

    `other_names` has what people also type ("Den Bosch"), with | between.
    """

    name = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=80, blank=True)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.IntegerField()
    other_names = models.CharField(max_length=200, blank=True)
    folded = folded("name", models.Value("|"), "other_names")

    class Meta:
        constraints = [models.UniqueConstraint("country", "name", "region", name="place_unique")]
        indexes = [
            GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="place_like"),
            models.Index(fields=["region"], name="place_region"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """With its region, which tells namesakes apart."""
        return f"{self.name}, {self.region}" if self.region else self.name


class Occupation(models.Model):
    """An ESCO occupation. `isco` is its four-digit ISCO-08 group.

    `other_labels_*` have | between; OccupationLabel has the same words in the shape of a search.
    """

    uri = models.URLField(unique=True)
    isco = models.CharField(max_length=4, db_index=True)
    label_nl = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    other_labels_nl = models.TextField(blank=True)
    other_labels_en = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.label_nl

    def label(self, language: str) -> str:
        return self.label_nl if language == "nl" else self.label_en


class OccupationLabel(models.Model):
    """One of the names of an occupation. Derived from Occupation, to suggest while typing."""

    occupation = models.ForeignKey(Occupation, models.CASCADE, related_name="labels")
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=200)
    preferred = models.BooleanField()
    folded = folded("text")

    class Meta:
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="label_like")]

    def __str__(self) -> str:
        return self.text


class OccupationGroup(models.Model):
    """An ISCO-08 group of occupations: of one digit (widest) to four."""

    code = models.CharField(max_length=4, unique=True)
    label_nl = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.code} {self.label_nl}"

    def label(self, language: str) -> str:
        return self.label_nl if language == "nl" else self.label_en


class Subject(models.Model):
    """Something that people can know about: one of our own list, or of ESCO.

    `uri` begins with OURS for our own. `other_labels_*` have | between; SubjectLabel has the same
    words in the shape of a search.
    """

    OURS = "vaknet:"

    uri = models.CharField(max_length=200, unique=True)
    label_nl = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300)
    other_labels_nl = models.TextField(blank=True)
    other_labels_en = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.label_nl

    def label(self, language: str) -> str:
        return self.label_nl if language == "nl" else self.label_en


class SubjectLabel(models.Model):
    """One of the names of a subject. Derived from Subject, to suggest while typing.

    `rank` is 0 for names of our own list and 1 for the others, which are many.
    """

    subject = models.ForeignKey(Subject, models.CASCADE, related_name="labels")
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=300)
    preferred = models.BooleanField()
    rank = models.PositiveSmallIntegerField()
    folded = folded("text")

    class Meta:
        indexes = [GinIndex(fields=["folded"], opclasses=["gin_trgm_ops"], name="subject_like")]

    def __str__(self) -> str:
        return self.text

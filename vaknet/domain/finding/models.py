"""What the finder reads: one passage for each thing that shows what somebody knows."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models.functions import Now

from vaknet.domain.activity.models import Actor
from vaknet.domain.transactions import CurrentTransaction
from vaknet.engine.ranking import Kind


class Digest(models.Func):
    """A number that tells one text from another."""

    template = "hashtextextended(%(expressions)s, 0)"
    output_field = models.BigIntegerField()


class Passage(models.Model):
    """A text that says something of one person, analysed into plain words.

    Derived: rebuilt at any time from profiles, roles, topics, questions, answers, articles and
    sessions.
    `group` is where its source was written; who may not read there never meets it.
    Of a session it is the group whose members alone may know of it, whoever reads there.
    A passage without words is the news that its source is gone.
    """

    KINDS = [(kind.value, kind.name.lower()) for kind in Kind]

    actor = models.ForeignKey(Actor, models.CASCADE, related_name="passages")
    kind = models.PositiveSmallIntegerField(choices=KINDS)
    source_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    source_id = models.BigIntegerField()
    group = models.ForeignKey(Actor, models.CASCADE, null=True, related_name="+")
    words = models.TextField()
    text = models.TextField(blank=True)
    """The same as it was written, for who reads meaning and not words. Of a profile all that she
    tells about herself, since that says best who she is."""
    digest = models.GeneratedField(
        expression=Digest("text"), output_field=models.BigIntegerField(), db_persist=True
    )
    topics = models.TextField(blank=True)
    at = models.DateTimeField()
    transaction = models.BigIntegerField(db_default=CurrentTransaction(), db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_type", "source_id"], name="passage_once")
        ]

    def __str__(self) -> str:
        return f"{Kind(self.kind).name} {self.source_type_id}:{self.source_id}"


class Meaning(models.Model):
    """What an encoder read in the text of a passage: a direction for each piece of it.

    Holds as long as the text has this digest and we have that encoder (`encoder` is a number for
    its name); else it is as if it were not there, until it is read again.
    """

    passage = models.OneToOneField(Passage, models.CASCADE, primary_key=True)
    digest = models.BigIntegerField()
    encoder = models.BigIntegerField()
    codes = models.BinaryField()
    transaction = models.BigIntegerField(db_default=CurrentTransaction(), db_index=True)

    def __str__(self) -> str:
        return f"meaning of {self.passage_id}"


class Edition(models.Model):
    """A build of the index files: the files of the last one are in use, in a folder of this name.

    It holds every passage written by transactions before `watermark`; later ones are read from the
    database at each search. Without the row the files are nothing, so a transaction that is rolled
    back, a restored database or a copied folder cannot bring a foreign index into use.
    """

    name = models.UUIDField(unique=True)
    watermark = models.BigIntegerField()
    passages = models.PositiveIntegerField()
    built_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.name)

"""Pictures and files that hang on what somebody posted."""

from django.db import models
from django.db.models.functions import Now

from vaknet.domain.knowledge.models.posts import Post
from vaknet.kit.pictures import width_at


class Attachment(models.Model):
    """Read by whoever reads what it hangs on, and changed by who may change that.

    `kind`: "webp" for a picture, which was made anew, or the ending of a file's name. Of a picture
    without a `description` its author said that it tells nothing. `digest` follows from what it is:
    the same twice is once. `bytes` are of all that is kept of it.
    """

    PICTURE = "webp"

    post = models.ForeignKey(Post, models.CASCADE, related_name="attachments", db_index=False)
    kind = models.CharField(max_length=4)
    name = models.CharField(max_length=120, blank=True)
    description = models.CharField(max_length=500, blank=True)
    digest = models.CharField(max_length=64)
    bytes = models.PositiveIntegerField()
    width = models.PositiveSmallIntegerField(default=0)
    height = models.PositiveSmallIntegerField(default=0)
    attached_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("post", "digest", name="attachment_once")]

    def __str__(self) -> str:
        return self.name or f"picture {self.pk}"

    @property
    def is_picture(self) -> bool:
        return self.kind == self.PICTURE

    @property
    def narrow(self) -> int:
        """How wide a picture is when its longest side is 800 pixels at most."""
        return width_at(800, self.width, self.height)


class AttachedFile(models.Model):
    """What is downloaded, in the database with all the rest (docs/decisions/0010, 0041).

    `side`: of a picture its longest side at most; of a file 0.
    """

    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="files", db_index=False)
    side = models.PositiveSmallIntegerField(default=0)
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint("attachment", "side", name="attached_file_once")]

    def __str__(self) -> str:
        return f"{self.attachment_id} at {self.side}"

"""What stands beside the words of a thing: pictures, files, and the same in the other language."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, Model, OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse

from vaknet.domain.activity.models import Activity
from vaknet.domain.knowledge.models import Attachment
from vaknet.domain.translations.models import Translation
from vaknet.engine.activitypub.own_posts import OtherWords, OwnFile, OwnPicture
from vaknet.kit.documents import MEDIA_TYPES

SIDE = 1600
HUNG = ("id", "kind", "name", "description", "width", "height")
VERBS = (
    "attached",
    "described_attachment",
    "removed_attachment",
    "chose_cover",
    "translated",
    "removed_translation",
)


def beside_changed_at(model: type[Model]) -> Subquery:
    """Of the row around: when that last happened; None for never."""
    rows = Activity.objects.filter(
        object_type=ContentType.objects.get_for_model(model),
        object_id=OuterRef("pk"),
        verb__in=VERBS,
    ).order_by()
    return Subquery(rows.values("object_id").annotate(last=Max("at")).values("last"))


def updated_at(row: Any) -> datetime | None:
    """Of a row of a source: what happened beside it before anybody read it changed nothing."""
    beside = row.beside_at if row.beside_at and row.beside_at > row.said_at else None
    return max((at for at in (row.changed_at, beside) if at is not None), default=None)


def cover(attachment: Attachment | None) -> OwnPicture | None:
    if attachment is None:
        return None
    return OwnPicture(_picture_at(attachment), "image/webp", attachment.description)


def hung_on_it() -> ArraySubquery:
    """On the post around, in the order they came; in the same statement."""
    rows = Attachment.objects.filter(post=OuterRef("pk")).order_by("pk")
    told = JSONObject(**{name: name for name in HUNG})
    return ArraySubquery(rows.values(told=told))


def attached(row: Any, *, but: int | None) -> tuple[OwnFile, ...]:
    """At the addresses where a guest opens them as long as she reads the post. `but`: the cover,
    which is told apart."""
    hung = (Attachment(**one) for one in row.hung)
    return tuple(_file(one) for one in hung if one.pk != but)


def in_other_language(row: Any) -> OtherWords | None:
    found: Translation | None = getattr(row, "translation", None)
    if found is None:
        return None
    return OtherWords(found.original, found.language, found.title, found.lead, found.html)


def _file(one: Attachment) -> OwnFile:
    if one.is_picture:
        return OwnFile(_picture_at(one), "image/webp", one.description, one.width, one.height)
    kind, _semicolon, _charset = MEDIA_TYPES[one.kind].partition(";")
    return OwnFile(settings.BASE_URL + reverse("attached-file", args=[one.pk]), kind, one.name)


def _picture_at(one: Attachment) -> str:
    return settings.BASE_URL + reverse("attached-picture", args=[one.pk, SIDE])

"""What this room holds of one member's words, for herself."""

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.parts import Part, streamed
from vaknet.domain.translations.models import Translation
from vaknet.domain.translations.queries import translations_by


def everything_of(viewer: Actor) -> list[Part]:
    """`number`: of the question or conversation where it stands, as in the other files;
    `answered_at`: of which answer it is.
    """
    rows = Translation.objects.filter(translations_by(viewer)).order_by("pk")
    listed = rows.annotate(
        question_number=Coalesce(F("question_id"), F("answer__question_id")),
        conversation_number=Coalesce(F("post_id"), F("reply__post_id")),
        answered_at=F("answer__answered_at"),
    )
    columns = {
        "question_number": _("Number of the question"),
        "conversation_number": _("Number of the conversation"),
        "answered_at": _("Answered"),
        "language": _("Language"),
        "title": _("In one sentence"),
        "lead": _("Lead"),
        "text": _("Text"),
        "written_at": _("Written"),
    }
    told = streamed(listed.values_list(*columns))
    return [Part("translations", _("My words in the other language"), columns, told, ())]

"""Why her: said to who is asked. To the asker `finding/reasons.py` says it."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from vaknet.domain.routing.queries import AskedQuestion


def why_you(question: "AskedQuestion") -> str:
    """One sentence, or nothing where what it was drawn from is gone. `question` is one that was
    put to her.
    """
    if question.answered:
        return _("You answered “%(title)s”.") % {"title": question.answered}
    if question.knows:
        return _("You say you know “%(topic)s”.") % {"topic": question.knows}
    if question.works:
        return _("You know this work: %(title)s.") % {"title": question.works}
    return ""

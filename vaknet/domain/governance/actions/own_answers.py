"""What a member answered to somebody on another network, and was reported from there."""

from django.db import transaction

from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import AnswerElsewhere
from vaknet.domain.federation.queries import as_told
from vaknet.domain.governance.actions.reports import checked, in_case
from vaknet.domain.governance.models import Case, Copy, Report

LONGEST_COPY = 200_000  # signs, before the last words: nobody reads more


@transaction.atomic
def report_answer(by: Actor, *, answer: AnswerElsewhere, reason: str, text: str) -> Report:
    """As `report` is for what stands here, with a copy of the words as others read them: below
    those that were reported before, where she changed them since. Whether `by` may know of it is
    for whoever found it."""
    words = checked(reason, text)
    one_at_a_time(by)
    case, _is_new = Case.objects.get_or_create(
        answer_elsewhere=answer, closed_at=None, defaults={"author": answer.person}
    )
    _keep_words(case, answer)
    return in_case(by, case=case, reason=reason, words=words)


def _keep_words(case: Case, answer: AnswerElsewhere) -> None:
    told = as_told(answer)
    words = {"page": answer.page, "html": told.html, "published": told.at}
    kept, _is_new = Copy.objects.select_for_update().get_or_create(case=case, defaults=words)
    if told.html not in kept.html and len(kept.html) < LONGEST_COPY:
        kept.html = f"{kept.html}<hr>{told.html}"
        kept.save(update_fields=["html"])

"""What a member answered to somebody on another network, and was reported from there."""

from django.db import transaction

from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation.models import AnswerElsewhere
from vaknet.domain.federation.queries import as_told
from vaknet.domain.governance.actions.reports import checked, in_case
from vaknet.domain.governance.models import Case, Copy, Report


@transaction.atomic
def report_answer(by: Actor, *, answer: AnswerElsewhere, reason: str, text: str) -> Report:
    """As `report` is for what stands here, with a copy of the words as others read them. Whether
    `by` may know of it is for whoever found it."""
    words = checked(reason, text)
    one_at_a_time(by)
    case, is_new = Case.objects.get_or_create(
        answer_elsewhere=answer, closed_at=None, defaults={"author": answer.person}
    )
    if is_new:
        told = as_told(answer)
        Copy.objects.create(case=case, page=answer.page, html=told.html, published=told.at)
    return in_case(by, case=case, reason=reason, words=words)

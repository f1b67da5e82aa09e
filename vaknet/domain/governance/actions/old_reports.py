"""Reports as they were made elsewhere, or in the history of a demo: nobody is mailed about them."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.governance.models import Case, Report, Thing


class OldReport(NamedTuple):
    by: Actor
    thing: Thing
    reason: str
    text: str
    at: datetime


@transaction.atomic
def keep_reports(*, reports: Iterable[OldReport]) -> None:
    for old in sorted(reports, key=lambda one: one.at):
        about = {old.thing._meta.model_name or "": old.thing}
        opened = {"author": old.thing.author, "opened_at": old.at}
        case, _is_new = Case.objects.get_or_create(**about, closed_at=None, defaults=opened)
        said = Report.objects.create(
            case=case, by=old.by, reason=old.reason, text=old.text, first_at=old.at, at=old.at
        )
        record(old.by, "reported", said, audience=Audience.PARTIES, at=old.at, quietly=True)

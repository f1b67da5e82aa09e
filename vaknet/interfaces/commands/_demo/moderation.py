"""What was reported in the demo, and who decides about it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from vaknet.domain.activity.models import Actor
from vaknet.domain.governance import actions
from vaknet.domain.governance.actions.old_reports import OldReport, keep_reports
from vaknet.domain.knowledge.models import Reply


def keep(told: Mapping[str, Any], people: Mapping[str, Actor], *, now: datetime) -> None:
    for handle in told["managers"]:
        actions.appoint_manager(handle=people[handle].handle)
    keep_reports(
        reports=[
            OldReport(
                by=people[row["by"]],
                thing=Reply.objects.get(text__startswith=row["reply"]),
                reason=row["reason"],
                text=row["text"],
                at=now - timedelta(hours=row["hours_ago"]),
            )
            for row in told["report"]
        ]
    )

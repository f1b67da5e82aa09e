"""What a group agrees on: saying it, changing it, agreeing to it."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups import admission
from vaknet.domain.groups.models import Group, HouseRules, HouseRulesAgreement
from vaknet.domain.refusal import Refused
from vaknet.kit.markdown import to_html


def set_house_rules(by: Actor, *, group: Group, text: str, since: datetime | None = None) -> None:
    """Inside the transaction of the action that changes the group. The same words are no change.

    Who writes them agrees to them. `since`: as for `start_group`.
    """
    current = admission.house_rules(by, group)
    if text == (current.text if current else ""):
        return
    quietly, at = since is not None, since or now()
    rules = HouseRules.objects.create(group=group, text=text, html=to_html(text), since=at)
    record(
        by,
        "changed_house_rules",
        rules,
        audience=Audience.GROUP,
        group=group.actor,
        at=since,
        quietly=quietly,
    )
    if text:
        agree_to(by, rules=rules, since=since)


def agree_to(by: Actor, *, rules: HouseRules, since: datetime | None = None) -> None:
    """Agreeing twice is agreeing once."""
    moment = {"at": since or now()}
    agreed, is_new = HouseRulesAgreement.objects.get_or_create(
        rules=rules, actor=by, defaults=moment
    )
    if is_new:
        quietly = since is not None
        record(
            by,
            "agreed_to_house_rules",
            agreed,
            audience=Audience.SELF,
            at=since,
            quietly=quietly,
        )


@transaction.atomic
def agree_to_house_rules(by: Actor, *, group: Group, rules: int | None) -> None:
    """`rules`: the number of those that she read. Others may hold by now: those she reads first."""
    current = admission.house_rules(by, group)
    if current is None:
        return
    if rules is None:
        raise Refused(_("Read the house rules, and say that you agree."), field="agree")
    if rules != current.pk:
        raise Refused(_("The house rules have just changed. Read them again."), field="agree")
    agree_to(by, rules=current)

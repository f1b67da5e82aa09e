"""Knocking at a group, and what its stewards say to that."""

from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.groups import admission, queries, rules
from vaknet.domain.groups.actions.house_rules import agree_to_house_rules
from vaknet.domain.groups.actions.members import enter
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.groups.models import Group, GroupMembership, JoinRequest, Mail
from vaknet.domain.people.apart import are_apart
from vaknet.domain.refusal import Refused

A_DAY = timedelta(days=1)
KNOCKS_A_DAY = 10
# Counted from the last time, whatever came of it: another count would tell of a silent no.
AGAIN_AFTER = timedelta(days=30)

# What rooms above have to say before somebody is let in, each with a refusal.
BEFORE_LETTING_IN: list[Callable[[JoinRequest], None]] = []


@transaction.atomic
def ask_to_join(
    by: Actor,
    *,
    group: Group,
    text: str = "",
    agreed_to: int | None = None,
    mail: str = Mail.ISSUE,
) -> JoinRequest:
    """Knock. Knocking twice is knocking once. `agreed_to`: the number of the rules she read.
    `mail`: what she wants to get from the group when she is let in.
    """
    one_at_a_time(by)
    held = admission.my_request(by, group)
    if held is not None and not held.reply:
        return held
    if queries.is_member(by, group):
        raise Refused(_("You are in this group already."))
    check_awake(group)
    if not rules.may_knock(group):
        raise Refused(_("This group asks people itself. Talk to one of its stewards."))
    text = text.strip()
    if group.join_question and not text:
        raise Refused(_("Answer the question. A few words will do."), field="text")
    _not_too_often(by, group)
    agree_to_house_rules(by, group=group, rules=agreed_to)
    asked = JoinRequest.objects.create(
        group=group, actor=by, question=group.join_question, text=text, mail=mail
    )
    record(by, "asked_to_join", asked, audience=Audience.PARTIES)
    return asked


def _not_too_often(by: Actor, group: Group) -> None:
    hers = JoinRequest.objects.filter(actor=by)
    if hers.filter(group=group, at__gt=now() - AGAIN_AFTER, let_in_at=None).exists():
        raise Refused(_("You knocked here less than 30 days ago. Wait a little."))
    if hers.filter(at__gt=now() - A_DAY).count() >= KNOCKS_A_DAY:
        raise Refused(
            _("You knocked at %(number)d groups today. Tomorrow you can go on.")
            % {"number": KNOCKS_A_DAY}
        )


@transaction.atomic
def withdraw_request(by: Actor, *, group: Group) -> None:
    """She would rather not after all. Also one that was answered in words goes from her page."""
    one_at_a_time(by)
    last = admission.my_request(by, group)
    if last is None:
        return
    # Locked: a steward may let her in at the same moment.
    rows = JoinRequest.objects.select_for_update(no_key=True)
    for held in rows.filter(pk=last.pk, let_in_at=None):
        held.withdrawn_at = now()
        held.save(update_fields=["withdrawn_at"])
        record(by, "withdrew_join_request", held, audience=Audience.SELF)


@transaction.atomic
def let_in(by: Actor, *, request: JoinRequest) -> GroupMembership:
    """Letting in twice is letting in once."""
    held = _locked(by, request)
    known = queries.membership(held.actor, held.group)
    if held.let_in_at is not None and known is not None:
        return known
    _still_waiting(held)
    for check in BEFORE_LETTING_IN:
        check(held)
    held.let_in_at = now()
    held.save(update_fields=["let_in_at"])
    record(by, "let_in", held, audience=Audience.PARTIES)
    return enter(held.actor, group=held.group, mail=held.mail)


@transaction.atomic
def decline_request(by: Actor, *, request: JoinRequest, reply: str = "") -> None:
    """Without words nobody is told. With words they are for who knocked."""
    held = _locked(by, request)
    if held.declined_at is not None:
        return
    _still_waiting(held)
    held.declined_at, held.reply = now(), reply.strip()
    held.save(update_fields=["declined_at", "reply"])
    audience = Audience.PARTIES if held.reply else Audience.SELF
    record(by, "declined_join_request", held, audience=audience)


def _locked(by: Actor, request: JoinRequest) -> JoinRequest:
    """Locked: two stewards may answer at the same moment, or she may withdraw it. The group first:
    she may come in by another way meanwhile.
    """
    one_at_a_time(request.group.actor)
    rows = JoinRequest.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("actor", "group__actor").get(pk=request.pk)
    if not rules.may_steward(queries.membership(by, held.group)) or are_apart(by, held.actor):
        raise Refused(_("Only a steward of the group can do this."))
    return held


def _still_waiting(held: JoinRequest) -> None:
    if not rules.is_waiting(held):
        raise Refused(_("This was answered already, or is withdrawn."))

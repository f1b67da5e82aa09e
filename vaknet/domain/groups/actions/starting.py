"""Starting a group, and changing what it is."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.actions import record, tell_who_looks
from vaknet.domain.activity.models import Actor
from vaknet.domain.groups import rules
from vaknet.domain.groups.actions.house_rules import set_house_rules
from vaknet.domain.groups.actions.stewards import check_steward
from vaknet.domain.groups.models import Group, GroupDuty, GroupMembership
from vaknet.domain.groups.rules import audience_of
from vaknet.domain.people.handles import handle_from, numbered
from vaknet.domain.refusal import Refused

HANDLE_TRIES = 20
Admission = Group.Admission


@transaction.atomic
def start_group(
    by: Actor,
    *,
    name: str,
    purpose: str,
    readers: str = Group.Readers.MEMBERS,
    admission: str = "",
    join_question: str = "",
    house_rules: str = "",
    since: datetime | None = None,
) -> Group:
    """Make a group; who starts it is its first steward. Unless said otherwise anybody may join,
    and what only the group reads is hidden.

    `since` is for one that comes from elsewhere or is made for a trial: then nobody is told.
    """
    usual = Admission.HIDDEN if readers == Group.Readers.GROUP else Admission.OPEN
    said = _Said.of(name, purpose, readers, admission or usual, join_question)
    began = since or now()
    actor = _group_actor(said, began)
    group = Group.objects.create(
        actor=actor,
        purpose=said.purpose,
        readers=said.readers,
        admission=said.admission,
        join_question=said.join_question,
    )
    founder = GroupMembership.objects.create(group=group, actor=by, since=began)
    GroupDuty.objects.create(membership=founder, kind=GroupDuty.Kind.STEWARD, since=began)
    record(
        by,
        "started_group",
        group,
        audience=audience_of(group),
        group=actor,
        at=since,
        quietly=since is not None,
    )
    set_house_rules(by, group=group, text=house_rules.strip(), since=since)
    return group


@dataclass(frozen=True)
class _Said:
    """What a steward says of her group, found good."""

    name: str
    purpose: str
    readers: str
    admission: str
    join_question: str

    @classmethod
    def of(
        cls, name: str, purpose: str, readers: str, admission: str, join_question: str
    ) -> "_Said":
        name, purpose, join_question = (
            " ".join(text.split()) for text in (name, purpose, join_question)
        )
        if not name:
            raise Refused(_("Give the group a name."), field="name")
        if not purpose:
            raise Refused(_("Say in one line what the group is for."), field="purpose")
        if readers not in Group.Readers.values:
            raise Refused(_("Choose who may read."), field="readers")
        if admission not in Admission.values:
            raise Refused(_("Choose how people get in."), field="admission")
        if not rules.fit_together(readers, admission):
            raise Refused(_DO_NOT_FIT[Admission(admission)], field="admission")
        if join_question and admission != Admission.REQUEST:
            raise Refused(
                _("Only who knocks is asked a question. Leave it empty."), field="join_question"
            )
        return cls(name, purpose, readers, admission, join_question)


_DO_NOT_FIT = {
    Admission.OPEN: _("Who can join at once can read. Choose other readers, or let people knock."),
    Admission.HIDDEN: _("A hidden group is read by the group only. Choose that, or do not hide."),
}


@transaction.atomic
def change_group(
    by: Actor,
    *,
    group: Group,
    name: str,
    purpose: str,
    readers: str,
    admission: str,
    join_question: str = "",
    house_rules: str = "",
) -> Group:
    """A steward says anew what the group is. What was said among few stays among few."""
    held = Group.objects.select_for_update(of=("self",)).select_related("actor").get(pk=group.pk)
    check_steward(by, held)
    said = _Said.of(name, purpose, readers, admission, join_question)
    others = GroupMembership.objects.filter(group=held).exclude(actor=by)
    if rules.opens_up(held, said.readers, said.admission) and others.exists():
        raise Refused(
            _("People joined when fewer could see this group. Start a new group for more."),
            field="readers",
        )
    if said != _Said.of(
        held.actor.name, held.purpose, held.readers, held.admission, held.join_question
    ):
        verb = "changed_group" if said.readers == held.readers else "changed_readers"
        _write(held, said)
        record(by, verb, held, audience=audience_of(held), group=held.actor)
        if verb == "changed_readers":
            tell_who_looks("group", held.pk)
    set_house_rules(by, group=held, text=house_rules.strip())
    return held


def _write(held: Group, said: _Said) -> None:
    """One that is hidden from now on gets another address: the old one tells of it."""
    actor = held.actor
    if said.admission == Admission.HIDDEN and held.admission != Admission.HIDDEN:
        actor.handle = f"{_handle_of(said.name)}-{secrets.token_hex(2)}"
    actor.name, actor.headline = said.name, said.purpose
    actor.save(update_fields=["name", "headline", "handle"])
    held.purpose, held.readers = said.purpose, said.readers
    held.admission, held.join_question = said.admission, said.join_question
    held.save(update_fields=["purpose", "readers", "admission", "join_question"])


def _handle_of(name: str) -> str:
    return handle_from(name).replace(".", "-")


def _group_actor(said: _Said, since: datetime) -> Actor:
    """An actor with a free handle; a taken one gets a number.

    One that nobody else may know of takes no plain handle: the number of the next group of that
    name would tell of it. Its own is made of chance.
    """
    wanted, is_secret = _handle_of(said.name), said.admission == Admission.HIDDEN
    for number in range(1, HANDLE_TRIES):
        handle = f"{wanted}-{secrets.token_hex(2)}" if is_secret else numbered(wanted, number)
        try:
            with transaction.atomic():
                return Actor.objects.create(
                    kind=Actor.Kind.GROUP,
                    handle=handle,
                    name=said.name,
                    headline=said.purpose,
                    created_at=since,
                )
        except IntegrityError:
            continue
    raise Refused(_("Many groups have this name. Choose another one."), field="name")

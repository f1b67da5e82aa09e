"""Giving a tip, passing it on, and thanks along the way that it went."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import hand_over, record
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.people.actions.words import required_line
from vaknet.domain.people.apart import has_muted
from vaknet.domain.refusal import Refused
from vaknet.domain.tips import queries, rules
from vaknet.domain.tips.kinds import KINDS, people_here
from vaknet.domain.tips.models import Tip, TipThanks
from vaknet.kit.markdown import to_html


@transaction.atomic
def tip_colleague(
    by: Actor, *, to: Actor, kind: str, about: int, text: str, came_from: Tip | None = None
) -> Tip:
    """Whether `to` may see the thing is not asked here: who may not gets nothing, and nobody is
    told. Raises Actor.DoesNotExist or Tip.DoesNotExist for what `by` may not see herself.
    """
    missing = _("Say in one sentence why you give this tip.")
    words = required_line(text, limit=300, field="text", missing=missing)
    refuse_to_write(by, html=to_html(words))
    one_at_a_time(by)
    to = people_here(by).get(pk=to.pk)
    thing = queries.thing(by, kind, about)
    _refuse_pointless(by, to, thing)
    before = Tip.objects.filter(sender=by, receiver=to, **{kind: about}).order_by("pk").last()
    if before is not None and before.at > timezone.now() - rules.ONE_AT_A_TIME:
        return _same_words(before, words, to)
    _refuse_many(by, to)
    tip = Tip.objects.create(
        sender=by,
        receiver=to,
        text=words,
        at=timezone.now(),
        came_from=before.came_from if before else _passed_on(by, kind, about, came_from),
        **{f"{kind}_id": about},
    )
    record(by, "tipped", tip, audience=Audience.PARTIES)
    return tip


def _same_words(before: Tip, words: str, to: Actor) -> Tip:
    """Pressed twice. Other words are another tip, which can wait."""
    if before.text != words:
        said = _("You gave %(name)s this tip before. A month later you can give it again.")
        raise Refused(said % {"name": to.first_name})
    return before


def _refuse_pointless(by: Actor, to: Actor, thing: Any) -> None:
    """Of what was asked without a name nobody hears whose it is: it goes nowhere, in silence."""
    if to.pk == by.pk:
        raise Refused(_("Choose somebody else than yourself."), field="to")
    if thing == to or getattr(thing, "author_id", None) == to.pk:
        raise Refused(
            _("This is about %(name)s already. Choose somebody else.") % {"name": to.first_name},
            field="to",
        )


def _refuse_many(by: Actor, to: Actor) -> None:
    today = Tip.objects.filter(sender=by, at__gt=timezone.now() - rules.DAY)
    if today.count() >= rules.A_DAY:
        raise Refused(_("You gave a lot of tips today. Tomorrow you can give more."))
    if today.filter(receiver=to).count() >= rules.A_DAY_TO_ONE:
        raise Refused(
            _("You gave %(name)s a few tips today. Wait until tomorrow.") % {"name": to.first_name},
            field="to",
        )


def _passed_on(by: Actor, kind: str, about: int, came_from: Tip | None) -> Tip | None:
    """The tip that she passes on: the one she says, or else the first that she got of it."""
    if Tip.objects.filter(sender=by, **{kind: about}).exists():
        return None  # what came back to her is not where hers came from
    got = queries.received(by.pk).filter(**{kind: about})
    if came_from is not None:
        return got.get(pk=came_from.pk)
    return got.order_by("at", "pk").first()


@transaction.atomic
def decline_tip(by: Actor, *, tip: Tip) -> None:
    """Not for her. Nobody is told; twice is once."""
    held = Tip.objects.select_for_update().get(pk=tip.pk)
    if not rules.may_decline(by, held):
        raise Tip.DoesNotExist
    if held.declined_at is None:
        held.declined_at = timezone.now()
        held.save(update_fields=["declined_at"])
        record(by, "declined_tip", held, audience=Audience.SELF)


@transaction.atomic
def thank_for_tip(by: Actor, *, tip: Tip) -> None:
    """She knows the person now, or goes to the event: thanks to who tipped her, and along the way
    before. Said once."""
    held = queries.tip_for(by, tip.pk)
    if not rules.may_thank(by, held, is_used=held.is_used):
        raise Tip.DoesNotExist
    thank_along([held], thanked_by=by)


@transaction.atomic
def thank_along(tips: Iterable[Tip], *, thanked_by: Actor) -> None:
    """On each of these tips and on each that it came from, where nobody thanked for it yet."""
    for tip in tips:
        step: Tip | None = tip
        while step is not None and step.sender_id != tip.receiver_id:
            if not _thanks(step, thanked_by):
                break  # what came before was thanked for along with it
            step = step.came_from


def _thanks(step: Tip, thanked_by: Actor) -> bool:
    """False when there were thanks before. Whoever muted the sender thanks her for nothing."""
    if has_muted(step.receiver, step.sender) or has_muted(thanked_by, step.sender):
        return True
    thanks, is_new = TipThanks.objects.get_or_create(tip=step)
    if is_new:
        record(thanked_by, "thanked_for_tip", thanks, audience=Audience.PARTIES)
    return is_new


@transaction.atomic
def take_over_tips(*, kept: Actor, merged: Actor) -> None:
    """Two accounts of one person become one. What one gave to the other stays with the empty one;
    so does what there would be twice."""
    both = (kept, merged)
    hers = Tip.objects.exclude(sender__in=both, receiver__in=both)
    for column in ("sender", "receiver", "person"):
        others = [f"{name}_id" for name in ("sender", "receiver", *KINDS) if name != column]
        there = set(hers.filter(**{column: kept}).values_list(*others))
        once = [
            row.pk
            for row in hers.filter(**{column: merged})
            if tuple(getattr(row, name) for name in others) not in there
        ]
        hand_over(hers.filter(pk__in=once), column, kept=kept, merged=merged)

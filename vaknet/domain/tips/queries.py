"""Tips to somebody and by her. What is about a thing that she may not see is not there."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from vaknet.domain.activity.models import Actor
from vaknet.domain.frozen import Frozen
from vaknet.domain.knowledge.models import Answer, Reply
from vaknet.domain.people.apart import is_apart, is_muted
from vaknet.domain.tips.kinds import KINDS
from vaknet.domain.tips.models import Tip

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Used(TypedDict):
        is_used: bool

    UsedTip = WithAnnotations[Tip, _Used]

ABOUT = ("question__author", "question__group__actor", "post__author", "person", "event__place")


def thing(viewer: Actor, kind: str, pk: int) -> Any:
    """What she wants to tip. Raises Tip.DoesNotExist when she may not see it, or it is over."""
    rows, lasts = KINDS[kind].readable(viewer), KINDS[kind].lasts
    found = (rows.filter(lasts("")) if lasts else rows).filter(pk=pk).first()
    if found is None:
        raise Tip.DoesNotExist
    return found


def tip_for(viewer: Actor, pk: int) -> "UsedTip":
    """One that came to her. Raises Tip.DoesNotExist."""
    return received(viewer.pk).get(pk=pk)


def received(viewer: int) -> "QuerySet[UsedTip]":
    """All that is brought to her, the latest first, also what she used or passed on."""
    rows = to_her(viewer).filter(declined_at=None).exclude(_sent_by_kept_out(viewer))
    for kind in KINDS.values():
        rows = rows.exclude(kind.not_for_her(viewer))
    used = [When(**{f"{name}__isnull": False}, then=_case(viewer, name)) for name in KINDS]
    rows = rows.select_related("sender", *ABOUT).order_by("-at", "-pk")
    return rows.annotate(is_used=Case(*used, default=False, output_field=BooleanField()))


def to_her(viewer: int) -> QuerySet[Tip]:
    """Also what she did not want, and what somebody gave whom she muted."""
    rows = Tip.objects.filter(may_see(viewer), receiver=viewer)
    return rows.exclude(is_apart(viewer, "sender"))


def waiting(viewer: int, since: datetime) -> "QuerySet[UsedTip]":
    """What came since then and she did nothing with yet. Of several about one thing the first, and
    nothing about what she passed on or did not want since then.
    """
    same = Tip.objects.filter(_same_thing())
    mine = same.filter(sender=viewer, at__gte=since)
    declined = same.filter(receiver=viewer, declined_at__gte=since)
    earlier = same.filter(receiver=viewer, pk__lt=OuterRef("pk"), at__gte=since, declined_at=None)
    earlier = earlier.exclude(_sent_by_kept_out(viewer))
    rows = received(viewer).filter(_lasts(), is_used=False, at__gte=since)
    rows = rows.exclude(Exists(mine) | Exists(declined) | Exists(earlier))
    return rows.order_by("at", "pk")


def sent(viewer: int) -> QuerySet[Tip]:
    """What she tipped, the latest first, with `thanks` where it led to something."""
    rows = Tip.objects.filter(may_see(viewer), sender=viewer)
    rows = rows.exclude(is_apart(viewer, "receiver"))
    return rows.select_related("receiver", "thanks", *ABOUT).order_by("-at", "-pk")


def that_led_to(thing: Answer | Reply) -> QuerySet[Tip]:
    """The tips by which its author came to it, of each sender one; none that she did not want."""
    if isinstance(thing, Answer):
        rows = Tip.objects.filter(question=thing.question_id, at__lte=thing.answered_at)
    else:
        rows = Tip.objects.filter(post=thing.post_id, at__lte=thing.replied_at)
    rows = rows.filter(receiver=thing.author_id, declined_at=None)
    return rows.order_by("sender", "pk").distinct("sender")


def may_see(viewer: int) -> Q:
    seen = Q()
    for name, kind in KINDS.items():
        seen |= Q(**{f"{name}__in": kind.readable(Actor(pk=viewer))})
    return seen


def _sent_by_kept_out(viewer: int) -> Q:
    return is_apart(viewer, "sender") | is_muted(viewer, "sender")


def _lasts() -> Q:
    """Nobody waits for what is over."""
    lasting = Q()
    for name, kind in KINDS.items():
        if kind.lasts is not None:
            lasting &= Q(**{name: None}) | kind.lasts(f"{name}__")
    return lasting


def _same_thing() -> Q:
    same = Q()
    for name in KINDS:
        same |= Q(**{name: OuterRef(name)})
    return same


def _case(viewer: int, name: str) -> Any:
    return Case(When(KINDS[name].used(viewer), then=Value(value=True)), default=Value(value=False))


WAITING = Frozen(waiting)

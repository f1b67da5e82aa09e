"""What follows in a conversation."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record, tell_who_looks
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.federation.queries import follows_one_of
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.groups.models import Group, GroupMembership
from vaknet.domain.groups.queries import stewards_on
from vaknet.domain.knowledge import conversations, rules
from vaknet.domain.knowledge.actions.mentions import mention
from vaknet.domain.knowledge.actions.posts import held_post, record_on
from vaknet.domain.knowledge.actions.staying_away import stay_away
from vaknet.domain.knowledge.models import Edit, Post, PostPlacement, Reply
from vaknet.domain.knowledge.queries.visible import reader
from vaknet.domain.knowledge.words import words_said
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.refusal import Refused
from vaknet.kit.markdown import to_html

# The same words within this time are a double click or a page sent again, not a second reply.
SAME_ACT = timedelta(minutes=1)


@transaction.atomic
def reply(by: Actor, *, post: Post, text: str) -> Reply:
    """For who is in one of the groups where it stands. The same twice within a minute is once.

    Raises Post.DoesNotExist when she may not read it (any more).
    """
    words = _words(text)
    one_at_a_time(by)
    held = held_post(by, post)
    where = conversations.where(held)
    if not _is_in(by, where):
        raise Refused(_("Join one of the groups of this conversation first."))
    check_awake(*where)
    since = now() - SAME_ACT
    again = Reply.objects.filter(post=held, author=by, text=words, withdrawn_at=None)
    if (same := again.filter(replied_at__gte=since).first()) is not None:
        return same
    html = to_html(words, names=True)
    refuse_to_write(by, html=html)
    given = Reply.objects.create(post=held, author=by, text=words, html=html, replied_at=now())
    PostPlacement.objects.filter(post=held).update(latest_at=given.replied_at)
    record_on(by, "replied", given, where)
    tell_who_looks("post", held.pk)
    mention(by, given, html=html, groups=where, hears_anyway=held.author)
    return given


def _is_in(by: Actor, groups: list[Group]) -> bool:
    """Who follows a group from another network is in it, as far as what guests read goes."""
    seats = GroupMembership.objects.filter(actor=by, group__in=groups, until=None)
    return seats.exists() or (by.is_remote and follows_one_of(by, groups))


def _words(text: str) -> str:
    return words_said(text, missing=_("Write your reply. A few sentences are enough."))


@transaction.atomic
def change_reply(by: Actor, *, reply: Reply, text: str, minor: bool = False) -> Reply:
    """Put one's own reply better; what it said before is kept. `minor`: only its spelling."""
    held = _held(by, reply)
    if not rules.may_change(by, held):
        raise Refused(_("Only who wrote it can change it."))
    words = _words(text)
    if words == held.text:
        return held
    refuse_to_write(by, html=to_html(words, names=True), before=held.html)
    Edit.objects.create(reply=held, previous=held.text, is_minor=minor)
    held.text, held.html = words, to_html(words, names=True)
    held.save(update_fields=["text", "html"])
    where = conversations.where(held.post)
    record_on(by, "changed_reply", held, where)
    mention(by, held, html=held.html, groups=where, hears_anyway=held.post.author, minor=minor)
    return held


@transaction.atomic
def withdraw_reply(by: Actor, *, reply: Reply) -> None:
    """By who wrote it, or a steward of one of the groups where the conversation stands.

    Somebody of another network also where she cannot read it any more: it was hers to say, and she
    has no page here to ask for it. Of her own, what moderators took away stays so.
    """
    if stay_away(by, thing=reply):
        return
    held = (_hers(by, reply) if by.is_remote else None) or _held(by, reply)
    where = conversations.where(held.post)
    duties = stewards_on(localdate()).filter(membership__actor=by, membership__group__in=where)
    if not rules.may_withdraw_reply(by, held, is_steward=duties.exists()):
        raise Refused(_("Only who wrote it, or a steward, can withdraw it."))
    if where:
        record_on(by, "withdrew_reply", held, where)
    else:
        record(by, "withdrew_reply", held, audience=Audience.SELF)
    held.withdrawn_at = now()
    held.save(update_fields=["withdrawn_at"])
    say_latest([held.post_id])


def say_latest(posts: Sequence[int]) -> None:
    """Inside the transaction of the action that took replies away: when each was last spoken in."""
    left = Reply.objects.filter(post=OuterRef("post"), withdrawn_at=None).order_by()
    last = left.values("post").annotate(last=Max("replied_at")).values("last")
    begun = Post.objects.filter(pk=OuterRef("post")).values("posted_at")
    rows = PostPlacement.objects.filter(post__in=posts)
    rows.update(latest_at=Coalesce(Subquery(last), Subquery(begun)))


def _hers(by: Actor, reply: Reply) -> Reply | None:
    """Her own, that stands, with its conversation, whoever may read that now."""
    Post.objects.select_for_update(no_key=True).get(pk=reply.post_id)
    rows = Reply.objects.filter(pk=reply.pk, author=by, withdrawn_at=None)
    return rows.select_related("author", "post__author").first()


def _held(by: Actor, reply: Reply) -> Reply:
    """With its conversation: the last reply is the same for all who look.

    Raises Reply.DoesNotExist when she may not read it (any more).
    """
    Post.objects.select_for_update(no_key=True).get(pk=reply.post_id)
    return conversations.reply(reader(by), reply.pk)

"""Beginning a conversation, in one group or several."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record, tell_who_looks
from vaknet.domain.activity.locks import one_at_a_time
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import queries as groups_of
from vaknet.domain.groups.actions import audience_of
from vaknet.domain.groups.asleep import check_awake
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.rules import may_steward
from vaknet.domain.knowledge import conversations, rules
from vaknet.domain.knowledge.actions.keeping import keep
from vaknet.domain.knowledge.actions.mentions import mention
from vaknet.domain.knowledge.actions.questions import topics_named
from vaknet.domain.knowledge.actions.staying_away import stay_away
from vaknet.domain.knowledge.attachments import Attached
from vaknet.domain.knowledge.models import Edit, Post, PostPlacement, Reply
from vaknet.domain.knowledge.queries.visible import reader
from vaknet.domain.knowledge.words import long_text
from vaknet.domain.knowledge.writing import refuse_to_write
from vaknet.domain.people.actions.words import required_line
from vaknet.domain.refusal import Refused
from vaknet.kit.markdown import to_html

# The same words within this time are a double click or a page sent again, not a second post.
SAME_ACT = timedelta(minutes=1)
MOST_GROUPS = 5


@transaction.atomic
def start_conversation(
    by: Actor,
    *,
    groups: Iterable[Group],
    title: str,
    body: str = "",
    topics: Iterable[str] = (),
    attached: Attached | None = None,
) -> Post:
    """Post in groups one is in: one conversation, wherever it stands. The same words twice within
    a minute are one post, with the picture or file that came with the first.
    """
    chosen = sorted({group.pk: group for group in groups}.values(), key=lambda group: group.pk)
    _refuse_places(by, chosen)
    sentence, text = _sentence(title), long_text(body, field="body")
    one_at_a_time(by)
    since = now() - SAME_ACT
    again = Post.objects.filter(author=by, title=sentence, withdrawn_at=None, posted_at__gte=since)
    if (same := again.first()) is not None:
        return same
    refuse_to_write(by, html=_html(text), field="body")
    post = Post.objects.create(author=by, title=sentence, body=text, body_html=_html(text))
    post.topics.set(topics_named(topics))
    PostPlacement.objects.bulk_create(PostPlacement(post=post, group=group) for group in chosen)
    if attached is not None:
        keep(by, post, attached)
    record_on(by, "posted", post, chosen)
    mention(by, post, html=post.body_html, groups=chosen)
    return post


def _refuse_places(by: Actor, chosen: Sequence[Group]) -> None:
    if not chosen:
        raise Refused(_("Choose at least one group."), field="groups")
    if len(chosen) > MOST_GROUPS:
        raise Refused(_("Choose at most 5 groups."), field="groups")
    if not all(rules.may_ask(groups_of.membership(by, group)) for group in chosen):
        raise Refused(_("You can post in groups you are in. Join first."), field="groups")
    for group in chosen:
        check_awake(group)
    if not rules.may_stand_together(chosen):
        raise Refused(
            _("What you say in a closed group stays there. Choose that group alone."),
            field="groups",
        )


def _sentence(title: str) -> str:
    missing = _("Write in one sentence what it is about.")
    return required_line(title, limit=300, field="title", missing=missing)


def _html(text: str) -> str:
    return to_html(text, names=True) if text else ""


def record_on(by: Actor, verb: str, thing: Post | Reply, groups: Sequence[Group]) -> Activity:
    """Who may read the widest of the groups may know. The log names a group if it is in one."""
    alone = groups[0].actor if len(groups) == 1 else None
    return record(by, verb, thing, audience=audience_of(conversations.widest(groups)), group=alone)


def held_post(by: Actor, post: Post) -> Post:
    """Until the end of the transaction nobody else replies, or changes it or where it stands.

    Raises Post.DoesNotExist when she may not read it (any more).
    """
    Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    return conversations.post(reader(by), post.pk)


@transaction.atomic
def change_post(by: Actor, *, post: Post, title: str, body: str = "", minor: bool = False) -> Post:
    """Put one's own post better; what it said before is kept. `minor`: only its spelling."""
    held = held_post(by, post)
    if not rules.may_change(by, held):
        raise Refused(_("Only who wrote it can change it."))
    sentence, text = _sentence(title), long_text(body, field="body")
    if (sentence, text) == (held.title, held.body):
        return held
    refuse_to_write(by, html=_html(text), field="body", before=held.body_html)
    previous = f"{held.title}\n\n{held.body}".strip()
    Edit.objects.create(post=held, previous=previous, is_minor=minor)
    held.title, held.body, held.body_html = sentence, text, _html(text)
    held.save(update_fields=["title", "body", "body_html"])
    where = conversations.where(held)
    record_on(by, "changed_post", held, where)
    mention(by, held, html=held.body_html, groups=where, minor=minor)
    return held


@transaction.atomic
def withdraw_post(by: Actor, *, post: Post) -> None:
    """Take one's own post away, with its replies, from all groups. What moderators took away stays
    so."""
    if stay_away(by, thing=post):
        return
    held = held_post(by, post)
    if not rules.may_withdraw_post(by, held):
        raise Refused(_("Only who wrote it can withdraw it."))
    record_on(by, "withdrew_post", held, conversations.where(held))
    held.withdrawn_at = now()
    held.save(update_fields=["withdrawn_at"])


@transaction.atomic
def take_out(by: Actor, *, post: Post, group: Group) -> None:
    """A steward takes it out of her group; where else it stands it stays. Twice is once."""
    if not may_steward(groups_of.membership(by, group)):
        raise Refused(_("Only a steward can take it out of the group."))
    held = held_post(by, post)
    for placement in conversations.standing().filter(post=held, group=group):
        record_on(by, "took_out_post", held, [group])
        placement.until = now()
        placement.save(update_fields=["until"])
        tell_who_looks("places", held.pk)

"""What this room holds of one member's conversations, for herself."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.attachments import own_attachments
from vaknet.domain.knowledge.conversations import visible_posts
from vaknet.domain.knowledge.models import Mention, Post, PostPlacement, Reply
from vaknet.domain.knowledge.queries import visible_answers, visible_questions
from vaknet.domain.parts import Part, streamed


def everything_said(viewer: Actor) -> list[Part]:
    return [_posts(viewer), _attachments(viewer), _replies(viewer), _mentions(viewer)]


def _posts(viewer: Actor) -> Part:
    """With the groups where she posted it: she was in all of them."""
    links = Post.topics.through.objects.filter(post_id=OuterRef("pk"))
    topics = ArraySubquery(links.order_by("topic__name").values("topic__name"))
    places = PostPlacement.objects.filter(post=OuterRef("pk"))
    groups = ArraySubquery(places.order_by("pk").values("group__actor__name"))
    rows = Post.objects.filter(author=viewer).order_by("pk")
    listed = rows.annotate(topic_names=topics, group_names=groups).values_list(
        "pk", "group_names", "title", "body", "topic_names", "posted_at", "withdrawn_at"
    )
    columns = {
        "number": _("Number"),
        "groups": _("Groups"),
        "title": _("In one sentence"),
        "body": _("More to it"),
        "topics": _("Topics"),
        "posted_at": _("Posted"),
        "withdrawn_at": _("Taken back"),
    }
    held = ("knowledge.Post.author",)
    return Part("posts", _("My conversations"), columns, streamed(listed), held)


def _attachments(viewer: Actor) -> Part:
    """Themselves they are in the folder `attachments`, named after their number."""
    columns = {
        "number": _("Number"),
        "conversation_number": _("Number of the conversation"),
        "name": _("File"),
        "kind": _("Kind"),
        "description": _("In words"),
        "attached_at": _("Attached"),
    }
    listed = own_attachments(viewer).values_list(
        "pk", "post_id", "name", "kind", "description", "attached_at"
    )
    return Part("attachments", _("My pictures and files"), columns, streamed(listed), ())


def _replies(viewer: Actor) -> Part:
    rows = Reply.objects.filter(author=viewer).order_by("pk")
    listed = rows.annotate(title=_title(viewer, "post_id")).values_list(
        "post_id", "title", "text", "replied_at", "withdrawn_at"
    )
    columns = {
        "conversation_number": _("Number"),
        "conversation": _("Conversation"),
        "text": _("My reply"),
        "replied_at": _("Replied"),
        "withdrawn_at": _("Taken back"),
    }
    held = ("knowledge.Reply.author",)
    return Part("replies", _("My replies"), columns, streamed(listed), held)


def _title(viewer: Actor, post: str) -> Coalesce:
    """Of a conversation that she can no longer read nothing is said, but for one of her own."""
    readable = visible_posts(viewer).filter(pk=OuterRef(post))
    hers = Post.objects.filter(pk=OuterRef(post), author=viewer)
    return Coalesce(
        Subquery(readable.values("title")[:1]), Subquery(hers.values("title")[:1]), Value("")
    )


def _mentions(viewer: Actor) -> Part:
    """Where she is named, as far as she can read it. Whether she was told is of her own mail."""
    rows = Mention.objects.filter(person=viewer).order_by("pk")
    columns = {"title": _("In one sentence"), "at": _("When"), "read_at": _("Was read")}
    held = ("knowledge.Mention.person",)
    listed = rows.annotate(title=_named_in(viewer)).values_list("title", "at", "read_at")
    return Part("mentions", _("Where I was named"), columns, streamed(listed), held)


def _named_in(viewer: Actor) -> Coalesce:
    def titles(rows: QuerySet, name: str, column: str) -> Subquery:  # type: ignore[type-arg]
        return Subquery(rows.filter(pk=OuterRef(name)).values(column)[:1])

    return Coalesce(
        titles(visible_questions(viewer), "question", "title"),
        titles(visible_answers(viewer), "answer", "question__title"),
        titles(visible_posts(viewer), "post", "title"),
        titles(visible_posts(viewer), "reply__post", "title"),
        Value(""),
    )

"""All that this room holds of one member, for herself: her words, and what she may see."""

from collections.abc import Iterator

from django.db.models import Case, F, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections.everything_told import everything_told
from vaknet.domain.connections.models import (
    Connection,
    ConnectionRequest,
    Follow,
    GoBetweenConsent,
    GoBetweenExcept,
    Introduction,
    IntroductionMessage,
    IntroductionStep,
    RequestMessage,
)
from vaknet.domain.connections.queries import memories, waiting_cards
from vaknet.domain.parts import Part, Row, Words, streamed
from vaknet.domain.people.apart import is_apart

WHO: dict[str, Words] = {"name": _("Name"), "handle": _("Address here")}
SINCE: dict[str, Words] = {"since": _("Since"), "until": _("Until")}

ON_CARD: dict[str, Words] = {
    "note": _("What I want to remember"),
    "met": _("Where we met"),
    "knows": _("Knows a lot about"),
    "next_step": _("My next step"),
    "remind_on": _("Remind me on"),
}


def everything_of(viewer: Actor) -> list[Part]:
    return [
        _contacts(viewer),
        *_follows(viewer),
        *_requests(viewer),
        _asked(viewer),
        _received(viewer),
        _made(viewer),
        _said(viewer),
        *_go_between(viewer),
        _memories(viewer),
        _waiting(viewer),
        *everything_told(viewer),
    ]


def _contacts(viewer: Actor) -> Part:
    rows = Connection.objects.filter(holder=viewer).order_by("pk")
    listed = rows.values_list(
        "contact__name",
        "contact__handle",
        "since",
        "until",
        "note",
        "contact_headline",
        "contact_roles",
    )
    columns = {
        **WHO,
        **SINCE,
        "note": _("How it began"),
        "headline_then": _("Was then"),
        "roles_then": _("Roles then"),
    }
    held = ("connections.Connection.holder",)
    return Part("connections", _("Contacts"), columns, streamed(listed), held)


def _follows(viewer: Actor) -> list[Part]:
    """Who stopped following her, and when, is not hers to know."""
    mine = Follow.objects.filter(follower=viewer).order_by("pk")
    theirs = Follow.objects.filter(followed=viewer, until=None).order_by("pk")
    theirs = theirs.exclude(is_apart(viewer.pk, "follower"))
    return [
        Part(
            "follows",
            _("Whom I follow"),
            {**WHO, **SINCE},
            streamed(mine.values_list("followed__name", "followed__handle", "since", "until")),
            ("connections.Follow.follower",),
        ),
        Part(
            "followers",
            _("Who follows me"),
            {**WHO, "since": _("Since")},
            streamed(theirs.values_list("follower__name", "follower__handle", "since")),
            ("connections.Follow.followed",),
        ),
    ]


def _requests(viewer: Actor) -> list[Part]:
    """Of what she asked she does not hear a no; what was taken back from her is not there."""
    sent = ConnectionRequest.objects.filter(sender=viewer).order_by("pk")
    received = ConnectionRequest.objects.filter(recipient=viewer, withdrawn_at=None).order_by("pk")
    told = Q(request__sender=viewer) | Q(
        request__recipient=viewer, request__declined_at=None, request__withdrawn_at=None
    )
    said = RequestMessage.objects.filter(told | Q(author=viewer)).order_by("pk")
    columns = {**WHO, "note": _("Note"), "asked_at": _("Asked"), "accepted_at": _("Accepted")}
    return [
        Part(
            "requests_sent",
            _("Whom I asked to connect"),
            {**columns, "withdrawn_at": _("Taken back")},
            streamed(_listed(sent, "recipient", "note", "asked_at", "accepted_at", "withdrawn_at")),
            ("connections.ConnectionRequest.sender",),
        ),
        Part(
            "requests_received",
            _("Who asked me to connect"),
            {**columns, "declined_at": _("Declined")},
            streamed(_listed(received, "sender", "note", "asked_at", "accepted_at", "declined_at")),
            ("connections.ConnectionRequest.recipient",),
        ),
        Part(
            "request_messages",
            _("Words about a request"),
            {"by": _("By"), "text": _("Text"), "at": _("When")},
            streamed(said.values_list("author__name", "text", "at")),
            ("connections.RequestMessage.author",),
        ),
    ]


def _listed(
    rows: QuerySet[ConnectionRequest], other: str, *more: str
) -> QuerySet[ConnectionRequest, Row]:
    return rows.values_list(f"{other}__name", f"{other}__handle", *more)


def _asked(viewer: Actor) -> Part:
    """As the pages show them: a no is only with whoever said it."""
    rows = Introduction.objects.filter(asker=viewer).order_by("pk")
    listed = rows.values_list(
        "target__name",
        "target__handle",
        "purpose",
        "question",
        "asked_at",
        "agreed_at",
        "withdrawn_at",
    )
    columns = {
        **WHO,
        "purpose": _("What for"),
        "question": _("Question"),
        "asked_at": _("Asked"),
        "agreed_at": _("Agreed"),
        "withdrawn_at": _("Taken back"),
    }
    title, held = _("Introductions that I asked for"), ("connections.Introduction.asker",)
    return Part("introductions_asked", title, columns, streamed(listed), held)


def _received(viewer: Actor) -> Part:
    rows = Introduction.objects.filter(target=viewer, proposed_at__isnull=False).order_by("pk")
    listed = rows.values_list(
        "asker__name", "asker__handle", "purpose", "proposed_at", "agreed_at", "declined_at"
    )
    columns = {
        **WHO,
        "purpose": _("What for"),
        "proposed_at": _("Proposed"),
        "agreed_at": _("Agreed"),
        "declined_at": _("Declined"),
    }
    title, held = _("Who was introduced to me"), ("connections.Introduction.target",)
    return Part("introductions_received", title, columns, streamed(listed), held)


def _made(viewer: Actor) -> Part:
    """As a go-between."""
    rows = IntroductionStep.objects.filter(go_between=viewer, asked_at__isnull=False)
    listed = rows.order_by("pk").values_list(
        "introduction__asker__name",
        "introduction__target__name",
        "note",
        "asked_at",
        "agreed_at",
        "declined_at",
        "left_at",
    )
    columns = {
        "asker": _("Asked by"),
        "target": _("To meet"),
        "note": _("What I said of it"),
        "asked_at": _("Asked"),
        "agreed_at": _("Agreed"),
        "declined_at": _("Declined"),
        "left_at": _("Left the conversation"),
    }
    title, held = _("Introductions through me"), ("connections.IntroductionStep.go_between",)
    return Part("introductions_made", title, columns, streamed(listed), held)


def _said(viewer: Actor) -> Part:
    """What she wrote on any introduction."""
    is_asker = When(introduction__asker=viewer, then=F("introduction__target__name"))
    other = Case(is_asker, default=F("introduction__asker__name"))
    rows = IntroductionMessage.objects.filter(author=viewer).order_by("pk")
    listed = rows.values_list(other, "text", "at")
    columns = {"with": _("With"), "text": _("Text"), "at": _("When")}
    title, held = _("What I wrote on introductions"), ("connections.IntroductionMessage.author",)
    return Part("introduction_messages", title, columns, streamed(listed), held)


def _go_between(viewer: Actor) -> list[Part]:
    agreed = GoBetweenConsent.objects.filter(actor=viewer).order_by("pk")
    excepts = GoBetweenExcept.objects.filter(actor=viewer).order_by("pk")
    return [
        Part(
            "go_between_consents",
            _("Reachable through me"),
            SINCE,
            streamed(agreed.values_list("since", "until")),
            ("connections.GoBetweenConsent.actor",),
        ),
        Part(
            "go_between_excepts",
            _("Not reachable through me"),
            {**WHO, **SINCE},
            streamed(excepts.values_list("contact__name", "contact__handle", "since", "until")),
            ("connections.GoBetweenExcept.actor",),
        ),
    ]


def _memories(viewer: Actor) -> Part:
    """Opened for their owner, and for nobody else."""

    def rows() -> Iterator[Row]:
        for one in memories(viewer):
            words = one.words
            told = (words.note, words.met, words.knows, words.next_step)
            yield (one.about.name, one.about.handle, *told, one.remind_on, one.changed_at)

    columns = {**WHO, **ON_CARD, "changed_at": _("Changed")}
    held = ("connections.MemoryCard.owner", "connections.MemoryKey.owner")
    return Part("memory_cards", _("Memory cards"), columns, rows, held)


def _waiting(viewer: Actor) -> Part:
    def rows() -> Iterator[Row]:
        for one in waiting_cards(viewer):
            if one.card:
                words = one.card.words
                told = (words.note, words.met, words.knows, words.next_step)
                yield (one.card.name, *told, one.card.remind_on, one.since)

    columns = {"name": _("Name"), **ON_CARD, "since": _("Since")}
    title, held = _("Cards not tied to somebody here"), ("connections.WaitingCard.owner",)
    return Part("waiting_cards", title, columns, rows, held)

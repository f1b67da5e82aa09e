"""What somebody elsewhere said, in the columns in which it is kept here."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.html import escape

from vaknet.domain.federation.models import LONGEST_ID
from vaknet.engine.activitypub import Post, PostKind
from vaknet.engine.activitypub.fields import language_code
from vaknet.engine.activitypub.media import Media
from vaknet.engine.activitypub.origins import origin, same_origin
from vaknet.engine.activitypub.places import Event, Status
from vaknet.engine.text import language_of
from vaknet.kit.foreign_html import clean
from vaknet.kit.html_text import text_of
from vaknet.kit.plain import plain

LONGEST_HTML, LONGEST_TEXT = 60_000, 20_000  # signs; what is longer is read at its own place
LONGEST_OPENING, LONGEST_WARNING, LONGEST_NAME = 300, 500, 500
LONGEST_PLACE, LONGEST_LINK = 500, 1_000
MOST_ATTACHED = 20
PLAIN = ("text/plain", "text/markdown")
# Of these a summary is a warning of what follows; of others it says it shorter.
WARNED = {PostKind.NOTE, PostKind.QUESTION}
FILES = {"Image": "image", "Video": "video", "Audio": "audio", "Link": "link", "Page": "link"}


def columns(written: Post, *, at: datetime) -> dict[str, object]:
    """`at`: when it came; nothing is said later than that."""
    html, is_cut = _html(written)
    return {
        "kind": written.kind.value,
        "title": written.title,
        "warning": _warning(written),
        "is_sensitive": written.sensitive,
        "html": html,
        "opening": plain(text_of(html), LONGEST_OPENING),
        "is_cut": is_cut,
        "language": _language(written, html),
        "page": _page(written),
        "in_reply_to": _fitting(written.in_reply_to),
        "context": _fitting(written.context),
        "replies": _fitting(written.replies),
        "is_public": written.is_public,
        "attachments": list(_attached(written))[:MOST_ATTACHED],
        "poll": _poll(written),
        "published": min(written.published or at, at),
        "updated": written.updated,
        **_when_and_where(written),
    }


def _language(written: Post, html: str) -> str:
    """As it was told, for its content or for all; else as its words tell."""
    told = language_code(written.content.language) or written.language
    return told or language_of(f"{written.name}\n{text_of(html)}")


def _html(written: Post) -> tuple[str, bool]:
    words = written.content
    if not words and written.kind not in WARNED:
        words = written.summary
    html = _paragraphs(words.text) if written.media_type in PLAIN else clean(words.text)
    if len(html) <= LONGEST_HTML:
        return html, False
    return _paragraphs(text_of(html)[:LONGEST_TEXT]), True


def _paragraphs(text: str) -> str:
    pieces = (piece.strip() for piece in text.replace("\r\n", "\n").split("\n\n"))
    return "".join(f"<p>{escape(one).replace('\n', '<br>')}</p>" for one in pieces if one)


def _warning(written: Post) -> str:
    if written.kind not in WARNED:
        return ""
    return plain(text_of(written.summary.text), LONGEST_WARNING)


def _page(written: Post) -> str:
    """Only at the server whose word it is: a name of one place leads nowhere else."""
    page = _fitting(written.page)
    return page if same_origin(page, written.id) else written.id


def _fitting(uri: str | None) -> str:
    return uri if uri is not None and len(uri) <= LONGEST_ID else ""


def _attached(written: Post) -> Iterator[dict[str, str]]:
    """Each once."""
    seen = set()
    for one in (*written.attachments, *([written.image] if written.image else ())):
        if one.href not in seen and len(one.href) <= LONGEST_LINK:
            seen.add(one.href)
            name = plain(one.name, LONGEST_NAME) or origin(one.href).host
            yield {"href": one.href, "name": name, "kind": _kind(one)}


def _kind(one: Media) -> str:
    of_type = one.media_type.partition("/")[0]
    return of_type if of_type in {"image", "video", "audio"} else FILES.get(one.kind, "file")


def _poll(written: Post) -> dict[str, object]:
    poll = written.poll
    if poll is None:
        return {}
    told: dict[str, object] = {
        "options": [[one.name, one.votes] for one in poll.options],
        "voters": poll.voters,
        "several": poll.several,
    }
    said = {one.name: one.said for one in poll.options if one.said != one.name}
    return told | ({"said": said} if said else {})


def _when_and_where(written: Post) -> dict[str, object]:
    event, poll = written.event, written.poll
    return {
        "starts_at": event.starts if event else None,
        "ends_at": event.ends if event else (poll.closed or poll.ends) if poll else None,
        "place": _place(event) if event else "",
        "is_off": event is not None and event.status is Status.CANCELLED,
    }


def _place(event: Event) -> str:
    """Each on its own, its address after its name."""
    return plain("; ".join(one.line for one in event.places if one.line), LONGEST_PLACE)

"""Setting an issue for paper: a PDF file that a screen reader can follow."""

from pathlib import Path
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse

from vaknet.domain.journal import actions, queries
from vaknet.domain.journal.models import Issue, PrintedIssue
from vaknet.engine.layout.facade import draw
from vaknet.engine.layout.facade_svg import svg
from vaknet.interfaces import web
from vaknet.kit.pdf import Paper, pdf

WEB = Path(web.__file__).parent
STYLE = WEB / "templates" / "journal" / "print" / "style.css"
FONTS = ("newsreader-display-normal", "newsreader-display-italic", "atkinson-next-normal")


def make(digest: str) -> None:
    """Nothing when it is there, or nobody waits for it any more."""
    waiting = PrintedIssue.objects.filter(pdf=None, failed_at=None)
    printed = waiting.select_related("issue__group__actor").filter(pk=digest).first()
    if printed is None:
        return
    try:
        content = pdf(_paper(printed))
    except Exception:
        actions.give_up_print(printed=printed)
        raise
    actions.keep_print(printed=printed, pdf=content)


def _paper(printed: PrintedIssue) -> Paper:
    issue = printed.issue
    number = issue.number or 0  # what is printed came out
    page = reverse("issue", args=[issue.group.actor.handle, number])
    fonts = {f"{name}.woff2": _font(name) for name in FONTS}
    return Paper(
        html=printed.html,
        css=STYLE.read_text(encoding="utf-8"),
        address=urljoin(settings.BASE_URL, page),
        files=fonts | _cover(issue),
    )


def _cover(issue: Issue) -> dict[str, bytes]:
    photo = queries.photo_of(issue)
    if photo is None:
        return {"cover.svg": svg(draw(issue.number or 0)).encode()}
    return {"cover.webp": queries.largest_file(photo)}


def _font(name: str) -> bytes:
    return (WEB / "static" / "fonts" / f"{name}.woff2").read_bytes()

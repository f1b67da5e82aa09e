"""Issues away from the page: a feed that programs follow, a book for an e-reader, and paper."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import cast

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.groups.models import Group
from vaknet.domain.journal import actions, queries
from vaknet.domain.journal.models import Issue
from vaknet.domain.journal.reading import IssueView, Line, issue_view, lines
from vaknet.engine.layout.facade import draw
from vaknet.engine.layout.facade_svg import svg
from vaknet.interfaces.web.doors import readers_only
from vaknet.interfaces.web.feeds import answered, for_guests, language, missing, whole
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.issues import cover_in_words
from vaknet.kit import feeds
from vaknet.kit.epub import Book, Chapter, Photo, Words, epub
from vaknet.kit.pdf import missing_libraries

MOST_ISSUES = 20
HERE = Path(__file__).parent
STYLE = HERE / "templates" / "journal" / "book" / "style.css"
FONTS = ("newsreader-display-normal.woff2", "atkinson-next-normal.woff2")


@require_safe
def feed(request: Request, handle: str, form: str) -> HttpResponse:
    """As guests read it, whoever asks: programs come without a name, and pass on what they get."""
    found = for_guests(handle)
    if found is None:
        return missing(request)
    if queries.front(None, found) is None:
        raise Http404
    return answered(request, _feed(found), form)


def _feed(found: Group) -> feeds.Feed:
    home = whole(reverse("issues", args=[found.actor.handle]))
    listed = lines(None, found, list(queries.issues(None, found)[:MOST_ISSUES]))
    return feeds.Feed(
        id=home,
        home=home,
        title=found.actor.name,
        description=found.purpose,
        language=language(),
        author=settings.NETWORK_NAME,
        updated=found.actor.created_at,
        entries=tuple(_entry(found, line) for line in listed),
    )


def _entry(found: Group, line: Line) -> feeds.Entry:
    address = whole(reverse("issue", args=[found.actor.handle, line.issue.number]))
    number = _("Number %(number)s") % {"number": line.issue.number}
    return feeds.Entry(
        id=address,
        address=address,
        title=f"{number}: {line.headline}" if line.headline else number,
        content=render_to_string("journal/feed_entry.html", {"line": line, "address": address}),
        published=_out(line.issue),
        updated=_out(line.issue),
    )


@require_safe
@readers_only
def book(request: Request, found: Group, number: str) -> HttpResponse:
    """As she who asks may see it: members are named to members."""
    issue = _issue(request, found, number)
    headers = {"Content-Disposition": f'attachment; filename="{_name(issue)}.epub"'}
    return HttpResponse(
        epub(_book(request, issue)), content_type="application/epub+zip", headers=headers
    )


def _book(request: Request, issue: IssueView) -> Book:
    found = issue.group.actor
    address = whole(reverse("issue", args=[found.handle, issue.number]))
    return Book(
        identifier=address,
        title=f"{found.name}, {_('Number %(number)s') % {'number': issue.number}}",
        language=language(),
        authors=tuple(one.name for one in issue.editors),
        publisher=settings.NETWORK_NAME,
        published=_out(issue).date(),
        modified=_out(issue),
        description=issue.lead or issue.group.purpose,
        address=address,
        cover=_cover(issue),
        chapters=tuple(_chapters(request, issue)),
        words=Words(
            cover=_("Cover"),
            contents=_("Contents"),
            accessibility=_("All of it is text. Figures are in tables."),
        ),
        css=STYLE.read_text(encoding="utf-8"),
        files={font: (HERE / "static" / "fonts" / font).read_bytes() for font in FONTS},
    )


def _cover(issue: IssueView) -> str | Photo:
    if issue.photo is None:
        return svg(draw(issue.number))
    return Photo(queries.largest_file(issue.photo), issue.photo.description)


def _chapters(request: Request, issue: IssueView) -> Iterator[Chapter]:
    """The cover story, the sections, and who made it."""

    def written(part: str, **more: object) -> str:
        return render_to_string(f"journal/book/{part}.html", {"issue": issue} | more, request)

    yield Chapter(issue.headline or str(_("Cover")), written("cover"))
    for section in issue.sections:
        yield Chapter(section.title, written("section", section=section))
    yield Chapter(str(_("Colophon")), written("colophon"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@readers_only
def paper(request: Request, found: Group, number: str) -> HttpResponse:
    """Asking for the PDF file, and waiting for it: a worker makes it."""
    issue = _issue(request, found, number)
    html = _printed_html(issue)
    if request.method == "POST":
        if not missing_libraries():
            actions.ask_print(issue=Issue(pk=issue.pk), html=html)
        there = reverse("issue-paper", args=[found.actor.handle, issue.number])
        return HttpResponseRedirect(there, status=303)
    context = {
        "group": found,
        "issue": issue,
        "printed": queries.printed(html),
        "cannot": bool(missing_libraries()),
    }
    name = "journal/paper.html" + ("#file" if request.htmx else "")
    return render(request, name, context)


@never_cache
@require_safe
@readers_only
def pdf_file(request: Request, found: Group, number: str) -> HttpResponse:
    """Exactly what she may see now; when that is not made yet she can ask for it."""
    issue = _issue(request, found, number)
    printed = queries.printed(_printed_html(issue))
    if printed is None or printed.pdf is None:
        return HttpResponseRedirect(reverse("issue-paper", args=[found.actor.handle, issue.number]))
    headers = {"Content-Disposition": f'inline; filename="{_name(issue)}.pdf"'}
    return HttpResponse(bytes(printed.pdf), content_type="application/pdf", headers=headers)


def _issue(request: Request, found: Group, number: str) -> IssueView:
    try:
        return issue_view(request.viewer, found, int(number))
    except Issue.DoesNotExist as missing:
        raise Http404 from missing


def _printed_html(issue: IssueView) -> str:
    """The same for all who see the same, in one language."""
    context = {
        "issue": issue,
        "language": language(),
        "network_name": settings.NETWORK_NAME,
        "cover_words": cover_in_words(issue.number, issue.photo),
    }
    return render_to_string("journal/print/issue.html", context)


def _out(issue: Issue | IssueView) -> datetime:
    """When it came out, which all issues here did."""
    return cast(datetime, issue.published_at)


def _name(issue: IssueView) -> str:
    """Of a file that she keeps."""
    return f"{issue.group.actor.handle}-{issue.number}"

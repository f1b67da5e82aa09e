"""Making the file with everything of one member: see docs/developer/archive.md.

A part is read once for each way in which it is written, a few hundred rows at a time, so that a
member with thousands of posts asks no more memory than one with ten.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import queries as connections
from vaknet.domain.events.queries import largest_cover, own_covers
from vaknet.domain.journal.queries import largest_file, own_photos
from vaknet.domain.knowledge.attachments import own_attachments
from vaknet.domain.leaving import actions, files, queries
from vaknet.domain.leaving.models import Archive
from vaknet.domain.leaving.reading import FILE, FORMAT, VERSION
from vaknet.domain.parts import Part, Value, Words
from vaknet.domain.people.photos import own_photo
from vaknet.interfaces.web.templatetags.look import day, moment
from vaknet.kit.vcard import card

WAYS = 3  # as JSON, as CSV, to read
FONTS = ("newsreader-display-normal", "atkinson-next-normal", "atkinson-next-latin-ext")
LICENCES = ("newsreader-OFL.txt", "atkinson-hyperlegible-next-OFL.txt")
# A spreadsheet takes a cell that begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t")


def make(archive_id: int) -> None:
    """Begun anew when a worker was killed half way. Nothing when nobody waits for it any more."""
    waiting = Archive.objects.filter(ready_at=None, failed_at=None, removed_at=None)
    archive = waiting.select_related("actor__account").filter(pk=archive_id).first()
    if archive is None:
        return
    try:
        with translation.override(archive.actor.account.language):
            _write(archive)
        wanted = actions.finish_archive(archive=archive)
    except Exception:
        actions.give_up_archive(archive=archive)
        files.unfinished(archive.name).unlink(missing_ok=True)
        raise
    if not wanted:
        files.path(archive.name).unlink(missing_ok=True)


def _write(archive: Archive) -> None:
    draft = files.unfinished(archive.name)
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    parts = queries.everything_of(archive.actor)
    steps = _Steps(archive, WAYS * len(parts))
    with ZipFile(draft, "w", ZIP_DEFLATED) as whole:
        _write_json(whole, archive.actor, parts, steps)
        _write_tables(whole, parts, steps)
        _write_pages(whole, archive.actor, parts, steps)
        _write_cards(whole, archive.actor)
        _write_photo(whole, archive.actor)
        _write_attachments(whole, archive.actor)
        _write_covers(whole, archive.actor)


@dataclass
class _Steps:
    """How far it is, for the page on which she waits."""

    archive: Archive
    steps: int
    done: int = 0

    def tick(self) -> None:
        self.done += 1
        actions.note_progress(archive=self.archive, done=self.done, steps=self.steps)


@contextmanager
def _text(whole: ZipFile, name: str) -> Iterator[io.TextIOWrapper]:
    """A file in the archive, written as it comes."""
    with whole.open(name, "w") as content:
        text = io.TextIOWrapper(content, encoding="utf-8", newline="")
        yield text
        text.flush()
        text.detach()


def _write_json(whole: ZipFile, actor: Actor, parts: Iterable[Part], steps: _Steps) -> None:
    about = {
        "format": FORMAT,
        "version": VERSION,
        "network": settings.NETWORK_NAME,
        "address": settings.BASE_URL,
        "made_at": timezone.now().isoformat(),
        "member": actor.name,
    }
    with _text(whole, FILE) as out:
        out.write(json.dumps(about, ensure_ascii=False, indent=1).removesuffix("\n}"))
        for part in parts:
            out.write(f",\n {json.dumps(part.name)}: [")
            for number, row in enumerate(part.rows()):
                told = dict(zip(part.columns, map(_plain, row), strict=True))
                out.write(",\n  " if number else "\n  ")
                out.write(json.dumps(told, ensure_ascii=False))
            out.write("]")
            steps.tick()
        out.write("\n}\n")


def _plain(value: Value) -> Any:
    """Days and moments as ISO 8601, moments in UTC."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _write_tables(whole: ZipFile, parts: Iterable[Part], steps: _Steps) -> None:
    for part in parts:
        with _text(whole, f"csv/{part.name}.csv") as out:
            out.write("\ufeff")  # without it spreadsheets read accents wrong
            table = csv.writer(out)
            table.writerow(part.columns)
            for row in part.rows():
                table.writerow([_cell(value) for value in row])
        steps.tick()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    plain = _plain(value)
    text = "; ".join(map(str, plain)) if isinstance(plain, list) else str(plain)
    return f"'{text}" if text.startswith(FORMULA) else text


def _write_pages(whole: ZipFile, actor: Actor, parts: list[Part], steps: _Steps) -> None:
    """One page to read, without a script, and what it is dressed in."""
    page = {
        "actor": actor,
        "parts": parts,
        "language": translation.get_language(),
        "network_name": settings.NETWORK_NAME,
        "base_url": settings.BASE_URL,
        "now": timezone.now(),
    }
    with _text(whole, "index.html") as out:
        out.write(render_to_string("archive/head.html", page))
        for part in parts:
            _write_part(out.write, part)
            steps.tick()
        out.write(render_to_string("archive/foot.html", page))
    whole.writestr("style.css", render_to_string("archive/style.css"))
    fonts = resources.files("vaknet.interfaces.web").joinpath("static/fonts")
    for font in FONTS:
        content = fonts.joinpath(f"{font}.woff2").read_bytes()
        whole.writestr(f"fonts/{font}.woff2", content, ZIP_STORED)
    for licence in LICENCES:
        whole.writestr(f"fonts/{licence}", fonts.joinpath(licence).read_bytes())


def _write_part(write: Callable[[str], object], part: Part) -> None:
    columns = [(str(label), part.spoken.get(key, {})) for key, label in part.columns.items()]
    write(render_to_string("archive/part.html", {"part": part}))
    for row in part.rows():
        told = [
            (label, _said(spoken.get(value, value) if spoken else value))
            for (label, spoken), value in zip(columns, row, strict=True)
        ]
        shown = [(label, text) for label, text in told if text]
        write(render_to_string("archive/row.html", {"row": shown}))
    write("</section>\n")


def _said(value: Value | Words) -> str:
    """As a person reads it; empty for what is not there."""
    match value:
        case None | "" | False | []:
            return ""
        case True:
            return "✓"
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case list():
            return ", ".join(_said(one) for one in value)
    return str(value)


def _write_cards(whole: ZipFile, actor: Actor) -> None:
    """Only contacts who agreed to be taken along."""
    with _text(whole, "contacts.vcf") as out:
        for contact in connections.contacts_who_go_along(actor).iterator():
            email = contact.account.email
            out.write(card(name=contact.name, title=contact.headline, email=email))


def _write_photo(whole: ZipFile, actor: Actor) -> None:
    photo = own_photo(actor)
    if photo is not None:
        whole.writestr(f"photo.{photo.format}", bytes(photo.content), ZIP_STORED)


def _write_attachments(whole: ZipFile, actor: Actor) -> None:
    """Of a picture the largest that we have. One at a time in memory."""
    for one in own_attachments(actor).iterator(chunk_size=100):
        content = one.files.order_by("-side").values_list("content", flat=True)[0]
        whole.writestr(f"attachments/{one.pk}.{one.kind}", bytes(content), ZIP_STORED)


def _write_covers(whole: ZipFile, actor: Actor) -> None:
    for one in own_photos(actor).iterator(chunk_size=100):
        whole.writestr(f"covers/{one.pk}.webp", largest_file(one), ZIP_STORED)
    for cover in own_covers(actor).iterator(chunk_size=100):
        whole.writestr(f"event-covers/{cover.pk}.webp", largest_cover(cover), ZIP_STORED)

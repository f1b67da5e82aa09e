"""What may happen with translations."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from vaknet.domain.activity.actions import record
from vaknet.domain.activity.models import Actor, Audience
from vaknet.domain.knowledge.articles import is_article
from vaknet.domain.knowledge.models import Post, Question
from vaknet.domain.knowledge.pseudonyms import voice
from vaknet.domain.knowledge.words import long_text, words_said
from vaknet.domain.knowledge.writing import DAY, refuse_to_write
from vaknet.domain.people.actions.words import line, required_line
from vaknet.domain.refusal import Refused
from vaknet.domain.translations.models import Text, Translation
from vaknet.domain.translations.queries import may_translate, name_of, translation_of, written_since
from vaknet.kit.markdown import to_html


@transaction.atomic
def translate(
    by: Actor,
    *,
    thing: Text,
    language: str,
    title: str = "",
    lead: str = "",
    text: str = "",
    written_at: datetime | None = None,
) -> Translation:
    """Say one's own words in that language too. What was said in it before is replaced.

    Nobody is told of one that was `written_at` a moment of before.
    """
    held = _held(by, thing)
    if language not in Translation.Language.values:
        raise Refused(_("Choose the language of this version."), field="language")
    said = {"language": language, **_words(held, title, lead, text)}
    before = translation_of(held)
    if before is not None and said == {name: getattr(before, name) for name in said}:
        return before
    html = _html(held, said["text"])
    beside = written_since(by, now() - DAY)
    refuse_to_write(by, html=html, before=before.html if before else None, beside=beside)
    about: dict[str, Any] = {name_of(held): held}
    made, _is_new = Translation.objects.update_or_create(
        **about, defaults=said | {"html": html, "written_at": written_at or now()}
    )
    record(
        voice(by, held.author_id),
        "translated",
        held,
        audience=Audience.PARTIES,
        at=written_at,
        quietly=written_at is not None,
    )
    return made


def _html(held: Text, text: str) -> str:
    """Its headings of the same rank as those of the original."""
    return to_html(text, names=True, is_page=_is_article(held)) if text else ""


def _words(held: Text, title: str, lead: str, text: str) -> dict[str, str]:
    """As much of it as the text itself has: a title without what it is about says too little."""
    missing = _("Write the text in this language too.")
    if not isinstance(held, Question | Post):
        return {"title": "", "lead": "", "text": words_said(text, missing=missing)}
    no_title = _("Write the title in this language too.")
    sentence = required_line(title, limit=300, field="title", missing=no_title)
    words = words_said(text, missing=missing) if held.body else long_text(text, field="text")
    told = line(lead, limit=500, field="lead") if _is_article(held) else ""
    return {"title": sentence, "lead": told, "text": words}


def _is_article(held: Text) -> bool:
    return isinstance(held, Post) and is_article(held)


class OldTranslation(NamedTuple):
    """As it was written elsewhere. Texts tidy and within their limits."""

    thing: Text
    language: str
    title: str
    text: str
    at: datetime


@transaction.atomic
def keep_translations(by: Actor, *, said: Iterable[OldTranslation]) -> None:
    """Of her own words, which were just brought along. Nobody is told."""
    for old in said:
        Translation.objects.create(
            language=old.language,
            title=old.title,
            text=old.text,
            html=to_html(old.text) if old.text else "",
            written_at=old.at,
            **{name_of(old.thing): old.thing},
        )
        record(by, "translated", old.thing, audience=Audience.PARTIES, at=old.at, quietly=True)


@transaction.atomic
def remove_translation(by: Actor, *, thing: Text) -> None:
    """Only the original is left. Twice is once."""
    held = _held(by, thing)
    gone, _kinds = Translation.objects.filter(**{name_of(held): held}).delete()
    if gone:
        record(voice(by, held.author_id), "removed_translation", held, audience=Audience.PARTIES)


def _held(by: Actor, thing: Text) -> Text:
    """Locked: two authors of an article may write at the same moment."""
    rows = type(thing)._default_manager.select_for_update(no_key=True)
    held: Text = rows.get(pk=thing.pk)
    if not may_translate(by, held):
        raise Refused(_("Only who wrote it can change it."))
    return held


@transaction.atomic
def erase_translation(*, thing: Text) -> None:
    """Of something of which the words are erased."""
    Translation.objects.filter(**{name_of(thing): thing}).delete()

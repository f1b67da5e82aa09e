"""What some of the demo said in the other language too, each by who wrote it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.domain.translations import actions
from vaknet.domain.translations.models import Text

type Row = Mapping[str, Any]


def keep(row: Row, *, at: datetime) -> None:
    thing = _said(row)
    words = {name: row[name].strip() for name in ("title", "lead", "text") if name in row}
    actions.translate(thing.author, thing=thing, language=row["language"], written_at=at, **words)


def _said(row: Row) -> Text:
    """By how its title or its text begins."""
    match row["kind"]:
        case "question":
            return Question.objects.get(title__startswith=row["of"])
        case "post":
            return Post.objects.get(title__startswith=row["of"])
        case "answer":
            return Answer.objects.get(text__startswith=row["of"])
        case _:
            return Reply.objects.get(text__startswith=row["of"])

"""What a page with an article shows beside its text."""

from typing import Any

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge import articles
from vaknet.domain.knowledge.models import Article

COVERS = 900_000  # drawn covers have a number of six digits at most


def of_article(viewer: Actor | None, article: Article) -> dict[str, Any]:
    return {
        "article": article,
        "authors": articles.named_authors(viewer, article),
        "minutes": articles.reading_minutes(article.post.body),
        "drawn": article.pk % COVERS + 1,
        "standing": articles.standing_of(viewer, article),
    }

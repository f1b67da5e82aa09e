"""What is new for a saved search, once a day, and only when there is something."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.searching import queries
from vaknet.domain.searching.models import News
from vaknet.interfaces.mail.letters.writing import Content, write

MOST = 10


def news_of_search(activity: Activity) -> None:
    """Titles of what she may read at this moment; when all of it is gone again, no letter.

    The subject does not say what she looks for: others may see it on a screen at work.
    """
    told = News.objects.select_related("search__actor", "search__group").get(pk=activity.object_id)
    search = told.search
    if search.until or search.paused_at:
        return
    found = queries.whats_new(search, told.since, told.until)[:MOST]
    if not found:
        return
    titles = dict.fromkeys(one.shown.title or one.shown.text[:80] for one in found)
    words = {"search": search.text or search.topic}
    write(
        search.actor,
        thread=f"search-{search.pk}",
        url=settings.BASE_URL + reverse("search-news", args=[told.pk]),
        content=lambda: Content(
            subject=_("New for a search that you saved"),
            opening=_("You saved the search “%(search)s”. This is new:") % words,
            quote="\n".join(f"- {title}" for title in titles),
            closing=_("Pause or delete saved searches here: %(address)s")
            % {"address": settings.BASE_URL + reverse("my-searches")},
            action=_("See what is new"),
        ),
    )

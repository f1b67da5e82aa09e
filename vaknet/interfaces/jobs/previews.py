"""Looking at the pages elsewhere that texts lead to."""

from django.conf import settings
from django.utils import timezone

from vaknet.configuration import configuration
from vaknet.domain.activity.models import Activity
from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.domain.previews import actions
from vaknet.domain.previews.models import Page
from vaknet.domain.previews.queries import pages_due, wanted
from vaknet.kit.links_in_text import is_at
from vaknet.kit.page_visits import Unread, visit

AT_ONCE = 100


def keep_up(activity: Activity) -> None:
    if isinstance(activity.object, Question | Answer | Post | Reply):
        actions.keep_up_card(text=activity.object, at=timezone.now())


def look(page_id: int) -> None:
    """Outside any transaction: the other side may take seconds to answer.

    Nothing when its author took it away, or said that she wants no preview, before we came to it.
    """
    page = wanted(Page.objects.filter(pk=page_id, next_look_at__isnull=False)).first()
    if page is None:
        return
    try:
        found = visit(page.address, may_reach=configuration.may_reach, may_ask=_is_elsewhere)
    except Unread as unread:
        actions.note_trouble(page=page, unread=unread, at=timezone.now())
    else:
        actions.note_about(page=page, about=found, at=timezone.now())


def look_where_due() -> None:
    for page in pages_due(timezone.now())[:AT_ONCE]:
        actions.look_at_page(page=page)


def _is_elsewhere(address: str) -> bool:
    """Also a page that sends us on to this network is not asked here."""
    return not is_at(address, settings.BASE_URL)

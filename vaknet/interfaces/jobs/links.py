"""Looking whether a page of hers elsewhere links back to her here."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from vaknet.configuration import configuration
from vaknet.domain.activity.models import Actor
from vaknet.domain.people import actions
from vaknet.domain.people.links import handles_of, links_due_for_a_look
from vaknet.domain.people.models import ProfileLink
from vaknet.kit.http import Unfetchable, fetch
from vaknet.kit.rel_me import links_of_me, plain_address

AT_ONCE = 50


def look(link_id: int) -> None:
    """Outside any transaction: the other side may take seconds to answer."""
    link = ProfileLink.objects.select_related("actor").filter(pk=link_id).first()
    if link is not None and not link.actor.is_former:
        found = links_back(link.url, link.actor)
        actions.note_look_at_link(link=link, links_back=found, at=timezone.now())


def look_where_due() -> None:
    for link in links_due_for_a_look(timezone.now())[:AT_ONCE]:
        actions.look_at_link(link=link)


def links_back(url: str, actor: Actor) -> bool | None:
    """None when the page cannot be read. Her address here is not in what we ask."""
    try:
        page = fetch(url, may_reach=configuration.may_reach)
    except Unfetchable:
        return None
    found = links_of_me(page.text, address=page.address)
    pages = (settings.BASE_URL + reverse("profile", args=[one]) for one in handles_of(actor))
    return any(plain_address(here) in found for here in pages)

"""What stands on several pages about people of other networks, and what they say."""

from datetime import datetime, time, timedelta

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from vaknet.domain.events.actions import EventThere
from vaknet.domain.events.words import in_each_language, moment_there, when_there
from vaknet.domain.federation import queries
from vaknet.domain.federation.models import RemoteActor, RemotePost
from vaknet.interfaces.web import reports_elsewhere
from vaknet.interfaces.web.found_elsewhere import Thing
from vaknet.kit.foreign_html import clean, without

register = template.Library()
register.filter("tells_votes", queries.tells_votes)


@register.simple_tag(takes_context=True)
def report_link(context: template.Context, remote: RemoteActor) -> str:
    """Where whoever looks can report that one."""
    return reports_elsewhere.report_link(context["viewer"], remote)


@register.filter
def last_day(ends: datetime) -> datetime | None:
    """Of what ends at midnight: a moment on the day before. None for all else."""
    is_midnight = timezone.localtime(ends).time() == time.min
    return ends - timedelta(minutes=1) if is_midnight else None


@register.filter
def held_there(event: EventThere) -> str:
    """Until when as well, where that was said."""
    if event.ends_at is None:
        return moment_there(event)
    return when_there(event.starts_at, event.ends_at, event.zone)


@register.filter
def words_of_post(post: RemotePost) -> SafeString:
    """Without its title, its time and its place, which stand above it."""
    said = [post.title]
    if post.starts_at is not None:
        said += [*in_each_language(post.starts_at, post.ends_at, ""), post.place]
    return mark_safe(without(clean(post.html), said))  # noqa: S308 -- cleaned


@register.filter
def words_of_thing(thing: Thing) -> SafeString:
    """As of a post."""
    said, event = [thing.name], thing.event
    if event is not None:
        said += [*in_each_language(event.starts_at, event.ends_at, event.zone), event.place]
    return mark_safe(without(clean(thing.words), said))  # noqa: S308 -- cleaned

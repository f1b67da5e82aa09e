"""Notices: what needs me, what happened, what can wait; and how I want to hear of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.groups.mail import my_seats
from vaknet.domain.notices import actions
from vaknet.domain.notices.actions.choosing import Wish
from vaknet.domain.notices.delivery import Choices, choices_of
from vaknet.domain.notices.happened import Happened
from vaknet.domain.notices.models import Channel, Kind
from vaknet.domain.notices.noticed import noticed
from vaknet.domain.notices.rhythm import rhythm_of
from vaknet.domain.notices.stops import Stop
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.notices import NoticesForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.notice_words import place_of, sentence, waiting_row
from vaknet.interfaces.web.since import last_shown


@dataclass(frozen=True)
class Row:
    """One line: who, what, and where it leads. `mention`: its number, for what is read by going
    there."""

    person: Actor | None
    text: str
    title: str
    url: str
    at: datetime
    is_read: bool = True
    mention: int = 0


@require_safe
@members_only
def notices(request: Request) -> HttpResponse:
    now = timezone.now()
    found = noticed(viewer_of(request), now=now)
    context = {
        "needs": [*map(_waiting, found.waiting), *map(_told, found.asked)],
        "happened": [*map(_told, found.happened)],
        "groups": found.groups,
        "until": now,
        "has_unread": found.is_anything_new,
    }
    return render(request, "notices/notices.html", context)


@require_POST
@members_only
def read(request: Request) -> HttpResponse:
    """Up to what she was shown: what came meanwhile is still new."""
    actions.read_notices(viewer_of(request), until=last_shown(request, timezone.now()))
    messages.success(request, _("Put away as read, on all your devices."))
    return HttpResponseRedirect(reverse("notices"), status=303)


def _waiting(stop: Stop) -> Row:
    person, text, title, url = waiting_row(stop)
    mention = stop.number if stop.kind == "named" else 0
    return Row(person, text, title, url, stop.since, is_read=False, mention=mention)


def _told(one: Happened) -> Row:
    title = one.sight.title if one.sight else ""
    return Row(one.actor, sentence(one), title, place_of(one), one.at, one.is_read)


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def choose(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    form = NoticesForm(
        request.POST if request.method == "POST" else None, initial=_as_chosen(viewer)
    )
    if form.done(lambda said: actions.choose_notices(viewer, wish=_wish(said))):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("my-notices"), status=303)
    by_kind = [form[kind] for kind in Kind.values]
    context = {"form": form, "by_kind": by_kind, "seats": my_seats(viewer)}
    return render(request, "notices/choose.html", context, status=422 if form.is_bound else 200)


def hears_of_it(viewer: Actor, how: str) -> None:
    """What a newcomer chose on her way in: a digest every "day" or "week", or "never" a letter.
    Empty leaves it as it is for who chose nothing.
    """
    if how == "never":
        actions.choose_notices(viewer, wish=Wish(_all_by(Channel.HERE)))
    elif how:
        channels = _all_by(Channel.DIGEST) | {Kind.ASKED.value: Channel.AT_ONCE.value}
        actions.choose_notices(viewer, wish=Wish(channels, every=how))


def _all_by(channel: Channel) -> dict[str, str]:
    return dict.fromkeys(Kind.values, channel.value)


def _as_chosen(viewer: Actor) -> dict[str, Any]:
    choices, rhythm = choices_of(viewer), rhythm_of(viewer)
    begins, ends = rhythm.quiet_from, rhythm.quiet_until
    return _digest(choices) | {
        **{kind.value: channel.value for kind, channel in choices.channels.items()},
        "quiet_from": "" if begins is None else begins,
        "quiet_until": 8 if ends is None else ends,
    }


def _digest(choices: Choices) -> dict[str, Any]:
    digest = choices.digest
    if digest is None:
        return {"every": "", "hour": 8, "weekday": 1}
    return {"every": digest.every, "hour": digest.hour, "weekday": digest.weekday}


def _wish(said: dict[str, Any]) -> Wish:
    quiet = None if said["quiet_from"] is None else (said["quiet_from"], said["quiet_until"])
    return Wish(
        channels={kind: said[kind] for kind in Kind.values},
        every=said["every"],
        hour=said["hour"],
        weekday=said["weekday"],
        quiet=quiet,
    )

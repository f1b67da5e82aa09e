"""Doors for who is at home on another network: she follows from there what she finds here, and a
member here follows what she finds there."""

from dataclasses import dataclass
from urllib.parse import urlencode, urljoin, urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import queries, rules
from vaknet.domain.federation.queries.limits import refuses
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Unreadable
from vaknet.engine.activitypub.handles import Handle, named
from vaknet.engine.activitypub.origins import origin, same_origin
from vaknet.interfaces.reaching.pages_here import at_page, path_of
from vaknet.interfaces.reaching.waiting import GUESTS
from vaknet.interfaces.web.asking import asking, asks_elsewhere, is_busy
from vaknet.interfaces.web.doors import members_only, viewer_of, while_connected
from vaknet.interfaces.web.forms.from_elsewhere import HomeForm
from vaknet.interfaces.web.found_elsewhere import Thing, look
from vaknet.interfaces.web.homes import NoWayOn, Trouble, asked_home, is_ours, way_on
from vaknet.interfaces.web.http import Request

LONGEST = 500
FOLLOW = "Follow"  # as FEP-3b86 names it
WORDS = {
    Trouble.NO_ADDRESS: _("Write your address as @you@your.server."),
    Trouble.NO_ANSWER: _("That server does not answer. Is the part after the last @ right?"),
    Trouble.UNKNOWN: _("That server does not know this address. Look at the part before the @."),
    Trouble.NO_WAY: _(
        "That server does not say how to follow from there. Copy the address above and look it up"
        " in your own network."
    ),
}
NOT_FOUND = {
    Trouble.NO_ADDRESS: _("This is no address on another network."),
    Trouble.NO_ANSWER: _("That server does not answer. Try again later."),
    Trouble.UNKNOWN: _("We cannot read it there. It may be gone, or not be for everyone."),
    Trouble.NO_WAY: _("We cannot read it there. It may be gone, or not be for everyone."),
}


@dataclass(frozen=True)
class Followed:
    """Who is to be followed. `page`: the path of her page, where programs find her too."""

    actor: Actor
    page: str

    @property
    def address(self) -> str:
        return rules.address_of(self.actor)

    @property
    def uri(self) -> str:
        return urljoin(settings.BASE_URL, self.page)


def followed_at(page: str) -> Followed | None:
    """Who has this page and is known to other networks; None for everybody else."""
    actor = at_page(page) if page.endswith("/") else None
    return Followed(actor, page) if actor is not None else None


def follow_from_elsewhere(actor: Actor) -> dict[str, object]:
    """For the page of somebody: how to follow her from another network, when that can be done; or
    where she went, unless managers closed the door to that network since."""
    found = followed_at(path_of(actor)) if rules.is_on() else None
    if found is None:
        return {}
    moved = queries.moved_to(actor) if actor.kind == Actor.Kind.PERSON else None
    if moved is not None and refuses(origin(moved.uri).authority):
        return {}
    return {"followed": found, "home": HomeForm(), "moved": moved}


@never_cache
@while_connected
@require_http_methods(["GET", "HEAD", "POST"])
@asks_elsewhere
def from_elsewhere(request: Request) -> HttpResponse:
    """She types where she is at home, and goes on there."""
    sent = request.POST if request.method == "POST" else None
    page = (sent or request.GET).get("wie", "")
    followed = followed_at(page)
    if followed is None:
        raise Http404
    form = HomeForm(sent)
    if form.is_bound and form.is_valid():
        try:
            return _on(request, followed, form.cleaned_data["home"])
        except NoWayOn as no:
            form.add_error("home", str(WORDS[no.trouble]))
        except Refused as refused:
            form.refuse(refused)
    context = {"followed": followed, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "federation/from_elsewhere.html", context, status=status)


def _on(request: Request, followed: Followed, typed: str) -> HttpResponse:
    """A page that sends the browser on by itself: a form of ours may not lead elsewhere."""
    home = asked_home(typed)
    if is_ours(home):
        query = urlencode({"uri": followed.uri})
        return HttpResponseRedirect(f"{reverse('authorize-interaction')}?{query}", status=303)
    with asking(request, "go_home", home.host, field="home", places=GUESTS) as left:
        way = way_on(home, intent=FOLLOW, uri=followed.uri, seconds=left())
    context = {"followed": followed, "way": way, "host": home.host}
    return render(request, "federation/going_home.html", context)


@never_cache
@while_connected
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@asks_elsewhere
def authorize_interaction(request: Request) -> HttpResponse:
    """A server elsewhere sends somebody who is at home here, with what she found there.

    Nothing is asked there until she says so: whoever makes a link would learn that a member
    opened it.
    """
    sent = request.method == "POST"
    typed = (request.POST if sent else request.GET).get("uri", "").strip()
    try:
        asked = _asked_for(typed)
        if here := _here(asked):
            return HttpResponseRedirect(here)
        context: dict[str, object] = {"asked": typed}
        if sent:
            context = {
                "thing": _found(request, asked),
                "is_known": queries.is_known(viewer_of(request)),
            }
    except NoWayOn as no:
        context = {"trouble": NOT_FOUND[no.trouble]}
    except Refused as refused:
        context = {"trouble": refused.message, "again": typed if is_busy(request) else ""}
    status = 422 if "trouble" in context else 200
    context |= {"typed": typed[:LONGEST]}
    return render(request, "federation/interaction.html", context, status=status)


def _found(request: Request, asked: Handle | str) -> Thing:
    """What moderators hid is not there for anybody, and nothing of whom they hid."""
    with asking(request, "look_elsewhere", viewer_of(request).pk) as left:
        found = look(asked, seconds=left())
    if queries.is_hidden_elsewhere(found.id, found.author):
        raise NoWayOn(Trouble.UNKNOWN)
    return found


def _asked_for(typed: str) -> Handle | str:
    try:
        return named(typed, test_hosts=rules.trial_hosts())
    except Unreadable as unreadable:
        raise NoWayOn(Trouble.NO_ADDRESS) from unreadable


def _here(asked: Handle | str) -> str:
    """The path of what is of this network itself; whether it is there, its own page says."""
    if isinstance(asked, Handle):
        return reverse("profile", args=[asked.user.lower()]) if is_ours(asked) else ""
    if not same_origin(asked, settings.BASE_URL):
        return ""
    path = urlsplit(asked).path
    return path if not path.startswith("//") else "/"

"""Why just these two have coffee, in words: the one place where that is said."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vaknet.domain.activity.models import Actor
from vaknet.domain.coffee.queries import Told
from vaknet.engine.pairing import Why, Wish

WISHED: dict[str, Promise] = {
    Wish.SAME_TRADE: gettext_lazy("somebody with the same work elsewhere"),
    Wish.OTHER_TRADE: gettext_lazy("somebody with other work"),
    Wish.NEWCOMER: gettext_lazy("somebody who is new here"),
    Wish.MENTOR: gettext_lazy("a mentor"),
}

PARTS: tuple[Promise, ...] = (
    gettext_lazy("Monday morning"),
    gettext_lazy("Monday afternoon"),
    gettext_lazy("Tuesday morning"),
    gettext_lazy("Tuesday afternoon"),
    gettext_lazy("Wednesday morning"),
    gettext_lazy("Wednesday afternoon"),
    gettext_lazy("Thursday morning"),
    gettext_lazy("Thursday afternoon"),
    gettext_lazy("Friday morning"),
    gettext_lazy("Friday afternoon"),
)


@dataclass(frozen=True)
class Reason:
    """For the component of evidence."""

    icon: str
    title: str
    text: str = ""


def in_words(told: Told, viewer: Actor) -> Reason:
    return WORDS[told.why](told, viewer)


def _distance(told: Told, viewer: Actor) -> Reason:
    near = _("Less than a kilometre, as the crow flies")
    far = _("About %(km)d km, as the crow flies") % {"km": told.number}
    return Reason("map-pin", far if told.number else near, _("Not farther than both of you go."))


def _online(told: Told, viewer: Actor) -> Reason:
    # True at a table of three as well, also of two who live near each other; and it does not say
    # that there is a third, whom she may not see.
    why = _("Somebody chose that, or not everybody was near enough.")
    return Reason("video", _("Online"), why)


def _same_trade(told: Told, viewer: Actor) -> Reason:
    return Reason("graduation-cap", _("The same kind of work"))


def _other_trade(told: Told, viewer: Actor) -> Reason:
    return Reason("waypoints", _("Another kind of work"), _("So you look at things differently."))


def _other_employer(told: Told, viewer: Actor) -> Reason:
    return Reason("house", _("Another employer"))


def _other_network(told: Told, viewer: Actor) -> Reason:
    return Reason("share-2", _("Another network"))


def _newcomer(told: Told, viewer: Actor) -> Reason:
    weeks = told.number // 7
    if told.of == viewer:
        return Reason("user-round-plus", _("You are new here"))
    since = ngettext("Here for %(weeks)d week.", "Here for %(weeks)d weeks.", weeks)
    text = since % {"weeks": weeks} if weeks else _("Here for a few days.")
    return Reason("user-round-plus", _("%(name)s is new here") % _named(told), text)


def _wish(told: Told, viewer: Actor) -> Reason:
    wish = WISHED[told.wish]
    if told.of == viewer:
        return Reason("heart", _("You wished for %(wish)s") % {"wish": wish})
    return Reason("heart", _("%(name)s wished for %(wish)s") % {**_named(told), "wish": wish})


def _both_wish(told: Told, viewer: Actor) -> Reason:
    return Reason("heart", _("Both of you wished for %(wish)s") % {"wish": WISHED[told.wish]})


def _parts(told: Told, viewer: Actor) -> Reason:
    when = ", ".join(str(PARTS[part]) for part in told.parts)
    return Reason("calendar-days", _("Both of you can"), when)


def _named(told: Told) -> dict[str, str]:
    return {"name": told.other.first_name}


WORDS: dict[Why, Callable[[Told, Actor], Reason]] = {
    Why.DISTANCE: _distance,
    Why.ONLINE: _online,
    Why.SAME_TRADE: _same_trade,
    Why.OTHER_TRADE: _other_trade,
    Why.OTHER_EMPLOYER: _other_employer,
    Why.OTHER_NETWORK: _other_network,
    Why.NEWCOMER: _newcomer,
    Why.WISH: _wish,
    Why.BOTH_WISH: _both_wish,
    Why.PARTS: _parts,
}

"""Letters about treaties, to who looks after the network: what came, by when, and what to do.

They go at once and always, to all managers but the one whose act it was.
"""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from vaknet.domain.activity.models import Activity
from vaknet.domain.networks import queries, words
from vaknet.domain.networks.models import Terms, Treaty
from vaknet.domain.people.managers import managers
from vaknet.interfaces.mail.letters.writing import Content, write

type Said = Callable[[Treaty, Terms], Content]


def proposal_came(activity: Activity) -> None:
    _tell(
        activity,
        lambda treaty, terms: Content(
            subject=_("%(network)s proposes a treaty") % _names(treaty),
            opening=_("%(network)s signed this on %(day)s. Nothing is shared before you sign too.")
            % _names(treaty, words.day(treaty.proposed_at)),
            quote=_in_short(treaty, terms),
            closing=_("You can sign it, propose another text, or say no."),
            action=_("Read the proposal"),
        ),
    )


def counter_came(activity: Activity) -> None:
    _tell(
        activity,
        lambda treaty, terms: Content(
            subject=_("%(network)s proposes another text") % _names(treaty),
            opening=_("Version %(number)d came on %(day)s.")
            % {"number": terms.number, "day": words.day(terms.at)},
            quote=_in_short(treaty, terms),
            closing=_("You can sign it, propose another text, or say no."),
            action=_("Read the proposal"),
        ),
    )


def signed_here(activity: Activity) -> None:
    _tell(activity, _in_force)


def signed_there(activity: Activity) -> None:
    _tell(activity, _in_force)


def ends_soon(activity: Activity) -> None:
    _tell(
        activity,
        lambda treaty, terms: Content(
            subject=_("The treaty with %(network)s ends on %(day)s")
            % _names(treaty, _last(treaty)),
            opening=_("Then all that came in through it is removed on both sides."),
            quote=_in_short(treaty, terms),
            closing=_("Do you want to go on? Propose a new treaty when this one has ended."),
            action=_("See the treaty"),
        ),
    )


def stopped_there(activity: Activity) -> None:
    """Said no, withdrew, gave notice or ended it."""
    _tell(activity, _stopped)


def ended(activity: Activity) -> None:
    _tell(
        activity,
        lambda treaty, _terms: Content(
            subject=_("The treaty with %(network)s ended") % _names(treaty),
            opening=_("Its last day has passed. All that came in through it is removed here."),
            closing=_("Do you want to go on? Propose a new treaty."),
            action=_("See the treaty"),
        ),
    )


def _in_force(treaty: Treaty, terms: Terms) -> Content:
    return Content(
        subject=_("The treaty with %(network)s is in force") % _names(treaty),
        opening=_("Both networks signed the same text. It holds from today."),
        quote=_in_short(treaty, terms),
        closing=_("Everybody can read it on the page of partner networks."),
        action=_("See the treaty"),
    )


def _stopped(treaty: Treaty, _terms: Terms) -> Content:
    return Content(
        subject=_("%(network)s stops") % _names(treaty),
        opening=words.how_it_stops(treaty),
        quote=treaty.why,
        action=_("See the treaty"),
    )


def _tell(activity: Activity, content: Said) -> None:
    treaty = queries.treaty(activity.object_id)
    if treaty is None:  # pragma: no cover - a treaty is never thrown away
        return
    terms = queries.current_terms(treaty)
    for manager in managers().exclude(pk=activity.actor_id).order_by("pk"):
        write(
            manager,
            thread=f"treaty-{treaty.pk}",
            url=settings.BASE_URL + reverse("treaty", args=[treaty.pk]),
            content=lambda: content(treaty, terms),
        )


def _names(treaty: Treaty, day: str = "") -> dict[str, str]:
    return {"network": treaty.network.name, "day": day}


def _last(treaty: Treaty) -> str:
    return words.day(treaty.in_force_until or treaty.proposed_at)


def _in_short(treaty: Treaty, terms: Terms) -> str:
    lines = words.five_lines(treaty, terms)
    return "\n".join(f"{line.label}: {line.text}" for line in lines)

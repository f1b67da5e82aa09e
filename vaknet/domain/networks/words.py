"""A treaty in five lines that everybody can read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vaknet.domain.networks.models import Share, Terms, Treaty
from vaknet.domain.networks.terms import Moderation
from vaknet.kit.words import date_in_words


@dataclass(frozen=True)
class Line:
    label: str
    text: str


def five_lines(treaty: Treaty, terms: Terms) -> list[Line]:
    """What is shared, who moderates, how long, how to leave, who signed."""
    content = terms.content
    return [
        Line(_("What we share"), what_is_shared(content)),
        Line(_("Who moderates"), who_moderates(content)),
        Line(_("How long"), how_long(treaty, content)),
        Line(_("How to leave"), how_to_leave(content)),
        Line(_("Signed by"), who_signed(terms)),
    ]


def what_is_shared(content: dict[str, Any]) -> str:
    """In the order of the list, whatever the order of the text."""
    named = [str(share.label) for share in Share if share.value in content["shares"]]
    said = "; ".join(named)
    return said[:1].upper() + said[1:] + "."


def who_moderates(content: dict[str, Any]) -> str:
    if content["moderation"] == Moderation.WRITER:
        return _(
            "Each network moderates what its own members write. The other one can hide it for its "
            "own members."
        )
    return _("Each network moderates all that its own members see, whoever wrote it.")


def how_long(treaty: Treaty, content: dict[str, Any]) -> str:
    if treaty.in_force_from is not None:
        begins = day(treaty.in_force_from)
        if treaty.in_force_until is None:
            return _("From %(day)s, until one of us stops.") % {"day": begins}
        days = {"day": begins, "last": day(treaty.in_force_until)}
        return _("From %(day)s until %(last)s.") % days
    if not content["months"]:
        return _("From the day that both sign, until one of us stops.")
    months = content["months"]
    return ngettext(
        "For %(number)d month, from the day that both sign.",
        "For %(number)d months, from the day that both sign.",
        months,
    ) % {"number": months}


def how_to_leave(content: dict[str, Any]) -> str:
    days = content["noticeDays"]
    if not days:
        return _(
            "Each of us can stop on any day. All that came through the treaty is then removed."
        )
    return ngettext(
        "Each of us can stop, and says so %(number)d day before, or at once with a reason. All "
        "that came through the treaty is then removed.",
        "Each of us can stop, and says so %(number)d days before, or at once with a reason. All "
        "that came through the treaty is then removed.",
        days,
    ) % {"number": days}


def who_signed(terms: Terms) -> str:
    """In the order in which they signed."""
    names = {party["id"]: party["name"] for party in terms.content["parties"]}
    both = [(terms.signed_here_at, terms.signed_here), (terms.signed_there_at, terms.signed_there)]
    signed = sorted(
        ((at, doc) for at, doc in both if at is not None and doc is not None),
        key=lambda one: one[0],
    )
    said = [
        _("%(name)s for %(network)s, on %(day)s")
        % {"name": doc["name"], "network": names[doc["signer"]], "day": day(at)}
        for at, doc in signed
    ]
    return "; ".join(said) + "."


def day(at: datetime) -> str:
    """With its year: a treaty is read years later."""
    return date_in_words(localtime(at).date(), get_language() or "en", today=date.min)


def state_of(treaty: Treaty) -> str:
    """One word for code: which of the states that the two networks know."""
    if treaty.ended_at is not None:
        return "ended"
    if treaty.in_force_from is None:
        return "open"
    return "notice" if treaty.notice_by else "in_force"


def in_words(treaty: Treaty, terms: Terms) -> str:
    """How it stands, for who looks after the network."""
    state = state_of(treaty)
    if state == "ended":
        never = treaty.in_force_from is None
        return _("It was never agreed.") if never else _("Ended on %s.") % day(_ended(treaty))
    if state == "notice" and treaty.in_force_until is not None:
        return _("In force until %s.") % day(treaty.in_force_until)
    if state == "in_force":
        return _("In force.")
    return _("Waits for you.") if terms.signed_here is None else _("Waits for them.")


def how_it_stops(treaty: Treaty) -> str:
    """Of one that somebody stopped: from when, and what goes with it."""
    if treaty.in_force_from is None:
        return _("There is no treaty. Nothing was shared.")
    if treaty.ended_at is not None:
        return _("The treaty ended at once. All that came in through it is removed here.")
    last = day(treaty.in_force_until or treaty.proposed_at)
    said = _("The treaty holds until %(day)s. Then all that came in through it is removed.")
    return said % {"day": last}


def _ended(treaty: Treaty) -> datetime:
    return treaty.ended_at or treaty.proposed_at

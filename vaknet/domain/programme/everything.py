"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.parts import Part, streamed
from vaknet.domain.programme.models import Proposal, ProposalReview, SessionSignUp, Speaker


def everything_of(viewer: Actor) -> list[Part]:
    """What others thought of her proposals is theirs."""
    return [_sign_ups(viewer), _speaks(viewer), _proposals(viewer), _reviews(viewer)]


def _sign_ups(viewer: Actor) -> Part:
    rows = SessionSignUp.objects.filter(registration__person=viewer).order_by("pk")
    columns = {
        "event": _("Event"),
        "session": _("Session"),
        "starts_at": _("Begins"),
        "asked_at": _("Asked"),
        "seated_at": _("Got a seat"),
        "offered_until": _("Offered until"),
        "cancelled_at": _("Given back"),
    }
    fields = ("session__event__name", "session__title", "session__starts_at")
    values = rows.values_list(*fields, "asked_at", "seated_at", "offered_until", "cancelled_at")
    return Part("session_sign_ups", _("Sessions that I chose"), columns, streamed(values), ())


def _speaks(viewer: Actor) -> Part:
    rows = Speaker.objects.filter(actor=viewer).order_by("pk")
    columns = {
        "event": _("Event"),
        "session": _("Session"),
        "asked_at": _("Asked"),
        "agreed_at": _("Agreed"),
        "declined_at": _("Declined"),
        "until": _("Until"),
    }
    fields = ("session__event__name", "session__title", "asked_at", "agreed_at")
    values = rows.values_list(*fields, "declined_at", "until")
    held = ("programme.Speaker.actor",)
    return Part("speaks", _("Sessions in which I speak"), columns, streamed(values), held)


def _proposals(viewer: Actor) -> Part:
    rows = Proposal.objects.filter(proposer=viewer).order_by("pk")
    columns = {
        "event": _("Event"),
        "title": _("Title"),
        "abstract": _("What it is about"),
        "minutes": _("Minutes"),
        "needs": _("What I need"),
        "begun_at": _("Begun"),
        "sent_at": _("Sent"),
        "withdrawn_at": _("Withdrawn"),
        "accepted_at": _("Accepted"),
        "declined_at": _("Declined"),
        "reply": _("What the organisers said"),
    }
    values = rows.values_list("event__name", *[name for name in columns if name != "event"])
    held = ("programme.Proposal.proposer",)
    return Part("session_proposals", _("Sessions that I proposed"), columns, streamed(values), held)


def _reviews(viewer: Actor) -> Part:
    rows = ProposalReview.objects.filter(reviewer=viewer).order_by("pk")
    columns = {
        "proposal": _("Proposal"),
        "score": _("Score from 1 to 5"),
        "note": _("Note"),
        "reviewed_at": _("When"),
    }
    values = rows.values_list("proposal__title", "score", "note", "reviewed_at")
    held = ("programme.ProposalReview.reviewer",)
    title = _("What I thought of proposals")
    return Part("proposal_reviews", title, columns, streamed(values), held)

"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.parts import Part, streamed
from vaknet.domain.surveys.models import Poll, Vote


def everything_of(viewer: Actor) -> list[Part]:
    """Votes only of polls that are open: later nobody knows them, she neither."""
    asked = Poll.objects.filter(author=viewer).order_by("pk")
    voted = Vote.objects.filter(voter=viewer).order_by("pk")
    return [
        Part(
            "polls",
            _("Polls that I asked"),
            {
                "group": _("Group"),
                "question": _("Question"),
                "explanation": _("Explanation"),
                "asked_at": _("When"),
                "closes_on": _("Last day to vote"),
                "withdrawn_at": _("Withdrawn"),
            },
            streamed(
                asked.values_list(
                    "group__actor__name",
                    "question",
                    "explanation",
                    "asked_at",
                    "closes_on",
                    "withdrawn_at",
                )
            ),
            ("surveys.Poll.author",),
        ),
        Part(
            "votes",
            _("What I chose in polls that are open"),
            {"question": _("Question"), "choice": _("Choice")},
            streamed(voted.values_list("choice__poll__question", "choice__text")),
            ("surveys.Vote.voter",),
        ),
    ]

"""All that this room holds of one member, for herself."""

from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.models import ByLetter
from vaknet.domain.paper.models import PaperAsk, PaperMember
from vaknet.domain.parts import Part, Words, streamed
from vaknet.domain.people.apart import shown_name

HOW = {"how": dict(PaperMember.How.choices)}


def everything_of(viewer: Actor) -> list[Part]:
    """Of whom she brought in, for a steward; and how she herself came, once she has an account."""
    columns: dict[str, Words] = {
        "name": _("Name"),
        "group": _("Group"),
        "how": _("How asked"),
        "asked_on": _("Said yes"),
        "since": _("Since"),
        "until": _("Own account since"),
    }
    rows = PaperMember.objects.order_by("pk")
    told = ("group__actor__name", "how", "asked_on", "since", "until")
    hers = rows.filter(brought_by=viewer).annotate(name=shown_name(viewer.pk, "actor"))
    brought = hers.values_list("name", *told)
    mine = rows.filter(actor=viewer).values_list("brought_by__name", *told)
    return [
        Part(
            "brought_on_paper",
            _("People that I brought in on paper"),
            columns,
            streamed(brought),
            ("paper.PaperMember.brought_by",),
            spoken=HOW,
        ),
        Part(
            "came_on_paper",
            _("How I came in on paper"),
            {**columns, "name": _("By")},
            streamed(mine),
            ("paper.PaperMember.actor",),
            spoken=HOW,
        ),
        *_asks(viewer),
    ]


def _asks(viewer: Actor) -> list[Part]:
    asks = PaperAsk.objects.filter(paper=viewer.pk).order_by("number")
    entered = ByLetter.objects.filter(entered_by=viewer).order_by("pk")
    entered = entered.annotate(name=shown_name(viewer.pk, "answer__author"))
    return [
        Part(
            "asked_on_paper",
            _("Asks in letters to me"),
            {"number": _("Number"), "question": _("Question"), "at": _("When")},
            streamed(asks.values_list("number", "question__title", "first_at")),
            (),
        ),
        Part(
            "answers_entered",
            _("Answers that I entered for others"),
            {"name": _("Name"), "question": _("Question"), "at": _("When")},
            streamed(entered.values_list("name", "answer__question__title", "at")),
            ("knowledge.ByLetter.entered_by",),
        ),
    ]

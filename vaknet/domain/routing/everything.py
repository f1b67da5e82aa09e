"""All that this room holds of one member, for herself."""

from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge.pseudonyms import names_of
from vaknet.domain.knowledge.queries import visible_answers, visible_questions
from vaknet.domain.parts import Part, streamed
from vaknet.domain.routing.models import LeftOut, RoutedRequest, Routing


def everything_of(viewer: Actor) -> list[Part]:
    """Also what she asked without her name: as it is with whom she asked by name."""
    routed = Routing.objects.filter(question__author__in=names_of(viewer.pk)).order_by("pk")
    return [
        Part(
            "questions_routed",
            _("Questions that I put to a few people at once"),
            {
                "question": _("Question"),
                "at": _("When"),
                "widens_at": _("More people on"),
                "widened_at": _("More people asked"),
                "stopped_at": _("Stopped"),
            },
            streamed(
                routed.values_list(
                    "question__title", "started_at", "widens_at", "widened_at", "stopped_at"
                )
            ),
            (),
        ),
        _why_her(viewer),
        Part(
            "left_out",
            _("When I was left out of questions for a few at once"),
            {"since": _("Since"), "until": _("Until")},
            streamed(
                LeftOut.objects.filter(actor=viewer).order_by("pk").values_list("since", "until")
            ),
            ("routing.LeftOut.actor",),
        ),
    ]


def _why_her(viewer: Actor) -> Part:
    """Of a question that she can no longer read nothing is said."""
    asked = RoutedRequest.objects.filter(request__person=viewer).order_by("pk")
    title = visible_questions(viewer).filter(pk=OuterRef("request__question"))
    given = visible_answers(viewer).filter(pk=OuterRef("answer"))
    told = asked.annotate(
        title=Coalesce(Subquery(title.values("title")), Value("")),
        because=Coalesce(
            Subquery(given.values("question__title")),
            F("topic__text"),
            F("role__title"),
            Value(""),
        ),
    )
    return Part(
        "questions_put_to_me",
        _("Questions that were put to me and others at once"),
        {"question": _("Question"), "because": _("Because of"), "at": _("When")},
        streamed(told.values_list("title", "because", "request__at")),
        (),
    )

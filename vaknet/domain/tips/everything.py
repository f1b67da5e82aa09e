"""All that this room holds of one member, for herself."""

from django.db.models import Case, DateTimeField, F, TextField, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.parts import Part, Words, streamed
from vaknet.domain.people.apart import shown_name
from vaknet.domain.tips import queries
from vaknet.domain.tips.models import Tip

TOLD: dict[str, Words] = {"thing": _("What about"), "text": _("Text"), "at": _("When")}


def everything_of(viewer: Actor) -> list[Part]:
    """A tip about what she may not see never reached her, so it is not there. Of one that she gave
    herself her words are, also when she may not see the thing any more.
    """
    called = Coalesce(
        "question__title", "post__title", "person__name", "event__name", output_field=TextField()
    )
    seen = When(queries.may_see(viewer.pk), then=called)
    thing = Case(seen, default=Value(""), output_field=TextField())
    got = queries.to_her(viewer.pk).order_by("pk").annotate(thing=thing)
    to = shown_name(viewer.pk, "receiver")
    stands = When(pk__in=queries.sent(viewer.pk).order_by().values("pk"), then=F("thanks__at"))
    gave = (
        Tip.objects.filter(sender=viewer)
        .order_by("pk")
        .annotate(thing=thing, to=to, thanked=Case(stands, output_field=DateTimeField()))
    )
    return [
        Part(
            "tips_received",
            _("Tips that I got"),
            {"sender": _("From"), **TOLD, "declined_at": _("Not for me")},
            streamed(got.values_list("sender__name", "thing", "text", "at", "declined_at")),
            ("tips.Tip.receiver",),
        ),
        Part(
            "tips_given",
            _("Tips that I gave"),
            {"receiver": _("To"), **TOLD, "thanked_at": _("Thanks")},
            streamed(gave.values_list("to", "thing", "text", "at", "thanked")),
            ("tips.Tip.sender",),
        ),
    ]

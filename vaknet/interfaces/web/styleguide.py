"""Every component in all its states, from the templates that pages use: what tests look at.

Everybody and every place on it is invented.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.translations.models import Translation
from vaknet.engine.layout import dots, towns
from vaknet.engine.layout.lanes import Span, draw
from vaknet.interfaces.web.forms.styleguide import ExampleForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.news import News
from vaknet.interfaces.web.templatetags.look import SHAPES
from vaknet.interfaces.web.templatetags.translations import Side

COLOURS = ["page", "surface", "quiet", "ink", "ink-2", "green", "red", "blue", "yellow", "error"]


@require_safe
def styleguide(request: Request) -> HttpResponse:
    people = _people()
    context = {
        "colours": COLOURS,
        "icons": sorted(SHAPES),
        "people": list(people.values()),
        "samira": people["samira"],
        "long_name": people["long"],
        "right_to_left": people["right_to_left"],
        "routes": _routes(people),
        "forms_example": _forms(),
        "said": _in_two_languages(),
        "drawing": draw(_roles(), today=timezone.localdate()),
        "roles": _roles(),
        "dots": dots.draw([("Samira", [4.0, 4.5, 5.0]), ("Joost", [1.5, 3.0, 4.5])]),
        "map": towns.draw([("Waterveen", 52.37, 4.9), ("Oosterhage", 52.52, 6.09)]),
        "slots": list(_slots()),
        "week": _week(),
        "evidence": _evidence(),
        "why": format_html(_("You have {} under “What I know”."), _marked(_("building file"))),
        "page": Paginator(range(60), 20).page(2),
        "today": timezone.localdate(),
        "notices": _notices(),
        "news": News("question", "", "", "/stijlgids/", newest=0, number=2),
    }
    return render(request, "styleguide/styleguide.html", context)


def _marked(word: str) -> str:
    return format_html("<mark>{}</mark>", word)


def _people() -> dict[str, Actor]:
    return {
        "samira": Actor(
            handle="samira", name="Samira El Idrissi", headline="vergunningverlener, Waterveen"
        ),
        "joost": Actor(handle="joost", name="Joost van der Meer", headline="adviseur, Duinrade"),
        "marit": Actor(
            handle="marit", name="Marit Hoekstra", headline="coördinator toezicht, Oosterhage"
        ),
        "fatma": Actor(handle="fatma", name="Fatma Yıldız", headline="toezichthouder"),
        "long": Actor(
            handle="long",
            name="Wilhelmina Konstantinopolitanska-van Nieuwenhuijzen tot Oosterhage",
            headline="arbeidsongeschiktheidsverzekeringsdeskundige, "
            "omgevingsdienst Rijnmond-West en Veluwemeerkust",
        ),
        "right_to_left": Actor(
            handle="rtl", name="ليلى حداد", headline="adviseur jeugd, Lindewoude"
        ),
    }


def _stop(actor: Actor | None, label: str, meta: str, *, ahead: bool = False) -> SimpleNamespace:
    return SimpleNamespace(actor=actor, label=label, meta=meta, ahead=ahead)


def _routes(people: dict[str, Actor]) -> list[list[SimpleNamespace]]:
    you = _stop(people["samira"], _("You"), "Waterveen")
    marit = _stop(people["marit"], "Marit", "Oosterhage")
    return [
        [you, _stop(people["joost"], "Joost", "oud-collega, 2021–2023"), marit],
        [
            you,
            _stop(people["fatma"], "Fatma", "vakbondsgroep", ahead=True),
            _stop(None, _("Somebody"), _("in the regional meeting"), ahead=True),
            marit,
        ],
    ]


def _forms() -> dict[str, ExampleForm]:
    return {
        "empty": ExampleForm(prefix="empty"),
        "wrong": ExampleForm(
            {"wrong-topic": "x" * 50, "wrong-email": "samira@", "wrong-note": "…"}, prefix="wrong"
        ),
    }


def _roles() -> list[Span]:
    return [
        Span("work", "Medewerker balie", "Lindewoude", date(2015, 2, 1), date(2018, 9, 1)),
        Span("work", "Vergunningverlener", "Duinrade", date(2018, 9, 1), date(2023, 6, 1)),
        Span("work", "Coördinator toezicht", "Oosterhage", date(2023, 6, 1), None),
        Span("union", "Lid", "Vakbond Publiek", date(2020, 3, 1), date(2024, 5, 1)),
        Span("union", "Kaderlid, regio West", "Vakbond Publiek", date(2024, 5, 1), None),
        Span("volunteering", "Bestuur buurthuis", "De Schakel", date(2017, 8, 1), date(2021, 7, 1)),
        Span("volunteering", "Zwembadcomité", "Oosterhage", date(2022, 9, 1), None),
    ]


def _in_two_languages() -> dict[str, Any]:
    """As pages show what its author said in the other language too, with long words in it."""
    dutch = Side(
        "nl",
        "Vooroverleg over de omgevingsvergunning",
        "Wat een halfuur aan tafel scheelt.",
        "<p>Wij bespreken een <strong>bestemmingsplanwijzigingsverzoek</strong> eerst aan tafel. "
        "Dat scheelt een brief, en vaak een bezwaar.</p>",
    )
    english = Side(
        "en",
        "Talking before the application",
        "What half an hour at a table saves.",
        "<p>We first discuss a <strong>request to change the local plan</strong> at a table. "
        "That saves a letter, and often an objection.</p>",
        is_original=False,
    )
    sides = [dutch, english] if get_language() == "nl" else [english, dutch]
    return {"sides": sides, "version": Translation(language="en"), "named": {}}


def _slots() -> Iterator[SimpleNamespace]:
    for number, label in enumerate(["13.15", "13.30", "13.45", "14.00", "14.15"]):
        yield SimpleNamespace(
            value=str(number), label=label, taken=number in {0, 1}, chosen=number == 2
        )


def _week() -> list[SimpleNamespace]:
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    states = ["done", "done", "now", "later", "later"]
    days = [monday + timedelta(days=number) for number in range(5)]
    return [
        SimpleNamespace(label=day.strftime("%-d"), state=state)
        for day, state in zip(days, states, strict=True)
    ]


def _evidence() -> list[dict[str, Any]]:
    return [
        {
            "icon": "badge-check",
            "title": _("Did it herself."),
            "text": format_html(_("Made {} in 2025."), _marked(_("4,200 building files digital"))),
        },
        {
            "icon": "message-square-text",
            "title": _("Explains it."),
            "text": _("Gave 4 answers on this topic."),
            "url": "#evidence",
            "link": _("See the answers"),
        },
        {"icon": "clock", "title": _("Within reach"), "text": _("for short questions.")},
    ]


def _notices() -> list[dict[str, str]]:
    return [
        {"level_tag": "success", "message": _("Saved.")},
        {"level_tag": "success", "message": _("Role removed."), "extra_tags": "/stijlgids/"},
        {"level_tag": "error", "message": _("This did not work. Try again in a few minutes.")},
    ]

"""Why somebody was found for a question, or not: for managers, as they would see it. Only a GET."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.finding import queries
from vaknet.domain.finding.queries import Explanation, Looked
from vaknet.domain.finding.queries.explanation import Shown
from vaknet.domain.finding.queries.people import CANDIDATES, SHOWN
from vaknet.engine.layout.stacks import Bar, Piece, stack
from vaknet.engine.ranking import Parts
from vaknet.interfaces.web.doors import managers_only, viewer_of
from vaknet.interfaces.web.finder import LONGEST, marked, source_url
from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.http import Request

LONGEST_NAME = 80
QUESTION, PERSON = "q", "wie"
# As the legend names them, in the order in which they multiply.
COLOURS = ("--green", "--blue", "--ink-2", "--red", "--border", "--ink")
OF_A_PASSAGE = ("--blue", "--green", "--border")


@dataclass(frozen=True)
class Drawn:
    """A piece of a bar and the token it is painted with."""

    piece: Piece
    colour: str


@dataclass(frozen=True)
class Row:
    """Somebody on the list. `sum` is her score as it is multiplied, in figures; both are empty
    while something of hers is to be read again."""

    actor: Actor
    url: str
    score: str
    sum: str
    bar: list[Drawn]
    is_chosen: bool
    is_beside: bool


@dataclass(frozen=True)
class Step:
    """One factor of a score: what it is, how often it multiplies, and why."""

    label: str
    text: str
    figure: str
    drawn: Drawn | None = None


@dataclass(frozen=True)
class Passage:
    lead: str
    text: SafeString | str
    url: str
    figures: str
    bar: list[Drawn]


@require_safe
@managers_only
def why(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    question = clean_text(request.GET.get(QUESTION, "")).strip()
    typed = clean_text(request.GET.get(PERSON, "")).strip()[:LONGEST_NAME]
    context: dict[str, Any] = {"question": question, "typed": typed, "longest": LONGEST}
    if len(question) > LONGEST:
        context["too_long"] = len(question)
    elif question:
        context |= _explained(viewer, question, typed)
    return render(request, "finder/why.html", context)


def _explained(viewer: Actor, question: str, typed: str) -> dict[str, Any]:
    meant = queries.whom(viewer, typed) if typed else []
    person = meant[0] if len(meant) == 1 else None
    told = queries.explained(viewer, question, person)
    listed = [one for one in told.people if one.parts]
    about = told.person if told.person and told.person.parts else None
    drawing = stack([_lengths(one) for one in [*listed, *([about] if about else [])]])
    bars = {one.actor.pk: bar for one, bar in zip(listed, drawing.bars, strict=False)}
    context = {
        "searched": bool(told.understood),
        "told": told,
        "also": _also(told),
        "rows": [_row(one, question, bars.get(one.actor.pk), person) for one in told.people],
        "on_page": SHOWN,
        "finder_url": f"{reverse('who-can-help')}?{urlencode({QUESTION: question})}",
        "zero": drawing.zero,
        "legend": [*zip(COLOURS, _labels(), strict=True)],
        "meant": [(one, _url(question, one)) for one in meant] if len(meant) > 1 else [],
        "nobody": bool(typed) and not meant,
        "name": person.name if person else "",
        "verdict": told.verdict,
        "candidates": CANDIDATES,
        "figures": figures_of(told),
        "about": told.person,
    }
    if about and about.parts:
        context |= _about(about, about.parts, drawing.bars[-1])
    return context


def _url(question: str, person: Actor) -> str:
    return f"{reverse('why-found')}?{urlencode({QUESTION: question, PERSON: person.handle})}"


def _also(told: Explanation) -> list[tuple[str, str]]:
    """Words that say the same, the heaviest first, with what each weighs in percent."""
    words = sorted(told.understood.also.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(word, number_format(round(100 * weight))) for word, weight in words]


def _lengths(one: Looked) -> list[float]:
    return [log(factor) for factor in one.factors]


def _row(one: Looked, question: str, bar: Bar | None, person: Actor | None) -> Row:
    times = " × ".join(figure(factor) for factor in one.factors)
    return Row(
        one.actor,
        _url(question, one.actor),
        _figure_of(one.score),
        f"{times} = {_figure_of(one.score)}" if times else "",
        _painted(bar, COLOURS) if bar else [],
        is_chosen=person is not None and one.actor.pk == person.pk,
        is_beside=one.is_beside,
    )


def _painted(bar: Bar, colours: Iterable[str]) -> list[Drawn]:
    return [Drawn(piece, colour) for piece, colour in zip(bar.pieces, colours, strict=True)]


def _labels() -> list[str]:
    return [
        _("Evidence"),
        _("Answers of late"),
        _("On the topic"),
        _("Sure"),
        _("Near"),
        _("Confirmed"),
    ]


def _about(one: Looked, parts: Parts, bar: Bar) -> dict[str, Any]:
    drawn, texts = _painted(bar, COLOURS), _texts(one, parts)
    steps = [
        Step(label, text, f"×\N{NO-BREAK SPACE}{figure(factor)}", part)
        for label, text, factor, part in zip(_labels(), texts, one.factors, drawn, strict=True)
    ]
    rest = parts.evidence - sum(shown.parts.worth for shown in one.passages)
    return {
        "steps": steps,
        "score": _figure_of(one.score),
        "end": bar.end,
        "passages": _passages(one),
        "rest": (parts.count - len(one.passages), figure(max(rest, 0.0))),
    }


def _texts(one: Looked, parts: Parts) -> list[str]:
    """Each factor in words, in their order."""
    return [
        ngettext(
            "%(count)s text fits, worth %(worth)s.",
            "%(count)s texts fit, together worth %(worth)s. Each next one adds less.",
            parts.count,
        )
        % {"count": number_format(parts.count), "worth": figure(parts.evidence)},
        _("Answers of late count as %(number)s. One of today is 1, and fades in weeks.")
        % {"number": figure(parts.recent)},
        ngettext(
            "%(count)s answer on a topic that the question names.",
            "%(count)s answers on a topic that the question names.",
            round(parts.on_topic),
        )
        % {"count": number_format(round(parts.on_topic))},
        _("How far one text has nearly all of the question, or its rare names: %(percent)s %%.")
        % {"percent": number_format(round(100 * parts.sure))},
        _nearness(one.degree),
        ngettext(
            "%(number)s fellow professional confirms this",
            "%(number)s fellow professionals confirm this",
            one.confirmed,
        )
        % {"number": number_format(one.confirmed)}
        + ".",
    ]


def _nearness(degree: int | None) -> str:
    match degree:
        case 1:
            return _("You know each other.")
        case 2:
            return _("One person stands between you.")
        case 3:
            return _("Two people stand between you.")
    return _("You know of no way to each other.")


def _passages(one: Looked) -> list[Passage]:
    drawing = stack([_of_fit(shown) for shown in one.passages])
    return [
        _passage(shown, one.actor, _painted(bar, OF_A_PASSAGE))
        for shown, bar in zip(one.passages, drawing.bars, strict=True)
    ]


def _of_fit(shown: Shown) -> list[float]:
    return [shown.parts.words, shown.parts.meaning, shown.parts.whole]


def _passage(shown: Shown, actor: Actor, bar: list[Drawn]) -> Passage:
    reason, parts = shown.reason, shown.parts
    figures = _(
        "Words %(words)s, meaning %(meaning)s, all of the profile %(whole)s: that is %(share)s %%"
        " of the best text. With weight %(weight)s worth %(worth)s."
    ) % {
        "words": figure(parts.words),
        "meaning": figure(parts.meaning),
        "whole": figure(parts.whole),
        "share": number_format(round(100 * parts.share)),
        "weight": figure(parts.weight),
        "worth": figure(parts.worth),
    }
    if reason is None:
        told = _("All that stands on the profile together.")
        return Passage("", told, reverse("profile", args=[actor.handle]), figures, bar)
    return Passage(reason.lead, marked(reason), source_url(reason), figures, bar)


def figures_of(told: Explanation) -> dict[str, str]:
    verdict = told.verdict
    if verdict is None:
        return {}
    return {
        "likeness": _figure_of(verdict.likeness),
        "threshold": figure(verdict.threshold),
        "score": _figure_of(verdict.score),
        "least": _figure_of(verdict.least),
    }


def _figure_of(value: float | None) -> str:
    """Empty for what may not be told: then there is a sentence without it."""
    return "" if value is None else figure(value)


def figure(value: float) -> str:
    """Three digits or so, as the language writes them: 0,42 and 14,2 and 1.204."""
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return number_format(
        abs(value) if not round(value, digits) else value, digits, force_grouping=True
    )

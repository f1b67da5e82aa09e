"""Goals: for their owner's own eyes, and what hangs from them."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.goals import actions, queries
from vaknet.domain.goals.models import Goal
from vaknet.domain.notices.touching import roles_touching
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.connections import back_to
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.goals import GoalForm, GoalNoteForm
from vaknet.interfaces.web.http import Request, id_in


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def my_goals(request: Request) -> HttpResponse:
    """All of them, and a new one."""
    viewer = viewer_of(request)
    form = GoalForm(request.POST if request.method == "POST" else None)
    made: list[Goal] = []
    if form.done(lambda told: made.append(actions.set_goal(viewer, **told))):
        messages.success(request, _("Your goal is set."))
        return back_to("goal", made[0].pk)
    views = queries.my_goals(viewer)
    context = {
        "form": form,
        "open": [view for view in views if view.end is None],
        "ended": [view for view in views if view.end is not None],
        "today": timezone.localdate(),
    }
    return render(request, "goals/my_goals.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def goal(request: Request, pk: int) -> HttpResponse:
    """One goal as a line with stops, and what can be done with it."""
    viewer = viewer_of(request)
    view = _or_404(viewer, pk)
    form = GoalNoteForm()
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is not None:
            return act(request, viewer, view.goal)
        form = GoalNoteForm(request.POST)
        if form.done(lambda told: actions.note_for_goal(viewer, goal=view.goal, **told)):
            messages.success(request, _("Noted on your goal."))
            return back_to("goal", pk)
    context = {
        "view": view,
        "goal": view.goal,
        "stops": queries.line(viewer, view),
        "touching": roles_touching(viewer, view.goal),
        "form": form,
        "today": timezone.localdate(),
    }
    return render(request, "goals/goal.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def change_goal(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    view = _or_404(viewer, pk)
    given = request.POST if request.method == "POST" else None
    form = GoalForm(given, initial=GoalForm.initial_of(view))
    if form.done(lambda told: actions.change_goal(viewer, goal=view.goal, **told)):
        messages.success(request, _("Saved."))
        return back_to("goal", pk)
    context = {"form": form, "goal": view.goal}
    return render(request, "goals/change_goal.html", context, status=422 if form.is_bound else 200)


@require_POST
@members_only
def hang(request: Request) -> HttpResponse:
    """From the page of a question, contact, introduction or talk: hang it, or take it off."""
    viewer = viewer_of(request)
    sent = request.POST
    try:
        chosen = queries.own_goal(viewer, id_in(sent.get("goal", "")))
        kind, pk = sent.get("kind", ""), id_in(sent.get("thing", ""))
        if sent.get("act") == "off" and kind in queries.KINDS:
            # What hung stays hers to take off, also when she may no longer see it elsewhere.
            actions.take_off(viewer, goal=chosen, thing=queries.KINDS[kind](pk=pk))
            messages.success(request, _("It no longer hangs from your goal."))
        else:
            actions.hang(viewer, goal=chosen, thing=queries.thing(viewer, kind, pk))
            messages.success(request, _("It hangs from your goal. Only you see that."))
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    except Refused as refused:
        messages.error(request, str(refused.message))
    return back_to("goal", chosen.pk)


@never_cache
@require_safe
@members_only
def brought(request: Request) -> HttpResponse:
    """What networking brought me, a year at a time."""
    viewer = viewer_of(request)
    years = queries.years(viewer)
    asked = request.GET.get("jaar", "")
    year = next((year for year in years if str(year) == asked), years[0])
    context = {"brought": queries.brought(viewer, year), "years": years}
    return render(request, "goals/brought.html", context)


def _or_404(viewer: Actor, pk: int) -> queries.GoalView:
    try:
        return queries.goal(viewer, pk)
    except Goal.DoesNotExist as missing:
        raise Http404 from missing


def _end(kind: str) -> Callable[[Request, Actor, Goal], HttpResponse]:
    def end(request: Request, viewer: Actor, goal: Goal) -> HttpResponse:
        actions.end_goal(viewer, goal=goal, kind=kind)
        said = _("Well done. It stays here to look back on.")
        messages.success(request, said if kind == "reached" else _("You let it go. That is fine."))
        return back_to("goal", goal.pk)

    return end


def _take_up(request: Request, viewer: Actor, goal: Goal) -> HttpResponse:
    actions.take_up_goal(viewer, goal=goal)
    messages.success(request, _("It is open again."))
    return back_to("goal", goal.pk)


def _throw_away(request: Request, viewer: Actor, goal: Goal) -> HttpResponse:
    actions.throw_goal_away(viewer, goal=goal)
    messages.success(request, _("The goal is gone."))
    return back_to("my-goals")


ACTS: dict[str, Callable[[Request, Actor, Goal], HttpResponse]] = {
    "reached": _end("reached"),
    "let_go": _end("let_go"),
    "take_up": _take_up,
    "throw_away": _throw_away,
}

"""What the buttons of an introduction do: on its page, and behind a link in a letter."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.models import Introduction, IntroductionStep
from vaknet.domain.connections.queries import IntroductionView, Part
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.forms.base import Form
from vaknet.interfaces.web.forms.connections import AgreeForm, WordsForm
from vaknet.interfaces.web.http import Request


def thanks_form(data: QueryDict | None = None) -> Form:
    return WordsForm(data, label=_("Your thanks"), prefix="thanks")


@dataclass
class Forms:
    """The forms of one introduction page; the one that was sent is bound.

    `words` asks back before deciding; `answer` answers the step `answering`; `message` is for all,
    `thanks` for everybody on the way.
    """

    agree: Form = field(default_factory=AgreeForm)
    words: Form = field(default_factory=lambda: WordsForm(label=_("Your question"), prefix="ask"))
    answer: Form = field(default_factory=lambda: WordsForm(label=_("Your answer"), prefix="answer"))
    message: Form = field(default_factory=lambda: WordsForm(prefix="message"))
    thanks: Form = field(default_factory=thanks_form)
    answering: int | None = None
    refusal: str = ""


SAID: dict[str, str | Promise] = {
    "yes": gettext_lazy("Thank you. We pass it on."),
    "consent": gettext_lazy("You know each other now."),
    "no": gettext_lazy("You said no. Nobody is told."),
    "ask": gettext_lazy("Your question was sent."),
    "answer": gettext_lazy("Your answer was sent."),
    "write": gettext_lazy("Your message was sent."),
    "withdraw": gettext_lazy("You withdrew the introduction. Nobody needs to do anything."),
    "route": gettext_lazy("We asked along the other route."),
    "outcome": gettext_lazy("Thank you, we keep it. You can say something else later."),
    "thanks": gettext_lazy("Your thanks are on their way."),
    "leave": gettext_lazy("You left the conversation. Thank you for the introduction."),
}


def act(request: Request, viewer: Actor, view: IntroductionView) -> Forms | None:
    """Do what the pressed button says. The forms to show again when it cannot be, else None."""
    forms = Forms()
    name = request.POST.get("act", "")
    do = _ACTS.get(name)
    if do is None:
        forms.refusal = _("We did not understand that. Press one of the buttons.")
        return forms
    try:
        done = do(request, viewer, view, forms)
    except Refused as refused:
        _refuse(forms, refused)
        return forms
    if not done:
        return forms
    said = "consent" if name == "yes" and view.part is Part.TARGET else name
    messages.success(request, str(SAID[said]))
    return None


def _refuse(forms: Forms, refused: Refused) -> None:
    bound = next((form for form in vars(forms).values() if getattr(form, "is_bound", False)), None)
    if bound is None:
        forms.refusal = str(refused.message)
    else:
        bound.refuse(refused)


def _row(view: IntroductionView) -> Introduction:
    return Introduction(pk=view.pk, asker=view.asker, target=view.target)


def _step(viewer: Actor, pk: int | None) -> IntroductionStep:
    if pk is None:
        raise IntroductionStep.DoesNotExist
    return queries.step(viewer, pk)


def _yes(request: Request, viewer: Actor, view: IntroductionView, forms: Forms) -> bool:
    if view.part is Part.TARGET:
        actions.accept_introduction(viewer, introduction=_row(view))
        return True
    forms.agree = AgreeForm(request.POST)
    if forms.agree.is_valid():
        actions.agree_to_introduce(
            viewer, step=_step(viewer, view.my_step_id), note=forms.agree.cleaned_data["note"]
        )
        return True
    return False


def _no(request: Request, viewer: Actor, view: IntroductionView, forms: Forms) -> bool:
    if view.part is Part.TARGET:
        actions.decline_introduction(viewer, introduction=_row(view))
    else:
        actions.decline_to_introduce(viewer, step=_step(viewer, view.my_step_id))
    return True


def _ask(request: Request, viewer: Actor, view: IntroductionView, forms: Forms) -> bool:
    forms.words = WordsForm(request.POST, label=_("Your question"), prefix="ask")
    if not forms.words.is_valid():
        return False
    step = _step(viewer, view.my_step_id)
    actions.write_to_step(viewer, step=step, text=forms.words.cleaned_data["text"])
    return True


def _answer(request: Request, viewer: Actor, view: IntroductionView, forms: Forms) -> bool:
    forms.answer = WordsForm(request.POST, label=_("Your answer"), prefix="answer")
    sent = request.POST.get("step", "")
    forms.answering = next(
        (one.step_id for one in view.exchanges if str(one.step_id) == sent), None
    )
    if not forms.answer.is_valid():
        return False
    step = _step(viewer, forms.answering)
    actions.write_to_step(viewer, step=step, text=forms.answer.cleaned_data["text"])
    return True


def _write(request: Request, viewer: Actor, view: IntroductionView, forms: Forms) -> bool:
    forms.message = WordsForm(request.POST, prefix="message")
    if not forms.message.is_valid():
        return False
    actions.write(viewer, introduction=_row(view), text=forms.message.cleaned_data["text"])
    return True


def _withdraw(request: Request, viewer: Actor, view: IntroductionView, forms: Forms) -> bool:
    actions.withdraw_introduction(viewer, introduction=_row(view))
    return True


def _leave(request: Request, viewer: Actor, view: IntroductionView, forms: Forms) -> bool:
    actions.leave_introduction(viewer, introduction=_row(view))
    return True


def _outcome(request: Request, viewer: Actor, view: IntroductionView, forms: Forms) -> bool:
    actions.say_outcome(viewer, introduction=_row(view), kind=request.POST.get("kind", ""))
    return True


def _thanks(request: Request, viewer: Actor, view: IntroductionView, forms: Forms) -> bool:
    forms.thanks = thanks_form(request.POST)
    if not forms.thanks.is_valid():
        return False
    text = forms.thanks.cleaned_data["text"]
    actions.thank_for_introduction(viewer, introduction=_row(view), text=text)
    return True


def _route(request: Request, viewer: Actor, view: IntroductionView, forms: Forms) -> bool:
    try:
        route = queries.route_of(viewer, view.target, request.POST.get("route", ""))
    except Actor.DoesNotExist:
        forms.refusal = _("This route is no longer possible. Choose another one.")
        return False
    actions.try_route(viewer, introduction=_row(view), route=route)
    return True


_Act = Callable[[Request, Actor, IntroductionView, Forms], Any]
_ACTS: dict[str, _Act] = {
    "yes": _yes,
    "no": _no,
    "ask": _ask,
    "answer": _answer,
    "write": _write,
    "withdraw": _withdraw,
    "leave": _leave,
    "outcome": _outcome,
    "thanks": _thanks,
    "route": _route,
}

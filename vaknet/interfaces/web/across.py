"""Who can help at partner networks, and introductions to people there.

What a partner answers is shown and kept nowhere: it goes along in a seal of ours from page to page.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from vaknet.domain.activity.models import Actor
from vaknet.domain.introducing import actions, queries
from vaknet.domain.introducing.found import AnswerOf, FoundThere
from vaknet.domain.introducing.models import IntroductionAcross
from vaknet.domain.introducing.partners import partners
from vaknet.domain.introducing.rules import LONGEST_QUESTION, SHOWN_FOR
from vaknet.domain.networks.models import Network, Share
from vaknet.domain.refusal import Refused
from vaknet.interfaces.reaching.helpers import ask_all
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.across import AgreeAcrossForm, AskAcrossForm
from vaknet.interfaces.web.forms.base import clean_text
from vaknet.interfaces.web.how_often import too_often
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.seen import reads_matter

SEAL = "vaknet.introducing.whom"


@dataclass(frozen=True)
class Whom:
    """Somebody in the answer of a partner, as she was shown to this member."""

    viewer: str
    network: int
    person: FoundThere
    question: str

    def sealed(self) -> str:
        return signing.dumps(asdict(self), salt=SEAL, compress=True)


def read_whom(viewer: Actor, sealed: str) -> Whom | None:
    """None for what is not sealed by us, for somebody else, or of long ago."""
    try:
        told = signing.loads(sealed, salt=SEAL, max_age=SHOWN_FOR)
    except signing.BadSignature:
        return None
    person = FoundThere(**told.pop("person") | {"knows": ()})
    whom = Whom(person=person, **told)
    return whom if whom.viewer == viewer.handle else None


@require_POST
@members_only
def ask_partners(request: Request) -> HttpResponse:
    """Her words go to the partners only when she presses; her name does not."""
    viewer = viewer_of(request)
    question = clean_text(request.POST.get("q", "")).strip()
    if not question or len(question) > LONGEST_QUESTION:
        return HttpResponseRedirect(reverse("who-can-help"), status=303)
    if not may_ask_partners(request, viewer):
        messages.error(request, _("You asked partner networks often today. Go on tomorrow."))
        return HttpResponseRedirect(
            f"{reverse('who-can-help')}?{urlencode({'q': question})}", status=303
        )
    answers = ask_all(partners(Share.WHO_CAN_HELP), question, get_language() or "nl")
    context = {
        "question": question,
        "answers": [sealed_answer(viewer, answer, question) for answer in answers],
        "found": any(answer.people for answer in answers),
    }
    answer = render(request, "finder/partners.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def may_ask_partners(request: Request, viewer: Actor) -> bool:
    """So many times a day: nobody has our server go through all that partners would tell."""
    return not too_often(request, "ask_partners", viewer.pk)


def sealed_answer(viewer: Actor, answer: AnswerOf, question: str) -> dict[str, Any]:
    """With a seal for each, by which she can ask to meet. `question`: empty for who was looked
    up."""
    people = None
    if answer.people is not None:
        people = [
            (one, Whom(viewer.handle, answer.network.pk, one, question).sealed())
            for one in answer.people
        ]
    return {"network": answer.network, "people": people}


@require_POST
@members_only
def ask_across(request: Request) -> HttpResponse:
    """First the form, for whom she chose; then what she wrote in it."""
    viewer = viewer_of(request)
    whom = read_whom(viewer, request.POST.get("whom", ""))
    network = next((one for one in partners() if whom and one.pk == whom.network), None)
    if whom is None or network is None:
        messages.error(request, _("This was found too long ago. Ask again."))
        return HttpResponseRedirect(reverse("who-can-help"), status=303)
    is_sent = request.POST.get("act") == "send"
    form = AskAcrossForm(request.POST if is_sent else None, initial=_first_words(viewer, whom))
    asked: list[IntroductionAcross] = []
    if form.done(lambda given: asked.append(_ask(viewer, network, whom, given))):
        messages.success(
            request,
            _("Your words go to %(network)s. You hear when there is news.")
            % {"network": network.name},
        )
        return _to(asked[0].pk)
    context = {
        "form": form,
        "whom": whom.person,
        "network": network,
        "viewer": viewer,
        "mail": queries.own_mail(viewer),
        "back": _came_from(whom),
    }
    status = 422 if form.is_bound else 200
    return render(request, "introductions/ask_across.html", context, status=status)


def _first_words(viewer: Actor, whom: Whom) -> dict[str, Any]:
    name = whom.person.name.strip()
    first = name.partition(" ")[0]
    called = name if first.endswith(".") else first  # "Dr." is nobody's first name
    names = {"name": called, "question": whom.question, "me": viewer.first_name}
    begun = _(
        "Hello %(name)s,\n\nMy question is: %(question)s\n"
        "Half an hour on the phone is enough.\n\nKind regards, %(me)s"
    )
    # Whom she looked up she asks for a reason that only she knows.
    words = begun % names if whom.question else ""
    return {"whom": whom.sealed(), "purpose": words, "with_mail": False}


def _came_from(whom: Whom) -> str:
    if whom.question:
        return f"{reverse('who-can-help')}?{urlencode({'q': whom.question})}"
    return reverse("people-there", args=[whom.network])


def _ask(viewer: Actor, network: Network, whom: Whom, given: dict[str, Any]) -> IntroductionAcross:
    return actions.ask_across(
        viewer,
        network=network,
        shown=whom.person.token,
        name=whom.person.name,
        headline=whom.person.headline,
        purpose=given["purpose"],
        with_mail=given["with_mail"],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
@reads_matter("across")
def introduction_across(request: Request, pk: int) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        row = queries.introduction_across(viewer, pk)
    except IntroductionAcross.DoesNotExist as missing:
        raise Http404 from missing
    act = request.POST.get("act", "") if request.method == "POST" else ""
    form = AgreeAcrossForm(
        request.POST if act == "yes" else None, initial={"mail": queries.own_mail(viewer)}
    )
    if act == "yes":
        if form.done(
            lambda given: actions.agree_across(
                viewer, introduction=row, words=given["words"], mail=given["mail"]
            )
        ):
            messages.success(request, _("Your yes goes to %(name)s.") % {"name": row.other_name})
            return _to(pk)
    elif request.method == "POST":
        _act(request, viewer, row, act)
        return _to(pk)
    context = {"row": row, "form": form, "viewer": viewer}
    status = 422 if form.is_bound else 200
    return render(request, "introductions/across.html", context, status=status)


def _act(request: Request, viewer: Actor, row: IntroductionAcross, act: str) -> None:
    """What is not known does nothing."""
    said = {
        "no": _("You said no. Nobody is told."),
        "never": _("You said no. This network does not find you any more."),
        "again": _("It is on its way again."),
        "end": _("It has ended."),
    }
    verbs = {
        "no": lambda: actions.decline_across(viewer, introduction=row),
        "never": lambda: actions.decline_across(viewer, introduction=row, and_all=True),
        "again": lambda: actions.try_again_across(viewer, introduction=row),
        "end": lambda: actions.end_across(viewer, introduction=row),
    }
    if act not in verbs:
        return
    try:
        verbs[act]()
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, said[act])


def _to(pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("introduction-across", args=[pk]), status=303)

"""Members on paper: for the stewards who keep them, and the link to an account of their own."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from vaknet.domain.activity.links import LinkBroken, LinkExpired, read_token
from vaknet.domain.groups.models import Group
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.paper import actions, queries
from vaknet.domain.paper.models import PaperInvitation, PaperMember
from vaknet.domain.paper.rules import LINK_WORKS, OWN_ACCOUNT
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.connections import back_to
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.paper import (
    AddressForm,
    BringForm,
    CorrectForm,
    LetGoForm,
    OwnAccountForm,
    PaperReplyForm,
)
from vaknet.interfaces.web.how_often import too_often
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.welcome import CONSENT_TEXT
from vaknet.kit.pdf import missing_libraries


def kept_or_404(request: Request, pk: int) -> PaperMember:
    """To who does not keep her this page is not there."""
    try:
        return queries.person(viewer_of(request), pk)
    except PaperMember.DoesNotExist as missing:
        raise Http404 from missing


def _tended(request: Request) -> Any:
    groups = queries.tended_groups(viewer_of(request))
    if not groups.exists():
        raise Http404
    return groups


@never_cache
@require_safe
@members_only
def my_people(request: Request) -> HttpResponse:
    _tended(request)
    return render(request, "paper/people.html", {"people": queries.people_of(viewer_of(request))})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def bring(request: Request) -> HttpResponse:
    groups = _tended(request)
    form = BringForm(request.POST if request.method == "POST" else None, groups=groups)
    brought: list[PaperMember] = []
    if form.done(lambda _data: brought.append(_brought(request, form))):
        name = {"name": brought[0].actor.name}
        messages.success(request, _("%(name)s is in the group, on paper.") % name)
        return back_to("paper-member", brought[0].pk)
    return render(request, "paper/bring.html", {"form": form}, status=422 if form.is_bound else 200)


def _brought(request: Request, form: BringForm) -> PaperMember:
    try:
        return actions.bring_on_paper(viewer_of(request), **form.told())
    except Group.DoesNotExist as missing:
        raise Http404 from missing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def person(request: Request, pk: int) -> HttpResponse:
    """What was asked, and what can be done for her."""
    paper = kept_or_404(request, pk)
    act = request.POST.get("act", "")
    form = AddressForm(request.POST if act == "invite" else None)
    if form.done(lambda told: _invite(request, paper, told["email"])):
        return back_to("paper-member", pk)
    if request.method == "POST" and not form.is_bound:
        return back_to(_do(request, paper, act), pk)
    context = {
        "paper": paper,
        "asks": queries.asks_of(paper),
        "waiting": queries.asks_for(paper, now=timezone.now()) if paper.until is None else [],
        "form": form,
        "has_pdf": not missing_libraries(),
    }
    invited = PaperInvitation.objects.filter(paper=paper).first()
    if invited is not None:
        context |= {"invited": invited, "invited_by": queries.invited_by(invited)}
    return render(request, "paper/person.html", context, status=422 if form.is_bound else 200)


def _do(request: Request, paper: PaperMember, act: str) -> str:
    """On which page she goes on."""
    viewer = viewer_of(request)
    try:
        if act == "letter":
            actions.make_letter(viewer, paper=paper)
            return "paper-letter"
        actions.show_to_all(viewer, paper=paper, shown=act == "show")
    except Refused as refused:
        messages.error(request, str(refused.message))
    else:
        messages.success(request, _("Saved."))
    return "paper-member"


def _invite(request: Request, paper: PaperMember, email: str) -> None:
    language = "en" if get_language() == "en" else "nl"
    actions.invite_by_mail(viewer_of(request), paper=paper, email=email, language=language)
    messages.success(request, _("A letter to %(address)s is on its way.") % {"address": email})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def reply(request: Request, pk: int) -> HttpResponse:
    """On a phone, with the paper beside it."""
    paper, viewer = kept_or_404(request, pk), viewer_of(request)
    asks = queries.asks_of(paper)
    given = request.POST if request.method == "POST" else None
    form = PaperReplyForm(given, asks=asks)
    answers: list[Any] = []
    if form.done(lambda told: answers.append(actions.answer_for(viewer, paper=paper, **told))):
        name = {"name": paper.actor.name}
        messages.success(
            request, _("It stands there in the name of %(name)s, by letter, entered by you.") % name
        )
        return back_to("question", answers[0].question_id)
    context = {"paper": paper, "form": form, "asks": asks}
    return render(request, "paper/reply.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def correct(request: Request, pk: int) -> HttpResponse:
    paper, viewer = kept_or_404(request, pk), viewer_of(request)
    now = {"name": paper.actor.name, "profession": paper.actor.profile.profession}
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=now)
    if form.done(lambda told: actions.correct(viewer, paper=paper, **told)):
        messages.success(request, _("Saved."))
        return back_to("paper-member", pk)
    context = {"paper": paper, "form": form}
    return render(request, "paper/correct.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def let_go(request: Request, pk: int) -> HttpResponse:
    """GET asks."""
    paper, viewer = kept_or_404(request, pk), viewer_of(request)
    form = LetGoForm(request.POST if request.method == "POST" else None)
    if form.done(lambda told: leaving.close_for(viewer, paper=paper, **told)):
        messages.success(request, _("Done. In two weeks everything is erased."))
        return back_to("on-paper")
    context = {"paper": paper, "form": form}
    return render(request, "paper/let_go.html", context, status=422 if form.is_bound else 200)


@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
def take_account(request: Request, token: str) -> HttpResponse:
    """By the link in the letter, which only who reads that mailbox has. GET asks."""
    try:
        invitation = _invitation(token)
    except (LinkBroken, LinkExpired, PaperInvitation.DoesNotExist):
        return render(request, "paper/no_account.html", status=404)
    form = OwnAccountForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not _may_try(request, invitation):
        form.add_error(None, _("You tried often today. Try again tomorrow."))
    elif form.done(lambda told: _take(invitation, told["name"])):
        messages.success(request, _("The account is yours. Sign in with your mail address."))
        return back_to("sign-in")
    context = {"invitation": invitation, "form": form}
    return render(request, "paper/take_account.html", context, status=422 if form.is_bound else 200)


def _may_try(request: Request, invitation: PaperInvitation) -> bool:
    """The link may have gone to a wrong address, and nobody guesses whose it is."""
    return not too_often(request, "add_address", f"paper-{invitation.pk}")


def _take(invitation: PaperInvitation, name: str) -> None:
    actions.take_account(invitation=invitation, name=name, agreed_to=CONSENT_TEXT)


def _invitation(token: str) -> PaperInvitation:
    grant = read_token(token)
    if grant.purpose != OWN_ACCOUNT:
        raise LinkBroken
    found = queries.invitation(grant.object_id, since=timezone.now() - LINK_WORKS)
    if found.paper.actor.pk != grant.actor_id:
        raise LinkBroken
    return found

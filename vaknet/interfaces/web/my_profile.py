"""My own profile, block by block. Every block is a form that works without JavaScript."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.people import actions, queries
from vaknet.domain.people.links import own_links
from vaknet.domain.people.models import KnownTopic, Role, SoughtTopic
from vaknet.domain.people.visibility import Closeness, page_is_public
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web import undo
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.base import Form
from vaknet.interfaces.web.forms.languages import LanguageForm
from vaknet.interfaces.web.forms.links import LinkForm
from vaknet.interfaces.web.forms.people import AboutForm, HelpForm, RoleForm, TopicForm
from vaknet.interfaces.web.forms.photo import PhotoForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.line import returns_to_line
from vaknet.interfaces.web.periods import role_lines
from vaknet.interfaces.web.shown_to import shown_to

FROM_PROFILE = mark_safe('<input type="hidden" name="back" value="profile">')
KNOWS: dict[str, Any] = {
    "label": gettext_lazy("What do you know well?"),
    "hint": gettext_lazy("For example: objections, archives or difficult talks. One at a time."),
    "suggest": "suggest-subjects",
}
SEEKS: dict[str, Any] = {
    "label": gettext_lazy("What are you looking for?"),
    "hint": gettext_lazy("A question, a person or a day along. One at a time."),
}


@require_safe
@members_only
def my_profile(request: Request) -> HttpResponse:
    return _page(request)


@require_POST
@members_only
def change_about(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    form = AboutForm(request.POST, kept=queries.person(viewer, viewer.handle).profile)

    def change(by: Actor) -> None:
        fields = ("name", "promise", "profession", "occupation", "place")
        actions.change_profile(by, **{field: form.cleaned_data[field] for field in fields})

    return saved(request, "about", form, change, said=_("Saved."))


@require_POST
@members_only
@returns_to_line
def add_known_topic(request: Request) -> HttpResponse:
    form = TopicForm(request.POST, prefix="knows", **KNOWS)

    def add(by: Actor) -> None:
        actions.add_known_topic(by, text=form.cleaned_data["text"])

    return saved(request, "knows", form, add, said=_("Topic added."))


@require_POST
@members_only
def remove_known_topic(request: Request, pk: int) -> HttpResponse:
    topic = own_or_404(queries.own_known_topic, viewer_of(request), pk)
    at = connections.take_topic_off(viewer_of(request), topic=topic)
    undo.keep(request, "knows", {"text": topic.text, "at": at.isoformat()})
    return back(request, "knows")


@require_POST
@members_only
def add_sought_topic(request: Request) -> HttpResponse:
    form = TopicForm(request.POST, prefix="seeks", **SEEKS)

    def add(by: Actor) -> None:
        actions.add_sought_topic(by, text=form.cleaned_data["text"])

    return saved(request, "seeks", form, add, said=_("Topic added."))


@require_POST
@members_only
def remove_sought_topic(request: Request, pk: int) -> HttpResponse:
    topic = own_or_404(queries.own_sought_topic, viewer_of(request), pk)
    actions.remove_sought_topic(viewer_of(request), topic=topic)
    undo.keep(request, "seeks", {"text": topic.text})
    return back(request, "seeks")


@require_POST
@members_only
def change_help(request: Request) -> HttpResponse:
    form = HelpForm(request.POST)

    def change(by: Actor) -> None:
        for kind, remark in form.offers().items():
            if remark is None:
                actions.withdraw_help(by, kind=kind)
            else:
                actions.offer_help(by, kind=kind, remark=remark)

    return saved(request, "help", form, change, said=_("Saved."))


@require_POST
@members_only
def put_back(request: Request) -> HttpResponse:
    """Put back what was removed last. Nothing left to undo is fine too: a double click."""
    removed = undo.take(request)
    by = viewer_of(request)
    match removed.pop("what", ""):
        case "photo":
            if actions.put_photo_back(by) is None:
                messages.error(request, _("Your photo is gone. Choose it once more."))
                return back(request, "photo")
        case "role":
            form = RoleForm(removed)
            if form.is_valid():
                actions.add_role(by, **form.role())
        case "knows":
            at = datetime.fromisoformat(removed["at"])
            connections.put_topic_back(by, text=removed["text"], at=at)
        case "language":
            actions.add_language(by, code=removed["code"])
        case "link":
            actions.add_link(by, url=removed["url"])
        case "seeks":
            actions.add_sought_topic(by, text=removed["text"])
    messages.success(request, _("It is back."))
    return back(request)


def saved(
    request: Request, block: str, form: Form, change: Callable[[Actor], None], *, said: str
) -> HttpResponse:
    """Act and go back; or show the page again with what was typed and what is wrong."""
    if form.is_valid():
        try:
            change(viewer_of(request))
        except Refused as refused:
            form.refuse(refused)
        else:
            undo.take(request)
            messages.success(request, said)
            return back(request, block)
    return _page(request, status=422, **{block: form})


def _page(request: Request, *, status: int = 200, **typed: Any) -> HttpResponse:
    """`typed`: the one form that came back with something wrong, by its block."""
    viewer = viewer_of(request)
    profile = queries.profile(viewer, queries.person(viewer, viewer.handle), Closeness.SELF)
    profile = replace(profile, links=list(own_links(viewer)))
    context = {
        "profile": profile,
        "is_public": page_is_public(viewer),
        "shown_to": shown_to(viewer),
        "role_lines": role_lines(profile.roles),
        "photo": typed.get("photo") or PhotoForm(),
        "about": typed.get("about") or AboutForm(initial=_about_now(profile)),
        "role": typed.get("roles") or RoleForm(),
        "languages": typed.get("languages") or LanguageForm(spoken=_spoken(profile)),
        "links": typed.get("links") or LinkForm(),
        "my_address": settings.BASE_URL + reverse("profile", args=[viewer.handle]),
        "knows": typed.get("knows") or TopicForm(prefix="knows", **KNOWS),
        "seeks": typed.get("seeks") or TopicForm(prefix="seeks", **SEEKS),
        "help": typed.get("help") or HelpForm(initial=_help_now(profile)),
        "wrong": next(iter(typed), ""),
        "wrong_form": next(iter(typed.values()), None),
        "forms_with_errors": bool(typed),
        "in_place": bool(request.htmx),
        "removed": undo.in_words(request),
        "back": FROM_PROFILE if _comes_from_profile(request) else "",
    }
    return render(request, "people/my_profile.html", context, status=status)


def _about_now(profile: queries.ProfileView) -> dict[str, str]:
    return {
        "name": profile.actor.name,
        "promise": profile.promise,
        "profession": profile.profession,
        "place": str(profile.place.label) if profile.place else "",
    }


def _spoken(profile: queries.ProfileView) -> frozenset[str]:
    return frozenset(one.code for one in profile.languages)


def _help_now(profile: queries.ProfileView) -> dict[str, Any]:
    now: dict[str, Any] = {}
    for offer in profile.help_offers:
        now |= {offer.kind: True, f"{offer.kind}_remark": offer.remark}
    return now


def _comes_from_profile(request: Request) -> bool:
    """A block may be opened in place, on the page that others see; then she goes back there."""
    return request.POST.get("back") == "profile" or request.GET.get("terug") == "profiel"


def back(request: Request, block: str = "") -> HttpResponse:
    if request.htmx:  # changed where it stands: the page around it tells of it too
        return HttpResponse(headers={"HX-Refresh": "true"})
    target = f"#{block}" if block else ""
    if _comes_from_profile(request):
        page = reverse("profile", args=[viewer_of(request).handle])
    else:
        page = reverse("my-profile")
    return HttpResponseRedirect(page + target, status=303)


def own_or_404[T: (Role, KnownTopic, SoughtTopic)](
    query: Callable[[Actor, int], T], viewer: Actor, pk: int
) -> T:
    try:
        return query(viewer, pk)
    except (Role.DoesNotExist, KnownTopic.DoesNotExist, SoughtTopic.DoesNotExist) as missing:
        raise Http404 from missing

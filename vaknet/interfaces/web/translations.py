"""The same words in the other language: written and taken away by who wrote the text."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.knowledge.models import Post
from vaknet.domain.translations import actions, queries
from vaknet.domain.translations.models import Text, Translation
from vaknet.interfaces.web.carrying_out import carry_out
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.earlier import FOUND_BY, page_of
from vaknet.interfaces.web.forms.translations import TranslationForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.reports import IN_ADDRESS

OTHER = {"nl": "en", "en": "nl"}


def her_own_or_404(request: Request, about: str, pk: int) -> Text:
    """Not there for what she may not read, and for what she did not write."""
    viewer = viewer_of(request)
    try:
        text = FOUND_BY[IN_ADDRESS[about]](viewer, pk)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    if not queries.may_translate(viewer, text):
        raise Http404
    return text


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def translate(request: Request, about: str, pk: int) -> HttpResponse:
    """Most write in the language that they read the site in: the other one is ticked."""
    viewer = viewer_of(request)
    text = her_own_or_404(request, about, pk)
    lead = _lead(text)
    form = TranslationForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(queries.translation_of(text)),
        has_title=hasattr(text, "title"),
        has_lead=bool(lead),
        has_text=bool(getattr(text, "body", True)),
    )
    title, address = page_of(text)
    if form.done(lambda said: actions.translate(viewer, thing=text, **said)):
        messages.success(request, _("It can be read in both languages now."))
        return HttpResponseRedirect(address, status=303)
    context: dict[str, Any] = {
        "form": form,
        "thing": text,
        "lead": lead,
        "title": title,
        "address": address,
        "about": about,
        "is_there": bool(form.initial.get("text") or form.initial.get("title")),
        "nobody": {},
    }
    status = 422 if form.is_bound else 200
    return render(request, "translations/translate.html", context, status=status)


def _lead(text: Text) -> str:
    if not isinstance(text, Post) or not hasattr(text, "article"):
        return ""
    return text.article.lead


def _initial(there: Translation | None) -> dict[str, str]:
    if there is None:
        return {"language": OTHER.get(get_language() or "", "en")}
    return {name: getattr(there, name) for name in ("language", "title", "lead", "text")}


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def remove(request: Request, about: str, pk: int) -> HttpResponse:
    """GET asks whether she is sure; POST does it. Not there where there is no translation."""
    text = her_own_or_404(request, about, pk)
    there = queries.translation_of(text)
    title, address = page_of(text)
    if request.method != "POST":
        if there is None:
            raise Http404
        context = {"title": title, "address": address, "version": there}
        return render(request, "translations/remove.html", context)
    carry_out(
        request,
        lambda: actions.remove_translation(viewer_of(request), thing=text),
        _("The translation is gone."),
    )
    return HttpResponseRedirect(address, status=303)

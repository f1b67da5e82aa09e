"""When a member wants a round."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from vaknet.domain.notices import actions
from vaknet.domain.notices.rhythm import here, next_round, rhythm_of
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.forms.rhythm import RhythmForm
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.line import when_next


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def my_rhythm(request: Request) -> HttpResponse:
    viewer = viewer_of(request)
    rhythm = rhythm_of(viewer)
    now = here(rhythm, timezone.now())
    initial = {
        "days": rhythm.days,
        "on_holidays": rhythm.on_holidays,
        "time_zone": rhythm.time_zone,
    }
    form = RhythmForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.done(lambda said: actions.keep_rhythm(viewer, **said)):
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(reverse("my-rhythm"), status=303)
    context = {"form": form, "next_round": when_next(next_round(rhythm, now), now)}
    status = 422 if form.is_bound else 200
    return render(request, "today/rhythm.html", context, status=status)

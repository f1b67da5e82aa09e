"""Where somebody was named: from the start page to the place itself, and then it is read."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge.models import Mention
from vaknet.domain.notices.mentioned import Named, named
from vaknet.interfaces.web.doors import members_only, viewer_of
from vaknet.interfaces.web.http import Request


@require_POST
@members_only
def read(request: Request, pk: int) -> HttpResponse:
    """With `act` put away on the start page, and without it on to the words."""
    viewer = viewer_of(request)
    try:
        mention, words = named(viewer, pk)
    except Mention.DoesNotExist as missing:
        raise Http404 from missing
    actions.read_mention(viewer, mention=mention)
    put_away = request.POST.get("act") == "away"
    return HttpResponseRedirect(reverse("today") if put_away else place(words), status=303)


def place(words: Named) -> str:
    """The very answer or reply, on its page."""
    if words.question:
        page = reverse("question", args=[words.question])
        return f"{page}#answer-{words.answer}" if words.answer else page
    page = reverse("conversation", args=[words.post])
    return f"{page}?reactie={words.reply}#reply-{words.reply}" if words.reply else page

"""What a member answered to somebody on another network, at its address."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers

from vaknet.domain.federation import queries
from vaknet.engine.activitypub import own_answers, own_posts
from vaknet.engine.activitypub.documents import ACTIVITYSTREAMS
from vaknet.interfaces.federation.answers import activity, wants_activity
from vaknet.interfaces.federation.signed_reads import reading


@reading
def words(request: HttpRequest, token: str) -> HttpResponse:
    """The document for programs, and for people the way to what it answers. Of who is switched off
    for a while nothing is told; once she took it back, or stopped, it is gone."""
    row = queries.answer_at(token)
    if row is None:
        raise Http404
    own = queries.as_told(row)
    who = queries.meant(row.address.token)
    if row.until is not None or (who is not None and who.actor is None):
        return activity(request, own_posts.gone(own.id), 410)
    if who is None:
        raise Http404
    if not wants_activity(request, first=True):
        answer = HttpResponseRedirect(row.page)
        patch_vary_headers(answer, ["Accept"])
        return answer
    return activity(request, {"@context": ACTIVITYSTREAMS, **own_answers.answer(own)})

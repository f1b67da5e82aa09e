"""The door for somebody on another network, who has a link from here and no account."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from vaknet.domain.activity.links import LinkBroken, LinkExpired, read_token
from vaknet.domain.activity.models import Actor
from vaknet.interfaces.web.http import Request
from vaknet.interfaces.web.introduction_links import broken, closed

type View = Callable[[Request, Actor, int], HttpResponse]


def by_link_from_here(
    purpose: str, *, expired: Promise
) -> Callable[[View], Callable[[Request, str], HttpResponse]]:
    """The view gets who she is and the number of what the link is about. `expired`: what she reads
    when it worked long enough."""

    def door(view: View) -> Callable[[Request, str], HttpResponse]:
        @never_cache
        @sensitive_variables("token")
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def guarded(request: Request, token: str) -> HttpResponse:
            try:
                grant = read_token(token)
                person = Actor.objects.exclude(domain="").get(pk=grant.actor_id)
            except LinkExpired:
                return closed(request, _("This link has expired"), str(expired), status=410)
            except (LinkBroken, Actor.DoesNotExist):
                return broken(request)
            if grant.purpose != purpose:
                raise Http404
            return view(request, person, grant.object_id)

        return guarded

    return door

"""What another network asks to know who is here."""

from importlib.metadata import version as version_of

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers

from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import queries
from vaknet.domain.federation.queries import Identity, Known
from vaknet.engine.activitypub import Unreadable, nodeinfo, own_actors, webfinger
from vaknet.interfaces.federation import things, who
from vaknet.interfaces.federation.addresses import actor_address, handle_of, ours, page_of
from vaknet.interfaces.federation.answers import (
    KEEP,
    activity,
    data,
    for_all,
    nobody,
    wants_activity,
)
from vaknet.interfaces.federation.documents import actor_document
from vaknet.interfaces.federation.signed_reads import open_reading, reading, refused_reading

# Where somebody who is at home here goes on with what she found elsewhere (FEP-3b86).
SUBSCRIBE = "/authorize_interaction?uri={uri}"
INTENTS = {
    "Create": "/gesprek/nieuw/?titel={name}&tekst={content}",
    "Follow": "/authorize_interaction?uri={object}",
    "Object": "/authorize_interaction?uri={object}",
}
NODEINFO = 'application/json; profile="{}{}#"'


@open_reading
def webfinger_of(request: HttpRequest) -> HttpResponse:
    """RFC 7033, and of the network itself by its address (FEP-d556)."""
    try:
        found = who.asked_for(request.GET.get("resource", ""))
    except Unreadable:
        return data({"error": "Bad request"}, "application/json", 400)
    if found is None:
        return nobody()
    told = _described(who.identity(found), request.GET.get("resource", ""))
    wanted = request.GET.getlist("rel")
    links = told["links"]
    if wanted and isinstance(links, list):
        told["links"] = [link for link in links if link["rel"] in wanted]
    return data(told, webfinger.JRD_TYPE)


def _described(found: Identity, resource: str) -> dict[str, object]:
    address = actor_address(found.token)
    if resource.rstrip("/").lower() == ours():
        return webfinger.described_here(ours(), address, {})
    handle, page = handle_of(found.actor), page_of(found.actor)
    if found.actor.kind != Actor.Kind.PERSON:
        return webfinger.described(handle, address, page=page)
    ways = {name: ours() + path for name, path in INTENTS.items()}
    return webfinger.described(
        handle, address, page=page, subscribe=ours() + SUBSCRIBE, intents=ways
    )


@open_reading
def host_meta(_request: HttpRequest) -> HttpResponse:
    answer = HttpResponse(webfinger.host_meta(ours()), content_type="application/xrd+xml")
    answer["Cache-Control"] = KEEP
    return for_all(answer)


@open_reading
def nodeinfo_links(_request: HttpRequest) -> HttpResponse:
    """With the network as an actor (FEP-2677)."""
    address = actor_address(who.identity(who.network()).token)
    return data(nodeinfo.links(ours(), address), "application/json")


@open_reading
def nodeinfo_document(_request: HttpRequest, version: str) -> HttpResponse:
    """Of how many are here and how much they write no word: see decision 71."""
    node = nodeinfo.Node(
        version=version_of("vaknet"),
        homepage="",
        repository="",
        registrations_open=True,
        members=0,
        active_month=0,
        active_half_year=0,
        posts=0,
        name=settings.NETWORK_NAME,
        description="",
    )
    software = {"name": "vaknet", "version": node.version}
    told = nodeinfo.document(node, version) | {"software": software, "usage": {"users": {}}}
    return data(told, NODEINFO.format(nodeinfo.SCHEMA, version))


@open_reading
def actor(request: HttpRequest, token: str) -> HttpResponse:
    """The document for programs, and for people the way to the page. Of the network itself it is
    open to everybody."""
    found = queries.meant(token)
    if not _is_network(found) and (refused := refused_reading(request)) is not None:
        return refused
    if found is None:
        raise Http404
    if found.actor is None:
        return activity(request, own_actors.tombstone(actor_address(token)), 410)
    if not wants_activity(request, first=True):
        answer = HttpResponseRedirect(page_of(found.actor))
        patch_vary_headers(answer, ["Accept"])
        return answer
    return activity(request, actor_document(who.identity(found.actor)))


@reading
def collection(request: HttpRequest, token: str, which: str) -> HttpResponse:
    if _meant(token).actor is None:
        return activity(request, own_actors.tombstone(actor_address(token)), 410)
    if which == "outbox":
        return things.outbox(request, token)
    return activity(request, own_actors.collection(actor_address(token), which))


@reading
def moderators(request: HttpRequest, token: str) -> HttpResponse:
    """Of a group, those on other networks (FEP-1b12)."""
    found = _meant(token).actor
    if found is None:
        return activity(request, own_actors.tombstone(actor_address(token)), 410)
    if found.kind != Actor.Kind.GROUP:
        raise Http404
    rows = queries.moderators_of(found.group).values_list("moderator__uri", flat=True)
    return activity(request, own_actors.moderators(actor_address(token), list(rows)))


def _meant(token: str) -> Known:
    found = queries.meant(token)
    if found is None:
        raise Http404
    return found


def _is_network(found: Known | None) -> bool:
    """Of services only the network itself is known."""
    actor = found.actor if found else None
    return actor is not None and actor.kind == Actor.Kind.SERVICE

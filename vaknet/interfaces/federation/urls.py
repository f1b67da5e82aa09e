"""Addresses for other networks. What stands in them is for ever."""

from django.urls import URLPattern, path, re_path

from vaknet.interfaces.federation import views
from vaknet.interfaces.federation.inbox import inbox

urlpatterns: list[URLPattern] = [
    path(".well-known/webfinger", views.webfinger_of, name="webfinger"),
    path(".well-known/host-meta", views.host_meta, name="host-meta"),
    path(".well-known/nodeinfo", views.nodeinfo_links, name="nodeinfo"),
    re_path(r"^nodeinfo/(?P<version>2\.[01])$", views.nodeinfo_document, name="nodeinfo-document"),
    path("ap/inbox", inbox, name="federated-shared-inbox"),
    path("ap/<slug:token>", views.actor, name="federated-actor"),
    path("ap/<slug:token>/inbox", inbox, name="federated-inbox"),
    re_path(
        r"^ap/(?P<token>[A-Za-z0-9_-]+)/(?P<which>outbox|followers|following|featured)$",
        views.collection,
        name="federated-collection",
    ),
]

"""Addresses for other networks. What stands in them is for ever."""

from django.urls import URLPattern, path, re_path

from vaknet.interfaces.federation import things, views

urlpatterns: list[URLPattern] = [
    path(".well-known/webfinger", views.webfinger_of, name="webfinger"),
    path(".well-known/host-meta", views.host_meta, name="host-meta"),
    path(".well-known/nodeinfo", views.nodeinfo_links, name="nodeinfo"),
    re_path(r"^nodeinfo/(?P<version>2\.[01])$", views.nodeinfo_document, name="nodeinfo-document"),
    path("ap/inbox", views.inbox, name="federated-shared-inbox"),
    path("ap/<slug:token>", views.actor, name="federated-actor"),
    path("ap/<slug:token>/inbox", views.inbox, name="federated-inbox"),
    re_path(
        r"^ap/(?P<token>[A-Za-z0-9_-]+)/(?P<which>outbox|followers|following|featured)$",
        views.collection,
        name="federated-collection",
    ),
    path("ap/<slug:token>/outbox/<slug:after>", things.outbox_page, name="federated-outbox-page"),
    path("ap/things/<slug:token>", things.thing, name="federated-thing"),
    re_path(
        r"^ap/things/(?P<token>[A-Za-z0-9_-]+)/(?P<part>context|replies)$",
        things.conversation,
        name="federated-conversation",
    ),
    re_path(
        r"^ap/things/(?P<token>[A-Za-z0-9_-]+)/(?P<part>context|replies)/(?P<after>[A-Za-z0-9_-]+)$",
        things.conversation_page,
        name="federated-conversation-page",
    ),
]

"""Addresses for other networks. What stands in them is for ever."""

from django.urls import URLPattern, path, re_path

from vaknet.interfaces.federation import (
    group_home,
    helping,
    own_words,
    partners_things,
    partners_treaties,
    things,
    views,
)
from vaknet.interfaces.federation.inbox import inbox

# What Vaknets that are linked ask and tell one another. These stand before the address of an actor.
PARTNERS: list[URLPattern] = [
    path("ap/partners/about", partners_things.about, name="partner-about"),
    path("ap/partners/agenda", partners_things.agenda, name="partner-agenda"),
    path("ap/partners/groups", partners_things.groups, name="partner-groups"),
    path("ap/partners/journals", partners_things.journals, name="partner-journals"),
    path("ap/partners/opportunities", partners_things.opportunities, name="partner-opportunities"),
    path("ap/partners/treaty/propose", partners_treaties.propose, name="treaty-propose"),
    path("ap/partners/treaty/counter", partners_treaties.counter, name="treaty-counter"),
    path("ap/partners/treaty/sign", partners_treaties.sign, name="treaty-sign"),
    path("ap/partners/treaty/end", partners_treaties.end, name="treaty-end"),
    path("ap/partners/group/list", group_home.listed, name="partner-group-list"),
    path("ap/partners/group/ask", group_home.asked, name="partner-group-ask"),
    path("ap/partners/group/leave", group_home.left, name="partner-group-leave"),
    path("ap/partners/group/read", group_home.read, name="partner-group-read"),
    path("ap/partners/group/thread", group_home.thread, name="partner-group-thread"),
    path("ap/partners/group/say", group_home.said, name="partner-group-say"),
    path("ap/partners/directory", helping.directory, name="partner-directory"),
    path("ap/partners/who-can-help", helping.who_can_help, name="partner-who-can-help"),
    path("ap/partners/introduction/ask", helping.asks_introduction, name="partner-asks"),
    path("ap/partners/introduction/yes", helping.says_yes, name="partner-says-yes"),
    path("ap/partners/introduction/end", helping.ends, name="partner-ends"),
]

urlpatterns: list[URLPattern] = [
    *PARTNERS,
    path(".well-known/webfinger", views.webfinger_of, name="webfinger"),
    path(".well-known/host-meta", views.host_meta, name="host-meta"),
    path(".well-known/nodeinfo", views.nodeinfo_links, name="nodeinfo"),
    re_path(r"^nodeinfo/(?P<version>2\.[01])$", views.nodeinfo_document, name="nodeinfo-document"),
    path("ap/inbox", inbox, name="federated-shared-inbox"),
    path("ap/words/<slug:token>", own_words.words, name="federated-words"),
    path("ap/<slug:token>", views.actor, name="federated-actor"),
    path("ap/<slug:token>/inbox", inbox, name="federated-inbox"),
    re_path(
        r"^ap/(?P<token>[A-Za-z0-9_-]+)/(?P<which>outbox|followers|following|featured)$",
        views.collection,
        name="federated-collection",
    ),
    path("ap/<slug:token>/moderators", views.moderators, name="federated-moderators"),
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

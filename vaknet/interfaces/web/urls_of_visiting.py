"""Addresses of groups at partner networks."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import group_visitors, groups_elsewhere, threads_elsewhere

PATTERNS: list[URLPattern] = [
    path("partnergroepen/", groups_elsewhere.groups_elsewhere, name="groups-elsewhere"),
    path(
        "partnergroepen/bij/<int:pk>/<str:group>/",
        groups_elsewhere.come_in,
        name="come-in-elsewhere",
    ),
    path("partnergroepen/<int:pk>/", threads_elsewhere.group, name="group-elsewhere"),
    path(
        "partnergroepen/<int:pk>/lees/<str:thread>/",
        threads_elsewhere.thread,
        name="thread-elsewhere",
    ),
    path(
        "partnergroepen/<int:pk>/nieuw/<str:kind>/",
        threads_elsewhere.begin,
        name="begin-elsewhere",
    ),
    path("partnergroepen/<int:pk>/verlaten/", groups_elsewhere.leave, name="leave-elsewhere"),
    path("g/<str:handle>/bezoekers/", group_visitors.visitors, name="group-visitors"),
]

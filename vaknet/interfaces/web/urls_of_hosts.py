"""Addresses of what managers do about other networks, and of what everybody reads of it."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import host_limits, hosts

PATTERNS: list[URLPattern] = [
    path("netwerken/gesloten/", host_limits.closed_networks, name="closed-networks"),
    path("beheer/netwerken/", hosts.hosts, name="other-hosts"),
    path("beheer/netwerken/<int:pk>/", hosts.host, name="other-host"),
    path("beheer/netwerken/<int:pk>/nu/", hosts.try_host, name="try-host"),
    path("beheer/netwerken/<int:pk>/opgeven/", hosts.give_up_host, name="give-up-host"),
    path("beheer/netwerken/sleutels/", hosts.network_keys, name="network-keys"),
    path("beheer/netwerken/onbruikbaar/", hosts.unusable, name="unusable"),
    path("beheer/netwerken/grenzen/", host_limits.limits, name="host-limits"),
    path("beheer/netwerken/grenzen/nieuw/", host_limits.new_limit, name="new-host-limit"),
    path("beheer/netwerken/grenzen/<int:pk>/open/", host_limits.lift, name="lift-host-limit"),
    path("beheer/netwerken/grenzen/lijst.csv", host_limits.limits_file, name="host-limits-file"),
    path("beheer/netwerken/grenzen/inlezen/", host_limits.bring_list, name="bring-host-list"),
    path("beheer/netwerken/grenzen/inlezen/<int:pk>/", host_limits.host_list, name="host-list"),
]

"""Addresses of partner networks and of the treaties with them."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import networks, networks_desk

PATTERNS: list[URLPattern] = [
    path("netwerken/", networks.partner_networks, name="partner-networks"),
    path("netwerken/daar/", networks.partner_things, name="partner-things"),
    path("netwerken/<int:pk>/", networks.partner_network, name="partner-network"),
    path("netwerken/<int:pk>/verdrag.json", networks.treaty_text, name="treaty-text"),
    path("beheer/verdragen/", networks_desk.treaties, name="treaties"),
    path("beheer/verdragen/nieuw/", networks_desk.propose_treaty, name="propose-treaty"),
    path("beheer/verdragen/<int:pk>/", networks_desk.treaty, name="treaty"),
    path("beheer/verdragen/<int:pk>/anders/", networks_desk.counter_treaty, name="counter-treaty"),
]

"""Addresses of being found elsewhere and by partner networks, and of meeting people there."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import across, elsewhere, findable, people_there

PATTERNS: list[URLPattern] = [
    path("ik/instellingen/andere-netwerken/", elsewhere.my_federation, name="my-federation"),
    path("netwerken/<int:pk>/mensen/", people_there.people_there, name="people-there"),
    path("vraag/partners/", across.ask_partners, name="ask-partners"),
    path("vraag/partners/kennismaken/", across.ask_across, name="ask-across"),
    path(
        "ik/introducties/elders/<int:pk>/", across.introduction_across, name="introduction-across"
    ),
    path("ik/instellingen/partners/", findable.my_findability, name="my-findability"),
]

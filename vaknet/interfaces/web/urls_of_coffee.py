"""The addresses of coffee."""

from django.urls import URLPattern, path

from vaknet.interfaces.web import coffee

PATTERNS: list[URLPattern] = [
    path("koffie/", coffee.coffee, name="coffee"),
    path("koffie/stoppen/", coffee.stop, name="stop-coffee"),
    path("koffie/toch/", coffee.look_again, name="look-again-for-coffee"),
    path("koffie/overslaan/", coffee.skip, name="skip-coffee"),
    path("koffie/meedoen/", coffee.take_part, name="take-part-in-coffee"),
    path("koffie/<int:pk>/ja/", coffee.yes, name="say-yes-to-coffee"),
    path("koffie/<int:pk>/nee/", coffee.no, name="say-no-to-coffee"),
    path("koffie/<int:pk>/gesproken/", coffee.met, name="say-met-for-coffee"),
]

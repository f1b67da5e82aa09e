"""The door for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from vaknet.configuration import configuration
from vaknet.kit import lifeline
from vaknet.kit.thread_places import ThreadPlaces

lifeline.tie_to_starter()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaknet.settings")
application = ThreadPlaces(get_wsgi_application(), pages=configuration.web_threads)
# Every view is loaded now: the first visitor does not wait, and what is broken does not start.
_ = get_resolver().url_patterns

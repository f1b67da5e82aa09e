"""The door for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from vaknet.kit import lifeline

lifeline.tie_to_starter()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaknet.settings")
application = get_wsgi_application()
# Every view is loaded now: the first visitor does not wait, and what is broken does not start.
_ = get_resolver().url_patterns

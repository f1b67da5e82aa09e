"""The door for a WSGI server."""

import os

from django.core.wsgi import get_wsgi_application

from vaknet.kit import lifeline

# A web server process ends with the one that started it, however that one ends.
lifeline.tie(os.getppid())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaknet.settings")
application = get_wsgi_application()

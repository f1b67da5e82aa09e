"""The door for a WSGI server."""

import os
import signal
from multiprocessing import parent_process

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from vaknet.kit import lifeline

# A web server process ends with the one that started it, at once: if it lingered it would hold
# the port and take every second visitor. Who started it may be dead already by now.
starter = parent_process()
lifeline.tie(os.getppid() if starter is None else starter.pid or os.getppid(), signal.SIGKILL)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaknet.settings")
application = get_wsgi_application()
# Every view is loaded now: the first visitor does not wait, and what is broken does not start.
_ = get_resolver().url_patterns

"""The door for the ASGI server that keeps streams open; pages have the one in `wsgi.py`."""

import asyncio
import logging
import os
import resource

from vaknet.configuration import configuration
from vaknet.interfaces.live import ear
from vaknet.interfaces.live.app import Live, Receive, Scope, Send, milliseconds
from vaknet.interfaces.live.hub import Hub
from vaknet.kit import lifeline

OTHER_FILES = 256
lifeline.tie_to_starter()
logging.getLogger("psycopg").setLevel(logging.CRITICAL)
# Each stream is an open file, and a thousand is what most machines give a process to begin with.
_soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
_wanted = max(_soft, configuration.live_streams + OTHER_FILES)
_most = _wanted if _hard == resource.RLIM_INFINITY else min(_wanted, _hard)
resource.setrlimit(resource.RLIMIT_NOFILE, (_most, _hard))

live = Live(
    Hub(configuration.live_streams, milliseconds),
    [configuration.secret_key, *configuration.old_secret_keys],
    configuration.live_origins,
)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await live.answer(scope, receive, send)
    elif scope["type"] == "lifespan":
        await _live_long(receive, send)


async def _live_long(receive: Receive, send: Send) -> None:
    await receive()
    listening = asyncio.ensure_future(ear.listen(configuration.database, live.hub, live.note))
    listening.add_done_callback(_fall)
    await send({"type": "lifespan.startup.complete"})
    await receive()
    listening.cancel()
    live.hub.close()
    await send({"type": "lifespan.shutdown.complete"})


def _fall(listening: "asyncio.Task[None]") -> None:
    """Deaf for good it would look well, and tell nobody anything: who started us does so again."""
    if not listening.cancelled():
        listening.print_stack()
        os._exit(1)

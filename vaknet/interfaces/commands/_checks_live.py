"""Whether pages in view hear of something new: the process for it, and the proxy before it."""

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

from vaknet.configuration import Configuration
from vaknet.interfaces.commands._checks import Finding

PATH = "/live/healthz"
SECONDS = 5.0
SUBJECT = "Live"
DEAF = "does not reach the database at the moment"


def live(c: Configuration) -> Iterator[Finding]:
    here = urlsplit(c.served_at.read_text("utf-8") if c.served_at.exists() else "")
    port = c.live_port
    if not c.live_streams:
        yield Finding(SUBJECT, True, "off: pages stay as they were opened (VAKNET_LIVE_STREAMS).")
    elif here.port is None or _answer(here.hostname, here.port, "/healthz") is None:
        yield Finding(SUBJECT, True, "no pages are served at the moment, so nothing to hear.")
    elif (said := _answer(here.hostname, port, PATH)) == http.client.OK:
        yield from _on_the_way(c)
    else:
        reason = "does not answer" if said is None else DEAF
        yield Finding(
            SUBJECT,
            False,
            f"what tells open pages of something new {reason} (port {port}). All else works. Look "
            "in the log of vaknet serve, or set VAKNET_LIVE_PORT to a port that is free.",
        )


def _on_the_way(c: Configuration) -> Iterator[Finding]:
    """What browsers ask of the proxy, if there is one that lets itself be asked from here."""
    outside = urlsplit(c.base_url)
    secure = outside.scheme == "https"
    said = _answer(outside.hostname, outside.port, PATH, secure=secure) if c.proxies else None
    if said in (None, http.client.OK):
        yield Finding(SUBJECT, True, f"open pages hear of something new (port {c.live_port}).")
        return
    yield Finding(
        SUBJECT,
        False,
        f"{c.base_url}/live/ does not lead to port {c.live_port} of this machine, so open pages "
        "do not hear of something new. Let the proxy send it there (docs/operator/install.md).",
    )


def _answer(host: str | None, port: int | None, path: str, *, secure: bool = False) -> int | None:
    kind = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = kind(host or "127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", path, headers={} if secure else {"Host": "localhost"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()

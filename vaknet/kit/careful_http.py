"""Asking another server over HTTP without waiting for ever, or reading without end."""

import time
from typing import Any

import requests

SECONDS = 5.0  # for each step of it: to connect, to send, to say the next piece
ALL_SECONDS = 10.0  # for the whole answer
MOST_BYTES = 1_000_000
REDIRECTS = 3


class Session(requests.Session):
    """Raises requests.RequestException, also for an answer that is too long or too slow."""

    def __init__(self) -> None:
        super().__init__()
        self.max_redirects = REDIRECTS

    def request(self, *args: Any, **options: Any) -> requests.Response:
        until = time.monotonic() + ALL_SECONDS
        asked = {"timeout": SECONDS} | options | {"stream": True}
        response = super().request(*args, **asked)
        content = b""
        for piece in response.iter_content(16_384):
            content += piece
            if len(content) > MOST_BYTES or time.monotonic() > until:
                response.close()
                raise requests.ConnectionError("too long or too slow an answer")
        # What `content` gives from now on: requests has no public way to hand it in.
        response._content = content
        return response

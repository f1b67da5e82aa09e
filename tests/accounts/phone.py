"""An app with codes, as on a telephone: RFC 6238, written apart from what it is to agree with."""

import base64
import hashlib
import hmac
import re
import struct
import time
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit


def secret_on(page: Any) -> str:
    """What the app reads out of the drawing's address."""
    (url,) = re.findall(r'href="(otpauth://[^"]+)"', page.text)
    (secret,) = parse_qs(urlsplit(unescape(url)).query)["secret"]
    return secret


def code_of(secret: str, *, steps: int = 0) -> str:
    """What it shows now, or so many half minutes later."""
    count = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), count, hashlib.sha1).digest()
    at = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[at : at + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"

"""The process in which pages are set for paper: see `pdf`."""

import base64
import json
import resource
import sys
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any
from urllib.parse import urljoin

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

from vaknet.kit.pdf import SAID, Trouble, Unprintable


class _Given(URLFetcher):  # type: ignore[misc]  # it comes without types
    """Hands out what came along, and `data:`, which is in the page itself. Opens nothing.

    WeasyPrint goes on without a piece that it cannot get, so what was asked for is remembered.
    """

    def __init__(self, address: str, files: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)
        self.files = {urljoin(address, name): content for name, content in files.items()}
        self.lacking: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url in self.files:
            return URLFetcherResponse(url, self.files[url])
        if url.lower().startswith("data:"):
            return super().fetch(url, headers)
        self.lacking.append(url)
        raise URLFetchingError("not given")


def written(html: str, css: str, address: str, files: Mapping[str, bytes], name: str) -> bytes:
    """`name` stands in the file, and follows from what is in it. Raises Unprintable."""
    given = _Given(address, files)
    fonts = FontConfiguration()
    page = HTML(string=html, base_url=address, url_fetcher=given)
    _check(page.etree_element)
    style = CSS(string=css, base_url=address, url_fetcher=given, font_config=fonts)
    made: bytes = page.write_pdf(
        stylesheets=[style],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=name.encode(),
    )
    if given.lacking:  # better none than one that looks whole
        raise Unprintable(Trouble.NOT_GIVEN, given.lacking[0])
    return made


def _check(page: Any) -> None:
    """What PDF/UA asks, and nobody but the author can give."""
    if not (page.findtext("head/title") or "").strip():
        raise Unprintable(Trouble.NO_TITLE)
    if not page.get("lang"):
        raise Unprintable(Trouble.NO_LANGUAGE)
    for picture in page.iter("img"):
        if picture.get("alt") is None:
            raise Unprintable(Trouble.NO_ALTERNATIVE, picture.get("src", ""))


def main(memory: int, seconds: int) -> int:
    """From standard input to standard output; an exit code of its own when it is refused."""
    with suppress(ValueError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    told = sys.stdin.buffer.read()
    paper = json.loads(told)
    files = {name: base64.b64decode(content) for name, content in paper["files"].items()}
    try:
        made = written(
            paper["html"], paper["css"], paper["address"], files, sha256(told).hexdigest()[:32]
        )
    except Unprintable as refused:
        sys.stdout.write(f"{refused.trouble} {refused.about}")
        return SAID
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))

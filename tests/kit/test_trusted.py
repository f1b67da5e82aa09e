"""Whose certificates count: read once, and again when they are others."""

import os
import ssl
from pathlib import Path

import pytest

from tests.kit.web_server import web_server
from vaknet.kit.http import Page, Trouble, Unfetchable, fetch, who_is_trusted


def here(url: str) -> Page:
    return fetch(url, seconds=30, may_reach=lambda _address, _port: True)


def trouble(url: str) -> Trouble:
    with pytest.raises(Unfetchable) as caught:
        here(url)
    return caught.value.trouble


def test_it_is_read_once() -> None:
    first = who_is_trusted()
    assert who_is_trusted() is first
    assert (first.verify_mode, first.check_hostname) == (ssl.CERT_REQUIRED, True)
    usual = ssl.create_default_context()
    assert first.get_ca_certs() == usual.get_ca_certs()
    assert (first.options, first.verify_flags) == (usual.options, usual.verify_flags)


def test_what_is_trusted_by_and_by_counts_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the machine was brought up to date, or another file was named."""
    trusted = tmp_path / "trusted.pem"
    (tmp_path / "server").mkdir()
    (tmp_path / "other").mkdir()
    with web_server(tmp_path / "server") as server, web_server(tmp_path / "other") as other:
        server.pages["/"] = "hier"
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        trusted.write_bytes(other.certificate.read_bytes())
        assert trouble(f"{server.address}/") is Trouble.UNREACHABLE
        new = tmp_path / "new.pem"
        new.write_bytes(server.certificate.read_bytes())
        os.utime(new, ns=(1, 1))  # whatever the clock says, it is another file
        new.replace(trusted)
        assert here(f"{server.address}/").text == "hier"
        trusted.unlink()
        assert trouble(f"{server.address}/") is Trouble.UNREACHABLE

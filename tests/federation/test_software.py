"""What other servers say that they are: it decides how a group speaks with them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from time_machine import travel

from tests.federation.elsewhere import Elsewhere, connect, network_elsewhere
from tests.federation.story import follows, somebody_elsewhere
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import Host
from vaknet.domain.groups.models import Group
from vaknet.engine.activitypub.nodeinfo import SCHEMA
from vaknet.interfaces.jobs.clock_of_receiving import look_at_hosts
from vaknet.interfaces.reaching.fetching import Unread
from vaknet.interfaces.reaching.software import read_software

JSON = "application/json; charset=utf-8"


@pytest.fixture
def there(db, settings, monkeypatch) -> Iterator[Elsewhere]:
    with network_elsewhere() as one:
        connect(settings, monkeypatch, one)
        yield one


def tells(there: Elsewhere, software: object, *, version: str = "2.1") -> None:
    links = [
        {"rel": "https://elders.example/other", "href": f"{there.address}/other"},
        {"rel": f"{SCHEMA}{version}", "href": f"{there.address}/nodeinfo/{version}"},
    ]
    there.serve("/.well-known/nodeinfo", {"links": links}, kind=JSON)
    there.serve(f"/nodeinfo/{version}", {"software": software}, kind=JSON)


@pytest.mark.parametrize("version", ["2.0", "2.1"])
def test_a_server_says_what_it_is(there: Elsewhere, version: str) -> None:
    tells(there, {"name": "Lemmy", "version": "1.0"}, version=version)
    assert read_software(there.host) == "lemmy"


@pytest.mark.parametrize("software", [None, "lemmy", {"name": 3}, {}, []])
def test_what_says_nothing_sure_is_nothing(there: Elsewhere, software: object) -> None:
    tells(there, software)
    assert read_software(there.host) == ""


def test_a_server_without_it(there: Elsewhere) -> None:
    assert read_software(there.host) == ""
    there.serve("/.well-known/nodeinfo", {"links": []}, kind=JSON)
    assert read_software(there.host) == ""


def test_it_is_not_sent_on_to_somebody_else(there: Elsewhere) -> None:
    links = [{"rel": f"{SCHEMA}2.1", "href": "https://elders.example/nodeinfo/2.1"}]
    there.serve("/.well-known/nodeinfo", {"links": links}, kind=JSON)
    assert read_software(there.host) == ""


def test_what_cannot_be_read_is_said(there: Elsewhere) -> None:
    there.serve("/.well-known/nodeinfo", b"no json", kind=JSON)
    with pytest.raises(Unread):
        read_software(there.host)
    there.serve("/.well-known/nodeinfo", {}, status=500, kind=JSON)
    with pytest.raises(Unread):
        read_software(there.host)


@pytest.fixture
def host(there: Elsewhere, open_group: Group) -> Host:
    """Somebody there follows a group here."""
    one = somebody_elsewhere("Lea")
    Host.objects.filter(pk=one.host_id).update(name=there.host)
    follows(one, open_group.actor)
    return Host.objects.get(pk=one.host_id)


def test_the_clock_looks_where_somebody_follows_and_not_often(there: Elsewhere, host: Host) -> None:
    Host.objects.create(name="nobody-follows.example")
    tells(there, {"name": "lemmy"})
    look_at_hosts(0)
    host.refresh_from_db()
    assert host.software == "lemmy"
    asked = len(there.asked)
    look_at_hosts(0)
    assert len(there.asked) == asked
    with travel(timezone.now() + timedelta(days=8)):
        there.serve("/.well-known/nodeinfo", {}, status=500, kind=JSON)
        look_at_hosts(0)
    host.refresh_from_db()
    assert host.software == "lemmy"
    assert len(there.asked) > asked


def test_a_network_that_is_not_connected_looks_nowhere(
    there: Elsewhere, host: Host, settings
) -> None:
    settings.FEDERATION = False
    look_at_hosts(0)
    assert there.asked == []


def test_a_long_name_is_cut(host: Host) -> None:
    actions.note_software(host=host, software="x" * 100, at=timezone.now())
    assert len(Host.objects.get(pk=host.pk).software) == 60
    assert not queries.to_look_at(timezone.now()).exists()

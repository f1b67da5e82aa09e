"""Ways from files: the same as from PostgreSQL, with all that changed since."""

import shutil
from datetime import timedelta
from time import monotonic, sleep
from uuid import uuid4

import numpy as np
import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests import world as w
from vaknet.domain.connections import actions, queries
from vaknet.domain.connections.actions import rebuilding
from vaknet.domain.connections.graph import files, library, members, statements
from vaknet.domain.connections.models import NetworkChange, NetworkEdition
from vaknet.domain.connections.queries import Reach
from vaknet.interfaces.jobs import network

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def network_files(tmp_path, settings, monkeypatch):
    settings.VAKNET_DATA = tmp_path
    monkeypatch.setattr(library, "_shelf", library._Shelf())
    monkeypatch.setattr(library, "_heard_of", None)
    return tmp_path / "network"


@pytest.fixture
def without_sql(monkeypatch):
    """Whoever asks PostgreSQL for ways after all is told so."""

    def refuse(*_asked):
        raise AssertionError("asked PostgreSQL")

    def on():
        monkeypatch.setattr(statements, "_rows", refuse)

    return on


def eventually(happened, seconds=120):
    """Transactions of other databases on the same server may still be running: wait for them."""
    end = monotonic() + seconds
    while not happened() and monotonic() < end:
        sleep(0.05)
    return happened()


def stops(world, viewer="samira", target="marit"):
    routes = queries.routes(getattr(world, viewer), getattr(world, target))
    return [[stop.name for stop in route.stops] for route in routes]


BOTH = [["Joost van der Meer"], ["Fatma Yıldız", "a contact of Fatma"]]
ROUND = BOTH[1:]


def everything(world):
    """What each of them sees of all others: by whom, how far, how strong, and the ways."""
    ids = [one.pk for one in world.everybody]
    seen = [
        (pk, way, way.strength)
        for viewer in world.everybody
        for pk, way in queries.reach(viewer, ids).items()
    ]
    return seen, [queries.routes(a, b) for a in world.everybody for b in world.everybody]


def test_files_say_what_postgresql_says(network_files, without_sql):
    world = w.build()
    before = everything(world)
    assert not network_files.exists(), "a small network needs no files"
    edition = actions.rebuild_network()
    assert edition.ties == 12
    queries.reach(world.samira, [world.marit.pk])  # hears that there are files
    without_sql()
    assert everything(world) == before


def test_of_many_it_is_said_in_arrays(django_assert_num_queries):
    world = w.build()
    ids = np.array([one.pk for one in world.everybody] + [10**12, world.marit.pk])

    def said():
        with django_assert_num_queries(1):
            found = queries.reach_of_many(world.samira, ids)
        return [one.tolist() for one in (found.degree, found.via, found.cost)]

    before = said()
    by_name = queries.reach(world.samira, ids.tolist())
    assert before[0] == [by_name[pk].degree or 0 for pk in ids.tolist()]
    assert before[1] == [(*by_name[pk].via_ids, 0)[0] for pk in ids.tolist()]
    assert before[1][-1] == world.joost.pk
    assert eventually(lambda: actions.rebuild_network() and not NetworkChange.objects.exists())
    for _ in range(2):
        queries.reach(world.samira, [world.marit.pk])
    assert library._shelf.network is not None
    assert said() == before


def test_files_are_asked_in_one_statement(django_assert_num_queries):
    world = w.build()
    actions.rebuild_network()
    eventually(lambda: actions.rebuild_network() and not library._state(1, _mark()).settled)
    for _ in range(2):
        queries.reach(world.samira, [world.marit.pk])
    with django_assert_num_queries(1):
        found = queries.reach(world.samira, [world.marit.pk, world.noor.pk])
    assert [found[one.pk].degree for one in (world.marit, world.noor)] == [2, 1]


def _mark():
    return NetworkEdition.objects.latest("pk").watermark


def test_what_changed_is_seen_at_once(without_sql):
    world = w.build()
    actions.rebuild_network()
    queries.reach(world.samira, [world.marit.pk])
    told = w.settled(w.member("Ruben Vos", "ruben@duinrade.example"))
    without_sql()
    assert stops(world) == BOTH
    actions.end_connection(world.joost, contact=world.marit)
    assert stops(world) == ROUND
    actions.keep_out_of_reach(world.fatma, contact=world.peter)
    assert stops(world) == []
    actions.let_be_reached(world.fatma, contact=world.peter)
    assert stops(world) == ROUND
    actions.stop_being_go_between(world.peter)
    assert stops(world) == []
    actions.agree_to_be_go_between(world.peter)
    w.acquaint(told, world.samira)
    assert queries.reach(told, [world.samira.pk, world.marit.pk]) == {
        world.samira.pk: Reach(1),
        world.marit.pk: Reach(None),
    }
    actions.agree_to_be_go_between(world.samira)
    found = queries.reach(told, [world.joost.pk, world.peter.pk, world.marit.pk])
    assert found[world.joost.pk] == Reach(2, (world.samira.pk,))
    assert found[world.peter.pk] == Reach(3, (world.samira.pk,))
    assert found[world.marit.pk] == Reach(None)
    actions.part_from(world.samira, other=world.marit)
    assert stops(world) == []
    world.fatma.account.is_active = False
    world.fatma.account.save()
    assert queries.reach(world.samira, [world.peter.pk]) == {world.peter.pk: Reach(None)}


def test_what_is_rolled_back_leaves_no_trace(without_sql):
    world = w.build()
    actions.rebuild_network()
    assert stops(world) == BOTH
    without_sql()
    with transaction.atomic():
        actions.end_connection(world.joost, contact=world.marit)
        assert stops(world) == ROUND
        transaction.set_rollback(True)
    assert stops(world) == BOTH


def test_what_settled_is_not_read_again(without_sql, monkeypatch):
    world = w.build()
    actions.rebuild_network()
    assert stops(world) == BOTH
    actions.end_connection(world.joost, contact=world.marit)
    without_sql()
    assert eventually(lambda: stops(world) == ROUND and library._shelf.changes)

    def refuse(*_asked):
        raise AssertionError("read again")

    assert eventually(lambda: not library._state(world.samira.pk, library._shelf.until).settled)
    monkeypatch.setattr(library, "members", refuse)
    assert stops(world) == ROUND


def test_another_process_replaced_the_shelf_meanwhile():
    world = w.build()
    actions.rebuild_network()
    assert stops(world) == BOTH
    old = library._shelf
    new = library._kept(library._Shelf(edition=7), instead_of=old)
    assert library._kept(old, instead_of=old) is old
    assert library._shelf is new


def test_a_new_edition_takes_over_and_two_are_kept(network_files, without_sql):
    world = w.build()
    first = actions.rebuild_network()
    assert stops(world) == BOTH
    actions.end_connection(world.joost, contact=world.marit)
    second, third = actions.rebuild_network(), actions.rebuild_network()
    assert {path.name for path in network_files.iterdir()} == {str(second.name), str(third.name)}
    assert not NetworkEdition.objects.filter(pk=first.pk).exists()
    without_sql()
    assert stops(world) == ROUND
    assert library._shelf.edition == third.pk
    assert str(third) == str(third.name)


def test_who_changed_before_both_editions_is_forgotten():
    world = w.build()
    actions.end_connection(world.joost, contact=world.marit)
    change = NetworkChange.objects.filter(member=world.joost.pk).latest("pk")
    assert str(change) == f"{world.joost.pk} in {change.transaction}"
    assert eventually(lambda: actions.rebuild_network() and not NetworkChange.objects.exists())


def test_a_file_cut_in_half_is_told_once_and_built_anew(network_files, caplog, without_sql):
    world = w.build()
    edition = actions.rebuild_network()
    half = network_files / str(edition.name) / "contacts.npy"
    half.write_bytes(half.read_bytes()[:130])
    for _ in range(3):
        assert stops(world) == BOTH
    [line] = [record for record in caplog.records if record.levelname == "WARNING"]
    assert line.getMessage() == (
        f"Network {edition.name} cannot be used and will be built anew: contacts.npy was cut off"
    )
    network.tend_network(0)
    assert stops(world) == BOTH
    without_sql()
    assert stops(world) == BOTH


@pytest.mark.parametrize("harm", ["not json", "no array"])
def test_files_of_something_else_are_not_used(network_files, harm):
    world = w.build()
    home = network_files / str(actions.rebuild_network().name)
    if harm == "not json":
        (home / "sizes.json").write_text("x")
    else:
        size = (home / "members.npy").stat().st_size
        (home / "members.npy").write_bytes(b"\x00" * size)
    assert stops(world) == BOTH
    assert library._shelf.network is None


def test_files_that_are_not_on_this_machine_are_done_without():
    world = w.build()
    NetworkEdition.objects.create(name=uuid4(), watermark=0, ties=1)
    for _ in range(2):
        assert stops(world) == BOTH


def test_when_much_changed_postgresql_answers(monkeypatch):
    world = w.build()
    actions.rebuild_network()
    assert stops(world) == BOTH
    monkeypatch.setattr(library, "MOST_CHANGED", 1)
    actions.end_connection(world.joost, contact=world.marit)
    assert stops(world) == ROUND
    assert world.joost.pk not in library._shelf.changes


def test_an_edition_that_is_gone_is_not_used():
    """A database that was put back, as a test does."""
    world = w.build()
    actions.rebuild_network()
    assert stops(world) == BOTH
    NetworkEdition.objects.all().delete()
    for _ in range(2):
        assert stops(world) == BOTH
    assert library._shelf.network is None


def test_an_edition_of_another_database_is_not_used():
    """Put back from a backup, numbers of transactions begin anew."""
    world = w.build()
    actions.rebuild_network()
    NetworkEdition.objects.update(watermark=2**60)
    NetworkChange.objects.create(member=world.joost.pk, transaction=2**60)
    assert stops(world) == BOTH
    assert stops(world) == BOTH
    assert library._shelf.network is None
    assert library.is_outgrown()
    actions.end_connection(world.joost, contact=world.marit)
    actions.tend_network()
    assert not NetworkChange.objects.filter(transaction=2**60).exists()
    assert stops(world) == ROUND
    actions.end_connection(world.fatma, contact=world.peter)
    assert stops(world) == []
    assert library._shelf.network is not None


def test_nothing_is_built_within_a_transaction_or_twice_at_a_time(network_files):
    w.build()
    with transaction.atomic():
        assert actions.rebuild_network() is None
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [rebuilding.LOCK])
        assert actions.rebuild_network() is None
        actions.tend_network()
        assert NetworkChange.objects.exists()
    other.close()
    assert not network_files.exists()


def test_a_large_network_gets_files_and_outgrows_them(network_files, monkeypatch):
    world = w.build()
    actions.end_connection(world.joost, contact=world.marit)
    assert eventually(lambda: actions.tend_network() or not NetworkChange.objects.exists())
    assert not NetworkEdition.objects.exists()
    monkeypatch.setattr(library, "SMALL", 3)
    actions.tend_network()
    edition = NetworkEdition.objects.get()
    assert eventually(lambda: actions.rebuild_network() and not library.is_outgrown())
    actions.end_connection(world.fatma, contact=world.peter)
    assert library.is_outgrown() is False
    NetworkEdition.objects.update(built_at=timezone.now() - timedelta(days=2))
    assert library.is_outgrown() is True
    NetworkEdition.objects.update(built_at=timezone.now())
    monkeypatch.setattr(library, "OUTGROWN", 2)
    assert library.is_outgrown() is True
    monkeypatch.setattr(library, "OUTGROWN", 100)
    shutil.rmtree(network_files)
    assert library.is_outgrown() is True
    actions.tend_network()
    assert NetworkEdition.objects.latest("pk") != edition
    assert files.read(NetworkEdition.objects.latest("pk").name) is not None


def test_who_has_nothing_left_is_told_as_well():
    world = w.build()
    found = members.members([world.bram.pk], timezone.now())
    assert [*found] == [world.bram.pk]
    assert found[world.bram.pk].contacts == []


def test_an_empty_network_has_files_of_nobody():
    assert actions.rebuild_network().ties == 0

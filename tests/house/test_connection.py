"""A connection is kept between pages; one that ended meanwhile is seen before it is used."""

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext


def a_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select 7")
        return cursor.fetchone()[0]


def begin_a_request() -> None:
    """What Django does to each connection when a request begins."""
    connection.close_if_unusable_or_obsolete()


@pytest.fixture
def kept(transactional_db):
    connection.close()  # whether to check is read when it is opened
    connection.settings_dict["CONN_HEALTH_CHECKS"] = True
    connection.ensure_connection()
    yield connection
    connection.settings_dict["CONN_HEALTH_CHECKS"] = False
    connection.close()


def test_a_living_connection_costs_no_statement(kept) -> None:
    a_number()
    begin_a_request()
    with CaptureQueriesContext(connection) as asked:
        assert kept.is_usable()
    assert len(asked) == 0


def test_one_that_the_server_ended_is_opened_anew(kept) -> None:
    with kept.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (mine,) = cursor.fetchone()
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("select pg_terminate_backend(%s, 5000)", [mine])
    other.close()
    assert not kept.is_usable()
    begin_a_request()
    assert a_number() == 7


def test_a_word_from_the_server_is_no_end(kept) -> None:
    with kept.cursor() as cursor:
        cursor.execute("listen hallo")
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("notify hallo")
    other.close()
    assert kept.is_usable()


def test_a_closed_one_is_not_usable(kept) -> None:
    kept.connection.close()
    assert not kept.is_usable()


def test_nothing_can_be_asked_in_a_transaction_that_failed(kept) -> None:
    with transaction.atomic():
        with kept.cursor() as cursor, pytest.raises(DatabaseError):
            cursor.execute("select 1 / 0")
        assert not kept.is_usable()
        transaction.set_rollback(True)
    assert kept.is_usable()


def test_none_at_all_is_not_usable(kept) -> None:
    kept.close()
    assert not kept.is_usable()

"""What a monitor hears, and that it hears nothing else."""

import pytest
from django.db import connection
from django.test import Client

pytestmark = pytest.mark.django_db


def _worker(heartbeat: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval)",
            [heartbeat],
        )


def test_well_when_a_worker_was_heard_just_now(client: Client) -> None:
    _worker("5 seconds")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert "no-store" in answer["Cache-Control"]


def test_unwell_without_a_worker(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unwell"})


def test_unwell_when_the_worker_fell_silent(client: Client) -> None:
    _worker("2 minutes")
    assert client.get("/healthz").status_code == 503


def test_unwell_without_its_tables(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_workers RENAME TO elsewhere")
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "unwell"})


def test_health_is_only_read(client: Client) -> None:
    assert client.post("/healthz").status_code == 405

"""A job that no worker knows is put in line and never done."""

from pathlib import Path

from django.conf import settings

JOBS = Path(__file__).resolve().parents[2] / "vaknet" / "interfaces" / "jobs"


def test_the_worker_knows_every_module_with_jobs() -> None:
    with_jobs = {
        f"vaknet.interfaces.jobs.{path.stem}"
        for path in JOBS.glob("*.py")
        if "@app.task" in path.read_text(encoding="utf-8")
    }
    assert with_jobs == set(settings.PROCRASTINATE_IMPORT_PATHS)

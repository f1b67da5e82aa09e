"""What must be so before anything is served: tables, translations, static files."""

import hashlib
import shutil
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from vaknet.domain.activity.models import Activity
from vaknet.domain.notices.actions import remember_later
from vaknet.domain.people.actions import load_reference
from vaknet.kit import catalog

# Any number will do, as long as it stays the same: two machines must not migrate at once.
MIGRATION_LOCK = 7_251_866
LANGUAGES = ("nl",)


def missing_migrations() -> list[str]:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> int:
    """Bring tables and reference data up to date; returns how many steps the tables took."""
    missing = missing_migrations()
    if missing:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
            try:
                call_command("migrate", interactive=False, verbosity=0, stdout=StringIO())
                call_command("createcachetable", verbosity=0)
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    load_reference()
    if missing and Activity.objects.exists():  # not in a network that begins here
        remember_later()
    return len(missing)


def compile_translations() -> None:
    for language in LANGUAGES:
        catalog.compile_language(Path(settings.LOCALE_PATHS[0]), language)


def collect_static() -> int:
    """Gather and compress the static files unless they are as they were; returns how many."""
    target = Path(settings.STATIC_ROOT)
    stamp = target.with_name("static.stamp")
    files = _static_files()
    print_of_files = hashlib.sha256("\n".join(files).encode()).hexdigest()
    if stamp.exists() and stamp.read_text(encoding="utf-8") == print_of_files:
        return 0
    stamp.unlink(missing_ok=True)
    shutil.rmtree(target, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0, stdout=StringIO())
    stamp.write_text(print_of_files, encoding="utf-8")
    return len(files)


def _static_files() -> list[str]:
    """Each file's name, size and time, as one line."""
    lines = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            lines.append(f"{name} {state.st_size} {state.st_mtime_ns}")
    return sorted(lines)

"""The tables are what the models say."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    """Ends with exit code 1, and says which, when a model changed without a migration."""
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)

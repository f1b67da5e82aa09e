"""The first migration of a room, applied at once."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import IndexOperation
from django.db.migrations.state import ProjectState

ADDS = (migrations.AddField, IndexOperation)


class FirstTables(migrations.Migration):
    """Makes each table as it is at the end of the migration, with its fields, keys and indexes.

    Django makes the classes of all models that are related anew for each step: with hundreds of
    tables that is nearly all of the time that a new network takes to start. Here it happens once.
    What is added to a model that is made here is part of its table already, so these steps do
    nothing of their own. Reading the state, `makemigrations` and going back are Django's.
    """

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        project_state.__dict__.pop("apps", None)  # made again when it is asked for: once, below
        for step in self.operations:
            step.state_forwards(self.app_label, project_state)
        for step in self.operations:
            if not self._is_made(step):
                step.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state

    def _is_made(self, step: Operation) -> bool:
        """Whether it came with its table."""
        made = {
            one.name_lower for one in self.operations if isinstance(one, migrations.CreateModel)
        }
        return isinstance(step, ADDS) and _model_of(step) in made


def _model_of(step: Any) -> str:
    return str(step.model_name).lower()
